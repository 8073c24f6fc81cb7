"""How hard to search for a roster: counted in tours answered, and in weeks taken out and put back."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.roster.case import RosterCase
from staffing.roster.search.cooling import Cooling

EFFORTS_OF_ROSTERS = {"low": 0.2, "normal": 1.0, "high": 4.0}  # of the usual work
FEWEST_PEOPLE, FEW_PEOPLE, MANY_PEOPLE = 20, 50, 200
WEEKS_FOR_FEW, WEEKS_FOR_SOME, WEEKS_FOR_MANY = 75_000, 45_000, 60_000  # put back, in all
WEEKS_OF_PERIODS = 33_000  # for some, where each week has others beside it
MOST_OFTEN = {"low": 100, "normal": 4_000, "high": 16_000}  # each week of each person
HOT, HOT_FROM_MIXTURES, COLD = 3.0, 0.4, 0.15
ANSWERS, MOST_PASSES = 30_000, 150  # of mixtures; a tour of several weeks counts the square as often
LEAST_PASSES, LEAST_PASSES_OF_WEEKS = 60, 24


@dataclass(frozen=True)
class RosterEffort:
    """`level` is a key of `EFFORTS_OF_ROSTERS`; the same seed gives the same roster."""

    level: str = "normal"
    seed: int = 1

    def passes(self, case: RosterCase) -> int:
        """How often each person of a case answers with a tour for their mixture; 0 where none is worth it.

        The fewest people are searched from hot; where shifts are given, smoothed prices say nothing.
        """
        if len(case.agents) <= FEWEST_PEOPLE or case.given is not None:
            return 0
        weeks = len(case.weeks)
        least = LEAST_PASSES if weeks == 1 else LEAST_PASSES_OF_WEEKS
        usual = min(MOST_PASSES, max(least, ANSWERS // (len(case.agents) * weeks**2)))
        return max(1, round(self.share * usual))

    @property
    def share(self) -> float:
        """Of the usual work."""
        return EFFORTS_OF_ROSTERS[self.level]

    def cooling(self, case: RosterCase, *, is_kept: bool = False) -> Cooling:
        """How the search for a case of this size cools; one that begins near its end hardly heats it."""
        people = len(case.agents)
        some = WEEKS_FOR_SOME if len(case.weeks) == 1 else WEEKS_OF_PERIODS
        weeks = WEEKS_FOR_FEW if people <= FEW_PEOPLE else some
        weeks = WEEKS_FOR_MANY if people > MANY_PEOPLE else weeks
        begins_near = is_kept or self.passes(case) > 0
        return Cooling(
            weeks=self.weeks(case, weeks), hot=HOT_FROM_MIXTURES if begins_near else HOT, cold=COLD
        )

    def weeks(self, case: RosterCase, usual: int) -> int:
        """The weeks to put back where `usual` are the usual work: fewer where people are few."""
        return min(round(self.share * usual), MOST_OFTEN[self.level] * len(case.agents) * len(case.weeks))
