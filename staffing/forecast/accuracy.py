"""How each method would have done on each queue: the backtest as a table, holidays and all.

Every forecast of the backtest is made as `make_forecast` would have made it on that day, with the holidays
and events known then. The 80 % range of each origin is learnt from the other origins, so that its coverage
is no promise about itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from staffing.forecast import load_method
from staffing.forecast.backtest import LAST_DAY_OF_LEAD, Errors, backtest
from staffing.forecast.holiday_effects import factors_ahead
from staffing.forecast.horizon import forecast_time, horizon
from staffing.forecast.method import Method, Past
from staffing.forecast.one_queue import P10, P90, normal_past
from staffing.forecast.options import ForecastOptions
from staffing.forecast.quantiles import learn_spread
from staffing.forecast.series import QueueSeries, local_rows, queue_series
from staffing.forecast.special_days import SpecialDays, special_days
from staffing.records import ALL_QUEUES, Accuracy, Bools, Floats, History, Ints
from staffing.timegrid import DAY_NAMES, clock, weekday

LEAD_NAMES = ("day 1", "days 2-7", "days 8-14", "days 15-28")


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
    """WAPE, bias and coverage of each queue and method: over all, by lead, by time of day and by weekday."""
    as_of = forecast_time(history, options)
    seen = history.known_at(as_of)
    rows = local_rows(seen, options.timezone, as_of)
    first_day = horizon(as_of, options).first_day
    special = special_days(options.holidays, options.events, rows.first_day, first_day)
    queues = history.queues or (ALL_QUEUES,)
    found: list[_Row] = []
    for index, queue in enumerate(queues):
        if len(rows.of_queue[index]):
            series = queue_series(seen, index, rows, options.opening_hours)
            mine = special.of_queue(queue)
            past, _ = normal_past(series, mine, first_day)
            for name in methods:
                whole = _with_special_days(load_method(name), series, mine)
                errors = backtest(past, whole, options.days, truth=series.offered)
                found.extend(_rows(queue, name, errors, past))
        if progress is not None:
            progress(index + 1, len(queues))
    return _as_columns(found)


def _with_special_days(method: Method, series: QueueSeries, special: SpecialDays) -> Method:
    """The method as the stage uses it: with what holidays and events do."""

    def whole(past: Past, days_ahead: int, /) -> Floats:
        days = past.dates(past.origin, days_ahead)
        factor, _ = factors_ahead(series.until(past.origin), past, special, days)
        return np.asarray(method(past, days_ahead) * factor)

    return whole


def _rows(queue: str, method: str, errors: Errors, past: Past) -> Iterator[_Row]:
    inside = _inside(errors)
    slots = past.offered.shape[1]
    of_weekday = weekday(past.first_day + (errors.origin + errors.ahead - 1).astype("timedelta64[D]"))
    starts = [clock(slot * 1440 // slots) for slot in range(slots)]
    parts: list[tuple[str, Ints, Sequence[str]]] = [
        ("all", np.zeros_like(errors.lead), ("all",)),
        ("lead", errors.lead, LEAD_NAMES[: len(LAST_DAY_OF_LEAD)]),
        ("time", errors.slot, starts),
        ("day", of_weekday, DAY_NAMES),
    ]
    for part, which, names in parts:
        for index in np.unique(which[errors.came + errors.expected > 0]).tolist():
            yield _measured((queue, method, part, names[index]), errors, inside, which == index)


def _measured(key: tuple[str, str, str, str], errors: Errors, inside: Bools, mine: Bools) -> _Row:
    came, expected = errors.came[mine], errors.expected[mine]
    asked = mine & (errors.came + errors.expected > 0)  # closed intervals are no achievement
    total = came.sum()
    missed, more = np.abs(came - expected).sum(), (expected - came).sum()
    wape, bias = (part / total if total > 0 else np.nan for part in (missed, more))
    return _Row(*key, int(asked.sum()), float(total), float(wape), float(bias), float(inside[asked].mean()))


def _inside(errors: Errors) -> Bools:
    """Whether each interval came within the 80 % range that the other origins teach."""
    inside = np.zeros(len(errors.came), dtype=bool)
    for origin in np.unique(errors.origin).tolist():
        mine = errors.origin == origin
        spread = learn_spread(errors.where(~mine))
        grid = np.zeros((int(errors.ahead[mine].max()), int(errors.slot[mine].max()) + 1))
        cell = errors.ahead[mine] - 1, errors.slot[mine]
        grid[cell] = errors.expected[mine]
        low, high = (spread.quantile(grid, p)[cell] for p in (P10, P90))
        inside[mine] = (errors.came[mine] >= low) & (errors.came[mine] <= high)
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
