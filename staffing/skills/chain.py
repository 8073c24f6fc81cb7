"""The Markov chain of a small system: agents busy by group and handle time, and contacts waiting by queue.

Exact where no group has two queues of the same level (then who waits longest would count). The stationary
distribution solves a sparse linear system; service level is that of a tagged contact, whose chain is
uniformised over the target (A. Jensen (1953), "Markoff chains as an aid in the study of Markoff processes",
Skand. Aktuarietidskr. 36); the mean wait of the answered is that of the same chain, by two linear systems.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.skills.system import SkillSystem

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_STATES = 200_000


@dataclass(frozen=True, eq=False)
class StateSpace:
    """What the states of a system are, with lines of at most `room` contacts.

    Columns of a state are the busy agents of each class (a group and a handle time), then the lines.
    """

    system: SkillSystem
    agents: Ints
    room: Ints

    @cached_property
    def class_of(self) -> tuple[int, ...]:
        """The class of each pair: queues of a group with the same handle time are one."""
        found: dict[tuple[int, float], int] = {}
        rates = self.system.pair_rate.tolist()
        return tuple(
            found.setdefault((g, rate), len(found))
            for (g, _), rate in zip(self.system.pairs, rates, strict=True)
        )

    @property
    def classes(self) -> int:
        """How many."""
        return max(self.class_of) + 1

    @cached_property
    def group_of(self) -> Ints:
        """The group of each class."""
        group = np.zeros(self.classes, dtype=np.int64)
        for (g, _), number in zip(self.system.pairs, self.class_of, strict=True):
            group[number] = g
        return group

    @cached_property
    def finish_rate(self) -> Floats:
        """Of a busy agent of each class."""
        rate = np.zeros(self.classes)
        rate[list(self.class_of)] = self.system.pair_rate
        return rate

    @cached_property
    def _radix(self) -> Ints:
        sizes = np.concatenate([self.agents[self.group_of], self.room]) + 1
        return np.concatenate([[1], np.cumprod(sizes[:-1])]).astype(np.int64)

    @property
    def is_countable(self) -> bool:
        """Whether states can be told apart by whole numbers."""
        sizes = np.concatenate([self.agents[self.group_of], self.room]) + 1.0
        return bool(np.prod(sizes) < 2**62)

    @property
    def fewest(self) -> float:
        """States there are at least: all ways in which agents may be busy, with nobody waiting."""
        classes = np.bincount(self.group_of, minlength=len(self.agents)).tolist()
        return float(
            np.prod([comb(n + many, many) for n, many in zip(self.agents.tolist(), classes, strict=True)])
        )

    def keys(self, states: Ints) -> Ints:
        """A number of its own for each state."""
        return states @ self._radix

    def arrivals(self, states: Ints, queue: int) -> tuple[Ints, Bools]:
        """Where a contact of the queue leads from each state, and where it waits; a full line stays."""
        after, open_ = states.copy(), np.ones(len(states), dtype=np.bool_)
        for pair in self.system.tried[queue]:
            group = self.system.pairs[pair][0]
            free = states[:, np.flatnonzero(self.group_of == group)].sum(axis=1) < self.agents[group]
            after[open_ & free, self.class_of[pair]] += 1
            open_ &= ~free
        line = self.classes + queue
        after[open_ & (states[:, line] < self.room[queue]), line] += 1
        return after, open_

    def finishes(self, states: Ints, number: int) -> tuple[Ints, Ints]:
        """Where the end of a contact of a class leads from each state, and whose line moves up (−1: none)."""
        after, took = states.copy(), np.full(len(states), -1)
        after[:, number] -= 1
        for pair in self.system.served[self.group_of[number]]:
            queue = self.system.pairs[pair][1]
            takes = (took < 0) & (states[:, self.classes + queue] > 0)
            after[takes, self.classes + queue] -= 1
            after[takes, self.class_of[pair]] += 1
            took[takes] = queue
        return after, took

    def moves(self, states: Ints) -> list[tuple[Ints, Ints, Floats]]:
        """(rows that move, where to, at which rate), event by event."""
        moves = []
        for queue, rate in enumerate(self.system.arrivals_per_second):
            after, _ = self.arrivals(states, queue)
            rows = np.flatnonzero((after != states).any(axis=1))
            moves.append((rows, after[rows], np.full(len(rows), rate)))
        for number, rate in enumerate(self.finish_rate):
            rows = np.flatnonzero(states[:, number] > 0)
            after, _ = self.finishes(states[rows], number)
            moves.append((rows, after, states[rows, number] * rate))
        for queue, patience in enumerate(self.system.patience_seconds):
            line = self.classes + queue
            rows = np.flatnonzero(states[:, line] > 0) if np.isfinite(patience) else np.zeros(0, dtype=int)
            after = states[rows].copy()
            after[:, line] -= 1
            moves.append((rows, after, states[rows, line] / patience))
        return moves

    def reached(self, most: int = MOST_STATES) -> Ints | None:
        """All states that can be, in the order of their keys; None where there are more than `most`."""
        if self.fewest > most:
            return None
        width = self.classes + self.system.queues
        front = np.zeros((1, width), dtype=np.int64)
        known = self.keys(front)
        found = [front]
        while len(front):
            after = np.concatenate([move[1] for move in self.moves(front)])
            keys, first = np.unique(self.keys(after), return_index=True)
            new = ~np.isin(keys, known)
            front = after[first[new]]
            found.append(front)
            known = np.concatenate([known, keys[new]])
            if len(known) > most:
                return None
        states = np.concatenate(found)
        return states[np.argsort(self.keys(states))]

    def matrix(self, states: Ints) -> csr_array[np.float64]:
        """Rates from the state of a column to that of a row, without those of staying."""
        from scipy.sparse import csr_array

        keys, moves = self.keys(states), self.moves(states)
        source = np.concatenate([rows for rows, _, _ in moves])
        target = np.searchsorted(keys, self.keys(np.concatenate([after for _, after, _ in moves])))
        rate = np.concatenate([rates for _, _, rates in moves])
        return csr_array((rate, (target, source)), shape=(len(states), len(states)))
