"""Rows of queues that follow one another in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.records.columns import IntervalRows


@dataclass(frozen=True, eq=False)
class Stretches:
    """Each row of the `order`, by queue and time, opens a stretch, or follows the row before.

    Where a queue opens nobody is in progress. Of what was before its `first` row nothing is known: that is
    taken to be at rest.
    """

    order: Ints
    opens: Bools
    first: Bools

    @classmethod
    def of(cls, rows: IntervalRows, offered: Floats) -> Self:
        """Rows follow one another where there are contacts in both."""
        order = np.lexsort((rows.interval_start, rows.queue))
        start, queue = rows.interval_start[order].astype(np.int64), rows.queue[order]
        is_busy, is_other = offered[order] > 0, np.diff(queue) != 0
        follows = (np.diff(start) == 60 * rows.interval_minutes) & ~is_other & is_busy[1:] & is_busy[:-1]
        begin = np.ones(min(len(order), 1), dtype=bool)
        return cls(order, np.concatenate([begin, ~follows]), np.concatenate([begin, is_other]))

    def starts(self, kept: Floats, added: Floats, at_rest: Floats) -> Floats:
        """x at the start of each row in order, where a row makes kept · x + added of it."""
        begin = np.flatnonzero(self.opens)
        lengths = np.diff(np.append(begin, len(self.opens)))
        begin = begin[np.argsort(-lengths, kind="stable")]
        start = np.zeros(len(self.opens))
        x = np.where(self.first[begin], at_rest[begin], 0.0)
        for row in range(int(lengths.max(initial=0))):
            here = begin[: np.count_nonzero(lengths > row)] + row
            x = x[: len(here)]
            start[here] = x
            x = kept[here] * x + added[here]
        return start
