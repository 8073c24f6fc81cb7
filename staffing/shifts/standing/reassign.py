"""From counts to the people who stand: as many as can keep their rests, and the others move least.

The counts of a pool say how many rest at each start. Who rests at such a start already keeps it, up to the
count; the others take what is left, the earliest now the earliest then. In a chain of several rests whole
placements are kept, as long as what is left can still be paired (see `model`).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.shifts.formulation.model import Model
from staffing.shifts.formulation.pools import Pool, RestCount, chain_of_heads, counts_by_pool, shared
from staffing.shifts.standing.groups import Standing, pool_people

Counted = list[tuple[RestCount, int]]


def reassign(standing: Standing, model: Model, values: Floats, min_work: int) -> Ints:
    """[person, rest] starts after the shift's, out of x_s and b_gkp; as they are for who cannot move."""
    row = _rows(standing, model.heads(values))
    after = standing.after.copy()
    for pool, counted in zip(
        model.pools, counts_by_pool(model.pools, model.rest_counts, model.rests(values)), strict=True
    ):
        people, now = pool_people(model.shifts, pool, row, standing.after)
        opens, rest = chain_of_heads(model.shifts, pool, row[people])
        new = _chain(now, pool, counted, min_work) if pool.is_coupled else _single(now[:, 0], counted)
        after[people[:, None], rest] = new - pool.opening + opens[:, None]
    return after


def _rows(standing: Standing, heads: Ints) -> Ints:
    """Each person's row of `shifts`: the present one as long as its people are not yet found."""
    row = standing.home.copy()
    wanted = heads.copy()
    over: list[int] = []
    for s in range(len(heads)):
        here = np.flatnonzero(standing.home == s)
        over += here[wanted[s] :].tolist()
        wanted[s] = max(wanted[s] - len(here), 0)
    for person in over:
        same = np.flatnonzero((standing.group == standing.group[row[person]]) & (wanted > 0))
        row[person] = same[0]
        wanted[same[0]] -= 1
    return row


def _single(now: Ints, counted: Counted) -> Ints:
    """[person, 1]: new starts of the pool's one rest."""
    new = np.zeros(len(now), dtype=np.int64)
    moves = np.ones(len(now), dtype=bool)
    left = []
    for count, n in counted:
        stay = np.flatnonzero(np.isin(now, count.starts))[:n]
        new[stay], moves[stay] = now[stay], False
        left.append(shared(count, n - len(stay)))
    movers = np.flatnonzero(moves)
    new[movers[np.argsort(now[movers], kind="stable")]] = np.sort(np.concatenate(left))
    return new[:, None]


def _chain(now: Ints, pool: Pool, counted: Counted, min_work: int) -> Ints:
    """[person, rest of the chain]: new starts."""
    apart = np.array([kind.minutes + min_work for kind in pool.kind[:-1]], dtype=np.int64)
    left = [
        np.sort(np.concatenate([shared(count, n) for count, n in counted if count.rest == k]))
        for k in range(len(pool.kind))
    ]
    new, moves = now.copy(), np.ones(len(now), dtype=bool)
    for placement in np.unique(now, axis=0):
        here = np.flatnonzero((now == placement).all(axis=1))
        for keep in range(len(here), 0, -1):
            rest = [_without(starts, p, keep) for starts, p in zip(left, placement.tolist(), strict=True)]
            if all(part is not None for part in rest) and _can_pair(rest, apart):  # type: ignore[arg-type]
                left = [part for part in rest if part is not None]
                moves[here[:keep]] = False
                break
    movers = np.flatnonzero(moves)
    order = np.lexsort(now[movers].T[::-1])
    new[movers[order]] = np.column_stack(left)
    return new


def _without(starts: Ints, start: int, times: int) -> Ints | None:
    """The sorted starts less `times` equal ones; None if there are not so many."""
    first, last = np.searchsorted(starts, [start, start + 1])
    return None if last - first < times else np.delete(starts, slice(first, first + times))


def _can_pair(starts: list[Ints], apart: Ints) -> bool:
    """True if the i-th start of every rest follows the i-th of the one before at its distance."""
    return all(
        bool(np.all(later - before >= gap))
        for (before, later), gap in zip(pairwise(starts), apart.tolist(), strict=True)
    )
