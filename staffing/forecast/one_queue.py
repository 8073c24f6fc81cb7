"""One queue: from its series to what is expected of it, how sure that is, and how it came about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from staffing.arrays import Bools
from staffing.daygrid.absent import open_slots
from staffing.forecast import AUTO, FALLBACK, load_method
from staffing.forecast.auto import choose_method
from staffing.forecast.backtest import Score
from staffing.forecast.expected import P10, P90, Expected
from staffing.forecast.handle_time import expected_handle_time
from staffing.forecast.holiday_effects import factors_ahead, normal_total
from staffing.forecast.horizon import Horizon
from staffing.forecast.intraday import update_today
from staffing.forecast.method import Past
from staffing.forecast.new_queue import NewQueue
from staffing.forecast.options import ForecastOptions
from staffing.forecast.past.queue_series import QueueSeries
from staffing.forecast.past.special_days import SpecialDays
from staffing.forecast.quantiles import HOLIDAY_DISPERSION, USUAL_WEIGHT_DAYS, learn_spread
from staffing.forecast.unknown_weekdays import without_unknown
from staffing.timegrid import weekday

DAYS_OF_AN_END = 7
WEEKS_BEFORE_AN_END = 8
BUSY_WEEK = 10.0  # contacts: with so many expected, a week without any is no chance


@dataclass(frozen=True)
class QueueReport:
    """How one queue's forecast came about; `scores` of the backtested methods, empty where none could be."""

    queue: str
    method: str
    scores: Mapping[str, Score]
    days_of_history: int
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON, which knows no NaN: what is unknown is None."""
        return {
            "queue": self.queue,
            "method": self.method,
            "days_of_history": self.days_of_history,
            "scores": {name: _plain(asdict(score)) for name, score in self.scores.items()},
            "notes": list(self.notes),
        }


def forecast_queue(
    name: str,
    series: QueueSeries,
    special: SpecialDays,
    ahead: Horizon,
    options: ForecastOptions,
    *,
    reported_until: np.datetime64,
    new: NewQueue | None = None,
) -> tuple[Expected, QueueReport]:
    """The forecast of one queue and the report on it; of a `new` one from the series of those it is like.

    `reported_until` is the last day of which any queue has a row.
    """
    special = special.of_queue(name)
    known = series.until(day_of(series, ahead.first_day))
    past, notes = normal_past(known, special)
    method, errors, scores = choose_method(past, options.days, options.method)
    days_ahead = ahead.days(options.days)
    factor, reasons = factors_ahead(known, past, special, days_ahead)
    offered, unknown = without_unknown(
        load_method(method)(past, options.days), known, past, weekday(days_ahead), options.opening_hours
    )
    offered = offered * factor
    notes += unknown
    if options.opening_hours is not None:
        offered[~open_slots(options.opening_hours, offered.shape[1])[weekday(days_ahead)]] = 0.0

    doubt = np.where(special.are_holidays_ahead(days_ahead), HOLIDAY_DISPERSION, 0.0)
    of_slots, of_days = learn_spread(errors), learn_spread(errors.by_day(), usual_weight=USUAL_WEIGHT_DAYS)
    if len(series.offered) > past.origin:
        update = update_today(offered[0], series.offered[-1], errors, of_days.dispersion[0] + doubt[0])
        offered[0] *= update.factor
        notes += update.notes(of_others=new is not None)
    aht_seconds = expected_handle_time(series, options.default_aht_seconds)[weekday(days_ahead)]
    if new is not None:
        offered *= new.scale(days_ahead, normal_total(past).sum())[:, None]
        doubt += new.doubt**2
        aht_seconds = aht_seconds if new.aht_seconds is None else np.full_like(aht_seconds, new.aht_seconds)
        notes = (new.note(), *notes)

    total = np.zeros(options.days)
    np.add.at(total, ahead.row, offered[ahead.row, ahead.slot])
    wanted = dict.fromkeys((P10, P90, *options.quantiles))
    expected = Expected(
        offered,
        {p: of_slots.quantile(offered, p, doubt) for p in wanted},
        aht_seconds,
        total,
        {p: of_days.quantile(total[:, None], p, doubt)[:, 0] for p in wanted},
    )
    if not any(np.isfinite(score.wape) for score in scores.values()):
        notes += (f"the history is too short to compare methods: {method} is used untested",)
    if new is None:
        notes += _ended(series, reported_until)
    days_known = len(series.offered) if new is None else 0
    return expected, QueueReport(name, method, scores, days_known, notes + reasons)


def day_of(series: QueueSeries, date: np.datetime64) -> int:
    """How the series numbers a date."""
    return int((date - series.first_day).astype(np.int64))


def normal_past(series: QueueSeries, special: SpecialDays) -> tuple[Past, tuple[str, ...]]:
    """The past without its special days; with the holidays where there is nothing else to go by."""
    holidays = special.are_holidays(series.days)[:, None]
    event_cells = special.are_event_cells(series.days, series.offered.shape[1])

    def earlier(day: int) -> Past:
        return normal_past(series.until(day), special)[0]

    def without(cells: Bools) -> Past:
        offered = np.where(cells, np.nan, series.offered)
        return Past(offered, series.first_day, len(offered), special.dates, earlier)

    past = without(holidays | event_cells)
    if np.isfinite(past.offered).any():
        return past, ()
    past = without(event_cells)
    if np.isfinite(past.offered).any():
        return past, ("the history consists of public holidays only: they are treated as normal days",)
    return past, ("no normal day is known: the forecast is zero",)


def _ended(series: QueueSeries, reported_until: np.datetime64) -> tuple[str, ...]:
    """When the last contacts came, where other queues have reported for a week without a usually busy one."""
    total = np.nansum(series.offered, axis=1)
    busy = np.flatnonzero(total > 0)
    if not len(busy):
        return ()
    last = int(busy[-1])
    before = total[: last + 1][-7 * WEEKS_BEFORE_AN_END :]
    silent = day_of(series, reported_until) - last
    if silent < DAYS_OF_AN_END or before.mean() * silent < BUSY_WEEK:
        return ()
    return (
        f"no contacts since {series.days[last]}, {silent} days before the last day of the history: "
        "if the queue has ended, leave it out, or close it by an event",
    )


def forecast_nothing(name: str, slots: int, options: ForecastOptions) -> tuple[Expected, QueueReport]:
    """Zero, for a queue of which nothing is known."""
    zero = np.zeros((options.days, slots))
    wanted = dict.fromkeys((P10, P90, *options.quantiles))
    default = options.default_aht_seconds
    aht = np.full_like(zero, np.nan if default is None else default)
    notes = ("no whole day of history before the forecast: the forecast is zero",)
    method = FALLBACK if options.method == AUTO else options.method
    expected = Expected(zero, dict.fromkeys(wanted, zero), aht, zero[:, 0], dict.fromkeys(wanted, zero[:, 0]))
    return expected, QueueReport(name, method, {}, 0, notes)


def _plain(value: Any) -> Any:
    """The same with None in place of NaN."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value
