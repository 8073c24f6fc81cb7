"""How hard to search for a roster: counted in weeks of a person that are taken out and put back."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.roster.case import RosterCase
from staffing.roster.search.cooling import Cooling

EFFORTS_OF_ROSTERS = {"low": 0.2, "normal": 1.0, "high": 4.0}  # of the usual work
FEW_PEOPLE, MANY_PEOPLE = 50, 200
WEEKS_FOR_FEW, WEEKS_FOR_SOME, WEEKS_FOR_MANY = 75_000, 55_000, 170_000  # put back, in all
MOST_OFTEN = 4_000  # each week of each person
HOT, HOT_WHERE_KEPT, COLD = 3.0, 0.5, 0.15


@dataclass(frozen=True)
class RosterEffort:
    """`level` is a key of `EFFORTS_OF_ROSTERS`; the same seed gives the same roster."""

    level: str = "normal"
    seed: int = 1

    def cooling(self, case: RosterCase, *, is_kept: bool = False) -> Cooling:
        """How the search for a case of this size cools; one that keeps a roster hardly heats it."""
        people = len(case.agents)
        weeks = WEEKS_FOR_FEW if people <= FEW_PEOPLE else WEEKS_FOR_SOME
        weeks = WEEKS_FOR_MANY if people > MANY_PEOPLE else weeks
        weeks = min(weeks, MOST_OFTEN * people * len(case.weeks))
        share = EFFORTS_OF_ROSTERS[self.level]
        return Cooling(weeks=round(share * weeks), hot=HOT_WHERE_KEPT if is_kept else HOT, cold=COLD)
