"""Break pools: all rests that may start at the same moments share one set of counts.

Aykin (1996) counts, per shift and break, how many start it at each moment. Windows that open at the same
moment, with the same lengths and the same width, are interchangeable whatever shift they belong to, so
here one pool serves them all ("aggregated" Aykin): the model grows with the number of window openings, not
with the number of shifts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from staffing.arrays import Ints
from staffing.shifts.formulation.shifts import Shifts, ShiftShape
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.rules import Rules


class RestKind(NamedTuple):
    """A rest of a chain: its minutes, its first and last start after the opening, and what it saves.

    `saves` is the cost of a premium hour that falls into the rest: nothing where the rest is paid.
    """

    minutes: int
    first: int
    last: int
    saves: float


Kind = tuple[RestKind, ...]


@dataclass(frozen=True)
class Pool:
    """Chains of `shifts` (rows of S) that open at minute `opening`; `chain` is their index in the shape."""

    kind: Kind
    opening: int
    shifts: Ints
    chain: Ints

    def positions(self, rest: int, grain: int) -> Ints:
        """Starts of the chain's rest, minutes after the first interval (not wrapped)."""
        kind = self.kind[rest]
        return np.arange(self.opening + kind.first, self.opening + kind.last + 1, grain, dtype=np.int64)

    @property
    def is_coupled(self) -> bool:
        """True if it places several rests of a shift together."""
        return len(self.kind) > 1


@dataclass(frozen=True)
class RestCount:
    """The variable b_gkp: pool, rest of its chain, its minutes, and the starts p, alike for coverage."""

    pool: int
    rest: int
    minutes: int
    starts: tuple[int, ...]


def break_pools(shifts: Shifts, horizon: ShiftHorizon) -> tuple[Pool, ...]:
    """One pool per kind of chain and opening, in order of kind, then opening."""
    members: dict[tuple[Kind, int], list[tuple[int, int]]] = {}
    kinds = [_kinds(shape, horizon.rules) for shape in shifts.shapes]
    for s, (shape, start) in enumerate(zip(shifts.shape.tolist(), shifts.start.tolist(), strict=True)):
        for c, (opens_after, kind) in enumerate(kinds[shape]):
            opening = start + opens_after
            if horizon.cyclic:
                opening %= horizon.minutes
            members.setdefault((kind, opening), []).append((s, c))
    pools = []
    for (kind, opening), pairs in sorted(members.items()):
        rows, chains = np.array(pairs, dtype=np.int64).T
        pools.append(Pool(kind, opening, rows, chains))
    return tuple(pools)


def _kinds(shape: ShiftShape, rules: Rules) -> list[tuple[int, Kind]]:
    """Per chain of a shape: minutes from the shift's start to its opening, and its kind."""
    pattern = rules.patterns[shape.pattern]
    rate = pattern.cost_per_hour if rules.costs.premiums else 0.0
    kinds = []
    for chain in shape.chains:
        opens = chain[0].first
        kind = tuple(
            RestKind(w.minutes, w.first - opens, w.last - opens, 0.0 if pattern.rests[w.rest].paid else rate)
            for w in chain
        )
        kinds.append((opens, kind))
    return kinds


def counts_by_pool(
    pools: tuple[Pool, ...], counts: tuple[RestCount, ...], rests: Ints
) -> list[list[tuple[RestCount, int]]]:
    """For each pool, its counts and how many take them."""
    by_pool: list[list[tuple[RestCount, int]]] = [[] for _ in pools]
    for count, n in zip(counts, rests.tolist(), strict=True):
        by_pool[count.pool].append((count, n))
    return by_pool


def chain_of_heads(shifts: Shifts, pool: Pool, shift: Ints) -> tuple[Ints, Ints]:
    """Per head of the pool: minutes from its shift's start to the opening, and the pattern's rest numbers."""
    chains = [
        shifts.shapes[shape].chains[chain]
        for shape, chain in zip(shifts.shape[pool.shifts].tolist(), pool.chain.tolist(), strict=True)
    ]
    opens = np.array([chain[0].first for chain in chains], dtype=np.int64)
    rest = np.array([[window.rest for window in chain] for chain in chains], dtype=np.int64)
    member = np.searchsorted(pool.shifts, shift)
    return opens[member], rest[member]


def shared(count: RestCount, n: int) -> Ints:
    """n starts, evenly over those the count stands for."""
    return np.array(count.starts, dtype=np.int64)[np.arange(n) * len(count.starts) // max(n, 1)]
