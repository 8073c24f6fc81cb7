"""What became of the contacts, and how long people were busy, by replication and interval of arrival."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints

_MOST_KEPT = 1 << 20  # spans that wait to be counted


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
        self._inside: Floats = np.zeros(self.shape)
        self._whole: Floats = np.zeros(self.shape)
        self._kept: list[tuple[Ints, Floats, Floats, Floats]] = []
        self._count = 0

    def add(self, replication: Ints, start: Floats, end: Floats, weight: float = 1.0) -> None:
        """Stretches, one-dimensional; what lies outside the intervals is not counted."""
        self._kept.append((replication, start, end, np.full(start.size, weight)))
        self._count += start.size
        if self._count > _MOST_KEPT:
            self._count_kept()

    def total(self) -> Floats:
        """Seconds, of shape (replications, intervals)."""
        self._count_kept()
        before = np.cumsum(self._whole, axis=1) - self._whole
        total: Floats = (self._inside + before * self.seconds)[:, self._place]
        return total

    def _count_kept(self) -> None:
        """A stretch is what runs on from its start, less what runs on from its end."""
        if not self._kept:
            return
        size = self.shape[0] * self.shape[1]
        replication, start, end, weight = (np.concatenate(column) for column in zip(*self._kept, strict=True))
        for moment, signed in ((start, weight), (end, -weight)):
            at = np.clip((moment - self.origin) / self.seconds, 0.0, self.shape[1] - 1)
            place = at.astype(np.int64)
            cell = replication * self.shape[1] + place
            left = (place + 1 - at) * signed * self.seconds
            self._inside += np.bincount(cell, left, size).reshape(self.shape)
            self._whole += np.bincount(cell, signed, size).reshape(self.shape)
        self._kept, self._count = [], 0


class OutcomeTally:
    """Counts of outcomes and seconds, of shape (replications, intervals)."""

    def __init__(self, replications: int, intervals: int, grid: SpanGrid) -> None:
        self.outcomes: Ints = np.zeros((replications, intervals, len(Outcome)), dtype=np.int64)
        self.waited: Floats = np.zeros((replications, intervals))
        self.busy = Spans(replications, grid)

    def count(self, first: int, intervals: int, cell: Ints, outcome: Ints, waited: Floats) -> None:
        """Contacts of `intervals` from `first` on: `cell` is replication × intervals + interval of these.

        `waited` are the seconds of the answered, 0 of others.
        """
        kinds, replications = len(Outcome), len(self.waited)
        size = replications * intervals
        counts = np.bincount(cell * kinds + outcome, minlength=size * kinds)
        here = slice(first, first + intervals)
        self.outcomes[:, here] += counts.reshape(replications, intervals, kinds)
        self.waited[:, here] += np.bincount(cell, waited, size).reshape(replications, intervals)
