"""Of a file with many queues the rows that a share of them needs; the others are dropped block by block.

Needed are all rows of the share's own queues. Of the others stays what tells how far the history goes and
when anybody reported: the first row of each queue, and of each time the first one and the first with a count.
Besides, the counts of all queues are kept while they are few enough for totals to be looked for.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.history.rollups import COUNTS
from staffing.records.columns import ALL_QUEUES
from staffing.records.queue_counts import MOST_CELLS, QueueCounts
from staffing.shard import Shard
from staffing.tables.table import Table


class ShardRows:
    """Asked for each block of a file in turn which of its rows are kept."""

    def __init__(self, shard: Shard) -> None:
        self._queues = _Queues(shard.holds)
        self._times: set[int] = set()  # of any row
        self._told: set[int] = set()  # for which a row of another share's queue is kept
        self._counted: set[int] = set()  # the same, with a count
        self._blocks: list[tuple[Ints, Ints, dict[str, Floats]]] = []
        self._are_too_many = False

    def __call__(self, block: Table) -> Bools:
        """Which rows are kept; all of a file without a column of queues."""
        names = block.texts.get("queue")
        if names is None:
            return np.ones(len(block), dtype=bool)
        before = len(self._queues)
        queue = np.fromiter(map(self._queues.__getitem__, names), dtype=np.int64, count=len(names))
        cells = block.times["interval_start"]
        time = cells.seconds * 2 + cells.naive
        self._count(queue, time, block)
        kept: Bools = np.array(self._queues.held)[queue]
        others = np.flatnonzero(~kept)
        counted = others[np.isfinite(block.number("offered")[others])]
        kept[_first_of_each(queue, others[queue[others] >= before])] = True
        kept[_new(time, counted, self._counted)] = True
        self._told |= self._counted
        kept[_new(time, others, self._told)] = True
        return kept

    def _count(self, queue: Ints, time: Ints, block: Table) -> None:
        """Keep the counts of a block, or none at all from when there are too many."""
        self._times.update(time.tolist())
        if self._are_too_many or len(self._queues) * len(self._times) > MOST_CELLS:
            self._are_too_many = True
            self._blocks.clear()
            return
        words = ("offered", *COUNTS)
        counts = {word: block.numbers[word] for word in words if word in block.numbers}
        self._blocks.append((queue.astype(np.int32), time, counts))

    def counts(self) -> QueueCounts | None:
        """Those of all queues; None where the file names none."""
        if not self._queues:
            return None
        queue, time, counts = zip(*self._blocks, strict=True) if self._blocks else ((), (), ())
        words = dict.fromkeys(word for block in counts for word in block)
        return QueueCounts(
            tuple(name or ALL_QUEUES for name in self._queues),
            np.concatenate([np.zeros(0, dtype=np.int32), *queue]),
            np.concatenate([np.zeros(0, dtype=np.int64), *time]),
            {word: np.concatenate([block[word] for block in counts]) for word in words},
            self._are_too_many,
        )


class _Queues(dict[str, int]):
    """Codes of queues by their names, in the order in which they are met; `held` says whose the share is."""

    def __init__(self, is_held: Callable[[str], bool]) -> None:
        super().__init__()
        self.is_held = is_held
        self.held: list[bool] = []

    def __missing__(self, name: str) -> int:
        code = self[name] = len(self)
        self.held.append(self.is_held(name or ALL_QUEUES))
        return code


def _first_of_each(keys: Ints, rows: Ints) -> Ints:
    """Of the rows the first one with each key."""
    return rows[np.unique(keys[rows], return_index=True)[1]]


def _new(time: Ints, rows: Ints, known: set[int]) -> Ints:
    """Of the rows the first one of each time that is not known yet, which it then is."""
    if not set(time[rows].tolist()) - known:
        return rows[:0]
    first = _first_of_each(time, rows)
    fresh = first[[moment not in known for moment in time[first].tolist()]]
    known.update(time[fresh].tolist())
    return fresh
