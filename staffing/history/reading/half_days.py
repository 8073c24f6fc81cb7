"""Times of 12 hours that have lost their AM and PM: 1:00 stands behind 12:30, and no hour is later than 12.

Read as they stand, afternoons would be nights.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Ints

_DAY, _HOUR = 86400, 3600
_LAST_MORNING, _LAST_EVENING = 9, 6  # hours: a day goes back from one that late to one that early
_MOSTLY = 0.8  # of the days that have such early hours


def row_after_noon(wall_seconds: Ints, queue: Ints) -> int | None:
    """The first row whose time goes back at noon, where the days of a file do; None where they do not.

    Rows are in the order of the file, times are wall times in seconds.
    """
    hour = wall_seconds % _DAY // _HOUR
    if not len(hour) or hour.min() < 1 or hour.max() > 12:
        return None
    order = np.argsort(queue, kind="stable")
    steps = np.diff(wall_seconds[order])
    if (steps < 0).sum() > (steps > 0).sum():  # the newest rows stand first
        order = order[::-1]
    day = wall_seconds[order] // _DAY
    same = (day[1:] == day[:-1]) & (queue[order][1:] == queue[order][:-1])
    back = np.flatnonzero(same & (np.diff(wall_seconds[order]) < 0))
    before, after = hour[order][back], hour[order][back + 1]
    if not len(back) or (before < _LAST_MORNING).any() or (after > _LAST_EVENING).any():
        return None
    early = np.unique(day[hour[order] <= _LAST_EVENING])
    if len(np.unique(day[back])) < _MOSTLY * len(early):
        return None
    return int(order[back + 1].min())
