"""What heads more or fewer do to the queues of a day: a linear picture, set right by every play."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.plan.skills.candidates import HeadCandidates

_CHANCE = 0.003  # service level by which the play of a change is off, beside what the picture can say
_BELIEVED = 0.4  # how far off the slopes of sizing may be, as a part of them
_STEEPNESS = (0.2, 3.0)
_OLDER = 0.8  # weight of a play beside that of the next one: queues get steeper as their levels fall


class DayPicture:
    """By how much a head on each of a day's shifts raises each queue's day.

    The slopes of sizing say so. `steepness`, by group, early or late in the day, and queue, says how much of
    that plays have borne out: a ridge regression over all that were tried on the day.
    """

    def __init__(self, candidates: HeadCandidates, rows: Ints) -> None:
        shifts, self._slope = candidates.rows.rows(rows), candidates.effect[rows]
        middle = shifts.start.astype("datetime64[m]").astype(np.int64) + shifts.length_minutes // 2
        self._kind = 2 * candidates.group[rows] + (middle > np.median(middle))
        self._kinds = 2 * candidates.groups
        self.steepness = np.ones((self._kinds, self._slope.shape[1]))
        self._moved: list[Floats] = []
        self._gained: list[Floats] = []

    @property
    def effect(self) -> Floats:
        """Service level by shift and queue."""
        return np.asarray(self._slope * self.steepness[self._kind])

    def learn(self, heads: Ints, gained: Floats) -> None:
        """`gained`: what the play says that so many heads more (fewer: negative) gave each queue."""
        mine = [self._kind == kind for kind in range(self._kinds)]
        self._moved.append(np.array([heads[which] @ self._slope[which] for which in mine]))
        self._gained.append(np.where(np.isfinite(gained), gained, 0.0))
        believed = (_CHANCE / _BELIEVED) ** 2 * np.eye(self._kinds)
        weight = _OLDER ** np.arange(len(self._moved))[::-1, None]
        for queue in range(self.steepness.shape[1]):
            design = np.array([moved[:, queue] for moved in self._moved])
            off = np.array([gain[queue] for gain in self._gained]) - design.sum(axis=1)
            weighed = (design * weight).T
            found = 1.0 + np.linalg.solve(weighed @ design + believed, weighed @ off)
            self.steepness[:, queue] = np.clip(found, *_STEEPNESS)
