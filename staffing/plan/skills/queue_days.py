"""What each queue gets on each day when the shifts of groups are played."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.parallel import run_each
from staffing.simulation import measures
from staffing.simulation.groups.crew import GroupCrew
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.playing import Playing
from staffing.simulation.queue_to_play import ROUTED_PER_SECOND, GroupsToPlay
from staffing.timegrid import local_day

_AT_A_TIME = 50  # replications that a process plays
_NO_MATTER = 1e-9  # service level that is rounding


@dataclass(frozen=True, eq=False)
class DayCounts:
    """Contacts by queue, replication and interval: those in the definition's part, and its whole."""

    parts: Floats
    wholes: Floats


@dataclass(frozen=True, eq=False)
class DayGame:
    """Queues that groups answer, day by day, and how they are played."""

    given: GroupsToPlay
    how: Playing

    @cached_property
    def days(self) -> Ints:
        """The local days, as numbers."""
        return np.unique(self._day_numbers)

    @property
    def _day_numbers(self) -> Ints:
        return local_day(self.given.queues[0].rows.local).astype(np.int64)

    @cached_property
    def day(self) -> Ints:
        """The day of each interval, counted from 0."""
        return np.searchsorted(self.days, self._day_numbers)

    @cached_property
    def offered(self) -> Floats:
        """By queue and interval."""
        return np.array([queue.offered for queue in self.given.queues])

    @cached_property
    def target(self) -> Floats:
        """Service level asked of each queue's day, the mean over its contacts; NaN where none is."""
        target = np.array([queue.target for queue in self.given.queues])
        weight = np.where(np.isfinite(target), self.offered, 0.0)
        total, asked = self.by_day(weight), self.by_day(weight * np.nan_to_num(target))
        return _ratio(asked, total)

    def by_day(self, of_intervals: Floats) -> Floats:
        """Sums over days, along the last axis."""
        sums = [of_intervals[..., self.day == day].sum(axis=-1) for day in range(len(self.days))]
        return np.stack(sums, axis=-1)

    def played(self, crew: GroupCrew, days: Bools, before: DayCounts | None = None) -> DayCounts:
        """With these people; only the days named, where the others are known from `before`."""
        parts = list(replace(self.given.game, crew=crew).alone())
        edges = np.cumsum([0, *(len(part.queues[0]) for part in parts)]).tolist()
        places = [slice(first, end) for first, end in pairwise(edges)]
        wanted = [
            (part, place)
            for part, place in zip(parts, places, strict=True)
            if before is None or days[self.day[place]].any()
        ]
        shape = (len(self.given.queues), self.how.replications, len(self.day))
        good = np.zeros(shape) if before is None else before.parts.copy()
        whole = np.zeros(shape) if before is None else before.wholes.copy()
        numbers = np.array_split(
            np.arange(self.how.replications), max(self.how.replications // _AT_A_TIME, 1)
        )
        tasks = [(part, place, some) for part, place in wanted for some in numbers]
        contacts = sum(float(self.offered[:, place].sum()) for _, place in wanted) * self.how.replications
        results = run_each(
            partial(_play, self.how),
            [partial(_itself, part, some) for part, _, some in tasks],
            self.how.engine,
            seconds_each=contacts / ROUTED_PER_SECOND / max(len(tasks), 1),
        )
        for (_, place, some), found in zip(tasks, results, strict=True):
            good[:, some, place], whole[:, some, place] = found
        return DayCounts(good, whole)

    def level(self, counts: DayCounts) -> Floats:
        """Service level by queue and day; NaN where nobody calls."""
        good, whole = (self.by_day(column.sum(axis=1)) for column in (counts.parts, counts.wholes))
        return _ratio(good, whole)

    def level_of_intervals(self, counts: DayCounts) -> Floats:
        """The same by queue and interval."""
        good, whole = counts.parts.sum(axis=1), counts.wholes.sum(axis=1)
        return _ratio(good, whole)


def sunk(after: Floats, before: Floats, floor: float) -> Bools:
    """Where a service level is below the floor, and lower than it was before."""
    return np.asarray((after < floor) & (after < before - _NO_MATTER))


def _ratio(part: Floats, whole: Floats) -> Floats:
    ratio: Floats = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return ratio


def _itself(game: GroupGame, numbers: Ints) -> tuple[GroupGame, Ints]:
    return game, numbers


def _play(how: Playing, task: tuple[GroupGame, Ints]) -> tuple[Floats, Floats]:
    """Counts by queue, replication and interval."""
    game, numbers = task
    plays, _ = game.play(how.seed, numbers)
    ratios = [measures.service_level(played, how.definition) for played in plays]
    return np.array([one.parts for one in ratios]), np.array([one.wholes for one in ratios])
