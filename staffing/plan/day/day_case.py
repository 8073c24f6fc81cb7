"""The days of a run as planned and as they came, and what the plan's model makes of either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from staffing.arrays import Floats
from staffing.definitions import DEFINITIONS
from staffing.explanation.account import Happened, account, outcomes
from staffing.explanation.chance import chance_of
from staffing.explanation.day_data import PlannedDays, Recorded
from staffing.explanation.factors import Inputs
from staffing.explanation.facts import DayFacts
from staffing.explanation.periods import account_periods
from staffing.explanation.planned_and_actual import two_sides
from staffing.plan.day.actuals import Actuals
from staffing.plan.day.lunches import ServiceByCase
from staffing.queueing.performance import Performance, reshaped
from staffing.queueing.variability import variance_per_contact
from staffing.records.columns import ALL_QUEUES
from staffing.records.demand import Demand
from staffing.records.explanation import Explanation
from staffing.records.service import Service
from staffing.requirement.size import predict, predict_in_parts, size, traffic_of


@dataclass(frozen=True, eq=False)
class DayCase:
    """Plan and record of the same intervals; `asked` is the service of each queue alone."""

    days: PlannedDays
    came: Actuals
    recorded: Recorded
    asked: Service

    @cached_property
    def service(self) -> Service:
        """Of all queues pooled, which have no range of their own."""
        return replace(self.asked, uncertainty=None)

    @cached_property
    def _sides(self) -> tuple[Inputs, Inputs]:
        return two_sides(self.days, self.came.contacts, self.recorded)

    @property
    def actual(self) -> Inputs:
        """What the days were made of, as they happened."""
        return self._sides[1]

    @property
    def measures(self) -> dict[str, Callable[[Performance], Floats]]:
        """What is accounted for, by name."""
        return {
            "service_level": self.service.targets.service_level_of,
            "mean_wait_seconds": lambda found: found.mean_wait_seconds,
            "abandonment": lambda found: found.abandoned,
        }

    @property
    def evaluate(self) -> ServiceByCase:
        """The model, and the plan's definition of service level."""
        return ServiceByCase(self.predict, self.measures["service_level"])

    def predict(self, cases: Inputs) -> Performance:
        """The model of the plan, asked about many cases of the intervals at once: a queue for each case."""
        demand = self._demand(cases.offered, cases.aht_seconds)
        agents = cases.agents.reshape(-1)
        if not cases.uneven.any():
            return reshaped(predict(demand, agents, self.service), cases.offered.shape)
        inside = 1.0 + (cases.uneven[..., None] * self.days.inside).reshape(len(agents), -1)
        found = predict_in_parts(demand, agents[:, None] * inside, self.service)
        return reshaped(found, cases.offered.shape)

    def accounts(self, ways: Sequence[str]) -> list[Explanation]:
        """The account of the days by each way to part them, such as `day`."""
        planned, actual = self._sides
        came, days, measures = self.came, self.days, self.measures
        cases = outcomes(planned, actual, self.predict)
        chance = {
            name: chance_of(actual, self.predict, measures[name], variance)
            for name, variance in self._variances().items()
        }
        happened = Happened(came.contacts, days.day_number, came.found, chance)
        facts = DayFacts(planned, actual, came.contacts, self.recorded, days.minutes)
        parted = [account_periods(way, came.interval_start, came.utc_offset_minutes) for way in ways]
        return [account(cases, happened, facts, periods, measures) for periods in parted]

    def needed(self) -> Floats:
        """Heads at work for the contacts that came, with the people as present as they were."""
        actual = self.actual
        if not self.service.targets.asked:
            return self.days.required
        share = actual.attendance * actual.on_phones
        agents = size(self._demand(actual.offered[None], actual.aht_seconds[None]), self.service).agents
        return np.divide(agents, share, out=self.days.required.copy(), where=share > 0)

    def _variances(self) -> dict[str, Floats]:
        """How far each measure varies by chance around the model's value, per contact."""
        actual, targets = self.actual, self.service.targets
        demand = self._demand(actual.offered[None], actual.aht_seconds[None])
        service_level, abandonment = variance_per_contact(
            traffic_of(demand, self.service),
            actual.agents,
            float(targets.target_seconds),
            DEFINITIONS[targets.definition].chances,
            lambda found: (found.abandoned, found.answered + found.abandoned),
        )
        return {"service_level": service_level, "abandonment": abandonment}

    def _demand(self, offered: Floats, aht_seconds: Floats) -> Demand:
        cases, intervals = offered.shape
        return Demand(
            interval_start=np.tile(self.came.interval_start, cases),
            utc_offset_minutes=np.tile(self.came.utc_offset_minutes, cases),
            queue=np.repeat(np.arange(cases), intervals),
            queues=(ALL_QUEUES,) * cases,
            interval_minutes=self.days.minutes,
            timezone=self.came.timezone,
            offered=offered.reshape(-1),
            aht_seconds=aht_seconds.reshape(-1),
        )
