"""The stage: every queue of a history, forecast and laid out as rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from staffing.forecast.horizon import Horizon, forecast_time, horizon
from staffing.forecast.new_queues import DAYS_OF_ITS_OWN, NewQueue, check_like, pooled
from staffing.forecast.one_queue import P10, P90, Expected, QueueReport, forecast_nothing, forecast_queue
from staffing.forecast.options import ForecastOptions
from staffing.forecast.processes import run_each
from staffing.forecast.series import LocalRows, QueueSeries, local_rows, queue_series
from staffing.forecast.special_days import SpecialDays, special_days
from staffing.records import ALL_QUEUES, DailyForecast, Floats, Forecast, History
from staffing.timegrid import OpeningHours

SECONDS_OF_A_QUEUE = 0.05


@dataclass(frozen=True, eq=False)
class MadeForecast:
    """The forecast by interval and by day, the UTC moment it starts from, and a report for each queue.

    `notes` concern no single queue.
    """

    forecast: Forecast
    daily: DailyForecast
    as_of: np.datetime64
    reports: tuple[QueueReport, ...]
    notes: tuple[str, ...] = ()


def make_forecast(
    history: History, options: ForecastOptions, progress: Callable[[int, int], None] | None = None
) -> MadeForecast:
    """Forecast every queue from what was known at `as_of`; `progress` hears (queues done, queues in all)."""
    if history.interval_minutes != options.interval_minutes:
        raise ValueError("aggregate the history to the forecast's intervals first")
    as_of = forecast_time(history, options)
    ahead = horizon(as_of, options)
    seen = history.known_at(as_of)
    queues = history.queues or (ALL_QUEUES,)
    rows = local_rows(seen, options.timezone, as_of)
    last_day = ahead.first_day + np.timedelta64(options.days, "D")
    special = special_days(options.holidays, options.events, rows.first_day, last_day)

    new = {one.name: one for one in options.new_queues}
    check_like(new.values(), queues)
    names = tuple(dict.fromkeys((*queues, *new)))
    past = _Past(seen, queues, rows, options.opening_hours)
    known = [partial(past.known_of, name, new.get(name)) for name in names]
    forecast_each = _Ahead(special, ahead, rows.slots, options)
    made = run_each(forecast_each, known, options.jobs, progress, seconds_each=SECONDS_OF_A_QUEUE)
    expected, reports = (tuple(part) for part in zip(*made, strict=True))
    forecast = _as_rows(expected, names, ahead, options)
    daily = _as_days(expected, names, ahead, options)
    return MadeForecast(forecast, daily, as_of, reports, special.strangers(names))


@dataclass(frozen=True, eq=False)
class _Known:
    """What a queue is forecast from: None where nothing is known; of a `new` one, what others brought."""

    name: str
    series: QueueSeries | None
    new: NewQueue | None = None


@dataclass(frozen=True, eq=False)
class _Past:
    """The history of all queues, from which each takes its own, or a new one that of others."""

    history: History
    queues: tuple[str, ...]
    rows: LocalRows
    opening: OpeningHours | None

    def known_of(self, name: str, new: NewQueue | None) -> _Known:
        """The queue's own series, or while it is new those of the queues it is like."""
        own = self._series_of(name)
        if new is None or (own is not None and len(own.offered) >= DAYS_OF_ITS_OWN):
            return _Known(name, own)
        others = (self._series_of(queue) for queue in new.like or self.queues if queue != name)
        known = [series for series in others if series is not None]
        return _Known(name, pooled(known) if known else None, new)

    def _series_of(self, name: str) -> QueueSeries | None:
        if name not in self._place or not len(self.rows.of_queue[self._place[name]]):
            return None
        return queue_series(self.history, self._place[name], self.rows, self.opening)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.queues)}


@dataclass(frozen=True, eq=False)
class _Ahead:
    """What the forecasts of all queues have in common: called with one queue, it forecasts that."""

    special: SpecialDays
    ahead: Horizon
    slots: int
    options: ForecastOptions

    def __call__(self, known: _Known) -> tuple[Expected, QueueReport]:
        if known.series is None:
            return forecast_nothing(known.name, self.slots, self.options)
        return forecast_queue(known.name, known.series, self.special, self.ahead, self.options, new=known.new)


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
