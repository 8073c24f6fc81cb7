"""Where a forecast begins and which intervals it covers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.daygrid.local_rows import end_of_past
from staffing.errors import InputError, Problem, UsageError
from staffing.forecast.options import ForecastOptions
from staffing.records import History, Ints, Times
from staffing.timegrid import (
    intervals,
    iso,
    local_date,
    local_day,
    midnight,
    minute_of_day,
    to_local,
    utc_offset_minutes,
)


@dataclass(frozen=True, eq=False)
class Horizon:
    """The intervals to forecast, in order, and where each stands: `row` counts local days from `first_day`.

    46 or 50 half-hours on clock-change days: repeated wall-clock slots appear twice.
    """

    interval_start: Times
    utc_offset_minutes: Ints
    first_day: np.datetime64
    row: Ints
    slot: Ints

    def days(self, count: int) -> NDArray[np.datetime64]:
        """The local dates from the first on."""
        return np.asarray(self.first_day + np.arange(count))


def horizon(as_of: np.datetime64, options: ForecastOptions) -> Horizon:
    """Every interval from `as_of` to the local midnight `options.days` days after its local date."""
    first_day = local_date(as_of, options.timezone)
    start = midnight(first_day, options.timezone)
    end = midnight(first_day + np.timedelta64(options.days, "D"), options.timezone)
    utc = intervals(start, end, options.interval_minutes)
    utc = utc[utc >= as_of]
    offset = utc_offset_minutes(utc, options.timezone)
    local = to_local(utc, offset)
    row = (local_day(local) - first_day).astype(np.int64)
    return Horizon(utc, offset, first_day, row, minute_of_day(local) // options.interval_minutes)


def forecast_time(history: History, options: ForecastOptions) -> np.datetime64:
    """The moment from which to forecast: as asked, else the local midnight after the last known count."""
    known = history.interval_start[np.isfinite(history.offered)]
    if not len(known):
        raise InputError(
            Problem("history", "at least one interval with a count", "fill in the column", column="offered")
        )
    if options.as_of is None:
        return end_of_past(history, options.timezone)
    as_of: np.datetime64 = options.as_of.astype("datetime64[s]")
    step = np.timedelta64(options.interval_minutes, "m")
    if known.min() + step > as_of:
        asked, first = _shown(np.array([as_of, known.min()]), options.timezone)
        raise UsageError(
            f"the forecast should start at {asked}, but the history starts at {first}",
            hint="choose a later --as-of, or give the history before it",
        )
    first_day = local_date(known.min(), options.timezone)
    if local_date(as_of, options.timezone) == first_day:
        asked = _shown(np.array([as_of]), options.timezone)[0]
        raise UsageError(
            f"the forecast should start at {asked}, within the first day of the history",
            hint=f"a forecast needs a whole day: choose --as-of from {first_day + np.timedelta64(1, 'D')} on",
        )
    return as_of


def _shown(utc: Times, timezone: str) -> list[str]:
    return [str(text) for text in iso(utc, utc_offset_minutes(utc, timezone))]
