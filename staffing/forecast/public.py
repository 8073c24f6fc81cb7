"""`staffing.forecast`, the function: a history in, a forecast with its notes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from staffing.forecast import AUTO
from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.parallel import Engine
from staffing.records.forecast import DailyForecast, Forecast
from staffing.records.history import History


@dataclass(frozen=True, eq=False)
class NotedForecast(Forecast):
    """A forecast with its day totals, the UTC moment it starts from, and what to know about it."""

    daily: DailyForecast = field(kw_only=True)
    as_of: np.datetime64 = field(kw_only=True)
    notes: tuple[str, ...] = field(kw_only=True)


def forecast(
    history: History,
    *,
    days: int = 28,
    as_of: str | None = None,
    method: str = AUTO,
    holidays: str | None = None,
    aht_seconds: float | None = None,
    quantiles: Sequence[float] = (),
    jobs: int | None = None,
) -> NotedForecast:
    """Contacts and handle time per interval and queue for the coming `days`, with an 80 % range.

    as_of:       ISO 8601, local time of the history unless it has an offset; only what was known then is
                 used. None: the midnight after the last count
    method:      `auto` or a name of `staffing.forecast.METHODS`
    holidays:    a country or region whose public holidays count, such as `US` or `US-PA`
    aht_seconds: handle time of queues whose history has none
    quantiles:   further ones beside p10 and p90, such as (0.05, 0.95)
    jobs:        processes at once; None = one per core where queues are many; the result is the same

    Raises StaffingError where the history does not reach back far enough or an option is out of bounds.
    """
    options = ForecastOptions(
        days=days,
        method=method,
        as_of=None if as_of is None else history.zone.parse("as_of", as_of),
        holidays=holidays,
        default_aht_seconds=aht_seconds,
        quantiles=tuple(quantiles),
        engine=Engine(jobs),
    )
    made = make_forecast(history, options)
    rows = made.forecast
    return NotedForecast(
        **rows.same_rows(),
        offered=rows.offered,
        offered_p10=rows.offered_p10,
        offered_p90=rows.offered_p90,
        aht_seconds=rows.aht_seconds,
        quantiles=rows.quantiles,
        daily=made.daily,
        as_of=made.as_of,
        notes=(*made.notes, *made.queue_notes),
    )
