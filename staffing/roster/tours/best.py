"""The shortest path through a graph of tours: layer by layer, all states and slots of a day in one sweep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.roster.candidates import NOBODY
from staffing.roster.tours.edges import DayEdges
from staffing.roster.tours.graph import TourGraph, WeekEnd


@dataclass(frozen=True, eq=False)
class Ask:
    """What a tour through a graph costs. Row b of `prices` holds under start window b, each row as if alone.

    `prices` (windows, days, candidates) and `off_prices` (days) of every choice; `closing` (by day) what it
    costs to end a week in each state of the automaton; `leaving` the same for the end of all; `window_prices`
    by window, paid in every week.
    """

    entry: int
    prices: Floats
    off_prices: Floats
    closing: Sequence[Floats | None]
    leaving: Floats | None = None
    window_prices: Floats | None = None


@dataclass(frozen=True, eq=False)
class Walk:
    """Layers of a sweep: `before[k]` the costs that day k starts from, least over slots up to each."""

    before: tuple[Floats, ...]
    group_prices: tuple[Floats, ...]
    ended: tuple[tuple[Floats, Floats] | None, ...]
    last: Floats
    cost: float


def sweep(graph: TourGraph, ask: Ask) -> Walk:
    """The least cost of every place of every layer, and of all tours; infinite where there is none."""
    windows = len(ask.prices)
    first = graph.edges[0]
    start = np.full((windows, len(graph.entry_states), first.slots_before), np.inf)
    start[:, np.searchsorted(graph.entry_states, ask.entry), 0] = 0.0
    before: list[Floats] = []
    priced: list[Floats] = []
    ended: list[tuple[Floats, Floats] | None] = []
    layer = start
    for day, edges in enumerate(graph.edges):
        layer = np.minimum.accumulate(layer, axis=2)
        before.append(layer)
        prices = _group_prices(edges, ask.prices[:, day], ask.off_prices[day])
        priced.append(prices)
        costs = layer.reshape(windows, -1)[:, edges.source]
        costs += prices[:, edges.group]
        costs += edges.cost
        flat = np.full((windows, edges.places_after), np.inf)
        flat[:, edges.target] = np.minimum.reduceat(costs, edges.target_starts, axis=1)
        layer = flat.reshape(windows, -1, edges.slots_after)
        end = graph.ends[day]
        ended.append(None)
        if end is not None:
            layer, ended[-1] = _closed(layer, end, ask, day, is_last=day + 1 == graph.days)
    if ask.leaving is not None:
        states = graph.edges[-1].states_after if graph.ends[-1] is None else graph.ends[-1].states
        layer = layer + ask.leaving[states][None, :, None]
    return Walk(tuple(before), tuple(priced), tuple(ended), layer, float(layer.min(initial=np.inf)))


def _group_prices(edges: DayEdges, prices: Floats, off_price: float) -> Floats:
    """The least price in each group of candidates, by window; a day off last."""
    groups = np.full((len(prices), len(edges.group_starts) + 1), off_price)
    if len(edges.order):
        groups[:, :-1] = np.minimum.reduceat(prices[:, edges.order], edges.group_starts, axis=1)
    return groups


def _closed(
    layer: Floats, end: WeekEnd, ask: Ask, day: int, *, is_last: bool
) -> tuple[Floats, tuple[Floats, Floats] | None]:
    """The layer after a week's end, which forgets the window; and what it was made of."""
    closing = ask.closing[day]
    if closing is not None:
        layer = layer + closing[end.states][None, :, None]
    if ask.window_prices is not None:
        layer = layer + ask.window_prices[:, None, None]
    if is_last:
        return layer, None
    best = layer.min(axis=0)
    merged = np.full((len(end.states_after), best.shape[1]), np.inf)
    np.minimum.at(merged, end.target, best)
    return np.broadcast_to(merged, (len(layer), *merged.shape)), (layer, merged)


def traced(graph: TourGraph, ask: Ask, walk: Walk) -> list[int]:
    """The candidates of the cheapest tour by day, `NOBODY` on days off. Of equals the first."""
    window, state, slot = map(int, np.unravel_index(int(walk.last.argmin()), walk.last.shape))
    chosen = [NOBODY] * graph.days
    for day in range(graph.days - 1, -1, -1):
        kept = walk.ended[day]
        if kept is not None:
            window, state = _before_the_end(graph.ends[day], kept, state, slot)
        edges = graph.edges[day]
        group, place = _edge(edges, walk, day, window, state * edges.slots_after + slot)
        if group < len(edges.group_starts):
            those = _members(edges, group)
            chosen[day] = int(those[ask.prices[window, day, those].argmin()])
        state, slot = divmod(place, edges.slots_before)
        slot = int(walk.before[day][window, state, : slot + 1].argmin())
    return chosen


def _before_the_end(
    end: WeekEnd | None, kept: tuple[Floats, Floats], state: int, slot: int
) -> tuple[int, int]:
    """The window and the state, before a week ended, of the cheapest way to a state after."""
    assert end is not None
    layer, _ = kept
    those = np.flatnonzero(end.target == state)
    window, which = np.unravel_index(int(layer[:, those, slot].argmin()), (len(layer), len(those)))
    return int(window), int(those[which])


def _edge(edges: DayEdges, walk: Walk, day: int, window: int, place: int) -> tuple[int, int]:
    """The group of the cheapest edge to a place (the last: a day off), and the place before."""
    which = int(np.searchsorted(edges.target, place))
    start = int(edges.target_starts[which])
    last = which + 1 == len(edges.target_starts)
    stop = len(edges.source) if last else int(edges.target_starts[which + 1])
    costs = walk.before[day][window].reshape(-1)[edges.source[start:stop]]
    costs = costs + walk.group_prices[day][window, edges.group[start:stop]] + edges.cost[start:stop]
    best = start + int(costs.argmin())
    return int(edges.group[best]), int(edges.source[best])


def _members(edges: DayEdges, group: int) -> Ints:
    """The candidates of a group."""
    starts = edges.group_starts
    stop = len(edges.order) if group + 1 == len(starts) else int(starts[group + 1])
    return edges.order[int(starts[group]) : stop]
