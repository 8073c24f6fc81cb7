"""Break pools: all rests that may start at the same moments share one set of counts.

Aykin (1996) counts, per shift and break, how many start it at each moment. Windows that open at the same
moment, with the same lengths and the same width, are interchangeable whatever shift they belong to, so
here one pool serves them all ("aggregated" Aykin): the model grows with the number of window openings, not
with the number of shifts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.records import Ints
from staffing.shifts.admissible import Shape, Shifts
from staffing.shifts.grid import Grid

Kind = tuple[tuple[int, int, int], ...]  # per rest of the chain: minutes, first, last after the opening


@dataclass(frozen=True)
class Pool:
    """Chains of `shifts` (rows of S) that open at minute `opening`; `chain` is their index in the shape."""

    kind: Kind
    opening: int
    shifts: Ints
    chain: Ints

    def positions(self, rest: int, grain: int) -> Ints:
        """Starts of the chain's rest, minutes after the first interval (not wrapped)."""
        _, first, last = self.kind[rest]
        return np.arange(self.opening + first, self.opening + last + 1, grain, dtype=np.int64)

    @property
    def is_coupled(self) -> bool:
        """True if it places several rests of a shift together."""
        return len(self.kind) > 1


def break_pools(shifts: Shifts, grid: Grid) -> tuple[Pool, ...]:
    """One pool per kind of chain and opening, in order of kind, then opening."""
    members: dict[tuple[Kind, int], list[tuple[int, int]]] = {}
    kinds = [_kinds(shape) for shape in shifts.shapes]
    for s, (shape, start) in enumerate(zip(shifts.shape.tolist(), shifts.start.tolist(), strict=True)):
        for c, (opens_after, kind) in enumerate(kinds[shape]):
            opening = start + opens_after
            if grid.cyclic:
                opening %= grid.minutes
            members.setdefault((kind, opening), []).append((s, c))
    pools = []
    for (kind, opening), pairs in sorted(members.items()):
        rows, chains = np.array(pairs, dtype=np.int64).T
        pools.append(Pool(kind, opening, rows, chains))
    return tuple(pools)


def _kinds(shape: Shape) -> list[tuple[int, Kind]]:
    """Per chain of a shape: minutes from the shift's start to its opening, and its kind."""
    kinds = []
    for chain in shape.chains:
        opens = chain[0].first
        kinds.append((opens, tuple((w.minutes, w.first - opens, w.last - opens) for w in chain)))
    return kinds
