"""Of a file with many queues the rows that a share of them needs; the others are dropped block by block.

Needed are all rows of the share's own queues. Of the others stays what tells how far the history goes and
when anybody reported: the first row of each queue, and of each time the first one and the first with a count.
Besides, the counts of all queues are kept while they are few enough for totals to be looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Ints
from staffing.history.rollups import COUNTS
from staffing.records.columns import ALL_QUEUES
from staffing.records.queue_counts import MOST_CELLS, QueueCounts
from staffing.shard import Shard
from staffing.tables.table import Table


class ShardRows:
    """Asked for each block of a file in turn which of its rows are kept."""

    def __init__(self, shard: Shard) -> None:
        self._queues, self._times = _Codes(), _Codes()
        self._held = _Flags()  # by queue: of the share
        self._told, self._counted = _Flags(), _Flags()  # by time: another's row is kept; one with a count
        self._shard = shard
        self._rows: dict[str, list[NDArray[Any]]] = {}
        self._are_too_many = False

    def __call__(self, block: Table) -> Bools:
        """Which rows are kept; all of a file without a column of queues."""
        names = block.texts.get("queue")
        if names is None:
            return np.ones(len(block), dtype=bool)
        before = len(self._queues)
        queue = self._queues.of(names if all(names) else [name or ALL_QUEUES for name in names])
        self._held.extend([self._shard.holds(name) for name in islice(self._queues, before, None)])
        cells = block.times["interval_start"]
        distinct, place = np.unique(cells.seconds * 2 + cells.naive, return_inverse=True)
        time = self._times.of(distinct.tolist())[place]
        self._told.grow(len(self._times))
        self._counted.grow(len(self._times))
        self._count(queue, time, block)
        kept: Bools = self._held.values[queue]
        others = np.flatnonzero(~kept)
        kept[_first_of_each(queue, others[queue[others] >= before])] = True
        counted = others[np.isfinite(block.number("offered")[others])]
        for rows, known in ((counted, self._counted), (others, self._told)):
            new = _first_of_each(time, rows[~known.values[time[rows]]])
            kept[new] = True
            known.values[time[new]] = self._told.values[time[new]] = True
        return kept

    def _count(self, queue: Ints, time: Ints, block: Table) -> None:
        """Keep the counts of a block, or none at all from when there are too many."""
        self._are_too_many |= len(self._queues) * len(self._times) > MOST_CELLS
        if self._are_too_many:
            self._rows.clear()
            return
        words = (word for word in ("offered", *COUNTS) if word in block.numbers)
        columns = {"queue": queue.astype(np.int32), "time": time.astype(np.int32)}
        for name, column in (columns | {word: block.numbers[word] for word in words}).items():
            self._rows.setdefault(name, []).append(column)

    def counts(self) -> QueueCounts | None:
        """Those of all queues, which are then forgotten here; None where the file names none."""
        if not self._queues:
            return None
        nothing = [np.zeros(0, dtype=np.int32)]
        queue, time = (np.concatenate(self._rows.pop(name, nothing)) for name in ("queue", "time"))
        counts = {word: np.concatenate(self._rows.pop(word)) for word in list(self._rows)}
        return QueueCounts(tuple(self._queues), tuple(self._times), queue, time, counts, self._are_too_many)


class _Codes(dict[Any, int]):
    """Codes in the order in which keys are met."""

    def __missing__(self, key: Any) -> int:
        code = self[key] = len(self)
        return code

    def of(self, keys: Sequence[Any]) -> Ints:
        """The code of each key."""
        return np.fromiter(map(self.__getitem__, keys), dtype=np.int64, count=len(keys))


class _Flags:
    """A flag for each code, in an array that grows."""

    def __init__(self) -> None:
        self.count, self.values = 0, np.zeros(1024, dtype=bool)

    def grow(self, count: int) -> None:
        """Room for so many; new ones are not set."""
        if count > len(self.values):
            self.values = np.concatenate([self.values, np.zeros(count, dtype=bool)])
        self.count = count

    def extend(self, flags: Sequence[bool]) -> None:
        """Further ones."""
        if flags:
            self.grow(self.count + len(flags))
            self.values[self.count - len(flags) : self.count] = flags


def _first_of_each(keys: Ints, rows: Ints) -> Ints:
    """Of the rows the first one with each key."""
    return rows[np.unique(keys[rows], return_index=True)[1]] if len(rows) else rows
