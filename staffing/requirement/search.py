"""The fewest agents that meet the targets: a guess, a gallop, a bisection, with the exact model throughout.

Every measure a target can name improves with each further agent (tests/requirement holds all models to
that), so the smallest number that meets is the only one that meets while one fewer misses. The exception,
definitions that reward leaving early where lines are limited, is tried number by number.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.queueing.model import QueueModel, Traffic
from staffing.records.targets import Targets

UNSTEADY = ("with-abandons", "offered-less-short")
"""Definitions that more agents can lower where lines are limited and patience is short."""
MOST_AGENTS = 1e9
"""Where a search gives up."""
ROWS_AT_ONCE = 16_384
"""Intervals searched together: their arrays stay in the processor's cache."""


def fewest_agents(model: QueueModel, traffic: Traffic, targets: Targets) -> Floats:
    """Whole agents per interval of `traffic` (one-dimensional), the true minimum.

    At least `targets.min_agents`, rounded up, and at least one where anything is offered; none where
    nothing is. Infinity where no number of agents meets the targets.
    """
    agents = np.zeros(traffic.load.shape)
    busy = np.flatnonzero(traffic.busy)
    for start in range(0, busy.size, ROWS_AT_ONCE):
        block = busy[start : start + ROWS_AT_ONCE]
        agents[block] = _search_block(model, traffic.rows(block), targets.rows(block))
    if targets.definition in UNSTEADY and isinstance(traffic, Traffic):
        rows = np.flatnonzero(
            traffic.busy & np.isfinite(traffic.lines) & (traffic.patience_seconds < traffic.aht_seconds)
        )
        agents[rows] = _tried(model, traffic.rows(rows), targets.rows(rows), agents[rows])
    return np.maximum(agents, np.ceil(targets.min_agents))


def _tried(model: QueueModel, traffic: Traffic, targets: Targets, searched: Floats) -> Floats:
    """The smallest number that meets among 1, 2, …, where more agents can also miss; else as searched.

    With few lines and callers who leave sooner than a contact ends, one agent more keeps lines busy longer:
    fewer give up early, more are blocked, and levels that count early leavers in their favour can fall.
    """
    found = np.full(searched.shape, np.inf)
    most = np.minimum(searched, traffic.lines)
    for agents in range(1, int(most.max(initial=0.0)) + 1):
        rows = np.flatnonzero(np.isinf(found) & (agents <= most))
        asked = targets.rows(rows)
        given = np.full(rows.size, float(agents))
        found[rows[asked.met_by(model.performance(traffic.rows(rows), given, asked.target_seconds))]] = agents
    fewest: Floats = np.minimum(found, searched)
    return fewest


def _search_block(model: QueueModel, traffic: Traffic, targets: Targets) -> Floats:
    def meets(index: Ints, agents: Floats) -> Bools:
        asked = targets.rows(index)
        return asked.met_by(model.performance(traffic.rows(index), agents, asked.target_seconds))

    # Square-root staffing with a small safety factor; the first stride is a fraction of the same scale.
    spread = np.sqrt(traffic.load)
    return _smallest(meets, guess=np.ceil(traffic.load + 0.3 * spread), stride=np.ceil(spread / 8.0))


def _smallest(meets: Callable[[Ints, Floats], Bools], guess: Floats, stride: Floats) -> Floats:
    """Smallest whole number ≥ 1, row by row, that meets; `meets` is monotone.

    Each row keeps the largest number known to miss (0 is taken to) and the smallest known to meet. While
    one side is unknown it strides that way, twice as far each time; then it halves the gap.
    """
    misses, hits = np.zeros_like(guess), np.full_like(guess, np.inf)
    index, probe = np.arange(guess.size), np.maximum(guess, 1.0)
    while index.size:
        met = meets(index, probe)
        hits[index[met]] = probe[met]
        misses[index[~met]] = probe[~met]
        index = index[(hits - misses)[index] > 1.0]
        index = index[misses[index] < MOST_AGENTS]
        probe = _next_probe(misses[index], hits[index], stride[index])
        stride[index] *= 2.0
    return hits


def _next_probe(misses: Floats, hits: Floats, stride: Floats) -> Floats:
    unbounded, unseen = np.isinf(hits), misses == 0
    top = np.where(unbounded, 0.0, hits)
    middle = np.floor(0.5 * (misses + top))
    return np.where(unbounded, misses + stride, np.where(unseen, np.maximum(top - stride, 1.0), middle))
