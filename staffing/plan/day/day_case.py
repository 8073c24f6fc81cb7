"""The days of a run as planned and as they came, and what the plan's model makes of either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from staffing.arrays import Floats
from staffing.definitions import DEFINITIONS
from staffing.explanation.account import Arranged, Happened, account, outcomes
from staffing.explanation.chance import chance_of
from staffing.explanation.day_data import PlannedContacts, PlannedDays, Recorded, known_or, rows_of
from staffing.explanation.factors import Inputs, times
from staffing.explanation.facts import DayFacts
from staffing.explanation.periods import account_periods
from staffing.explanation.planned_and_actual import two_sides
from staffing.plan.day.actuals import Actuals
from staffing.plan.day.lunches import DayAsItWas
from staffing.queueing.performance import Performance, reshaped
from staffing.queueing.variability import variance_per_contact
from staffing.records.columns import ALL_QUEUES
from staffing.records.demand import Demand
from staffing.records.explanation import Explanation
from staffing.records.service import Service
from staffing.requirement.size import predict_in_parts, size, traffic_of


@dataclass(frozen=True, eq=False)
class DayCase:
    """Plan and record of the same intervals; `asked` is the service of each queue alone.

    `expected`, and the targets that queues have of their own, are by queue as in `came`.
    """

    days: PlannedDays
    expected: PlannedContacts
    target_service_level: Floats
    target_seconds: Floats
    came: Actuals
    recorded: Recorded
    asked: Service

    @cached_property
    def service(self) -> Service:
        """Of what truly came, which has no range."""
        return replace(self.asked, uncertainty=None)

    @cached_property
    def _sides(self) -> tuple[Inputs, Inputs]:
        return two_sides(self.days, self.expected, self.came.contacts, self.recorded)

    @property
    def measures(self) -> dict[str, Callable[[Performance], Floats]]:
        """What is accounted for, by name."""
        return {
            "service_level": self.service.targets.service_level_of,
            "mean_wait_seconds": lambda found: found.mean_wait_seconds,
            "abandonment": lambda found: found.abandoned,
        }

    @property
    def as_it_was(self) -> DayAsItWas:
        """The people as they were scheduled and rested, and what other rests would have given."""
        recorded, days = self.recorded, self.days
        zero = np.zeros(len(days.scheduled))
        planned = np.divide(days.on_break, days.scheduled, out=zero, where=days.scheduled > 0)
        return DayAsItWas(
            scheduled=known_or(recorded.scheduled, days.scheduled),
            rest_share=known_or(recorded.rest_share, planned),
            needed=self.needed(),
            service_level=self._service_by_day,
        )

    def _service_by_day(self, rest_share: Floats) -> Floats:
        """The service level of each day, had so much of the heads been on a rest in its intervals."""
        actual = replace(self._sides[1], rest_share=self.expected.of_rows(rest_share))
        way = self._arranged("day")
        mean = way.mean(self.predict(times(actual, 1)), actual.offered[None])
        level: Floats = self.measures["service_level"](mean)[0]
        return level

    def predict(self, cases: Inputs) -> Performance:
        """The model of the plan, asked about many cases of the rows at once: queues of its own for each."""
        demand = self._demand(cases.offered, cases.aht_seconds)
        agents = cases.agents.reshape(-1)
        inside = 1.0 + np.tile(self.days.inside, (len(agents) // len(self.days.inside), 1))
        found = predict_in_parts(demand, agents[:, None] * inside, self.service)
        return reshaped(found, cases.offered.shape)

    def accounts(self, ways: Sequence[str]) -> list[Explanation]:
        """The account of the days by each way to part them, such as `day`."""
        planned, actual = self._sides
        came, measures, arranged = self.came, self.measures, [self._arranged(way) for way in ways]
        cases = outcomes(planned, actual, self.predict, measures, arranged)
        chance = {
            name: chance_of(actual, self.predict, measures[name], variance)
            for name, variance in self._variances().items()
        }
        happened = Happened(came.contacts, self.expected.groups(self.days.day_number), came.found, chance)
        recorded = rows_of(self.recorded, np.tile(np.arange(len(came.place)), self.expected.queues))
        facts = DayFacts(planned, actual, came.contacts, recorded, self.days.minutes)
        return [
            account(found, happened.rows(way.order), facts.rows(way.order), way, measures)
            for found, way in zip(cases, arranged, strict=True)
        ]

    def needed(self) -> Floats:
        """Heads at work for the contacts that came, with the people as present as they were."""
        actual = self._sides[1]
        if not self.service.targets.asked:
            return self.days.required
        share = actual.attendance * actual.on_phones
        agents = size(self._demand(actual.offered[None], actual.aht_seconds[None]), self.service).agents
        heads = np.divide(agents, share, out=np.full(len(share), np.nan), where=share > 0)
        needed = heads.reshape(self.expected.queues, -1).sum(axis=0)
        return np.where(np.isfinite(needed), needed, self.days.required)

    def _arranged(self, way: str) -> Arranged:
        start, offset = self.came.interval_start, self.came.utc_offset_minutes
        return Arranged.of(account_periods(way, start, offset), self.expected.queues, len(start))

    def _variances(self) -> dict[str, Floats]:
        """How far each measure varies by chance around the model's value, per contact."""
        actual, targets = self._sides[1], self.service.targets
        demand = self._demand(actual.offered[None], actual.aht_seconds[None])
        traffic, agents = traffic_of(demand, self.service), actual.agents
        seconds = np.where(np.isfinite(self.target_seconds), self.target_seconds, targets.target_seconds)
        found = np.full((2, len(seconds)), np.nan)
        for each in np.unique(seconds).tolist():
            rows = np.flatnonzero(seconds == each)
            found[:, rows] = variance_per_contact(
                traffic.rows(rows),
                agents[rows],
                each,
                DEFINITIONS[targets.definition].chances,
                lambda found: (found.abandoned, found.answered + found.abandoned),
            )
        return {"service_level": found[0], "abandonment": found[1]}

    def _demand(self, offered: Floats, aht_seconds: Floats) -> Demand:
        cases, rows = offered.shape
        each = cases * self.expected.queues
        intervals = rows // self.expected.queues
        return Demand(
            interval_start=np.tile(self.came.interval_start, each),
            utc_offset_minutes=np.tile(self.came.utc_offset_minutes, each),
            queue=np.repeat(np.arange(each), intervals),
            queues=(ALL_QUEUES,) * each,
            interval_minutes=self.days.minutes,
            timezone=self.came.timezone,
            offered=offered.reshape(-1),
            aht_seconds=aht_seconds.reshape(-1),
            target_service_level=np.tile(self.target_service_level, cases),
            target_seconds=np.tile(self.target_seconds, cases),
        )
