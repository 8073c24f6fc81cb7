"""What became of the contacts, and how long people were busy, by replication and interval of arrival."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints

_MOST_KEPT = 1 << 16  # stretches that wait to be counted together
_PARTS = 2.0**32  # of an interval, in whole numbers of which is counted: sums do not hang on their order


class Outcome(IntEnum):
    """What becomes of a contact."""

    AT_ONCE = 0
    IN_TIME = 1
    LATE = 2
    GONE_IN_TIME = 3
    GONE_LATE = 4
    BLOCKED = 5
    NEVER = 6


_OUTCOMES = np.array(  # of not served, then served: late, late and -, in time, in time and -
    [
        *(Outcome.NEVER, Outcome.GONE_LATE, Outcome.NEVER, Outcome.GONE_IN_TIME),
        *(Outcome.LATE, Outcome.LATE, Outcome.IN_TIME, Outcome.AT_ONCE),
    ]
)


def outcomes_of(served: Bools, waited: Floats, patience: Floats, target_seconds: Floats) -> Ints:
    """What became of contacts that got a line; `waited` is of the served."""
    in_time = np.where(served, waited, patience) <= target_seconds
    last = np.where(served, waited <= 0, patience < np.inf)
    outcome: Ints = _OUTCOMES[4 * served.view(np.uint8) + 2 * in_time.view(np.uint8) + last.view(np.uint8)]
    return outcome


class SpanGrid(NamedTuple):
    """A regular grid of intervals from an origin, and the places on it that are counted."""

    origin: float
    seconds: float
    place: Ints


class Spans:
    """Seconds of stretches of time inside intervals, by replication."""

    def __init__(self, replications: int, grid: SpanGrid) -> None:
        self.origin, self.seconds, self._place = grid
        self.shape = (replications, int(grid.place.max(initial=-1)) + 2)
        self._inside: Floats = np.zeros(
            self.shape
        )  # shares of intervals after a start, less those after an end
        self._whole: Floats = np.zeros(self.shape)  # starts in each interval less ends
        self._kept_replication = np.empty(_MOST_KEPT, dtype=np.int64)
        self._kept: Floats = np.empty((2, _MOST_KEPT))
        self._count = 0

    def add(self, replication: Ints, start: Floats, end: Floats) -> None:
        """Stretches, one-dimensional; what lies outside the intervals is not counted."""
        first, last = self._count, self._count + start.size
        if last > _MOST_KEPT:
            self._count_kept()
            if start.size > _MOST_KEPT // 4:
                self._count_all(replication, start, end)
                return
            first, last = 0, start.size
        self._kept_replication[first:last] = replication
        self._kept[0, first:last], self._kept[1, first:last] = start, end
        self._count = last

    def total(self) -> Floats:
        """Seconds, of shape (replications, intervals)."""
        self._count_kept()
        before = np.cumsum(self._whole, axis=1) - self._whole
        total: Floats = ((self._inside + before) * self.seconds)[:, self._place]
        return total

    def _count_kept(self) -> None:
        kept, self._count = slice(0, self._count), 0
        self._count_all(self._kept_replication[kept], *self._kept[:, kept])

    def _count_all(self, replication: Ints, start: Floats, end: Floats) -> None:
        """A stretch is what runs on from its start, less what runs on from its end."""
        row, size = replication * self.shape[1], self.shape[0] * self.shape[1]
        for moment, sign in ((start, 1.0), (end, -1.0)):
            at = (moment - self.origin) / self.seconds
            np.clip(at, 0.0, self.shape[1] - 1, out=at)
            place = at.astype(np.int64)
            at -= place
            at *= _PARTS
            np.rint(at, out=at)
            place += row
            begun = np.bincount(place, minlength=size) * sign
            gone = np.bincount(place, at, size) * (sign / _PARTS)
            self._inside += (begun - gone).reshape(self.shape)
            self._whole += begun.reshape(self.shape)


class CountedCells(NamedTuple):
    """Where contacts of `intervals` from `first` on are counted.

    `cell` is replication × intervals + interval of these.
    """

    first: int
    intervals: int
    cell: Ints


class OutcomeTally:
    """Counts of outcomes and seconds, of shape (replications, intervals)."""

    def __init__(self, replications: int, intervals: int, grid: SpanGrid) -> None:
        self.outcomes: Ints = np.zeros((replications, intervals, len(Outcome)), dtype=np.int64)
        self.waited: Floats = np.zeros((replications, intervals))
        self.busy = Spans(replications, grid)
        self._worked: Floats = np.zeros((replications, intervals))

    def count(self, cells: CountedCells, outcome: Ints, waited: Floats) -> None:
        """Contacts with what became of them; `waited` are the seconds of the answered, 0 of others."""
        kinds = len(Outcome)
        size, shape, here = self._of(cells)
        counts = np.bincount(cells.cell * kinds + outcome, minlength=size * kinds)
        self.outcomes[:, here] += counts.reshape(*shape, kinds)
        self.waited[:, here] += np.bincount(cells.cell, waited, size).reshape(shape)

    def work(self, cells: CountedCells, start: Floats, end: Floats, interval_end: Floats) -> None:
        """The same contacts in hand from start to end; `interval_end` is that of the intervals they came in.

        Most end in their own interval; the others go on in `busy`.
        """
        beyond = np.flatnonzero(end > interval_end)
        edge = interval_end[beyond] if interval_end.size > 1 else interval_end
        inside = end - start
        inside[beyond] = edge - np.minimum(start[beyond], edge)
        size, shape, here = self._of(cells)
        self._worked[:, here] += np.bincount(cells.cell, inside, size).reshape(shape)
        replication = cells.cell[beyond] // cells.intervals
        self.busy.add(replication, np.maximum(start[beyond], edge), end[beyond])

    def _of(self, cells: CountedCells) -> tuple[int, tuple[int, int], slice]:
        shape = (len(self.waited), cells.intervals)
        return shape[0] * shape[1], shape, slice(cells.first, cells.first + cells.intervals)

    def seconds_busy(self) -> Floats:
        """That contacts were in hand, by replication and interval."""
        return self._worked + self.busy.total()
