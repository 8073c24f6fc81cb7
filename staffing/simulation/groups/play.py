"""Queues and groups played replication by replication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.queueing.skill_routing import NONE, group_choices
from staffing.simulation.groups.routing import RoutedContacts, SkillGroups, new_state, route
from staffing.simulation.incoming import NOBODY, ContactBlock, Incoming, blocks
from staffing.simulation.levels import COUNT, NAMED
from staffing.simulation.numbers import Draws, Purpose, uniform
from staffing.simulation.played import Played
from staffing.simulation.tally import CountedCells, OutcomeTally, outcomes_of

_MARKS = 4096  # numbers of chance that say who leaves, over and over


@dataclass(frozen=True, eq=False)
class GroupGame:
    """Several queues on the same intervals, answered by groups of agents by interval.

    level:   of each group and queue, 1 preferred; 0: does not serve it
    factor:  handle time of the group ÷ that of the queue, likewise
    agents:  by group and interval, whole or with the chance of one more
    leaving: `count` or `named`, as in `levels.py`
    """

    queues: tuple[Incoming, ...]
    level: Ints
    factor: Floats
    agents: Floats
    leaving: str = COUNT

    def play(self, seed: int, replications: Ints) -> tuple[list[Played], Floats]:
        """What became of each queue's contacts, and seconds that each group was busy.

        The busy seconds have the shape (groups, replications, intervals). Agents present are divided evenly
        among the queues, so that those of all queues are right.
        """
        parts = [self._once(Draws(seed, np.array([number]))) for number in replications]
        plays = [Played.stacked([part[0][q] for part in parts]) for q in range(len(self.queues))]
        return plays, np.concatenate([part[1] for part in parts], axis=1)

    def _once(self, draws: Draws) -> tuple[list[Played], Floats]:
        drawn = [_contacts(one, replace(draws, queue=q)) for q, one in enumerate(self.queues)]
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
        groups = self._groups(draws)
        state = new_state(times.size, len(drawn), len(self.level))
        route(contacts, groups, state)
        start, group = np.empty(times.size), np.empty(times.size, dtype=np.int64)
        start[order], group[order] = state.start, state.group
        return self._tallied(drawn, start, group, groups)

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
        self, drawn: Sequence[ContactBlock], start: Floats, group: Ints, groups: SkillGroups
    ) -> tuple[list[Played], Floats]:
        first = self.queues[0]
        of_groups = [OutcomeTally(1, len(first), first.grid).busy for _ in self.level]
        whole = groups.agents[_changes(first)[1] >= 0].sum(axis=1)
        present = (whole * (first.seconds / len(self.queues)))[None, :].astype(np.float64)
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


def _contacts(incoming: Incoming, draws: Draws) -> ContactBlock:
    """All contacts of a queue in one replication, in order; `row` counts the intervals of all days."""
    found: list[ContactBlock] = []
    for day in incoming.days:
        for block in blocks(day, draws):
            comes = block.limit[:, 0] > NOBODY
            columns = (column[:, 0][comes] for column in block._replace(row=block.row + day.first))
            found.append(ContactBlock(*columns))  # type: ignore[arg-type]
    if not found:
        none = np.zeros(0)
        return ContactBlock(none, np.zeros(0, dtype=np.int64), none, none, none)
    return ContactBlock(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _changes(incoming: Incoming) -> tuple[Floats, Ints]:
    """When the number of agents may change, and the interval whose number it is then; -1: nobody's."""
    ends = np.unique(incoming.closing)
    moments = np.concatenate([incoming.start, ends])
    interval = np.concatenate([np.arange(len(incoming)), np.full(len(ends), -1)])
    order = np.argsort(moments, kind="stable")
    return moments[order], interval[order]
