"""From counts to people: every rest of every head, out of the counts the model decided.

Heads of a shift are numbered, and head i of n stands at (i + ½)/n of its shift. All heads of a pool line up
by that share (then by shift), and the pool's sorted starts are dealt out along the line, for each rest of
its chain alike. So

* the counts are met exactly, and every start lies in the window, as all windows of a pool are the same;
* rests of a chain keep their distance: head i has the i-th start of each (see `model` for the proof);
* each shift's heads spread evenly over the starts, and who goes early to one rest goes early to the next.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Ints
from staffing.shifts.formulation.model import Model
from staffing.shifts.formulation.pools import Pool, RestCount, chain_of_heads, counts_by_pool, shared
from staffing.shifts.formulation.shifts import ABSENT


def place_rests(model: Model, heads: Ints, rests: Ints, rest_kinds: int) -> tuple[Ints, Ints]:
    """One row per head: its shift (row of S), and the start of each rest in minutes after the shift's start.

    Rest r of the pattern is column r; ABSENT where the pattern has no such rest.
    """
    shift = np.repeat(np.arange(len(heads)), heads)
    first = np.cumsum(heads) - heads
    share = (np.arange(len(shift)) - first[shift] + 0.5) / heads[shift]
    after = np.full((len(shift), rest_kinds), ABSENT, dtype=np.int64)
    counted = counts_by_pool(model.pools, model.rest_counts, rests)
    for g, pool in enumerate(model.pools):
        n = heads[pool.shifts]
        head = np.repeat(first[pool.shifts] - (np.cumsum(n) - n), n) + np.arange(n.sum())
        line = head[np.lexsort((head, share[head]))]
        opens, rest = chain_of_heads(model.shifts, pool, shift[line])
        for k, starts in enumerate(_starts(pool, counted[g])):
            after[line, rest[:, k]] = starts - pool.opening + opens
    return shift, after


def _starts(pool: Pool, counted: list[tuple[RestCount, int]]) -> list[Ints]:
    """For each rest of the pool's chain, the starts of all its heads, sorted."""
    return [
        np.sort(np.concatenate([shared(count, n) for count, n in counted if count.rest == k]))
        for k in range(len(pool.kind))
    ]
