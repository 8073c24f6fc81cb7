"""Rules of one person as a network: the states of their machine by date, and a flow of one through them.

The rules are a machine already (`staffing.roster.automaton`), so that no linear rows need be written by hand:
a tour keeps them exactly where one unit flows from the state that the period begins in to its end, on the
arcs of the kinds of shifts that the tour has. All rules together make one network: each by itself makes a
smaller one, but a weaker relaxation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.roster.automaton import OFF, Automaton

if TYPE_CHECKING:
    from staffing.roster.person import Person


@dataclass(frozen=True)
class Arc:
    """From a state before a day to one after it, on any of `kinds` (0 off duty), at a cost."""

    day: int
    source: int
    target: int
    kinds: tuple[int, ...]
    cost: float


@dataclass(frozen=True)
class RuleWalk:
    """The arcs that lead on to the period's end, from the state `entry`."""

    entry: int
    arcs: tuple[Arc, ...]


def walk_of(person: Person, kinds: Sequence[Sequence[int]]) -> RuleWalk | None:
    """The walk of a person's rules through days on which they may have these `kinds` of shifts.

    None where the rules forbid nothing and cost nothing.
    """
    person.contract.graph_of_all()  # which knows all states that the dates can reach
    machine = person.contract.whole
    entry = machine.place[person.entry]
    roles = person.contract.roles if machine.roles > 1 else [0] * len(kinds)
    layers = _layers(machine, entry, kinds, roles, person)
    arcs: list[Arc] = []
    says_nothing = True
    week = 0
    for day, layer in enumerate(layers):
        ends = person.contract.tables.week_ends[day]
        following = machine.following[roles[day]][:, layer].copy()
        costs = machine.costs[roles[day]][:, layer].copy()
        if ends:
            costs += person.contract.closing(person.weeks[week], of_all=True)[following]
            following = np.where(following >= 0, machine.week[following], -1)
            week += 1
        if day + 1 == len(layers):
            costs += machine.ending[following]
        costs = np.where(following >= 0, costs, np.inf)
        says_nothing &= not costs[list(kinds[day])].any()
        for alike in _alike(following, costs, kinds[day]):
            for place, source in enumerate(layer):
                cost = float(costs[alike[0], place])
                if cost < np.inf:
                    arcs.append(Arc(day, source, int(following[alike[0], place]), alike, cost))
    return None if says_nothing else RuleWalk(entry, _leading_on(arcs, len(layers)))


def _layers(
    machine: Automaton, entry: int, kinds: Sequence[Sequence[int]], roles: Sequence[int], person: Person
) -> list[list[int]]:
    """The states that each day may begin in."""
    layers = []
    layer = np.array([entry])
    for day, those in enumerate(kinds):
        layers.append(layer.tolist())
        following = machine.following[roles[day]][np.ix_(np.array(those), layer)]
        layer = np.unique(following[following >= 0])
        if person.contract.tables.week_ends[day]:
            layer = np.unique(machine.week[layer])
    return layers


def _alike(following: Ints, costs: Floats, kinds: Sequence[int]) -> list[tuple[int, ...]]:
    """The kinds of a day by what they make of its states."""
    groups: dict[bytes, list[int]] = {}
    for kind in kinds:
        is_lawful = np.isfinite(costs[kind])
        key = np.where(is_lawful, following[kind], -1).tobytes() + costs[kind].tobytes()
        groups.setdefault(key, []).append(kind)
    return [tuple(group) for group in groups.values()]


def _leading_on(arcs: list[Arc], days: int) -> tuple[Arc, ...]:
    """Those from which the period's end can be reached."""
    by_day: list[list[Arc]] = [[] for _ in range(days)]
    for arc in arcs:
        by_day[arc.day].append(arc)
    reached: set[int] | None = None
    kept: list[Arc] = []
    for those in reversed(by_day):
        alive = [arc for arc in those if reached is None or arc.target in reached]
        reached = {arc.source for arc in alive}
        kept.extend(alive)
    return tuple(reversed(kept))


def is_off_duty(kinds: tuple[int, ...]) -> bool:
    """Whether a day off is among them."""
    return OFF in kinds
