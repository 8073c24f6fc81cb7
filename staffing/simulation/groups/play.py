"""Queues and groups played replication by replication."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.queueing.skill_routing import NONE, group_choices
from staffing.simulation.groups.crew import GroupCrew, skills_of
from staffing.simulation.groups.crew_routing import Skills
from staffing.simulation.groups.routing import RoutedContacts, SkillGroups, new_state, route
from staffing.simulation.incoming import NOBODY, ContactBlock, Incoming, blocks
from staffing.simulation.levels import COUNT, NAMED
from staffing.simulation.numbers import Draws, Purpose, uniform
from staffing.simulation.played import Played
from staffing.simulation.tally import CountedCells, OutcomeTally, Spans, outcomes_of

_DRAWN_AT_ONCE = 200_000.0  # contacts, over all replications
_MARKS = 4096  # numbers of chance that say who leaves, over and over


@dataclass(frozen=True, eq=False)
class GroupGame:
    """Several queues on the same intervals, answered by groups of agents by interval.

    level:   of each group and queue, 1 preferred; 0: does not serve it
    factor:  handle time of the group ÷ that of the queue, likewise
    agents:  by group and interval, whole or with the chance of one more; not where there is a crew
    leaving: `count` or `named`, as in `levels.py`
    crew:    particular people in place of agents
    at_once: contacts of a queue that one of the crew takes at once; None: one
    """

    queues: tuple[Incoming, ...]
    level: Ints
    factor: Floats
    agents: Floats
    leaving: str = COUNT
    crew: GroupCrew | None = None
    at_once: Ints | None = None

    def play(self, seed: int, replications: Ints) -> tuple[list[Played], Floats]:
        """What became of each queue's contacts, and seconds that each group was busy.

        The busy seconds have the shape (groups, replications, intervals). Agents present are divided evenly
        among the queues, so that those of all queues are right.
        """
        contacts = sum(float(one.offered.sum()) for one in self.queues)
        at_once = max(int(_DRAWN_AT_ONCE / max(contacts, 1.0)), 1)
        parts = []
        for first in range(0, len(replications), at_once):
            draws = Draws(seed, replications[first : first + at_once])
            drawn = [_contacts(one, replace(draws, queue=q)) for q, one in enumerate(self.queues)]
            for number, blocks_of in zip(draws.replications, zip(*drawn, strict=True), strict=True):
                parts.append(self._once(Draws(seed, np.array([number])), blocks_of))
        plays = [Played.stacked([part[0][q] for part in parts]) for q in range(len(self.queues))]
        return plays, np.concatenate([part[1] for part in parts], axis=1)

    def _once(self, draws: Draws, drawn: Sequence[ContactBlock]) -> tuple[list[Played], Floats]:
        sizes = [block.time.size for block in drawn]
        queue = np.repeat(np.arange(len(drawn)), sizes)
        times = np.concatenate([block.time for block in drawn])
        order = np.argsort(times, kind="stable")
        contacts = RoutedContacts(
            time=times[order],
            queue=queue[order],
            work=np.concatenate([block.handle for block in drawn])[order],
            limit=np.concatenate([block.limit for block in drawn])[order],
        )
        start, group = np.empty(times.size), np.empty(times.size, dtype=np.int64)
        start[order], group[order], present = self._answered(contacts, draws)
        return self._tallied(drawn, start, group, present)

    def _answered(self, contacts: RoutedContacts, draws: Draws) -> tuple[Floats, Ints, Floats]:
        """When each contact is answered and by which group, and seconds on the phones of each interval."""
        first = self.queues[0]
        if self.crew is not None:
            played = self.crew.play(contacts, self._skills, draws, self._between_seconds)
            spans = Spans(2, first.grid)
            spans.add(played.off, played.begin, played.end)
            at_work, off = spans.total()
            return played.start, played.group, at_work - off
        groups = self._groups(draws)
        state = new_state(contacts.time.size, len(self.queues), len(self.level))
        route(contacts, groups, state)
        present = groups.agents[_changes(first)[1] >= 0].sum(axis=1) * first.seconds
        return state.start, state.group, present

    @cached_property
    def _skills(self) -> Skills:
        return skills_of(
            self.level, self.factor, np.ones_like(self.level) if self.at_once is None else self.at_once
        )

    @cached_property
    def _between_seconds(self) -> float:
        assert self.crew is not None
        return self.crew.between_seconds(self.queues)

    def alone(self) -> Iterator[GroupGame]:
        """Stretches that know nothing of one another: between them nobody calls, and nobody is at work."""
        first, edges = self.queues[0], [0]
        people = None if self.crew is None else self.crew.people
        for row in np.flatnonzero(np.diff(first.start) > 1.5 * first.seconds) + 1:
            until = first.start[row]
            if people is None or not ((people.start < until) & (people.end >= until)).any():
                edges.append(int(row))
        for begin, end in zip(edges, [*edges[1:], len(first)], strict=True):
            yield self.part(slice(begin, end))

    def part(self, rows: slice) -> GroupGame:
        """Some intervals, from an empty start, with those who work in them."""
        queues = tuple(one.rows(rows) for one in self.queues)
        crew = None if self.crew is None else self.crew.within(queues[0].start[0], queues[0].end)
        return replace(self, queues=queues, agents=self.agents[:, rows], crew=crew)

    def _groups(self, draws: Draws) -> SkillGroups:
        chance = uniform(draws.of_queue(Purpose.ROUNDING), 0)
        whole = np.floor(self.agents + chance + 1e-9).astype(np.int64)
        moments, interval = _changes(self.queues[0])
        return SkillGroups(
            level=self.level,
            choice=group_choices(self.level),
            factor=self.factor,
            change=moments,
            agents=np.where(interval[:, None] >= 0, whole.T[interval], 0),
            named=np.array([self.leaving == NAMED]),
            chance=uniform(draws.of_queue(Purpose.LEAVER), np.arange(_MARKS)),
        )

    def _tallied(
        self, drawn: Sequence[ContactBlock], start: Floats, group: Ints, there: Floats
    ) -> tuple[list[Played], Floats]:
        first = self.queues[0]
        of_groups = [OutcomeTally(1, len(first), first.grid).busy for _ in self.level]
        present = (there / len(self.queues))[None, :].astype(np.float64)
        plays, begin = [], 0
        for q, (incoming, block) in enumerate(zip(self.queues, drawn, strict=True)):
            mine = slice(begin, begin + block.time.size)
            begin = mine.stop
            served = group[mine] != NONE
            waited = np.where(served, start[mine] - block.time, 0.0)
            tally = OutcomeTally(1, len(incoming), incoming.grid)
            outcome = outcomes_of(served, waited, block.patience, incoming.target_seconds[block.row])
            tally.count(CountedCells(0, len(incoming), block.row), outcome, waited)
            for number, spans in enumerate(of_groups):
                own = served & (group[mine] == number)
                begins = start[mine][own]
                ends = begins + block.handle[own] * self.factor[number, q]
                one = np.zeros(begins.size, dtype=np.int64)
                tally.busy.add(one, begins, ends)
                spans.add(one, begins, ends)
            plays.append(Played(tally.outcomes, tally.waited, tally.seconds_busy(), present))
        return plays, np.array([spans.total() for spans in of_groups])


def _contacts(incoming: Incoming, draws: Draws) -> list[ContactBlock]:
    """All contacts of a queue, replication by replication, in order; `row` counts intervals of all days."""
    found: list[list[ContactBlock]] = [[] for _ in range(len(draws))]
    for day in incoming.days:
        for block in blocks(day, draws):
            comes = block.limit > NOBODY
            row = np.broadcast_to(block.row + day.first, comes.shape)
            columns = [np.broadcast_to(column, comes.shape) for column in block._replace(row=row)]
            for number, mine in enumerate(found):
                here = comes[:, number]
                of_one: Any = (column[:, number][here] for column in columns)
                mine.append(ContactBlock(*of_one))
    none = np.zeros(0)
    nobody = ContactBlock(none, np.zeros(0, dtype=np.int64), none, none, none)
    return [
        ContactBlock(*(np.concatenate(column) for column in zip(nobody, *mine, strict=True)))
        for mine in found
    ]


def _changes(incoming: Incoming) -> tuple[Floats, Ints]:
    """When the number of agents may change, and the interval whose number it is then; -1: nobody's."""
    ends = np.unique(incoming.closing)
    moments = np.concatenate([incoming.start, ends])
    interval = np.concatenate([np.arange(len(incoming)), np.full(len(ends), -1)])
    order = np.argsort(moments, kind="stable")
    return moments[order], interval[order]
