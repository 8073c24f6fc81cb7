"""Clocks that change within a horizon: shifts keep their length, so their ends move on the wall clock."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.wording import day_name
from staffing.timegrid import MINUTES_PER_DAY, clock, minute_of_day

REACH_MINUTES = MINUTES_PER_DAY  # after a change the shifts that it moved may still be at work


class ClockChange(NamedTuple):
    """What to say of it, and how many minutes clocks go back (below 0: forward)."""

    words: str
    minutes_back: int


def clock_change(chosen: Bools, horizon: ShiftHorizon) -> ClockChange | None:
    """The change of clocks after which all of the chosen intervals lie, within a day; None where none is.

    A shift that began before it ends earlier on the wall clock than on other days where clocks go back.
    """
    minutes = np.arange(horizon.intervals + 1) * horizon.interval_minutes
    utc, local = horizon.time(minutes), horizon.local(minutes)
    offset = (local - utc).astype("timedelta64[m]").astype(np.int64)
    for at in np.flatnonzero(np.diff(offset)).tolist():
        after = minutes[:-1][chosen] - minutes[at + 1]
        if len(after) and after.min() >= 0 and after.max() < REACH_MINUTES:
            back = int(offset[at] - offset[at + 1])
            day = local[at + 1].astype("datetime64[D]")
            at_clock = clock(int(minute_of_day(local[at + 1 : at + 2])[0]) + max(back, 0))
            way = "back" if back > 0 else "forward"
            words = (
                f"clocks go {way} on {day_name(day)} at {at_clock}, and a shift keeps its length: one that "
                f"begins before ends {abs(back)} minutes {'earlier' if back > 0 else 'later'} by the clock"
            )
            return ClockChange(words, back)
    return None
