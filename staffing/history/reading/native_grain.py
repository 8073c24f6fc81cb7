"""The interval of a file, found from its rows."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Ints, Times
from staffing.tables.table import Table
from staffing.timegrid import MINUTES_PER_DAY, MINUTES_PER_MONTH, iso

MANY = 20
DAYS_PER_WEEK = 7
MINUTES_PER_WEEK = DAYS_PER_WEEK * MINUTES_PER_DAY
_DIVISORS = tuple(width for width in range(60, 0, -1) if 60 % width == 0)


def native_interval_minutes(table: Table, utc: Times, offset_minutes: Ints, lines: Ints) -> int:
    """The largest interval (1 to 60 minutes, a part of an hour) on whose grid the rows lie, or a longer one.

    Rows that all stand at one time of different days are a daily report; on the first days of three months
    and more, one of months; on one weekday of three weeks and more, mostly without a break, one of weeks.
    Raises InputError naming the rows that lie off every grid, such as 07:00:30, and the few off the grid of
    all others, such as 09:35 among half-hours.
    """
    seconds = utc.astype(np.int64)
    for row in np.flatnonzero(seconds % 60).tolist():
        hint = "write the start of the interval, such as 07:00 or 07:30"
        table.problems.add(int(lines[row]), "interval_start", str(utc[row]), "a whole minute", hint)
    table.problems.raise_if_any()
    if _are_equal(seconds):
        return 15  # one moment tells no interval; a quarter-hour fits into all
    if _are_equal((seconds + offset_minutes * 60) % 86400):
        days = (utc.astype("datetime64[m]") + offset_minutes.astype("timedelta64[m]")).astype("datetime64[D]")
        months = days.astype("datetime64[M]")
        is_monthly = len(np.unique(months)) > 2 and bool((days == months.astype("datetime64[D]")).all())
        if is_monthly:
            return MINUTES_PER_MONTH
        return MINUTES_PER_WEEK if _are_weeks(np.unique(days).astype(np.int64)) else MINUTES_PER_DAY
    wall = seconds // 60 + offset_minutes
    width, start = _grid(np.unique(wall))
    off = np.flatnonzero(wall % width != start)
    if start:
        off = np.arange(len(wall))  # every row lies off the clock
    for row in off.tolist():
        moment = str(iso(utc[[row]], offset_minutes[[row]])[0])
        hint = "correct the time; intervals begin on the hour and at whole parts of it"
        expected = f"the start of an interval of {width} minutes, as in the other rows"
        if start:
            expected = f"intervals of {width} minutes that begin on the hour"
        table.problems.add(int(lines[row]), "interval_start", moment, expected, hint)
    table.problems.raise_if_any()
    return width


def _are_equal(values: Ints) -> bool:
    """Whether there is one value."""
    return len(values) > 0 and bool((values == values[0]).all())


def _are_weeks(days: Ints) -> bool:
    """Whether the days are those on which weeks begin."""
    steps = np.diff(days)
    return len(days) > 2 and not (steps % DAYS_PER_WEEK).any() and bool((steps == DAYS_PER_WEEK).mean() > 0.5)


def _grid(wall: Ints) -> tuple[int, int]:
    """The largest interval on whose grid the distinct wall minutes lie, but for a few, and where it begins.

    Few is one in a hundred, and one of at least twenty; files of a few rows do not tell a shifted grid.
    """
    few = max(1, len(wall) // 100) if len(wall) >= MANY else 0
    for width in _DIVISORS:
        counts = np.bincount(wall % width, minlength=width)
        start = int(counts.argmax())
        if counts[start] >= len(wall) - few and (start == 0 or len(wall) >= MANY):
            return width, start
    return 1, 0
