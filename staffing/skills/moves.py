"""Moves to a cheaper staffing: a few agents fewer, and a few of other groups more."""

from __future__ import annotations

from functools import cache
from itertools import combinations_with_replacement

import numpy as np

from staffing.arrays import Floats, Ints

MOST, FEW_GROUPS = 3, 8  # agents of a move each way; one more where groups are few
LEAST_SAVING = 0.004  # of what an agent costs: less is rounding of prices


@cache
def _several(groups: int) -> Ints:
    """All ways to take a few agents of so many groups."""
    most = MOST + (groups <= FEW_GROUPS)
    ways = [
        np.bincount(chosen, minlength=groups)
        for number in range(most + 1)
        for chosen in combinations_with_replacement(range(groups), number)
        if number
    ]
    return np.array([np.zeros(groups, dtype=np.int64), *ways], dtype=np.int64)


def cheaper_moves(agents: Ints, cost: Floats) -> Ints:
    """All that save something and leave no group with fewer than none, a row each."""
    ways = _several(len(agents))
    fewer = ways[(ways <= agents).all(axis=1)]
    price = ways @ cost
    moves = []
    for taken, saved in zip(fewer[1:], fewer[1:] @ cost, strict=True):
        added = ways[(price <= saved - LEAST_SAVING) & ~((ways > 0) & (taken > 0)).any(axis=1)]
        moves.append(added - taken)
    return np.concatenate(moves) if moves else np.zeros((0, len(agents)), dtype=np.int64)
