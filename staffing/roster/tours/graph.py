"""The graph of all lawful tours of some days for people of the same terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.roster.automaton import Automaton
from staffing.roster.tours.edges import DayEdges, edges_of, grouped
from staffing.roster.tours.readiness import slots_of


@dataclass(frozen=True, eq=False)
class WeekEnd:
    """Where a week ends inside the days: closing state i of the layer becomes `target[i]` of the next."""

    states: Ints
    states_after: Ints
    target: Ints


@dataclass(frozen=True, eq=False)
class TourGraph:
    """Days one after the other; `ends[k]` where a week ends with day k (the last day's is the end of all)."""

    automaton: Automaton
    first: int  # of the case's dates
    entry_states: Ints
    edges: tuple[DayEdges, ...]
    ends: tuple[WeekEnd | None, ...]

    @property
    def days(self) -> int:
        """How many."""
        return len(self.edges)


@dataclass(frozen=True, eq=False)
class DayTables:
    """What the days of a graph are made of: rows by date of the case, columns by candidate.

    `kinds` are the automaton's (from 1 on); `usable` says which candidates anybody of these terms may work;
    `roles` what each date is among weekends; `week_ends` whether a week ends with it.
    """

    start: Ints
    end: Ints
    kinds: Ints
    usable: Bools
    roles: Sequence[int]
    week_ends: Sequence[bool]
    rest_minutes: int


def graph_of(automaton: Automaton, entries: Ints, tables: DayTables, first: int, last: int) -> TourGraph:
    """The graph of the dates `first` to before `last`, entered in the states `entries`."""
    days = slice(first, last)
    slots = slots_of(tables.start[days], tables.end[days], tables.usable[days], tables.rest_minutes)
    states = np.unique(entries)
    edges: list[DayEdges] = []
    ends: list[WeekEnd | None] = []
    for day in range(first, last):
        columns = np.flatnonzero(tables.usable[day])
        groups = grouped(tables.kinds[day], slots[day - first], columns)
        role = tables.roles[day] if automaton.roles > 1 else 0
        automaton.grow(states)
        edge = edges_of(automaton, states, role, groups, slots[day - first])
        edges.append(edge)
        states = edge.states_after
        ends.append(None)
        if tables.week_ends[day]:
            after, target = np.unique(automaton.week[states], return_inverse=True)
            ends[-1] = WeekEnd(states, after, target)
            states = after if day + 1 < last else states
    return TourGraph(automaton, first, np.unique(entries), tuple(edges), tuple(ends))
