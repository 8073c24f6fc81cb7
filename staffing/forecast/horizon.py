"""Where a forecast begins and which intervals it covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Ints, Times
from staffing.daygrid.local_rows import end_of_past
from staffing.errors import InputError, Problem, UsageError
from staffing.forecast.options import ForecastOptions
from staffing.records.history import History
from staffing.timegrid import (
    intervals,
    local_day,
    minute_of_day,
)


@dataclass(frozen=True, eq=False)
class Horizon:
    """The intervals to forecast, in order, and where each stands: `row` counts local days from `first_day`.

    46 or 50 half-hours on clock-change days: repeated wall-clock slots appear twice.
    """

    interval_start: Times
    utc_offset_minutes: Ints
    interval_minutes: int
    timezone: str
    first_day: np.datetime64
    row: Ints
    slot: Ints

    def days(self, count: int) -> NDArray[np.datetime64]:
        """The local dates from the first on."""
        return np.asarray(self.first_day + np.arange(count))


def horizon(history: History, as_of: np.datetime64, options: ForecastOptions) -> Horizon:
    """Every interval from `as_of` to the local midnight `options.days` days after its local date.

    The zone and the length of the intervals are those of the history.
    """
    zone, minutes = history.zone, history.interval_minutes
    first_day = zone.date(as_of)
    start, end = (zone.midnight(first_day + np.timedelta64(days, "D")) for days in (0, options.days))
    utc = intervals(start, end, minutes)
    utc = utc[utc >= as_of]
    local = zone.local(utc)
    return Horizon(
        interval_start=utc,
        utc_offset_minutes=zone.offset_minutes(utc),
        interval_minutes=minutes,
        timezone=zone.name,
        first_day=first_day,
        row=(local_day(local) - first_day).astype(np.int64),
        slot=minute_of_day(local) // minutes,
    )


def forecast_time(history: History, options: ForecastOptions) -> np.datetime64:
    """The moment from which to forecast: as asked, else the local midnight after the last known count."""
    known_starts = history.interval_start[np.isfinite(history.offered)]
    if not len(known_starts):
        raise InputError(
            Problem("history", "at least one interval with a count", "fill in the column", column="offered")
        )
    if options.as_of is None:
        return end_of_past(history)
    as_of: np.datetime64 = options.as_of.astype("datetime64[s]")
    step = np.timedelta64(history.interval_minutes, "m")
    if known_starts.min() + step > as_of:
        start, first = history.zone.iso(np.array([as_of, known_starts.min()]))
        raise UsageError(
            f"the forecast should start at {start}, but the history starts at {first}",
            hint="choose a later --as-of, or give the history before it",
        )
    first_day = history.zone.date(known_starts.min())
    if history.zone.date(as_of) == first_day:
        start = history.zone.text(as_of)
        raise UsageError(
            f"the forecast should start at {start}, within the first day of the history",
            hint=f"a forecast needs a whole day: choose --as-of from {first_day + np.timedelta64(1, 'D')} on",
        )
    return as_of
