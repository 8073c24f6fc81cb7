"""One day of a tour as edges between states: where they come from and lead, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.roster.automaton import OFF, Automaton
from staffing.roster.tours.readiness import DaySlots


@dataclass(frozen=True, eq=False)
class DayEdges:
    """The edges of a day, by target; a place is state × slots + slot, of the layer before and of that after.

    Candidates of the same kind that come from and lead to the same slots are a group: `order` lists them
    group by group, `group_starts` where each begins. Edge i goes from `source[i]` at `cost[i]` plus the price
    of `group[i]`, the last group being a day off. Edges of one target begin at `target_starts`; it is
    `target`.
    """

    order: Ints
    group_starts: Ints
    source: Ints
    group: Ints
    cost: Floats
    target_starts: Ints
    target: Ints
    slots_before: int
    slots_after: int
    states_after: Ints  # of the automaton, by the layer's own number
    places_after: int


@dataclass(frozen=True, eq=False)
class Grouping:
    """The groups of a day's candidates: columns in order, and each group's kind, slot before and after."""

    order: Ints
    starts: Ints
    kind: Ints
    source: Ints
    target: Ints


def grouped(kinds: Ints, slots: DaySlots, columns: Ints) -> Grouping:
    """The candidates `columns` of a day by kind and slots."""
    kind, source, target = kinds[columns], slots.source[columns], slots.target[columns]
    by = np.lexsort((target, source, kind))
    order = columns[by]
    key = np.stack([kind[by], source[by], target[by]])
    opens = np.concatenate([[True], (np.diff(key, axis=1) != 0).any(axis=0)])[: len(order)]
    starts = np.flatnonzero(opens)
    return Grouping(order, starts, *key[:, starts])


def edges_of(automaton: Automaton, states: Ints, role: int, groups: Grouping, slots: DaySlots) -> DayEdges:
    """The edges of a day from a layer of states."""
    before, after = len(slots.off), len(slots.ready)
    number = np.arange(len(states))
    parts: list[tuple[Ints, Ints, Floats, Ints, Ints]] = []  # source, group, cost, state and slot after
    off = automaton.following[role, OFF, states]
    kept = np.flatnonzero(off >= 0)
    at, slot = np.repeat(kept, before), np.tile(np.arange(before), len(kept))
    off_cost = automaton.costs[role, OFF, states[at]]
    parts.append((at * before + slot, np.full(len(at), len(groups.kind)), off_cost, off[at], slots.off[slot]))
    for kind in np.unique(groups.kind).tolist():
        follow = automaton.following[role, kind, states]
        kept = np.flatnonzero(follow >= 0)
        mine = np.flatnonzero(groups.kind == kind)
        at, group = np.repeat(number[kept], len(mine)), np.tile(mine, len(kept))
        cost = automaton.costs[role, kind, states[at]]
        parts.append((at * before + groups.source[group], group, cost, follow[at], groups.target[group]))
    source, group, cost, state, slot = (np.concatenate(column) for column in zip(*parts, strict=True))
    states_after, local = np.unique(state, return_inverse=True)
    target = local * after + slot
    by_target = np.argsort(target, kind="stable")
    target = target[by_target]
    opens = np.flatnonzero(np.concatenate([[True], np.diff(target) != 0])[: len(target)])
    return DayEdges(
        order=groups.order,
        group_starts=groups.starts,
        source=source[by_target],
        group=group[by_target],
        cost=cost[by_target],
        target_starts=opens,
        target=target[opens],
        slots_before=before,
        slots_after=after,
        states_after=states_after,
        places_after=len(states_after) * after,
    )
