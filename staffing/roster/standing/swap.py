"""Two people exchange what they have on some dates: allowed or not, why, and what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.records.roster import NamedShifts
from staffing.records.swap import BrokenByChange, ExchangedDate, HoursOfWeek, Swap
from staffing.roster.case import RosterCase
from staffing.roster.result.broken import BrokenRule
from staffing.roster.search.place import Week
from staffing.roster.standing.effect import difference, worth_of
from staffing.roster.standing.judged import is_hard, judged, new_breaches
from staffing.roster.standing.located import StandingRoster
from staffing.roster.standing.told import in_words, paid_hours


@dataclass(frozen=True)
class Exchange:
    """Who exchanges with whom, by their numbers, and on which days of the period."""

    first: int
    second: int
    days: tuple[int, ...]

    def of(self, roster: StandingRoster) -> StandingRoster:
        """The roster after it: shifts keep their group, lunch and breaks."""
        places: list[Week] = [list(week) for week in roster.places]
        for day in self.days:
            here, there = places[self.first], places[self.second]
            here[day], there[day] = there[day], here[day]
        return replace(roster, places=tuple(places))


def swap_of(roster: StandingRoster, exchange: Exchange) -> Swap:
    """What the exchange breaks, costs and covers."""
    setting = roster.setting
    swapped = exchange.of(roster)
    both = exchange.first, exchange.second
    broken = [one for number in both for one in _broken(roster, swapped, number)]
    before, after = worth_of(roster), worth_of(swapped)
    parts = difference(before, after)
    names = [setting.people[number].agent.name for number in both]
    return Swap(
        first=names[0],
        second=names[1],
        dates=tuple(_exchanged(roster, exchange, day) for day in exchange.days),
        is_allowed=not any(is_hard(one) for one in broken),
        broken=tuple(map(by_change, broken)),
        hours=tuple(_hours(roster, swapped, both)),
        short_hours_before=before.short_hours,
        short_hours_after=after.short_hours,
        over_hours_before=before.over_hours,
        over_hours_after=after.over_hours,
        cost=sum(parts.values()),
        parts=parts,
    )


def swapped_shifts(shifts: NamedShifts, swap: Swap) -> NamedShifts:
    """The rows of the roster with the two names exchanged on the dates, by agent, then start."""
    is_of_dates = np.isin(shifts.date, np.array([one.date for one in swap.dates], dtype="datetime64[D]"))
    other = {swap.first: swap.second, swap.second: swap.first}
    rows = zip(shifts.agent.tolist(), is_of_dates.tolist(), strict=True)
    agent = np.array([other.get(name, name) if is_on else name for name, is_on in rows], dtype=np.str_)
    return replace(shifts, agent=agent).rows(np.lexsort((shifts.start, agent)))


def by_change(one: BrokenRule) -> BrokenByChange:
    """As a record: texts, and no cost where the rule is hard."""
    cost = None if is_hard(one) else one.cost
    return BrokenByChange(one.agent, str(one.date), one.rule, one.amount, one.unit, cost, one.reason)


def _broken(before: StandingRoster, after: StandingRoster, number: int) -> Sequence[BrokenRule]:
    """What the exchange breaks of one of the two."""
    person, ground = before.setting.people[number], before.setting.ground
    old, new = (judged(person, ground, roster.places[number]) for roster in (before, after))
    return new_breaches(ground.case, old, new)


def _exchanged(roster: StandingRoster, exchange: Exchange, day: int) -> ExchangedDate:
    first, second = (
        in_words(roster.setting, day, roster.places[number][day])
        for number in (exchange.first, exchange.second)
    )
    return ExchangedDate(str(roster.setting.ground.case.dates[day]), first, second)


def _hours(before: StandingRoster, after: StandingRoster, both: tuple[int, int]) -> list[HoursOfWeek]:
    """Of the weeks in which they change."""
    setting = before.setting
    case: RosterCase = setting.ground.case
    rows = []
    for number in both:
        name = setting.people[number].agent.name
        for first, stop in case.weeks:
            old, new = (paid_hours(setting, one.places[number], first, stop) for one in (before, after))
            if old != new:
                rows.append(HoursOfWeek(name, str(case.week_of(case.dates[first])), old, new))
    return rows
