"""Which shifts are early, late, night or weekend ones."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.roster.case import NightHours, RosterCase, weekday_of
from staffing.timegrid import MINUTES_PER_DAY


def burdens_of(case: RosterCase, minute: Ints, length: Ints) -> Bools:
    """(dates, candidates, 4), in the order of `KINDS_OF_BURDEN`; starts on the wall clock, minutes."""
    early, late, night = by_the_clock(case.night, minute, length)
    of_weekend = np.array([weekday_of(date) in case.weekend for date in case.dates])
    weekend = np.broadcast_to(of_weekend[:, None], minute.shape)
    return np.stack([early, late, night, weekend], axis=2)


def by_the_clock(night: NightHours, minute: Ints, length: Ints) -> tuple[Bools, Bools, Bools]:
    """Which shifts are early, late and night ones, by wall-clock start and length in minutes."""
    wraps = MINUTES_PER_DAY if night.end <= night.start else 0
    inside = np.zeros(minute.shape, dtype=np.int64)
    for day in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY):
        until = np.minimum(minute + length, night.end + day + wraps)
        inside += np.maximum(0, until - np.maximum(minute, night.start + day))
    is_night = inside >= night.least_minutes
    is_early = ~is_night & (minute < night.early_before)
    is_late = ~is_night & (minute + length > night.late_after)
    return is_early, is_late, is_night
