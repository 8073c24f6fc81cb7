"""The counts of all queues over several files, of whose rows those of a share alone were kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.records.queue_counts import MOST_CELLS, QueueCounts


class AllCounts:
    """Gathers the counts of files, until there are too many to look for totals in."""

    def __init__(self) -> None:
        self._files: list[QueueCounts] = []
        self._queues: dict[str, int] = {}
        self._times: set[int] = set()
        self._are_too_many = False

    def add(self, counts: QueueCounts) -> None:
        """The counts of another file."""
        place = [self._queues.setdefault(name, len(self._queues)) for name in counts.queues]
        self._times.update(np.unique(counts.time).tolist())
        cells = len(self._queues) * len(self._times)
        self._are_too_many |= counts.are_too_many or cells > MOST_CELLS
        if self._are_too_many:
            self._files.clear()
        else:
            self._files.append(replace(counts, queue=np.array(place, dtype=np.int32)[counts.queue]))

    def of_all_files(self) -> QueueCounts:
        """The rows of one file after the other; a count that a file has not got is unknown there."""
        words = dict.fromkeys(word for file in self._files for word in file.counts)
        return QueueCounts(
            tuple(self._queues),
            np.concatenate([np.zeros(0, dtype=np.int32), *(file.queue for file in self._files)]),
            np.concatenate([np.zeros(0, dtype=np.int64), *(file.time for file in self._files)]),
            {
                word: np.concatenate(
                    [file.counts.get(word, np.full(len(file.time), np.nan)) for file in self._files]
                )
                for word in words
            },
            self._are_too_many,
        )
