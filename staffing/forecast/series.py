"""One queue's history as a dense matrix of local days by wall-clock slots: what was seen, what is unknown.

Exports differ in what a missing row means: closed, nothing offered, or lost. The rules:

1. Slots are wall-clock times, so a profile stays in place when the clocks change. A repeated slot holds
   the average of its two occurrences.
2. A row with an empty count is unknown, never zero.
3. With opening hours: outside them everything is zero, inside them a missing row is unknown.
4. Without: a missing row on a reporting day is unknown where the slot is present on at least half of the
   queue's reporting days of that weekday, four weeks to each side; otherwise the queue is closed: zero.
5. A day without any row is unknown where the queue reports on at least half of those weekdays, counted
   over the days near which (within three days) any queue reports; otherwise closed. Where no queue
   reports nearby, the system was silent and the day is unknown.
6. Some exports leave out intervals in which nothing was offered. They are known by writing hardly any
   zeros: fewer than a tenth of the missing rows in question. There, a missing row of a reporting day is
   zero where the slot's mean is below ten contacts; a busier slot does not fall to zero by chance.
7. Wall-clock times that the clocks skipped, and what has not ended when the forecast is made, are unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.forecast.window import near, same_weekday_sum
from staffing.records import Bools, Floats, History, Ints
from staffing.timegrid import (
    MINUTES_PER_DAY,
    OpeningHours,
    from_local,
    local_day,
    minute_of_day,
    to_local,
    utc_offset_minutes,
    weekday,
)

USUAL_SHARE = 0.5
REPORTING_REACH_DAYS = 3
CLOSURE_REACH_DAYS = 2  # a closure, weekend included, is four days long at most
QUIET_CONTACTS = 10.0
ZEROS_PER_MISSING_ROW = 0.1


@dataclass(frozen=True, eq=False)
class QueueSeries:
    """One queue by local day and wall-clock slot.

    `offered` and `aht_seconds` are NaN where unknown; `calls` weighs the handle times. `silent_day` marks
    whole days missing on a weekday that usually reports, with a reporting day within two days: a closure
    or a loss, the series cannot tell.
    """

    first_day: np.datetime64
    offered: Floats
    aht_seconds: Floats
    calls: Floats
    silent_day: Bools

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The local dates of the rows."""
        return np.asarray(self.first_day + np.arange(len(self.offered)))

    def until(self, day: int) -> QueueSeries:
        """The series as it was known at the start of an earlier day."""
        offered, aht, calls = (column[:day] for column in (self.offered, self.aht_seconds, self.calls))
        return QueueSeries(self.first_day, offered, aht, calls, self.silent_day[:day])

    def since(self, first_day: np.datetime64) -> QueueSeries:
        """The series from a day on."""
        day = int((first_day - self.first_day).astype(np.int64))
        offered, aht, calls = (column[day:] for column in (self.offered, self.aht_seconds, self.calls))
        return QueueSeries(first_day, offered, aht, calls, self.silent_day[day:])


@dataclass(frozen=True, eq=False)
class LocalRows:
    """Where each history row stands on the local calendar, and up to where the past is known.

    `day` counts local days from `first_day`; the past ends before slot `end_slot` of day `end_day`.
    `skipped` are the (day, slot) that the clocks left out; `of_queue` the rows of each queue; `reporting` the
    days on which any queue has a row.
    """

    first_day: np.datetime64
    day: Ints
    slot: Ints
    slots: int
    end_day: int
    end_slot: int
    skipped: tuple[Ints, Ints]
    of_queue: tuple[Ints, ...]
    reporting: Bools


def local_rows(history: History, timezone: str, as_of: np.datetime64) -> LocalRows:
    """Place the rows of a history (all of them before `as_of`) on the local calendar."""
    local = to_local(history.interval_start, utc_offset_minutes(history.interval_start, timezone))
    day = local_day(local).astype(np.int64)
    end = np.array([as_of])
    end = to_local(end, utc_offset_minutes(end, timezone))
    first = int(day.min())
    end_day = int(local_day(end).astype(np.int64)[0]) - first
    end_slot = int(minute_of_day(end)[0]) // history.interval_minutes
    days = first + np.arange(end_day + (end_slot > 0))
    return LocalRows(
        first_day=np.datetime64(first, "D"),
        day=day - first,
        slot=minute_of_day(local) // history.interval_minutes,
        slots=MINUTES_PER_DAY // history.interval_minutes,
        end_day=end_day,
        end_slot=end_slot,
        skipped=_skipped(days, timezone, history.interval_minutes),
        of_queue=_rows_of_queues(history),
        reporting=np.bincount(day - first, minlength=end_day + 1) > 0,
    )


def _rows_of_queues(history: History) -> tuple[Ints, ...]:
    """The rows of each queue, found by one sort: a comparison per queue would read all rows each time."""
    order = np.argsort(history.queue, kind="stable")
    ends = np.searchsorted(history.queue[order], np.arange(max(len(history.queues), 1)), side="right")
    return tuple(np.split(order, ends[:-1]))


def queue_series(history: History, queue: int, rows: LocalRows, opening: OpeningHours | None) -> QueueSeries:
    """The matrix of one queue, from its first row to the time of the forecast, by the rules above."""
    mine = rows.of_queue[queue]
    start = int(rows.day[mine].min())
    last_day_is_partial = rows.end_slot > 0
    shape = (rows.end_day - start + last_day_is_partial, rows.slots)
    cell = (rows.day[mine] - start) * rows.slots + rows.slot[mine]

    present = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape) > 0
    seen = _mean_by_cell(cell, history.offered[mine], np.ones(len(cell)), shape)[0]
    answered = history.measures.get("answered", history.offered)[mine]
    answered = np.where(np.isfinite(answered), answered, history.offered[mine])
    aht, calls = _mean_by_cell(cell, history.aht_seconds[mine], answered, shape)

    first_day = rows.first_day + np.timedelta64(start, "D")
    reporting = rows.reporting[start : start + shape[0]]
    if opening is None:
        closed = _never_open(present, near(reporting, REPORTING_REACH_DAYS))
    else:
        closed = ~open_slots(opening, rows.slots)[weekday(first_day + np.arange(shape[0]))]
        seen[closed] = 0.0
    offered = np.where(~present & (closed | _left_out_zeros(seen, present, closed)), 0.0, seen)
    day, slot = rows.skipped
    offered[day[day >= start] - start, slot[day >= start]] = np.nan
    if last_day_is_partial:
        offered[-1, rows.end_slot :] = np.nan
    silent = ~present.any(axis=1) & near(reporting, CLOSURE_REACH_DAYS) & ~closed.all(axis=1)
    if last_day_is_partial:
        silent[-1] = False
    return QueueSeries(first_day, offered, aht, calls, silent)


def _skipped(days: Ints, timezone: str, interval_minutes: int) -> tuple[Ints, Ints]:
    """(day counted from the first, slot) of wall-clock times that do not exist."""
    midnights = np.append(days, days[-1] + 1).astype("datetime64[D]").astype("datetime64[s]")
    changes = np.flatnonzero(np.diff(from_local(midnights, timezone)[0]) != np.timedelta64(1, "D"))
    minutes = np.arange(0, MINUTES_PER_DAY, interval_minutes).astype("timedelta64[m]")
    exists = from_local(midnights[changes][:, None] + minutes, timezone)[1]
    change, slot = np.nonzero(~exists)
    return changes[change], slot


def open_slots(opening: OpeningHours, slots: int) -> Bools:
    """[weekday, slot]: True where any five minutes of the slot lie inside opening hours."""
    monday = np.datetime64("2024-01-01T00:00:00", "s")
    minutes = np.arange(0, 7 * MINUTES_PER_DAY, 5).astype("timedelta64[m]")
    return np.asarray(opening.contains(monday + minutes).reshape(7, slots, -1).any(axis=2))


def _mean_by_cell(cell: Ints, value: Floats, weight: Floats, shape: tuple[int, int]) -> tuple[Floats, Floats]:
    """Weighted mean of the known values in each cell, NaN where there are none; and their weight."""
    known = np.isfinite(value) & (weight > 0)
    size = shape[0] * shape[1]
    total = np.bincount(cell[known], (value * weight)[known], minlength=size)
    weights = np.bincount(cell[known], weight[known], minlength=size).astype(np.float64)
    mean = np.full(size, np.nan)
    np.divide(total, weights, out=mean, where=weights > 0)
    return mean.reshape(shape), weights.reshape(shape)


def _never_open(present: Bools, reported: Bools) -> Bools:
    """Cells in which the queue is taken to be closed, from where its rows usually are (rules 4 and 5)."""
    reports: Bools = np.asarray(present.any(axis=1))
    usual_days = same_weekday_sum(reports)
    closed_day = reported & ~reports & (usual_days < USUAL_SHARE * same_weekday_sum(reported))
    closed_slot = same_weekday_sum(present) < USUAL_SHARE * usual_days[:, None]
    return np.asarray(closed_day[:, None] | closed_slot)


def _left_out_zeros(seen: Floats, present: Bools, closed: Bools) -> Bools:
    """Missing cells which an export that writes no empty intervals has left out (rule 6)."""
    known = np.isfinite(seen)
    count = same_weekday_sum(known)
    quiet = same_weekday_sum(np.where(known, seen, 0.0)) < QUIET_CONTACTS * count
    missing = ~present & ~closed & quiet & present.any(axis=1, keepdims=True)
    written = np.count_nonzero(present & ~closed & (seen == 0))
    return missing if written < ZEROS_PER_MISSING_ROW * np.count_nonzero(missing) else np.zeros_like(missing)
