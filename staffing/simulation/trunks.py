"""Trunk lines: a contact in service or waiting holds one; without a free one it gets a busy signal."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats

_MOST = 100_000  # more lines than this are no limit that anybody would notice


def is_limited(lines: Floats) -> bool:
    """Whether anywhere there are so few lines that somebody might not get one."""
    return bool((lines < _MOST).any())


class TrunkLines:
    """When each line is free again, in every replication."""

    def __init__(self, lines: int, replications: int) -> None:
        self._held: Floats = np.full((replications, max(lines, 1)), -np.inf)
        self._row = np.arange(replications)

    @classmethod
    def of(cls, lines: Floats, replications: int) -> TrunkLines | None:
        """As many as the interval with the most has; None where nowhere is a limit."""
        return cls(int(lines[lines < _MOST].max()), replications) if is_limited(lines) else None

    def free(self, time: Floats, lines: Floats) -> Bools:
        """Whether fewer than so many lines are held."""
        held = (self._held > time[:, None]).sum(axis=1)
        return np.asarray((held + 1 <= lines) & (held < self._held.shape[1]))

    def hold(self, takes: Bools, until: Floats) -> None:
        """A line is held until then, where `takes` holds."""
        line = self._held.argmin(axis=1)[takes]
        self._held[self._row[takes], line] = until[takes]
