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

Rules 4 to 6 look at the weeks around a day. What was known on an earlier day is therefore no part of what is
known now: `until` reads the rows of that time again (a backtest would otherwise see its own future).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from staffing.forecast.past.local_rows import LocalRows
from staffing.forecast.sums.window import near, same_weekday_sum
from staffing.records import Bools, Floats, History, Ints
from staffing.timegrid import MINUTES_PER_DAY, OpeningHours, weekday

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
    or a loss, the series cannot tell. `earlier` reads it again without its last days.
    """

    first_day: np.datetime64
    offered: Floats
    aht_seconds: Floats
    calls: Floats
    silent_day: Bools
    earlier: Callable[[int], QueueSeries]

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The local dates of the rows."""
        return np.asarray(self.first_day + np.arange(len(self.offered)))

    def until(self, day: int) -> QueueSeries:
        """The series as it was known at the start of an earlier day."""
        return self if day >= len(self.offered) else self.earlier(day)


@dataclass(frozen=True, eq=False)
class QueueCells:
    """What the rows of one queue say by [day, slot], before any rule fills in what they do not say.

    `reporting` are the days on which any queue has a row, `open` the slots within opening hours (None: not
    told). The last day ends before `end_slot` where that is not zero.
    """

    first_day: np.datetime64
    present: Bools
    seen: Floats
    aht_seconds: Floats
    calls: Floats
    skipped: Bools
    reporting: Bools
    open: Bools | None
    end_slot: int

    def series_until(self, day: int) -> QueueSeries:
        """The series as it was known at the start of an earlier day."""
        days = slice(day)
        return replace(
            self,
            present=self.present[days],
            seen=self.seen[days],
            aht_seconds=self.aht_seconds[days],
            calls=self.calls[days],
            skipped=self.skipped[days],
            reporting=self.reporting[days],
            open=None if self.open is None else self.open[days],
            end_slot=0,
        ).series()

    def series(self) -> QueueSeries:
        """The series by the rules above."""
        present, seen = self.present, self.seen
        if self.open is None and present.all():  # no rule is needed
            return self._finished(seen.copy(), np.zeros(len(seen), dtype=bool))
        if self.open is None:
            closed = _never_open(present, near(self.reporting, REPORTING_REACH_DAYS))
        else:
            closed = ~self.open
            seen = np.where(closed, 0.0, seen)
        offered = np.where(~present & (closed | _left_out_zeros(seen, present, closed)), 0.0, seen)
        silent = ~present.any(axis=1) & near(self.reporting, CLOSURE_REACH_DAYS) & ~closed.all(axis=1)
        return self._finished(offered, silent)

    def _finished(self, offered: Floats, silent: Bools) -> QueueSeries:
        offered[self.skipped] = np.nan
        if self.end_slot:
            offered[-1, self.end_slot :] = np.nan
            silent[-1] = False
        return QueueSeries(
            self.first_day, offered, self.aht_seconds, self.calls, silent, earlier=self.series_until
        )


def queue_series(history: History, queue: int, rows: LocalRows, opening: OpeningHours | None) -> QueueSeries:
    """The matrix of one queue, from its first row to the time of the forecast, by the rules above."""
    return _cells(history, queue, rows, opening).series()


def _cells(history: History, queue: int, rows: LocalRows, opening: OpeningHours | None) -> QueueCells:
    mine = rows.of_queue[queue]
    start = int(rows.day[mine].min())
    shape = (rows.end_day - start + (rows.end_slot > 0), rows.slots)
    cell = (rows.day[mine] - start) * rows.slots + rows.slot[mine]
    answered = history.measures.get("answered", history.offered)[mine]
    answered = np.where(np.isfinite(answered), answered, history.offered[mine])
    aht, calls = _mean_by_cell(cell, history.aht_seconds[mine], answered, shape)
    first_day = rows.first_day + np.timedelta64(start, "D")
    skipped = np.zeros(shape, dtype=bool)
    day, slot = rows.skipped
    skipped[day[day >= start] - start, slot[day >= start]] = True
    weekdays = weekday(first_day + np.arange(shape[0]))
    return QueueCells(
        first_day=first_day,
        present=np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape) > 0,
        seen=_mean_by_cell(cell, history.offered[mine], np.ones(len(cell)), shape)[0],
        aht_seconds=aht,
        calls=calls,
        skipped=skipped,
        reporting=rows.reporting[start : start + shape[0]],
        open=None if opening is None else open_slots(opening, rows.slots)[weekdays],
        end_slot=rows.end_slot,
    )


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
