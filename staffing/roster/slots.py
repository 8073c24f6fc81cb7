"""Given shifts as what people may work, and how many places of each are filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.roster.burdens import burdens_of
from staffing.roster.candidates import Candidates, origin_of, premium_minutes
from staffing.roster.case import RosterCase
from staffing.roster.given import GivenShift, is_pooled
from staffing.roster.limits import date_place
from staffing.roster.presence import Presence
from staffing.roster.worth import PricedIntervals

NO_SLOT = -1
TOO_MANY = 1e6  # of one person more than a shift has places: never worth it


@dataclass(frozen=True, eq=False)
class Slots:
    """The shifts by date: `number` (dates, candidates) of each, `NO_SLOT` where there is none.

    By number: how many `places` it has, its `group` (0 where any), its `paid_minutes`, and its rests:
    (rest of the pattern, start in cells after the origin).
    """

    number: Ints
    places: Ints
    group: Ints
    paid_minutes: Ints
    rests: tuple[tuple[tuple[int, int], ...], ...]
    shifts: tuple[GivenShift, ...]


def given_candidates(case: RosterCase) -> tuple[Candidates, Slots]:
    """The given shifts as what people may work, a column each by date, and as slots by date."""
    given = sorted(
        case.given or (), key=lambda one: (one.start, one.end, one.pattern, one.group, one.rests, one.agents)
    )
    origin = origin_of(case)
    days = [date_place(case, case.zone.date(one.start)) or 0 for one in given]
    columns = [sum(day == before for before in days[:k]) for k, day in enumerate(days)]
    shape = len(case.dates), max(columns) + 1
    number = np.full(shape, NO_SLOT)
    number[days, columns] = np.arange(len(given))

    def spread(values: Sequence[int]) -> Ints:
        table = np.zeros(shape, dtype=np.int64)
        table[days, columns] = values
        return table

    def minutes(moment: np.datetime64) -> int:
        return int((moment - origin).astype("timedelta64[m]").astype(np.int64))

    names = case.patterns.names
    patterns = [names.index(one.pattern) for one in given]
    start, end = (spread([minutes(moment) for moment in moments]) for moments in _ends(given))
    wall = [int(case.zone.wall(one.start).astype("datetime64[m]").astype(np.int64)) % 1440 for one in given]
    minute, pattern, length = spread(wall), spread(patterns), end - start
    paid = [
        int(length[day, column]) - case.patterns.patterns[which].unpaid_minutes
        for day, column, which in zip(days, columns, patterns, strict=True)
    ]
    premium = premium_minutes(case, origin, int(end.max()))
    hours = spread(paid) / 60
    if len(premium):
        hours = hours + (premium[end] - premium[start]) / 60
    rate, once = (
        np.array([getattr(one, price) for one in case.patterns.patterns])[pattern]
        for price in ("cost_per_hour", "cost_per_shift")
    )
    edges = [minutes(moment) for one in given for _, *span in one.rests for moment in span]
    cell = gcd(case.interval_minutes, *start.ravel().tolist(), *end.ravel().tolist(), *edges)
    candidates = Candidates(
        origin=origin,
        cell_minutes=cell,
        pattern=pattern,
        start=start,
        end=end,
        minute=minute,
        paid_minutes=spread(paid),
        burdens=burdens_of(case, minute, length),
        cost=hours * rate + once,
        exists=number != NO_SLOT,
        premium_minutes=premium,
    )
    group = [0 if is_pooled(given) else case.group_place(one.group) for one in given]
    places = np.array([one.agents for one in given])
    rests = tuple(
        _rests_of(one, case, which, [minutes(span[1]) // cell for span in one.rests])
        for one, which in zip(given, patterns, strict=True)
    )
    return candidates, Slots(number, places, np.array(group), np.array(paid), rests, tuple(given))


def _ends(given: Sequence[GivenShift]) -> tuple[list[np.datetime64], list[np.datetime64]]:
    return [one.start for one in given], [one.end for one in given]


def _rests_of(
    one: GivenShift, case: RosterCase, pattern: int, cells: list[int]
) -> tuple[tuple[int, int], ...]:
    names = [rest.name for rest in case.patterns.patterns[pattern].rests]
    return tuple((names.index(name), cell) for (name, _, _), cell in zip(one.rests, cells, strict=True))


def places_filled(case: RosterCase, slots: Slots) -> Presence:
    """How many work each slot, in place of the heads of an interval: what is left over has its price."""
    groups = 1 if is_pooled(slots.shifts) else len(case.needs)
    levels = np.arange(int(slots.places.max()) + len(case.agents) + 2)
    price = np.zeros((groups, len(slots.places), len(levels)))
    for group in range(groups):
        places = np.where(slots.group == group, slots.places, 0)[:, None]
        worth = case.prices.unfilled * slots.paid_minutes[:, None] / 60
        price[group] = worth * np.maximum(0, places - levels) + TOO_MANY * np.maximum(0, levels - places)
    return Presence(price, 1)


class SlotWorth:
    """The worth of the given shifts of some dates: that of one place more filled."""

    def __init__(self, slots: Slots, first: int, stop: int) -> None:
        number = slots.number[first:stop]
        used = number[number != NO_SLOT]
        self.first_interval = int(used.min()) if len(used) else 0
        self.stop_interval = int(used.max()) + 1 if len(used) else 0
        self._slots, self._number = slots, number
        self._place = np.where(number == NO_SLOT, 0, number - self.first_interval)

    def of(self, coverage: PricedIntervals, group: int) -> tuple[Floats, list[Floats]]:
        """(days, candidates): what one more on each changes; rests are as given."""
        if self.first_interval == self.stop_interval:
            return np.zeros(self._number.shape), []
        around = coverage.around(group, self.first_interval, self.stop_interval)
        change: Floats = (around[1] - around[0])[self._place]
        return change, []

    def rests_of(self, layers: list[Floats], day: int, candidate: int) -> list[tuple[int, int]]:  # noqa: ARG002
        """(rest of the pattern, start in cells after the origin) of one candidate."""
        return list(self._slots.rests[int(self._number[day, candidate])])

    def rest_starts(self, day: int, candidate: int) -> list[tuple[int, Ints, Ints | None]]:  # noqa: ARG002
        """There is nothing to choose."""
        return []
