"""What an absent row of a history means: nothing offered, closed, or lost.

Exports differ in this. The rules, which `inspect` and the forecast share:

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
7. Wall-clock times that the clocks skipped, and what has not ended when the past ends, are unknown; they are
   not missing.

Rules 4 to 6 look at the weeks around a day, so what is known of a day depends on where the past ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.daygrid.local_rows import LocalRows
from staffing.daygrid.window import near, same_weekday_sum
from staffing.records.history import History
from staffing.timegrid import MINUTES_PER_DAY, OpeningHours, weekday

USUAL_SHARE = 0.5
REPORTING_REACH_DAYS = 3
QUIET_CONTACTS = 10.0
ZEROS_PER_MISSING_ROW = 0.1


@dataclass(frozen=True, eq=False)
class OfferedRead:
    """One queue by [day, slot] as the rules read it: every cell without a row is zero or unknown.

    `offered` is NaN where unknown. `closed` are the cells outside the queue's hours; `left_out` the absent
    ones taken for zero because the export writes no empty intervals; `missing` those that should have a row.
    """

    first_day: np.datetime64
    offered: Floats
    closed: Bools
    left_out: Bools
    missing: Bools


@dataclass(frozen=True, eq=False)
class QueueCells:
    """What the rows of one queue say by [day, slot], before any rule fills in what they do not say.

    `reporting` are the days on which any queue has a row, `open` the slots within opening hours (None: not
    told). The last day ends before `end_slot` where that is not zero.
    """

    first_day: np.datetime64
    present: Bools
    seen: Floats
    skipped: Bools
    reporting: Bools
    open: Bools | None
    end_slot: int

    def until(self, day: int) -> QueueCells:
        """What the rows said at the start of an earlier day."""
        days = slice(day)
        return replace(
            self,
            present=self.present[days],
            seen=self.seen[days],
            skipped=self.skipped[days],
            reporting=self.reporting[days],
            open=None if self.open is None else self.open[days],
            end_slot=0,
        )

    def read(self) -> OfferedRead:
        """The cells by the rules above."""
        present, offered = self.present, self.seen
        closed = self._closed()
        if self.open is not None:
            offered = np.where(closed, 0.0, offered)
        left_out = _left_out_zeros(offered, present, closed)
        offered = np.where(~present & (closed | left_out), 0.0, offered)
        to_come = np.zeros_like(present)
        if self.end_slot:
            to_come[-1, self.end_slot :] = True
        offered[self.skipped | to_come] = np.nan
        missing = ~(present | closed | left_out | self.skipped | to_come)
        return OfferedRead(self.first_day, offered, closed, left_out & ~self.skipped & ~to_come, missing)

    def _closed(self) -> Bools:
        """Cells outside the opening hours given, else those in which rows are not usual (rules 3 to 5)."""
        if self.open is not None:
            return ~self.open
        if self.present.all():
            return np.zeros_like(self.present)
        return _never_open(self.present, near(self.reporting, REPORTING_REACH_DAYS))


def queue_cells(history: History, queue: int, rows: LocalRows, opening: OpeningHours | None) -> QueueCells:
    """The cells of one queue that has rows, from the day of its first row to the end of the past."""
    own = rows.of_queue[queue]
    start, shape = queue_shape(rows, queue)
    cell = cells_of_rows(rows, queue)
    first_day = rows.first_day + np.timedelta64(start, "D")
    skipped = np.zeros(shape, dtype=bool)
    day, slot = rows.skipped
    skipped[day[day >= start] - start, slot[day >= start]] = True
    weekdays = weekday(first_day + np.arange(shape[0]))
    return QueueCells(
        first_day=first_day,
        present=np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape) > 0,
        seen=mean_by_cell(cell, history.offered[own], np.ones(len(cell)), shape)[0],
        skipped=skipped,
        reporting=rows.reporting[start : start + shape[0]],
        open=None if opening is None else open_slots(opening, rows.slots)[weekdays],
        end_slot=rows.end_slot,
    )


def queue_shape(rows: LocalRows, queue: int) -> tuple[int, tuple[int, int]]:
    """The queue's first day, counted from that of the history, and its days by slots until the past ends."""
    start = int(rows.day[rows.of_queue[queue]].min())
    return start, (rows.end_day - start + (rows.end_slot > 0), rows.slots)


def cells_of_rows(rows: LocalRows, queue: int) -> Ints:
    """For each row of the queue its cell, counted through the slots of its days."""
    own = rows.of_queue[queue]
    return np.asarray((rows.day[own] - rows.day[own].min()) * rows.slots + rows.slot[own])


def open_slots(opening: OpeningHours, slots: int) -> Bools:
    """[weekday, slot]: True where any five minutes of the slot lie inside opening hours."""
    monday = np.datetime64("2024-01-01T00:00:00", "s")
    minutes = np.arange(0, 7 * MINUTES_PER_DAY, 5).astype("timedelta64[m]")
    return np.asarray(opening.contains(monday + minutes).reshape(7, slots, -1).any(axis=2))


def mean_by_cell(cell: Ints, value: Floats, weight: Floats, shape: tuple[int, int]) -> tuple[Floats, Floats]:
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
    candidates = ~present & ~closed & present.any(axis=1, keepdims=True)
    if not candidates.any():
        return np.zeros_like(candidates)
    known = np.isfinite(seen)
    count = same_weekday_sum(known)
    quiet = same_weekday_sum(np.where(known, seen, 0.0)) < QUIET_CONTACTS * count
    missing = candidates & quiet
    written = np.count_nonzero(present & ~closed & (seen == 0))
    return missing if written < ZEROS_PER_MISSING_ROW * np.count_nonzero(missing) else np.zeros_like(missing)
