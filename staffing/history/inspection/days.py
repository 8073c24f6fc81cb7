"""A history by local day and wall-clock slot, queue by queue: what the checks of `inspect` look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.records import Bools, Floats, History, Ints
from staffing.timegrid import MINUTES_PER_DAY, local_day, minute_of_day, to_local, weekday

NEAR_WEEKS = 4
USUAL_SHARE = 0.5


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


def queue_days(history: History, queue: int) -> QueueDays:
    """The days of one queue."""
    local = to_local(history.interval_start, history.utc_offset_minutes)
    day = local_day(local).astype(np.int64)
    first, count = int(day.min()), int(day.max() - day.min()) + 1
    slots = max(1, MINUTES_PER_DAY // history.interval_minutes)
    mine = history.queue == queue
    cell = (day[mine] - first) * slots + minute_of_day(local[mine]) // history.interval_minutes
    offered = history.offered[mine]
    known = np.isfinite(offered)
    rows = np.bincount(cell, minlength=count * slots)
    seen = np.bincount(cell[known], minlength=count * slots)
    total = np.bincount(cell[known], offered[known], minlength=count * slots)
    shape = (count, slots)
    return QueueDays(
        history.queues[queue],
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
    return np.asarray(np.minimum(known[:NEAR_WEEKS].sum(axis=0), known[NEAR_WEEKS:].sum(axis=0)))


def _around(values: Floats) -> Floats:
    """[week, day]: the same weekday in the four weeks before, then in the four weeks after."""
    padded = np.full((len(values) + 14 * NEAR_WEEKS, *values.shape[1:]), np.nan)
    middle = 7 * NEAR_WEEKS
    padded[middle : middle + len(values)] = values
    shifts = [7 * week for week in range(-NEAR_WEEKS, NEAR_WEEKS + 1) if week]
    return np.stack([padded[middle + s : middle + s + len(values)] for s in shifts])


def usual_share(flags: Bools) -> Floats:
    """The share of the same weekdays in the four weeks to each side, the day included, that are flagged."""
    ones = np.ones(len(flags))
    return near_sum(flags.astype(np.float64)) / near_sum(ones).reshape(-1, *[1] * (flags.ndim - 1))


def near_sum(values: Floats) -> Floats:
    """The sum over the same weekday from four weeks before a day to four weeks after it."""
    total = np.zeros(values.shape)
    for week in range(-NEAR_WEEKS, NEAR_WEEKS + 1):
        shift = 7 * week
        if abs(shift) < len(values):
            a, b = max(0, -shift), len(values) - max(0, shift)
            total[a:b] += values[a + shift : b + shift]
    return total


def nan_median(stack: Floats) -> Floats:
    """The median of the known values along the first axis; NaN where there are none."""
    ordered = np.sort(stack, axis=0)  # NaN last
    count = np.isfinite(stack).sum(axis=0)
    low = np.maximum((count - 1) // 2, 0)[None]
    high = np.minimum(count // 2, len(stack) - 1)[None]
    pair = np.take_along_axis(ordered, low, 0)[0] + np.take_along_axis(ordered, high, 0)[0]
    return np.where(count > 0, pair / 2, np.nan)
