"""How each method would have done on each queue: the backtest as a table, holidays and all.

Every forecast of the backtest is made as `make_forecast` would have made it on that day, with the holidays
and events of the file. The 80 % range of each origin is learnt from errors of other origins on other days, so
that its coverage is no promise about itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.daygrid.local_rows import LocalRows, local_rows
from staffing.forecast import AUTO, load_method
from staffing.forecast.auto import auto
from staffing.forecast.backtest import Errors, backtests
from staffing.forecast.expected import P10, P90
from staffing.forecast.holiday_effects import factors_ahead
from staffing.forecast.horizon import forecast_time, horizon
from staffing.forecast.intraday import day_dispersions, rest_of_day
from staffing.forecast.method import Method, Past
from staffing.forecast.one_queue import day_of, normal_past
from staffing.forecast.options import ForecastOptions
from staffing.forecast.past.queue_series import QueueSeries
from staffing.forecast.past.series import queue_series
from staffing.forecast.past.special_days import SpecialDays, special_days
from staffing.forecast.quantiles import USUAL_WEIGHT, USUAL_WEIGHT_DAYS, learn_spread
from staffing.forecast.sums.leads import LEAD_NAMES
from staffing.parallel import run_each
from staffing.records.columns import ALL_QUEUES
from staffing.records.forecast import Accuracy
from staffing.records.history import History
from staffing.timegrid import DAY_NAMES, clock, weekday

HOURS_OF_UPDATE = (9, 11, 13, 15, 17)
SECONDS_OF_A_METHOD = 0.1


@dataclass(frozen=True, eq=False)
class _Row:
    queue: str
    method: str
    part: str
    value: str
    intervals: int
    offered: float
    wape: float
    bias: float
    coverage_80: float


def measure_accuracy(
    history: History,
    options: ForecastOptions,
    methods: Sequence[str],
    progress: Callable[[int, int], None] | None = None,
) -> Accuracy:
    """WAPE, bias and coverage of each queue and method: over all, by lead, by time of day and by weekday.

    And of the rest of the day from several times on, as expected at midnight and as updated (`intraday`).
    """
    as_of = forecast_time(history, options)
    seen = history.known_at(as_of)
    rows = local_rows(seen, as_of)
    first_day = horizon(history, as_of, options).first_day
    special = special_days(options.holidays, options.events, rows.first_day, first_day)
    queues = history.queues or (ALL_QUEUES,)
    asked = frozenset(options.of_shard(queues))
    queues_read = [
        partial(_queue_read, seen, index, rows, options)
        for index, name in enumerate(queues)
        if len(rows.of_queue[index]) and name in asked
    ]
    measure_each = _Measured(special, first_day, options, methods)
    seconds = SECONDS_OF_A_METHOD * len(methods)
    rows_of_queues = run_each(measure_each, queues_read, options.engine, progress, seconds_each=seconds)
    return _as_columns(list(chain.from_iterable(rows_of_queues)))


def _queue_read(
    history: History, index: int, rows: LocalRows, options: ForecastOptions
) -> tuple[str, QueueSeries]:
    name = (history.queues or (ALL_QUEUES,))[index]
    return name, queue_series(history, index, rows, options.opening_hours)


@dataclass(frozen=True, eq=False)
class _Measured:
    """What the backtests of all queues have in common: called with one queue, it measures that."""

    special: SpecialDays
    first_day: np.datetime64
    options: ForecastOptions
    methods: Sequence[str]

    def __call__(self, queue_read: tuple[str, QueueSeries]) -> list[_Row]:
        queue, series = queue_read
        series = series.until(day_of(series, self.first_day))
        special, days = self.special.of_queue(queue), self.options.days
        past, _ = normal_past(series, special)
        errors = backtests(past, whole(self.methods, series, special, days), days, truth=series.offered)
        return [row for name in self.methods for row in _rows(queue, name, errors[name], past)]


def whole(methods: Sequence[str], series: QueueSeries, special: SpecialDays, days: int) -> dict[str, Method]:
    """The methods of those names as the stage uses them for so many days, with holidays and events."""
    named = {name: auto(days) if name == AUTO else load_method(name) for name in methods}
    return {name: _with_special_days(method, series, special) for name, method in named.items()}


def _with_special_days(method: Method, series: QueueSeries, special: SpecialDays) -> Method:
    def forecast(past: Past, days_ahead: int, /) -> Floats:
        days = past.dates(past.origin, days_ahead)
        factor, _ = factors_ahead(series.until(past.origin), past, special, days)
        return np.asarray(method(past, days_ahead) * factor)

    return forecast


def _rows(queue: str, method: str, errors: Errors, past: Past) -> Iterator[_Row]:
    if not len(errors.came):
        return
    inside = inside_range(errors)
    slots = past.offered.shape[1]
    of_weekday = weekday(past.first_day + errors.day.astype("timedelta64[D]"))
    starts = [clock(slot * 1440 // slots) for slot in range(slots)]
    parts: list[tuple[str, Ints, Sequence[str]]] = [
        ("all", np.zeros_like(errors.lead), ("all",)),
        ("lead", errors.lead, LEAD_NAMES),
        ("time", errors.slot, starts),
        ("day", of_weekday, DAY_NAMES),
    ]
    for part, which, names in parts:
        for index in np.unique(which[errors.came + errors.expected > 0]).tolist():
            chosen = which == index
            yield _measured((queue, method, part, names[index]), errors.where(chosen), inside[chosen])
    of_days = errors.by_day()
    covered = inside_range(of_days, USUAL_WEIGHT_DAYS)
    yield _measured((queue, method, "total", "of the day"), of_days, covered)
    usual = np.isfinite(past.offered)[errors.day, errors.slot]
    yield from _rest_rows(queue, method, errors.where(usual), starts)


def _rest_rows(queue: str, method: str, errors: Errors, starts: Sequence[str]) -> Iterator[_Row]:
    """How much better the rest of a usual day is known once some of it has come."""
    dispersions = day_dispersions(errors)
    slots = len(starts)
    for hour in HOURS_OF_UPDATE:
        now = hour * slots // 24
        planned, updated = rest_of_day(errors, slots, now, dispersions)
        busy = errors.slot[errors.came > 0]
        if (busy < now).any() and (busy >= now).any():
            for part, rest in (("rest", planned), ("updated", updated)):
                yield _measured((queue, method, part, starts[now]), rest)


def _measured(key: tuple[str, str, str, str], errors: Errors, inside: Bools | None = None) -> _Row:
    came, expected = errors.came, errors.expected
    asked = came + expected > 0  # closed intervals are no achievement
    total = came.sum()
    missed, more = np.abs(came - expected).sum(), (expected - came).sum()
    wape, bias = (part / total if total > 0 else np.nan for part in (missed, more))
    coverage = np.nan if inside is None or not asked.any() else float(inside[asked].mean())
    return _Row(*key, int(asked.sum()), float(total), float(wape), float(bias), coverage)


def inside_range(errors: Errors, usual_weight: float = USUAL_WEIGHT) -> Bools:
    """Whether each interval came within the 80 % range that the other origins teach.

    Origins a week apart forecast the same days, whose errors are alike: what they teach is taken from days
    that the origin does not forecast.
    """
    inside = np.zeros(len(errors.came), dtype=bool)
    for origin in np.unique(errors.origin).tolist():
        of_origin = errors.origin == origin
        others = (errors.day < origin) | (errors.day > errors.day[of_origin].max())
        spread = learn_spread(errors.where(others), usual_weight)
        grid = np.zeros((int(errors.ahead[of_origin].max()), int(errors.slot[of_origin].max()) + 1))
        cell = errors.ahead[of_origin] - 1, errors.slot[of_origin]
        grid[cell] = errors.expected[of_origin]
        low, high = (spread.quantile(grid, p)[cell] for p in (P10, P90))
        inside[of_origin] = (errors.came[of_origin] >= low) & (errors.came[of_origin] <= high)
    return inside


def _as_columns(rows: Sequence[_Row]) -> Accuracy:
    return Accuracy(
        queue=np.array([row.queue for row in rows], dtype=np.str_),
        method=np.array([row.method for row in rows], dtype=np.str_),
        part=np.array([row.part for row in rows], dtype=np.str_),
        value=np.array([row.value for row in rows], dtype=np.str_),
        intervals=np.array([row.intervals for row in rows], dtype=np.int64),
        offered=np.array([row.offered for row in rows], dtype=np.float64),
        wape=np.array([row.wape for row in rows], dtype=np.float64),
        bias=np.array([row.bias for row in rows], dtype=np.float64),
        coverage_80=np.array([row.coverage_80 for row in rows], dtype=np.float64),
    )
