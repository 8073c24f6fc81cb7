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


class LevelStaff:
    """A `Staff` of agents by interval, given in order of time; after the last interval nobody is left."""

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
        self._free: Floats = np.full((count, places), NEVER)  # when a place on duty can take a contact
        self._ends: Floats = np.full((count, places), -NEVER)  # of the last contact of each place
        self._flat, self._row = self._free.reshape(-1), np.arange(count)
        self._base = self._row * places
        self._piece = np.full(count, -1)
        self._next: Floats = np.full(count, self._changes[0])
        self._soonest = float(self._changes[0])

    def first_free(self, time: Floats) -> tuple[Floats, Ints]:
        """See `Staff`."""
        if time.max() >= self._soonest:
            self._change_until(time)
        place = self._free.argmin(axis=1) + self._base
        start = np.maximum(self._flat[place], time)
        if start.max() >= self._soonest:
            self._change_before(start, place, time)
        return start, place

    def take(self, place: Ints, takes: Bools, until: Floats) -> None:
        """See `Staff`."""
        taken = place[takes]
        self._flat[taken] = until[takes]

    def close(self, time: float) -> None:
        """See `Staff`."""
        self._change_until(np.full(len(self._row), time))

    def present(self) -> Floats:
        """See `Staff`: the agents given; leavers who finish are not counted."""
        return self._intervals * self._seconds

    def _change_until(self, time: Floats) -> None:
        while (rows := np.flatnonzero(time >= self._next)).size:
            self._change(rows)

    def _change_before(self, start: Floats, place: Ints, time: Floats) -> None:
        """Contacts that would start after the next change start as it allows: all is known until then."""
        while (rows := np.flatnonzero((start >= self._next) & (self._next < NEVER))).size:
            self._change(rows)
            place[rows] = self._free[rows].argmin(axis=1) + self._base[rows]
            start[rows] = np.maximum(self._flat[place[rows]], time[rows])

    def _change(self, rows: Ints) -> None:
        """The next change of level in those replications, which are known up to it."""
        moment = self._next[rows]
        self._piece[rows] += 1
        piece = self._piece[rows]
        level = self._levels[rows, piece]
        change = self._named if self._rule == NAMED else self._counted
        self._free[rows] = change(rows, level, moment[:, None])
        following = np.minimum(piece + 1, len(self._changes) - 1)
        self._next[rows] = np.where(piece + 1 < len(self._changes), self._changes[following], NEVER)
        self._soonest = float(self._next.min())

    def _counted(self, rows: Ints, level: Ints, moment: Floats) -> Floats:
        """On duty are as many as should be, those who finish last."""
        free, ends = self._free[rows], self._ends[rows]
        ends = np.where(free < NEVER, free, ends)
        self._ends[rows] = ends
        rank = np.argsort(np.argsort(-ends, axis=1, kind="stable"), axis=1)
        return np.where(rank < level[:, None], np.maximum(ends, moment), NEVER)

    def _named(self, rows: Ints, level: Ints, moment: Floats) -> Floats:
        """The idle stay behind nobody: busy at random stay first, then idle, then fresh agents come."""
        free = self._free[rows]
        on_duty, busy = free < NEVER, (free > moment) & (free < NEVER)
        places = np.arange(free.shape[1])
        keys = self._draws.of_queue(Purpose.LEAVER)[rows, None]
        chance = uniform(keys, self._piece[rows][:, None] * free.shape[1] + places)
        order = np.where(busy, chance, np.where(on_duty, 2.0, 3.0))
        rank = np.argsort(np.argsort(order, axis=1, kind="stable"), axis=1)
        stays = rank < level[:, None]
        return np.where(stays, np.where(on_duty, np.maximum(free, moment), moment), NEVER)


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
