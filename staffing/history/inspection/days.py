"""A history by local day and wall-clock slot, queue by queue: what the checks of `inspect` look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints
from staffing.daygrid.absent import OfferedRead, queue_cells
from staffing.daygrid.local_rows import end_of_past, local_rows
from staffing.daygrid.window import WEEKS_EACH_SIDE
from staffing.records.columns import ALL_QUEUES
from staffing.records.history import History
from staffing.timegrid import MINUTES_PER_DAY, OpeningHours, local_day, minute_of_day, weekday


@dataclass(frozen=True, eq=False)
class QueueDays:
    """One queue as [day, slot] from the history's first day to its last; unknown and absent cells are NaN.

    `rows` counts the rows of each cell: two in the hour that occurs twice.
    """

    queue: str
    first_day: np.datetime64
    rows: Ints
    offered: Floats

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The local dates."""
        return np.asarray(self.first_day + np.arange(len(self.rows)))

    @property
    def weekday(self) -> Ints:
        """0 Monday … 6 Sunday, day by day."""
        return weekday(self.days)

    @property
    def reports(self) -> Bools:
        """Days with at least one row."""
        return np.asarray(self.rows.any(axis=1))

    @property
    def totals(self) -> Floats:
        """Offered by day, of what is known; NaN where nothing of the day is."""
        known = np.isfinite(self.offered).any(axis=1)
        return np.where(known, np.nansum(self.offered, axis=1), np.nan)


@dataclass(frozen=True, eq=False)
class DaysAsRead:
    """A queue's days beside what the forecast makes of them, by the same [day, slot].

    `offered` is zero where the queue is closed or the export left a zero out, NaN where unknown. `left_out`
    are the absent cells taken for zero, `missing` those that should have a row.
    """

    days: QueueDays
    offered: Floats
    left_out: Bools
    missing: Bools


def days_as_read(history: History, opening: OpeningHours | None) -> list[DaysAsRead]:
    """Every queue with rows, its absent rows read as a forecast from the history's end reads them."""
    end = end_of_past(history)
    past = history.known_at(end)
    rows = local_rows(past, end)
    queues = []
    for queue, days in enumerate(queue_days(history)):
        if len(rows.of_queue[queue]):
            queues.append(_as_read(days, queue_cells(past, queue, rows, opening).read()))
        elif days.reports.any():  # nothing but blanks, all after the last count of any queue
            none = np.zeros(days.rows.shape, dtype=bool)
            queues.append(DaysAsRead(days, days.offered, none, none))
    return _without_edges(queues) if history.histograms else queues


def _without_edges(queues: list[DaysAsRead]) -> list[DaysAsRead]:
    """What lies before the first call of a list or after its last is not missing: the list covers no more."""
    rows = np.sum([queue.days.rows for queue in queues], axis=0).reshape(-1)
    there = np.flatnonzero(rows)
    inside = np.zeros(len(rows), dtype=bool)
    inside[there[0] : there[-1] + 1] = True
    return [replace(queue, missing=queue.missing & inside.reshape(queue.missing.shape)) for queue in queues]


def _as_read(days: QueueDays, read: OfferedRead) -> DaysAsRead:
    """What was read from the queue's first day on, laid on the days of the whole history."""
    start = int((read.first_day - days.first_day).astype(np.int64))
    count = min(len(read.offered), len(days.rows) - start)
    offered = np.full(days.rows.shape, np.nan)
    left_out, missing = (np.zeros(days.rows.shape, dtype=bool) for _ in range(2))
    offered[start : start + count] = read.offered[:count]
    left_out[start : start + count] = read.left_out[:count]
    missing[start : start + count] = read.missing[:count]
    return DaysAsRead(days, offered, left_out, missing)


def queue_days(history: History) -> Iterator[QueueDays]:
    """The days of each queue, those of the whole history, from first to last."""
    local = history.local
    day = local_day(local).astype(np.int64)
    first, count = int(day.min()), int(day.max() - day.min()) + 1
    slots = max(1, MINUTES_PER_DAY // history.interval_minutes)
    shape = (count, slots)
    cells = (day - first) * slots + minute_of_day(local) // history.interval_minutes
    for queue, of_queue in zip(history.queues or (ALL_QUEUES,), history.rows_of_queues, strict=True):
        cell, offered = cells[of_queue], history.offered[of_queue]
        is_known = np.isfinite(offered)
        rows = np.bincount(cell, minlength=count * slots)
        seen = np.bincount(cell[is_known], minlength=count * slots)
        total = np.bincount(cell[is_known], offered[is_known], minlength=count * slots)
        yield QueueDays(
            queue,
            np.datetime64(first, "D"),
            rows.reshape(shape),
            np.where(seen > 0, total, np.nan).reshape(shape),
        )


def usual(values: Floats) -> Floats:
    """For each day the median of the same weekday in the four weeks to each side, without the day itself."""
    return nan_median(_around(values))


def known_beside(values: Floats) -> Ints:
    """For each day how many of the days that `usual` compares it with are known, on the side with fewer."""
    known = np.isfinite(_around(values))
    return np.asarray(np.minimum(known[:WEEKS_EACH_SIDE].sum(axis=0), known[WEEKS_EACH_SIDE:].sum(axis=0)))


def compared(values: Floats) -> Ints:
    """With how many known days `usual` compares each day."""
    return np.asarray(np.isfinite(_around(values)).sum(axis=0))


def _around(values: Floats) -> Floats:
    """[week, day]: the same weekday in the four weeks before, then in the four weeks after."""
    padded = np.full((len(values) + 14 * WEEKS_EACH_SIDE, *values.shape[1:]), np.nan)
    middle = 7 * WEEKS_EACH_SIDE
    padded[middle : middle + len(values)] = values
    shifts = [7 * week for week in range(-WEEKS_EACH_SIDE, WEEKS_EACH_SIDE + 1) if week]
    return np.stack([padded[middle + s : middle + s + len(values)] for s in shifts])


def nan_median(stack: Floats) -> Floats:
    """The median of the known values along the first axis; NaN where there are none."""
    ordered = np.sort(stack, axis=0)  # NaN last
    count = np.isfinite(stack).sum(axis=0)
    low = np.maximum((count - 1) // 2, 0)[None]
    high = np.minimum(count // 2, len(stack) - 1)[None]
    pair = np.take_along_axis(ordered, low, 0)[0] + np.take_along_axis(ordered, high, 0)[0]
    return np.where(count > 0, pair / 2, np.nan)
