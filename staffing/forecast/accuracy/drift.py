"""Published forecasts against what came: their errors, and whether they have begun to drift.

Every known interval is compared with every version that forecast it. What was acted on is the newest version
that forecast the interval; its day totals are watched by a two-sided cumulative sum (E. S. Page (1954),
"Continuous inspection schemes", Biometrika 41, 100–115) of their errors in standard deviations, z:

    over = max(0, over + z − ½),  under = max(0, under − z − ½),  drift where one exceeds its limit.

With z of a good forecast a limit of 5 is passed by chance once in about 465 days, and a lasting error of one
standard deviation is found in ten (D. C. Montgomery, Introduction to Statistical Quality Control, chapter 9).
The standard deviation of a day comes from the published ranges: what is Poisson of an interval's variance
adds up alone, what is more errs together (compare `quantiles.py`). z is cut at ±4: one odd day is no drift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.forecast.sums.leads import LATER, LEAD_NAMES, lead_names
from staffing.records.columns import Columns
from staffing.records.drift import Drift
from staffing.records.forecast import NORMAL_QUANTILE_90, Accuracy, Forecast
from staffing.records.history import History
from staffing.timegrid import DAY_NAMES, clock, local_day, minute_of_day, to_local, weekday

ALLOWANCE = 0.5
MOST = 4.0
NEWEST, EVERY = "newest", "every"


class Version(NamedTuple):
    """A forecast as it was published: the run's name, its moment, and what it believed."""

    name: str
    as_of: np.datetime64
    forecast: Forecast


@dataclass(frozen=True, eq=False)
class Compared(Columns):
    """A row per version, queue and known interval; `lead` counts local days from the version's, from 1."""

    version: NDArray[np.str_]
    queue: NDArray[np.str_]
    start: Times
    day: NDArray[np.datetime64]
    minute: Ints
    lead: Ints
    newest: Bools
    expected: Floats
    low: Floats
    high: Floats
    came: Floats


def compare(versions: Sequence[Version], history: History) -> Compared:
    """Every version's forecast of every known interval of a queue of the same name (or the only one).

    Versions are in order of time; `history` has their intervals, sorted by queue and time.
    """
    parts = [_of_version(version, history) for version in versions]
    return _marked(Compared.joined(parts))


def accuracy_of(compared: Compared) -> Accuracy:
    """The newest version by day, time and weekday; every version by lead and by itself.

    `method` says which: `newest` or `every`; parts are all, date, time, day, lead and version.
    """
    rows = []
    for queue in dict.fromkeys(compared.queue.tolist()):
        of_queue = compared.rows(compared.queue == queue)
        newest = of_queue.rows(of_queue.newest)
        leads = lead_names(of_queue.lead)
        times = np.array([clock(minute) for minute in newest.minute.tolist()])
        days = np.array(DAY_NAMES)[weekday(newest.day)]
        for which, method, part, values in (
            (newest, NEWEST, "all", np.full(len(newest.came), "all")),
            (newest, NEWEST, "date", newest.day.astype(str)),
            (newest, NEWEST, "time", times),
            (newest, NEWEST, "day", days),
            (of_queue, EVERY, "lead", leads),
            (of_queue, EVERY, "version", of_queue.version),
        ):
            for value in _in_order(part, values):
                measured = _measured(which.rows(values == value))
                if measured[0] or part == "all":
                    rows.append((queue, method, part, value, *measured))
    names = [item.name for item in fields(Accuracy)]
    return Accuracy(**{name: np.array([row[i] for row in rows]) for i, name in enumerate(names)})


def drift_of(compared: Compared) -> list[Drift]:
    """The cumulative sums of each queue over its days, each by its known intervals."""
    drifts = []
    for queue in dict.fromkeys(compared.queue.tolist()):
        newest = compared.rows((compared.queue == queue) & compared.newest)
        days, place = np.unique(newest.day, return_inverse=True)
        contacts, expected = (
            np.bincount(place, column).astype(np.float64) for column in (newest.came, newest.expected)
        )
        variance = np.maximum((newest.high - newest.low) / (2 * NORMAL_QUANTILE_90), 0.0) ** 2
        common = np.sqrt(np.maximum(variance - newest.expected, 0.0))
        alone = np.minimum(np.where(variance > 0, variance, newest.expected), newest.expected)
        spread = np.sqrt(np.bincount(place, alone) + np.bincount(place, common) ** 2)
        z = np.clip((contacts - expected) / np.where(spread > 0, spread, 1.0), -MOST, MOST)
        some = (expected > 0) | (contacts > 0)
        over, under = _sums(z[some]), _sums(-z[some])
        if some.any():
            drifts.append(Drift(queue, days[some], expected[some], contacts[some], z[some], over, under))
    return drifts


def lately(compared: Compared, days: int) -> Compared:
    """The newest version on the last so many days that are known."""
    newest = compared.rows(compared.newest)
    last = np.unique(newest.day)[-days:]
    return newest.rows(np.isin(newest.day, last))


def error_bias_coverage(compared: Compared) -> tuple[float, float, float]:
    """WAPE, bias and coverage of the rows; NaN where nothing came."""
    _, _, wape, bias, coverage = _measured(compared)
    return wape, bias, coverage


def _measured(rows: Compared) -> tuple[int, float, float, float, float]:
    total = float(rows.came.sum())
    error = rows.expected - rows.came
    counted = (rows.came > 0) | (rows.expected > 0)
    with_range = counted & np.isfinite(rows.low) & np.isfinite(rows.high)
    inside = (rows.came >= rows.low) & (rows.came <= rows.high)
    wape, bias = (
        (float(np.abs(error).sum()) / total, float(error.sum()) / total) if total > 0 else (np.nan, np.nan)
    )
    coverage = float(inside[with_range].mean()) if with_range.any() else np.nan
    return int(counted.sum()), total, wape, bias, coverage


def _of_version(version: Version, history: History) -> Compared:
    forecast = version.forecast
    offered = np.full(len(forecast), np.nan)
    only_queue = len(forecast.queues) == len(history.queues) == 1
    for code, name in enumerate(forecast.queues):
        history_queue = 0 if only_queue else history.queues.index(name) if name in history.queues else None
        if history_queue is None:
            continue
        of_queue, rows = forecast.queue == code, np.flatnonzero(history.queue == history_queue)
        start = history.interval_start[rows]
        place = np.minimum(np.searchsorted(start, forecast.interval_start[of_queue]), len(rows) - 1)
        same = start[place] == forecast.interval_start[of_queue]
        offered[of_queue] = np.where(same, history.offered[rows][place], np.nan)
    local = forecast.local
    has_count, day = np.isfinite(offered), local_day(local)
    first = local_day(to_local(np.array([version.as_of]), forecast.utc_offset_minutes[:1]))[0]
    return Compared(
        version=np.full(len(forecast), version.name)[has_count],
        queue=forecast.queue_names[has_count],
        start=forecast.interval_start[has_count],
        day=day[has_count],
        minute=minute_of_day(local)[has_count],
        lead=((day - first).astype(np.int64) + 1)[has_count],
        newest=np.ones(int(has_count.sum()), dtype=np.bool_),
        expected=forecast.offered[has_count],
        low=forecast.offered_p10[has_count],
        high=forecast.offered_p90[has_count],
        came=offered[has_count],
    )


def _marked(compared: Compared) -> Compared:
    """`newest` where no later version forecast the same interval of the queue; rows are in order of versions.

    Of versions made on the same day, so of the same lead, the later one is the newer.
    """
    later_first = -np.arange(len(compared.start))
    order = np.lexsort((later_first, compared.lead, compared.start, compared.queue))
    keys = [column[order] for column in (compared.queue, compared.start)]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = np.any([column[1:] != column[:-1] for column in keys], axis=0)
    newest = np.zeros(len(order), dtype=np.bool_)
    newest[order[first]] = True
    return replace(compared, newest=newest)


def _sums(z: Floats) -> Floats:
    """max(0, · + z − ½) from day to day."""
    sums, last = [], 0.0
    for error in z.tolist():
        last = max(0.0, last + error - ALLOWANCE)
        sums.append(last)
    return np.array(sums)


def _in_order(part: str, values: NDArray[np.str_]) -> list[str]:
    """Weekdays and leads in their own order, all else sorted."""
    own = {"day": DAY_NAMES, "lead": (*LEAD_NAMES, LATER)}.get(part)
    there = set(values.tolist())
    return sorted(there) if own is None else [name for name in own if name in there]
