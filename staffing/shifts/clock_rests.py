"""Rests by the clock: when each may start after its shift does, shift by shift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Bools, Ints, Times
from staffing.shifts.pattern import MINUTES_PER_DAY, Pattern, Rest
from staffing.timegrid import Zone

DAYS_AROUND = range(-1, 3)  # of a shift's date, on which a clock window that it meets may open
NO_ROOM = (1, 0)  # a window without a start


def rest_windows(pattern: Pattern, start: Times, zone: Zone) -> Ints:
    """[shift, rest, 2] first and last start of each rest, minutes after the shift's start in UTC.

    Of the days on which a window opens, the first that the shift meets. `NO_ROOM` where it meets none.
    """
    windows = np.empty((len(start), len(pattern.rests), 2), dtype=np.int64)
    for r, rest in enumerate(pattern.rests):
        windows[:, r] = rest.earliest_minutes, rest.latest_minutes
        if rest.between is not None:
            windows[:, r] = _by_the_clock(rest, rest.between, start, zone)
    return windows


def _by_the_clock(rest: Rest, between: tuple[int, int], start: Times, zone: Zone) -> Ints:
    opens, closes = between
    closes += 0 if closes > opens else MINUTES_PER_DAY
    day = zone.local(start).astype("datetime64[D]").astype("datetime64[m]")
    window = np.tile(np.array(NO_ROOM), (len(start), 1))
    for days in reversed(DAYS_AROUND):
        edges = [day + np.timedelta64(days * MINUTES_PER_DAY + minute, "m") for minute in (opens, closes)]
        first, end = (
            ((zone.utc(edge.astype("datetime64[s]"))[0] - start).astype("timedelta64[m]")).astype(np.int64)
            for edge in edges
        )
        low = np.maximum(first, rest.earliest_minutes)
        high = np.minimum(end - rest.minutes, rest.latest_minutes)
        window[low <= high] = np.column_stack([low, high])[low <= high]
    return window


def rests_at(pattern: Pattern, window: Ints) -> tuple[Rest, ...]:
    """The pattern's rests with these windows ([rest, 2]), which must have room."""
    return tuple(
        replace(rest, earliest_minutes=low, latest_minutes=high, between=None)
        for rest, (low, high) in zip(pattern.rests, window.tolist(), strict=True)
    )


def has_starts(windows: Ints) -> Bools:
    """[shift] whether every rest has a start."""
    return np.asarray((windows[..., 0] <= windows[..., 1]).all(axis=-1), dtype=np.bool_)


def rests_of_row(pattern: Pattern, start: np.datetime64, zone: Zone) -> tuple[Rest, ...] | None:
    """The rests of one shift by their windows; None where it does not meet the clock window of one."""
    if not pattern.rests_by_the_clock:
        return pattern.rests
    windows = rest_windows(pattern, np.array([start], dtype="datetime64[s]"), zone)
    return rests_at(pattern, windows[0]) if has_starts(windows)[0] else None
