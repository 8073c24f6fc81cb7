"""Rows with a date and no time whose count is the sum of the day: they are no half-hour after midnight.

Found by arithmetic: on nearly every day the row at midnight holds what all other rows of the day add up to.
No half-hour of a centre does that for two days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints

MOSTLY = 0.9
_ROWS_OF_ONE_DAY = 4  # with contacts: a single day proves a total only where so many others add up
_DAY = 86400


def day_totals(wall_seconds: Ints, queue: Ints, offered: Floats, *, ends: bool) -> Bools:
    """True for rows that are totals of their day; of times that are interval `ends`, 00:00 is the day before.

    Times are wall times in seconds. Besides totals of a queue there are those of all queues, as a queue of
    their own that has no other rows.
    """
    midnight = wall_seconds % _DAY == 0
    found = np.zeros(len(queue), dtype=bool)
    if not midnight.any() or midnight.all():
        return found
    day, own_day = wall_seconds // _DAY, (wall_seconds - int(ends)) // _DAY
    first = int(own_day.min())
    size = int(max(own_day.max(), day.max())) - first + 1
    with_times = np.unique(queue[~midnight])
    of_centre = ~np.isin(queue, with_times)
    by_queue = np.argsort(queue, kind="stable")
    of_code = np.searchsorted(queue, np.arange(queue.max() + 2), sorter=by_queue)
    for code in with_times.tolist():
        own = by_queue[of_code[code] : of_code[code + 1]]
        rows = own[midnight[own]]
        if len(rows):
            mine = own_day[rows] == day[rows]  # the row is among those added up
            days = _DaySums.of(own_day[own] - first, offered[own], size)
            found[rows[_Sums(days, day[rows] - first, offered[rows], mine).totals()]] = True
    rest = np.flatnonzero(~of_centre & ~found)
    days = _DaySums.of(own_day[rest] - first, offered[rest], size)
    for code in np.unique(queue[of_centre]).tolist():  # queues of totals alone
        rows = by_queue[of_code[code] : of_code[code + 1]]
        mine = np.zeros(len(rows), dtype=bool)
        found[rows[_Sums(days, day[rows] - first, offered[rows], mine).totals()]] = True
    return found


def sums_of_days(wall_seconds: Ints, queue: Ints, offered: Floats, untimed: Bools) -> Bools:
    """Which of the `untimed` rows hold the sum of the timed rows of their day, of their queue or of all."""
    day = wall_seconds // _DAY
    place = day - day.min()
    size = int(place.max()) + 1
    timed, known = ~untimed, np.nan_to_num(offered)
    key = queue * size + place
    of_queue = np.bincount(key[timed], known[timed], int(key.max()) + 1)
    of_day = np.bincount(place[timed], known[timed], size)
    holds = np.isclose(offered, of_queue[key]) | np.isclose(offered, of_day[place])
    return np.asarray(untimed & holds)


@dataclass(frozen=True)
class _DaySums:
    """Of each day the contacts, how many rows have any, and how many have no count."""

    contacts: Floats
    busy: Ints
    gaps: Ints

    @classmethod
    def of(cls, place: Ints, offered: Floats, size: int) -> _DaySums:
        """Those of rows, by the place of their day."""
        known = np.nan_to_num(offered)
        return cls(
            np.bincount(place, known, size).astype(np.float64),
            np.bincount(place[known > 0], minlength=size),
            np.bincount(place[np.isnan(offered)], minlength=size),
        )


@dataclass(frozen=True)
class _Sums:
    """Rows at midnight that may hold the sums of `days`; `mine`: a row stands among those added up."""

    days: _DaySums
    at: Ints
    total: Floats
    mine: Bools

    def totals(self) -> Ints:
        """The rows at midnight that are sums, where nearly all with contacts are."""
        total = np.nan_to_num(self.total)
        others = self.days.contacts[self.at] - np.where(self.mine, total, 0)
        busy = self.days.busy[self.at] - (self.mine & (total > 0))
        gaps = self.days.gaps[self.at]
        holds = (total > 0) & (busy >= 2)
        holds &= np.isclose(total, others) | ((gaps > 0) & (total >= others))
        held, asked = np.unique(self.at[holds]), np.unique(self.at[(total > 0) & (others > 0)])
        if not len(held) or len(held) < MOSTLY * len(asked):
            return np.zeros(0, dtype=np.int64)
        if len(held) == 1 and busy[holds].max() < _ROWS_OF_ONE_DAY:
            return np.zeros(0, dtype=np.int64)
        empty = ~(total > 0) & ~(others > 0)
        return np.flatnonzero(holds | (empty & self._closing(held)))

    def _closing(self, held: Ints) -> Bools:
        """Each day's last row at midnight, of days that have as many of them as days with a total do."""
        per_day = np.bincount(self.at)
        last = dict(zip(self.at.tolist(), range(len(self.at)), strict=True))
        is_last = np.isin(np.arange(len(self.at)), list(last.values()))
        return np.asarray(is_last & (per_day[self.at] >= np.median(per_day[held])))
