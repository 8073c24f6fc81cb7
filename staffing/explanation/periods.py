"""Which intervals an account puts together: each alone, local days, weeks from Monday, or all."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Ints, Times
from staffing.explanation import WHOLE
from staffing.explanation.account import Periods
from staffing.timegrid import iso, local_day, to_local, weekday


def account_periods(by: str, interval_start: Times, utc_offset_minutes: Ints) -> Periods:
    """The periods of intervals in order of time; `by` is one of `names.PERIODS`, or `WHOLE`."""
    local = to_local(interval_start, utc_offset_minutes)
    day = local_day(local)
    if by == "half-hour":
        names = [str(name) for name in iso(interval_start, utc_offset_minutes)]
        return Periods(by, tuple(names), np.arange(len(names)))
    if by == WHOLE:
        name = str(day[0]) if day[0] == day[-1] else f"{day[0]}/{day[-1]}"
        return Periods(by, (name,), np.zeros(1, dtype=np.int64))
    key = day if by == "day" else day - weekday(local).astype("timedelta64[D]")
    _, first = np.unique(key, return_index=True)
    return Periods(by, tuple(str(key[place]) for place in first), first.astype(np.int64))
