"""Two people of a roster exchange what they have on some dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.errors import InfeasibleError, UsageError, did_you_mean
from staffing.plan.rostering.standing_files import standing_case, standing_files
from staffing.records.roster import NamedShifts
from staffing.records.swap import Swap
from staffing.roster.case import RosterCase
from staffing.roster.limits import date_place
from staffing.roster.standing.located import StandingRoster
from staffing.roster.standing.swap import Exchange, swap_of, swapped_shifts


@dataclass(frozen=True, eq=False)
class Swapped:
    """The answer, and the roster with the names exchanged."""

    swap: Swap
    shifts: NamedShifts

    def require_allowed(self) -> None:
        """InfeasibleError with every rule that the exchange would break."""
        if self.swap.is_allowed:
            return
        broken = [one for one in self.swap.broken if one.cost is None]
        raise InfeasibleError(
            f"{self.swap.first} and {self.swap.second} cannot exchange "
            + ", ".join(one.date for one in self.swap.dates),
            [f"{one.agent}, {one.date}: {one.rule}: {one.reason}" for one in broken],
            hint="swap with somebody else, or name further dates on which the two exchange back",
        )


def swap_shifts(
    roster: str,
    people: tuple[str, str],
    dates: Sequence[str],
    *,
    rules: str | None = None,
    requirement: str | None = None,
) -> Swapped:
    """What becomes of the roster where two people exchange what they have on the dates.

    The plan and its files are those that the roster was made by, where no others are named.
    """
    standing = standing_case(standing_files(roster, rules, requirement))
    exchange = _exchange(standing.roster, people, dates)
    swap = swap_of(standing.roster, exchange)
    return Swapped(swap, swapped_shifts(standing.shifts, swap))


def _exchange(roster: StandingRoster, people: tuple[str, str], dates: Sequence[str]) -> Exchange:
    """UsageError for who or what is unknown, and where there is nothing to exchange."""
    case = roster.setting.ground.case
    names = [agent.name for agent in case.agents]
    for name in people:
        if name not in names:
            hint = f"{did_you_mean(name, names)}write a name from the agents' file"
            raise UsageError(f"nobody in the agents' file is called '{name}'", hint=hint)
    if people[0] == people[1]:
        raise UsageError(f"{people[0]} is named twice", hint="name two people")
    days = tuple(dict.fromkeys(_day(case, text) for text in dates))
    first, second = (names.index(name) for name in people)
    for day in days:
        if roster.places[first][day] is None and roster.places[second][day] is None:
            hint = "name a date on which one of them works"
            raise UsageError(f"both are off on {case.dates[day]}: nothing to exchange", hint=hint)
    return Exchange(first, second, days)


def _day(case: RosterCase, text: str) -> int:
    try:
        date = np.datetime64(dt.date.fromisoformat(text), "D")
    except ValueError:
        raise UsageError(f"'{text}' is not a date", hint="write 2027-03-09") from None
    day = date_place(case, date)
    if day is None:
        hint = f"the requirement's dates are {case.dates[0]} to {case.dates[-1]}"
        raise UsageError(f"{text} lies outside the period", hint=hint)
    return day
