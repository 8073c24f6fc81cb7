"""The stage: every queue of a history, forecast and laid out as rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from staffing.forecast.horizon import Horizon, forecast_time, horizon
from staffing.forecast.one_queue import P10, P90, Expected, QueueReport, forecast_nothing, forecast_queue
from staffing.forecast.options import ForecastOptions
from staffing.forecast.processes import run_each
from staffing.forecast.series import LocalRows, QueueSeries, local_rows, queue_series
from staffing.forecast.special_days import SpecialDays, special_days
from staffing.records import ALL_QUEUES, DailyForecast, Floats, Forecast, History
from staffing.timegrid import OpeningHours


@dataclass(frozen=True, eq=False)
class MadeForecast:
    """The forecast by interval and by day, the UTC moment it starts from, and a report for each queue."""

    forecast: Forecast
    daily: DailyForecast
    as_of: np.datetime64
    reports: tuple[QueueReport, ...]


def make_forecast(
    history: History, options: ForecastOptions, progress: Callable[[int, int], None] | None = None
) -> MadeForecast:
    """Forecast every queue from what was known at `as_of`; `progress` hears (queues done, queues in all)."""
    if history.interval_minutes != options.interval_minutes:
        raise ValueError("aggregate the history to the forecast's intervals first")
    as_of = forecast_time(history, options)
    ahead = horizon(as_of, options)
    seen = history.known_at(as_of)
    rows = local_rows(seen, options.timezone, as_of)
    last_day = ahead.first_day + np.timedelta64(options.days, "D")
    special = special_days(options.holidays, options.events, rows.first_day, last_day)

    queues = history.queues or (ALL_QUEUES,)
    known = [
        partial(_known_of, seen, index, name, rows, options.opening_hours)
        for index, name in enumerate(queues)
    ]
    made = run_each(_Ahead(special, ahead, rows.slots, options), known, options.jobs, progress)
    expected = [one for one, _ in made]
    return MadeForecast(
        _as_rows(expected, queues, ahead, options),
        _as_days(expected, queues, ahead, options),
        as_of,
        tuple(report for _, report in made),
    )


Known = tuple[str, QueueSeries | None]


def _known_of(
    history: History, index: int, name: str, rows: LocalRows, opening: OpeningHours | None
) -> Known:
    """A queue's name and what is known of it: None where nothing is."""
    return name, queue_series(history, index, rows, opening) if len(rows.of_queue[index]) else None


@dataclass(frozen=True, eq=False)
class _Ahead:
    """What the forecasts of all queues have in common: called with one queue, it forecasts that."""

    special: SpecialDays
    ahead: Horizon
    slots: int
    options: ForecastOptions

    def __call__(self, known: Known) -> tuple[Expected, QueueReport]:
        name, series = known
        if series is None:
            return forecast_nothing(name, self.slots, self.options)
        return forecast_queue(name, series, self.special, self.ahead, self.options)


def _as_rows(
    expected: Sequence[Expected], queues: tuple[str, ...], ahead: Horizon, options: ForecastOptions
) -> Forecast:
    """The cells of each queue, in the order of the horizon, one queue after the other."""

    def column(of_queues: list[Floats]) -> Floats:
        return np.concatenate([cells[ahead.row, ahead.slot] for cells in of_queues])

    def quantile(probability: float) -> Floats:
        return column([one.quantiles[probability] for one in expected])

    return Forecast(
        interval_start=np.tile(ahead.interval_start, len(queues)),
        utc_offset_minutes=np.tile(ahead.utc_offset_minutes, len(queues)),
        queue=np.repeat(np.arange(len(queues)), len(ahead.interval_start)),
        queues=queues,
        interval_minutes=options.interval_minutes,
        offered=column([one.offered for one in expected]),
        offered_p10=quantile(P10),
        offered_p90=quantile(P90),
        aht_seconds=column([one.aht_seconds for one in expected]),
        quantiles={p: quantile(p) for p in _further(options)},
    )


def _as_days(
    expected: Sequence[Expected], queues: tuple[str, ...], ahead: Horizon, options: ForecastOptions
) -> DailyForecast:
    """The day totals of each queue, one queue after the other."""

    def quantile(probability: float) -> Floats:
        return np.concatenate([one.daily[probability] for one in expected])

    return DailyForecast(
        day=np.tile(ahead.days(options.days), len(queues)),
        queue=np.repeat(np.arange(len(queues)), options.days),
        queues=queues,
        offered=np.concatenate([one.day_total for one in expected]),
        offered_p10=quantile(P10),
        offered_p90=quantile(P90),
        quantiles={p: quantile(p) for p in _further(options)},
    )


def _further(options: ForecastOptions) -> list[float]:
    """The quantiles asked for beside p10 and p90, each once."""
    return [p for p in dict.fromkeys(options.quantiles) if p not in (P10, P90)]
