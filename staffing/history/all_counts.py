"""The counts of all queues over several files, of whose rows those of a share alone were kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from staffing.records.queue_counts import MOST_CELLS, QueueCounts

Key = TypeVar("Key", str, int)


class AllCounts:
    """Gathers the counts of files, until there are too many to look for totals in."""

    def __init__(self) -> None:
        self._files: list[QueueCounts] = []
        self._queues: dict[str, int] = {}
        self._times: dict[int, int] = {}
        self._are_too_many = False

    def add(self, counts: QueueCounts) -> None:
        """The counts of another file."""
        queue, time = _placed(self._queues, counts.queues), _placed(self._times, counts.times)
        self._are_too_many |= counts.are_too_many or len(self._queues) * len(self._times) > MOST_CELLS
        if self._are_too_many:
            self._files.clear()
        elif not self._files:
            self._files.append(counts)
        else:
            self._files.append(replace(counts, queue=queue[counts.queue], time=time[counts.time]))

    def of_all_files(self) -> QueueCounts:
        """The rows of one file after the other; a count that a file has not got is unknown there."""
        if len(self._files) == 1 and not self._are_too_many:
            return self._files[0]
        words = dict.fromkeys(word for file in self._files for word in file.counts)
        nothing = np.zeros(0, dtype=np.int32)
        return QueueCounts(
            tuple(self._queues),
            tuple(self._times),
            np.concatenate([nothing, *(file.queue for file in self._files)]),
            np.concatenate([nothing, *(file.time for file in self._files)]),
            {
                word: np.concatenate(
                    [file.counts.get(word, np.full(len(file.time), np.nan)) for file in self._files]
                )
                for word in words
            },
            self._are_too_many,
        )


def _placed(known: dict[Key, int], keys: Sequence[Key]) -> NDArray[np.int32]:
    """Where each key stands among all that are known, itself from now on one of them."""
    return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int32)
