"""The stage: for every queue read the past, choose a method, forecast contacts, their range, handle time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from staffing.forecast import AUTO, AUTO_CHOICES, FALLBACK, load_method
from staffing.forecast.backtest import Errors, Score, backtest, best, origins, score
from staffing.forecast.handle_time import expected_handle_time
from staffing.forecast.holiday_effects import factors_ahead
from staffing.forecast.horizon import Horizon, forecast_time, horizon
from staffing.forecast.method import Past
from staffing.forecast.options import ForecastOptions
from staffing.forecast.quantiles import dispersion_by_day, gamma_poisson_quantile
from staffing.forecast.series import QueueSeries, local_rows, open_slots, queue_series
from staffing.forecast.special_days import SpecialDays, special_days
from staffing.records import ALL_QUEUES, Bools, Floats, Forecast, History
from staffing.timegrid import weekday


@dataclass(frozen=True)
class QueueReport:
    """How one queue's forecast came about; `scores` of the backtested methods, empty where none could be."""

    queue: str
    method: str
    scores: Mapping[str, Score]
    days_of_history: int
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class MadeForecast:
    """The forecast, the UTC moment it starts from, and a report for each queue, in their order."""

    forecast: Forecast
    as_of: np.datetime64
    reports: tuple[QueueReport, ...]


@dataclass(frozen=True, eq=False)
class _Expected:
    """One queue by [day ahead, slot]."""

    offered: Floats
    p10: Floats
    p90: Floats
    aht_seconds: Floats


def make_forecast(
    history: History, options: ForecastOptions, progress: Callable[[int, int], None] | None = None
) -> MadeForecast:
    """Forecast every queue from what was known at `as_of`; `progress` hears (queues done, queues in all)."""
    if history.interval_minutes != options.interval_minutes:
        raise ValueError("aggregate the history to the forecast's intervals first")
    as_of = forecast_time(history, options)
    ahead = horizon(as_of, options)
    seen = _known_at(history, as_of)
    rows = local_rows(seen, options.timezone, as_of)
    last_day = ahead.first_day + np.timedelta64(options.days, "D")
    special = special_days(options.holidays, options.events, rows.first_day, last_day)

    queues = history.queues or (ALL_QUEUES,)
    reports: list[QueueReport] = []
    expected: list[_Expected] = []
    for index, name in enumerate(queues):
        if (seen.queue == index).any():
            series = queue_series(seen, index, rows, options.opening_hours)
            one, report = _forecast_queue(name, series, special, ahead, options)
        else:
            one, report = _forecast_nothing(name, rows.slots, options)
        expected.append(one)
        reports.append(report)
        if progress is not None:
            progress(index + 1, len(queues))
    return MadeForecast(_as_rows(expected, queues, ahead, options), as_of, tuple(reports))


def _known_at(history: History, as_of: np.datetime64) -> History:
    """The rows whose interval had ended."""
    ended = history.interval_start + np.timedelta64(history.interval_minutes, "m") <= as_of
    if ended.all():
        return history
    return replace(
        history,
        interval_start=history.interval_start[ended],
        utc_offset_minutes=history.utc_offset_minutes[ended],
        queue=history.queue[ended],
        offered=history.offered[ended],
        aht_seconds=history.aht_seconds[ended],
        measures={name: column[ended] for name, column in history.measures.items()},
    )


def _forecast_queue(
    name: str, series: QueueSeries, special: SpecialDays, ahead: Horizon, options: ForecastOptions
) -> tuple[_Expected, QueueReport]:
    past, notes = _normal_past(series, special, ahead)
    method, errors, scores = _choose(past, options)
    days_ahead = ahead.days(options.days)
    factor, reasons = factors_ahead(series, past, special, days_ahead)
    offered = load_method(method)(past, options.days) * factor[:, None]
    if options.opening_hours is not None:
        offered[~open_slots(options.opening_hours, offered.shape[1])[weekday(days_ahead)]] = 0.0

    dispersion = dispersion_by_day(errors, options.days)[:, None]
    handle_time = expected_handle_time(series, options.default_aht_seconds)
    expected = _Expected(
        offered,
        gamma_poisson_quantile(offered, dispersion, 0.1),
        gamma_poisson_quantile(offered, dispersion, 0.9),
        handle_time[weekday(days_ahead)],
    )
    if not scores:
        notes += (f"the history is too short for a backtest: {method} was taken untested",)
    return expected, QueueReport(name, method, scores, len(series.offered), notes + reasons)


def _normal_past(series: QueueSeries, special: SpecialDays, ahead: Horizon) -> tuple[Past, tuple[str, ...]]:
    """The past without its special days; with the holidays where there is nothing else to go by."""
    holidays, event_days = special.are_holidays(series.days), special.are_event_days(series.days)
    origin = int((ahead.first_day - series.first_day).astype(np.int64))

    public_holidays = np.array(list(special.holidays), dtype="datetime64[D]")

    def without(days: Bools) -> Past:
        offered = np.where(days[:, None], np.nan, series.offered)
        return Past(offered, series.first_day, origin, public_holidays)

    past = without(holidays | event_days)
    if np.isfinite(past.offered).any():
        return past, ()
    past = without(event_days)
    if np.isfinite(past.offered).any():
        return past, ("the history holds public holidays only: they are taken for normal days",)
    return past, ("nothing is known of a normal day: the forecast is zero",)


def _choose(past: Past, options: ForecastOptions) -> tuple[str, Errors, dict[str, Score]]:
    """The method, its backtest errors, and the scores it was chosen by."""
    asked = [*AUTO_CHOICES] if options.method == AUTO else [options.method]
    errors = {name: backtest(past, load_method(name), options.days) for name in asked}
    scores = {name: score(of_method) for name, of_method in errors.items()} if origins(past) else {}
    method = best(scores, FALLBACK) if options.method == AUTO else options.method
    return method, errors[method], scores


def _forecast_nothing(name: str, slots: int, options: ForecastOptions) -> tuple[_Expected, QueueReport]:
    zero = np.zeros((options.days, slots))
    default = options.default_aht_seconds
    aht = np.full_like(zero, np.nan if default is None else default)
    notes = ("no history before the forecast: the forecast is zero",)
    method = FALLBACK if options.method == AUTO else options.method
    return _Expected(zero, zero, zero, aht), QueueReport(name, method, {}, 0, notes)


def _as_rows(
    expected: list[_Expected], queues: tuple[str, ...], ahead: Horizon, options: ForecastOptions
) -> Forecast:
    """The cells of each queue, in the order of the horizon, one queue after the other."""

    def column(name: str) -> Floats:
        return np.concatenate([getattr(one, name)[ahead.row, ahead.slot] for one in expected])

    return Forecast(
        interval_start=np.tile(ahead.interval_start, len(queues)),
        utc_offset_minutes=np.tile(ahead.utc_offset_minutes, len(queues)),
        queue=np.repeat(np.arange(len(queues)), len(ahead.interval_start)),
        queues=queues,
        interval_minutes=options.interval_minutes,
        offered=column("offered"),
        offered_p10=column("p10"),
        offered_p90=column("p90"),
        aht_seconds=column("aht_seconds"),
    )
