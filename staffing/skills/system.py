"""One interval in a steady state: queues, groups of agents with skills, and how contacts find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.queueing.skill_routing import NONE, group_choices


@dataclass(frozen=True, eq=False)
class SkillSystem:
    """Queues (columns) and groups (rows); contacts come by chance, handle times and patience are exponential.

    arrivals_per_second: of each queue
    aht_seconds:         mean handle time of each queue, > 0
    patience_seconds:    mean patience of each queue; inf: nobody gives up
    target_seconds:      the wait up to which an answer is in time
    level:               of each group and queue, 1 preferred; 0: does not serve it
    aht_factor:          handle time of the group ÷ that of the queue
    breadth:             how many queues each group serves, those to which nobody calls included
    at_once:             contacts of the queue that an agent of the group takes at once; None: one of each
    """

    arrivals_per_second: Floats
    aht_seconds: Floats
    patience_seconds: Floats
    target_seconds: Floats
    level: Ints
    aht_factor: Floats
    breadth: Ints
    at_once: Ints | None = None

    @property
    def most_at_once(self) -> Ints:
        """Contacts that an agent has in hand at most, by group and queue."""
        return np.ones_like(self.level) if self.at_once is None else self.at_once

    @property
    def queues(self) -> int:
        """How many."""
        return int(self.level.shape[1])

    @property
    def groups(self) -> int:
        """How many."""
        return int(self.level.shape[0])

    @cached_property
    def load_erlangs(self) -> Floats:
        """Contacts × handle time of each queue, at the queue's own handle time."""
        return self.arrivals_per_second * self.aht_seconds

    @property
    def key(self) -> bytes:
        """The same for the same system."""
        columns = (getattr(self, item.name) for item in fields(self))
        return b"".join(np.ascontiguousarray(one).tobytes() for one in columns if one is not None)

    @property
    def memory_seconds(self) -> float:
        """After so long a contact is forgotten, more or less: ten handle times, five patiences."""
        patience = np.where(np.isfinite(self.patience_seconds), self.patience_seconds, 0.0)
        slowest = float((self.aht_seconds * self.aht_factor.max(axis=0)).max())
        return max(10.0 * slowest, 5.0 * float(patience.max()))

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Each group with each queue that it serves."""
        return tuple((int(g), int(q)) for g, q in np.argwhere(self.level > 0))

    @cached_property
    def pair_rate(self) -> Floats:
        """Contacts that a busy agent of each pair finishes per second."""
        return np.array([1.0 / (self.aht_seconds[q] * self.aht_factor[g, q]) for g, q in self.pairs])

    @cached_property
    def tried(self) -> tuple[tuple[int, ...], ...]:
        """Of each queue the pairs that an arriving contact tries, in their order."""
        place = {pair: number for number, pair in enumerate(self.pairs)}
        return tuple(
            tuple(place[int(g), q] for g in row if g != NONE)
            for q, row in enumerate(group_choices(self.level, self.breadth))
        )

    @cached_property
    def served(self) -> tuple[tuple[int, ...], ...]:
        """Of each group the pairs from which a freed agent takes, lowest level first."""
        of_group: list[list[int]] = [[] for _ in range(self.groups)]
        for number, (g, _) in enumerate(self.pairs):
            of_group[g].append(number)
        return tuple(
            tuple(sorted(mine, key=lambda number: (self.pair_level[number], self.pairs[number][1])))
            for mine in of_group
        )

    @cached_property
    def pair_level(self) -> Ints:
        """Level of each pair."""
        return np.array([self.level[pair] for pair in self.pairs], dtype=np.int64)

    def is_strict(self, agents: Ints) -> bool:
        """Whether no group with agents has two queues of one level: there the longest waiting comes first."""
        staffed = self.level[agents > 0]
        return all(len(set(row[row > 0].tolist())) == int((row > 0).sum()) for row in staffed)

    def parts(self, agents: Ints) -> list[tuple[Ints, Ints]]:
        """Queues and staffed groups that have nothing to do with the others: (queues, groups) of each part.

        Queues to which nobody calls, and those that nobody serves, are in no part.
        """
        here = self.level.astype(bool) & (agents > 0)[:, None] & (self.arrivals_per_second > 0)
        unseen: set[int] = set(np.flatnonzero(here.any(axis=0)).tolist())
        parts = []
        while unseen:
            queues: Bools = np.zeros(self.queues, dtype=np.bool_)
            groups: Bools = np.zeros(self.groups, dtype=np.bool_)
            queues[min(unseen)] = True
            while True:
                groups_now: Bools = np.asarray(here[:, queues].any(axis=1))
                queues_now: Bools = np.asarray(here[groups_now].any(axis=0))
                if (groups_now == groups).all() and (queues_now == queues).all():
                    break
                groups, queues = groups_now, queues_now
            unseen -= set(np.flatnonzero(queues).tolist())
            parts.append((np.flatnonzero(queues), np.flatnonzero(groups)))
        return parts

    def part(self, queues: Ints, groups: Ints) -> SkillSystem:
        """Some queues and groups alone."""
        columns = ("arrivals_per_second", "aht_seconds", "patience_seconds", "target_seconds")
        return replace(
            self,
            **{name: getattr(self, name)[queues] for name in columns},
            level=self.level[np.ix_(groups, queues)],
            aht_factor=self.aht_factor[np.ix_(groups, queues)],
            breadth=self.breadth[groups],
            at_once=None if self.at_once is None else self.at_once[np.ix_(groups, queues)],
        )


def flat(lists: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Lists end to end, and where each begins; one more place says where the last ends."""
    begins = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(int).tolist()
    return [value for one in lists for value in one], begins
