"""How hard to search for a roster: counted in weeks of a person that are taken out and put back."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.roster.case import RosterCase
from staffing.roster.search.cooling import Cooling

EFFORTS_OF_ROSTERS = {"low": 0.2, "normal": 1.0, "high": 4.0}  # of the usual work
LEAST_WEEKS, WEEKS_PER_PERSON_WEEK, MOST_WEEKS = 40_000, 150, 120_000


@dataclass(frozen=True)
class RosterEffort:
    """`level` is a key of `EFFORTS_OF_ROSTERS`; the same seed gives the same roster."""

    level: str = "normal"
    seed: int = 1

    def cooling(self, case: RosterCase) -> Cooling:
        """The schedule of the annealing for a case of this size."""
        person_weeks = len(case.agents) * len(case.weeks)
        weeks = min(MOST_WEEKS, max(LEAST_WEEKS, WEEKS_PER_PERSON_WEEK * person_weeks))
        return Cooling(weeks=round(EFFORTS_OF_ROSTERS[self.level] * weeks), hot=3.0, cold=0.15)
