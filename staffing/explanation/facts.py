"""Each factor's own figures, planned and actual, and the share of it that is recorded, per period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.explanation.account import PeriodFacts
from staffing.explanation.day_data import Contacts, Recorded, rows_of
from staffing.explanation.factors import FACTORS, Inputs


@dataclass(frozen=True, eq=False)
class DayFacts:
    """Figures of the two sides by factor, in rows in the order of `FACTORS`.

    volume: contacts · shape: share of contacts in other intervals than forecast, beyond chance ·
    handle_time: seconds · schedule_gaps: head-hours short of the requirement · schedule_changes: head-hours
    scheduled · attendance, adherence: shares · lunches: share of heads on a rest, weighted with contacts ·
    chance: none.
    """

    planned: Inputs
    actual: Inputs
    came: Contacts
    recorded: Recorded
    minutes: int

    def rows(self, order: Ints) -> DayFacts:
        """The same of the rows in this order."""
        return DayFacts(
            rows_of(self.planned, order),
            rows_of(self.actual, order),
            rows_of(self.came, order),
            rows_of(self.recorded, order),
            self.minutes,
        )

    def __call__(self, first: Ints) -> PeriodFacts:
        """Of the periods that begin there."""
        planned = self._figures(self.planned, self.planned.offered, first)
        actual = self._figures(self.actual, self.came.offered, first)
        moved = np.abs(self.actual.profile - self.planned.profile) * self.actual.level
        elsewhere = np.add.reduceat(moved, first) / 2.0
        planned["shape"] = np.zeros(len(first))
        actual["shape"] = elsewhere / np.maximum(np.add.reduceat(self.actual.offered, first), 1e-9)
        planned["schedule_gaps"] = np.zeros(len(first))
        actual["schedule_gaps"] = np.add.reduceat(self.planned.filled, first) * (self.minutes / 60)
        recorded, agents = self._recorded(first)
        known = np.where(recorded > 0, _by_factor(actual, first), np.nan)
        return PeriodFacts(_by_factor(planned, first), known, recorded, agents)

    def _figures(self, side: Inputs, contacts: Floats, first: Ints) -> dict[str, Floats]:
        """The figures of one side that do not need the other, by factor."""

        def total(column: Floats) -> Floats:
            return np.asarray(np.add.reduceat(column, first))

        def mean(column: Floats, weight: Floats) -> Floats:
            whole = total(weight)
            return total(column * weight) / np.where(whole > 0, whole, np.nan)

        return {
            "volume": total(contacts),
            "handle_time": mean(side.aht_seconds, side.offered),
            "schedule_changes": total(side.scheduled) * (self.minutes / 60),
            "attendance": mean(side.attendance, side.scheduled),
            "adherence": mean(side.on_phones, side.scheduled),
            "lunches": mean(side.rest_share, np.where(side.scheduled > 0, side.offered, 0.0)),
        }

    def _recorded(self, first: Ints) -> tuple[Floats, Floats]:
        """The shares of contacts in whose interval the factors are recorded, and the agents."""
        recorded = {
            "handle_time": self.came.handle_time_known,
            "schedule_changes": np.isfinite(self.recorded.scheduled),
            "attendance": np.isfinite(self.recorded.attendance),
            "adherence": np.isfinite(self.recorded.on_phones),
            "lunches": np.isfinite(self.recorded.rest_share),
        }
        contacts = np.add.reduceat(self.came.offered, first)

        def share(known: Bools) -> Floats:
            part = np.add.reduceat(known * self.came.offered, first)
            return np.asarray(part / np.where(contacts > 0, contacts, 1.0))

        always = np.ones(len(self.came.offered), dtype=bool)
        shares = [share(recorded.get(factor, always)) for factor in FACTORS]
        return np.stack(shares), share(np.isfinite(self.recorded.agents))


def _by_factor(figures: Mapping[str, Floats], first: Ints) -> Floats:
    """A row for each of `FACTORS`, unknown where it has no figure of its own."""
    return np.stack([figures.get(factor, np.full(len(first), np.nan)) for factor in FACTORS])
