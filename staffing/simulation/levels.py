"""Agents by interval, anonymous: so many are on duty, whoever they are.

When the number falls, idle agents leave at once. Of the busy either the first to finish leave (`count`: an
agent who finishes while more are busy than there should be goes, and a later rise keeps those still there),
or as many as must go are marked at random, finish and leave, while the others go on (`named`).
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.simulation.numbers import Draws, Purpose, uniform
from staffing.simulation.staff import NEVER

COUNT, NAMED = "count", "named"
_FRONT = 16  # places that are kept in order, at most


class LevelStaff:
    """A `Staff` of agents by interval, given in order of time; after the last interval nobody is left.

    The places that are free first stand in order in the front, of shape (front, replications), the others in
    no order behind it. The next contact takes the first place; the moment at which that is free again is put
    where it belongs, and what is last in the front by then steps back. So the front has one place fewer after
    each contact: as many of the places that were behind it may have come before the last that it lost. When
    it is used up all places are sorted again.
    """

    def __init__(
        self, start: Floats, seconds: float, agents: Floats, draws: Draws, rule: str = COUNT
    ) -> None:
        """`agents` ≥ 0 by interval; a fraction is the chance of one agent more, the same all day long."""
        count = len(draws)
        self._draws, self._rule, self._seconds = draws, rule, seconds
        self._changes, levels = _changes(start, seconds, agents)
        chance = uniform(draws.of_queue(Purpose.ROUNDING), 0)[:, None]
        self._levels = np.floor(levels + chance + 1e-9).astype(np.int64)
        self._intervals = np.floor(np.asarray(agents) + chance + 1e-9)
        places = max(int(self._levels.max(initial=0)), 1)
        self._all: Floats = np.full((count, places), NEVER)  # when places on duty can take a contact
        self._front: Floats = np.full((min(_FRONT, places), count), NEVER)  # first of them, in other order
        self._larger: Floats = np.empty_like(self._front)
        self._left = len(self._front)
        self._ends: Floats = np.full((count, places), -NEVER)  # of the last contacts of those not on duty
        self._row = np.arange(count)
        self._piece = np.full(count, -1)
        self._next: Floats = np.full(count, self._changes[0])
        self._soonest = float(self._changes[0])

    def first_free(self, time: Floats, start: Floats) -> None:
        """See `Staff`."""
        if not self._left:
            self._sort()
        np.maximum(self._front[0], time, out=start)
        while self._soonest < NEVER and np.maximum.reduce(start) >= self._soonest:
            rows = np.flatnonzero((start >= self._next) & (self._next < NEVER))
            if not rows.size:
                break
            self._change(rows)  # a contact that would start after a change starts as that allows
            start[rows] = np.maximum(self._front[0, rows], time[rows])

    def take(self, takes: Bools, until: Floats) -> None:
        """See `Staff`."""
        self._left -= 1
        front, left = self._front, self._left
        free = np.where(takes, until, front[0])
        if left:
            larger = np.maximum(front[:left], free, out=self._larger[:left])
            larger[0] = free
            np.maximum(front[left], free, out=free)
            np.minimum(larger, front[1 : left + 1], out=front[:left])
        front[left] = free

    def answer_all(self, time: Floats, latest: Floats, handle: Floats, start: Floats) -> None:
        """See `Staff`."""
        takes = np.empty(len(self._row), dtype=bool)
        for k in range(len(time) - 1):
            begins = start[k]
            self.first_free(time[k], begins)
            np.less_equal(begins, latest[k], out=takes)
            self.take(takes, begins + handle[k])

    def close(self, time: float) -> None:
        """See `Staff`."""
        while (rows := np.flatnonzero(self._next <= time)).size:
            self._change(rows)

    def present(self) -> list[Floats]:
        """See `Staff`: the agents given; leavers who finish are not counted."""
        return [self._intervals * self._seconds]

    def _sort(self) -> None:
        size = len(self._front)
        self._all[:, :size] = self._front.T
        self._all.sort(axis=1)
        self._front[:] = self._all[:, :size].T
        self._left = size

    def _change(self, rows: Ints) -> None:
        """The next change of level in those replications, which are known up to it."""
        size, moment = len(self._front), self._next[rows]
        self._piece[rows] += 1
        piece = self._piece[rows]
        level = self._levels[rows, piece]
        change = self._named if self._rule == NAMED else self._counted
        free = np.concatenate([self._front[:, rows].T, self._all[rows, size:]], axis=1)
        free = np.sort(change(rows, free, level[:, None], moment[:, None]), axis=1)
        self._front[:, rows], self._all[rows] = free[:, :size].T, free
        following = np.minimum(piece + 1, len(self._changes) - 1)
        self._next[rows] = np.where(piece + 1 < len(self._changes), self._changes[following], NEVER)
        self._soonest = float(self._next.min())

    def _counted(self, rows: Ints, free: Floats, level: Ints, moment: Floats) -> Floats:
        """On duty are as many as should be, those who finish last."""
        places = free.shape[1]
        ends = np.concatenate([np.where(free < NEVER, free, -NEVER), self._ends[rows]], axis=1)
        ends = np.sort(ends, axis=1)[:, : places - 1 : -1]  # the last first
        stays = np.arange(places) < level
        self._ends[rows] = np.where(stays, -NEVER, ends)
        return np.where(stays, np.maximum(ends, moment), NEVER)

    def _named(self, rows: Ints, free: Floats, level: Ints, moment: Floats) -> Floats:
        """The idle stay behind nobody: busy at random stay first, then idle, then fresh agents come."""
        on_duty, busy = free < NEVER, (free > moment) & (free < NEVER)
        places = np.arange(free.shape[1])
        keys = self._draws.of_queue(Purpose.LEAVER)[rows, None]
        chance = uniform(keys, self._piece[rows][:, None] * free.shape[1] + places)
        order = np.where(busy, chance, np.where(on_duty, 2.0, 3.0))
        rank = np.argsort(np.argsort(order, axis=1, kind="stable"), axis=1)
        return np.where(rank < level, np.where(on_duty, np.maximum(free, moment), moment), NEVER)


def _changes(start: Floats, seconds: float, agents: Floats) -> tuple[Floats, Floats]:
    """Moments at which the number of agents changes, and what it is from then on; none where nobody is."""
    ends = start + seconds
    gap = np.concatenate([start[1:] > ends[:-1] + 1e-6, [True]])  # after which nobody is there
    moments = np.concatenate([start, ends[gap]])
    levels = np.concatenate([agents, np.zeros(int(gap.sum()))])
    order = np.lexsort((np.concatenate([np.ones(len(start)), np.zeros(int(gap.sum()))]), moments))
    moments, levels = moments[order], levels[order]
    differs = np.concatenate([[True], np.diff(levels) != 0])
    return moments[differs], levels[differs]
