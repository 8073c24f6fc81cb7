"""Each factor's own figures, planned and actual, and the share of it that is recorded, per period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.explanation.account import PeriodFacts
from staffing.explanation.factors import FACTORS, Inputs
from staffing.explanation.given import Contacts, Recorded
from staffing.records import Floats, Ints


@dataclass(frozen=True, eq=False)
class DayFacts:
    """Figures of the two sides; rows in the order of `FACTORS`.

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

    def __call__(self, first: Ints) -> PeriodFacts:
        """Of the periods that begin there."""
        planned, actual = (np.full((len(FACTORS), len(first)), np.nan) for _ in range(2))
        hours = self.minutes / 60

        def total(column: Floats) -> Floats:
            return np.asarray(np.add.reduceat(column, first))

        def mean(column: Floats, weight: Floats) -> Floats:
            whole = total(weight)
            return total(column * weight) / np.where(whole > 0, whole, np.nan)

        for row, side in ((planned, self.planned), (actual, self.actual)):
            contacts = side.offered if side is self.planned else self.came.offered
            row[0] = total(contacts)
            row[2] = mean(side.aht_seconds, side.offered)
            row[4] = total(side.scheduled) * hours
            row[5] = mean(side.attendance, side.scheduled)
            row[6] = mean(side.adherence, side.scheduled)
            row[7] = mean(side.rest_share, np.where(side.scheduled > 0, side.offered, 0.0))
        moved = np.abs(self.actual.profile - self.planned.profile) * self.actual.level
        planned[1], actual[1] = 0.0, total(moved) / 2.0 / np.maximum(total(self.actual.offered), 1e-9)
        planned[3], actual[3] = 0.0, total(self.planned.filled) * hours
        recorded, agents = self._recorded(first)
        return PeriodFacts(planned, np.where(recorded > 0, actual, np.nan), recorded, agents)

    def _recorded(self, first: Ints) -> tuple[Floats, Floats]:
        """The shares of contacts in whose interval the factors are recorded, and the agents."""
        known = np.ones((len(FACTORS), len(self.came.offered)))
        known[2] = self.came.handle_time_known
        for row, column in (
            (4, self.recorded.scheduled),
            (5, self.recorded.attendance),
            (6, self.recorded.adherence),
            (7, self.recorded.rest_share),
        ):
            known[row] = np.isfinite(column)
        came = np.add.reduceat(self.came.offered, first)
        known = np.vstack([known, np.isfinite(self.recorded.agents)])
        found = np.add.reduceat(known * self.came.offered, first, axis=1) / np.where(came > 0, came, 1.0)
        return found[:-1], found[-1]
