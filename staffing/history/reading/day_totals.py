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
    with_times = np.unique(queue[~midnight])
    of_centre = ~np.isin(queue, with_times)
    by_queue = np.argsort(queue, kind="stable")
    of_code = np.searchsorted(queue, np.arange(queue.max() + 2), sorter=by_queue)
    for code in [*with_times.tolist(), *np.unique(queue[of_centre]).tolist()]:
        own = by_queue[of_code[code] : of_code[code + 1]]
        rows = own[midnight[own]]
        is_apart = bool(of_centre[own[0]])  # a queue of totals alone
        rest = np.flatnonzero(~of_centre & ~found) if is_apart else own
        if len(rows):
            mine = (own_day[rows] == day[rows]) & (not is_apart)  # the row is among those added up
            sums = _Sums(own_day[rest] - first, offered[rest], day[rows] - first, offered[rows], mine)
            found[rows[sums.totals()]] = True
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
class _Sums:
    """Rows of days, and rows at midnight that may hold their sums; `mine`: a row stands among those."""

    place: Ints
    offered: Floats
    at: Ints
    total: Floats
    mine: Bools

    def totals(self) -> Ints:
        """The rows at midnight that are sums, where nearly all with contacts are."""
        size = int(max(self.place.max(initial=0), self.at.max())) + 1
        known = np.nan_to_num(self.offered)
        total = np.nan_to_num(self.total)
        others = np.bincount(self.place, known, size)[self.at] - np.where(self.mine, total, 0)
        busy = np.bincount(self.place, known > 0, size)[self.at] - (self.mine & (total > 0))
        gaps = np.bincount(self.place, np.isnan(self.offered), size)[self.at]
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
