"""A tagged contact that waits in a small system: when it is answered, by the chain of those before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.skills.chain import StateSpace
from staffing.skills.linear import solved

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_LEFT_OUT = 1e-13  # of the probability of so many jumps


@dataclass(frozen=True, eq=False)
class TaggedContact:
    """The last of a queue's line, in the states in which it waits; nobody behind it matters.

    states: of the space, those with somebody in that line
    """

    space: StateSpace
    states: Ints
    queue: int

    @cached_property
    def _keys(self) -> Ints:
        return self.space.keys(self.states)

    @cached_property
    def _line(self) -> Ints:
        """How many wait up to it, itself included."""
        return self.states[:, self.space.classes + self.queue]

    @cached_property
    def answered_rate(self) -> Floats:
        """At which it is answered, from each state."""
        rate = np.zeros(len(self.states))
        for number, finish in enumerate(self.space.finish_rate):
            _, took = self.space.finishes(self.states, number)
            rate += np.where((took == self.queue) & (self._line == 1), self.states[:, number] * finish, 0.0)
        return rate

    @cached_property
    def leaves_rate(self) -> float:
        """At which it gives up."""
        return 1.0 / float(self.space.system.patience_seconds[self.queue])

    @cached_property
    def moves(self) -> csr_array[np.float64]:
        """Rates from the state of a column to that of a row while it waits on."""
        from scipy.sparse import csr_array

        source, target, rate = [], [], []
        own = self.space.classes + self.queue
        for number, (rows, after, rates) in enumerate(self.space.moves(self.states)):
            ahead = number == self.space.system.queues + self.space.classes + self.queue
            each = rates * (1.0 - 1.0 / self._line[rows]) if ahead else rates
            stays = (after[:, own] > 0) & (number != self.queue) & (each > 0)
            source.append(rows[stays])
            target.append(np.searchsorted(self._keys, self.space.keys(after[stays])))
            rate.append(each[stays])
        size = len(self.states)
        entries = (np.concatenate(rate), (np.concatenate(target), np.concatenate(source)))
        return csr_array(entries, shape=(size, size))

    @cached_property
    def _out_rate(self) -> Floats:
        within: Floats = np.asarray(self.moves.sum(axis=0)).ravel()
        return np.asarray(within + self.answered_rate + self.leaves_rate)

    def begins(self, states: Ints, share: Floats) -> Floats:
        """Probability of each of its states when it comes to find a system in `states`, and waits."""
        after, waits = self.space.arrivals(states, self.queue)
        begins = np.zeros(len(self.states))
        np.add.at(begins, np.searchsorted(self._keys, self.space.keys(after[waits])), share[waits])
        return begins

    def answered_within(self, seconds: float, begins: Floats) -> float:
        """Probability that it waits and is answered by then: its chain uniformised."""
        from scipy.special import gammainc

        rate = float(self._out_rate.max())
        jumps = int(rate * seconds + 8.0 * np.sqrt(rate * seconds) + 30)
        passed = gammainc(np.arange(1, jumps + 1), rate * seconds)  # more than k jumps by then, k from 0
        within = begins.copy()
        answered = 0.0
        for share in passed[passed > _LEFT_OUT]:
            answered += share / rate * float(self.answered_rate @ within)
            within += (np.asarray(self.moves @ within) - self._out_rate * within) / rate
        return answered

    def seconds_to_answer(self, begins: Floats) -> float:
        """Mean of its wait where it is answered, 0 where it is not."""
        from scipy.sparse import diags_array

        system = (diags_array(self._out_rate) - self.moves).T.tocsc()
        answered = solved(system, self.answered_rate)
        return float(begins @ solved(system, answered))
