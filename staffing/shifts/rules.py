"""What a schedule is allowed, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import gcd
from typing import Any

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.shifts.pattern import (
    ALL_DAYS,
    MINUTES_PER_DAY,
    Pattern,
    Rest,
    RestRoom,
    has_room,
    plan_order,
    stand_apart,
)

USUAL_WORK_MINUTES = 60  # between two rests, where the plan names none
GRAIN_MINUTES = 15  # a rest shorter than an interval starts on quarter-hours


@dataclass(frozen=True)
class Premium:
    """Hours that cost more: nights, Sundays. A share on top of the cost per hour, by the wall clock.

    `extra` is the share by which hours paid from `start` to `end` cost more; windows open on `days`.

    Minutes after local midnight; an end at or before the start is on the next day.
    """

    days: frozenset[int]
    start: int
    end: int
    extra: float

    @property
    def minutes(self) -> int:
        """Length of a window."""
        return self.end - self.start + (0 if self.end > self.start else MINUTES_PER_DAY)


@dataclass(frozen=True)
class StartRule:
    """For shifts of `pattern` (None: of any) that start on `days` within the two times, both included.

    `max_agents` and `min_agents` bound the heads who start so on one local day; each costs `cost_per_shift`
    besides their hours.
    """

    pattern: str | None = None
    days: frozenset[int] = ALL_DAYS
    earliest_start: int = 0
    latest_start: int = 1439
    max_agents: int | None = None
    min_agents: int = 0
    cost_per_shift: float = 0.0

    def applies(self, names: np.ndarray, weekdays: Ints, minutes: Ints) -> Bools:
        """Which shifts it is about, by their pattern's name, weekday and wall-clock minute of the start."""
        inside = (minutes >= self.earliest_start) & (minutes <= self.latest_start)
        inside &= np.isin(weekdays, list(self.days))
        return inside if self.pattern is None else inside & (names == self.pattern)


@dataclass(frozen=True)
class Costs:
    """What is paid beyond the patterns' own costs, and what it costs to be short or over.

    Per hour of an agent on the phones: `understaffing`, which None forbids, and `overstaffing`.
    `max_understaffing` caps the share of all required agent-hours that may be short. Each distinct shift in
    use (pattern, start on the wall clock, length) costs `distinct_shift` once.
    """

    understaffing: float | None = None
    max_understaffing: float | None = None
    overstaffing: float = 0.0
    premiums: tuple[Premium, ...] = ()
    distinct_shift: float = 0.0


@dataclass(frozen=True)
class Rules:
    """What the plan's `[schedule]` allows, and the `costs` of what it allows.

    Rests are taken in the order of the plan (`plan_order`), unless they may be `in_any_order`.
    `min_work_minutes` lie between two rests (None: see `rest_room`), `work_at_ends_minutes` before the first
    and after the last. At most `seats` heads are on a shift at once (None: any number).
    """

    timezone: str
    interval_minutes: int
    patterns: tuple[Pattern, ...]
    start_every_minutes: int = 30
    cyclic_week: bool = False
    min_work_minutes: int | None = None
    work_at_ends_minutes: int = 0
    in_any_order: bool = False
    seats: int | None = None
    starts: tuple[StartRule, ...] = ()
    costs: Costs = Costs()

    def __post_init__(self) -> None:
        names = [pattern.name for pattern in self.patterns]
        if not names:
            raise ValueError("a schedule needs at least one pattern")
        if len(set(names)) < len(names):
            raise ValueError(f"pattern names must differ, got {names}")
        if self.start_every_minutes <= 0:
            raise ValueError(f"start_every_minutes must be positive, got {self.start_every_minutes}")
        if self.interval_minutes % self.grain_minutes:
            raise ValueError(
                f"interval_minutes must be a multiple of {self.grain_minutes}, got {self.interval_minutes}"
            )
        unknown = {rule.pattern for rule in self.starts} - {None} - set(names)
        if unknown:
            raise ValueError(f"starts of patterns that do not exist: {unknown}")

    @property
    def grain_minutes(self) -> int:
        """Grid on which rests start."""
        rests = [rest for pattern in self.patterns for rest in pattern.rests]
        if any(rest.minutes < self.interval_minutes for rest in rests):
            return min(GRAIN_MINUTES, self.interval_minutes)
        return self.interval_minutes

    def order_of(self, rests: Sequence[Rest]) -> tuple[int, ...] | None:
        """Indices of a shift's rests in the order in which they are taken; None where that may be any."""
        return None if self.in_any_order else plan_order(rests)

    @cached_property
    def rest_room(self) -> RestRoom:
        """What the rests of every shift keep.

        Where the plan names no work between two rests it is an hour, or as many grains of it as leave room in
        every shift that has room for its rests at all. Windows that keep all rests half an hour apart have
        said how far apart they are to be: then a grain. Rests by the clock have an hour.
        """
        grain, at_ends = self.grain_minutes, self.work_at_ends_minutes
        if self.min_work_minutes is not None:
            return RestRoom(grain, self.min_work_minutes, at_ends)
        least = RestRoom(grain, grain, at_ends)
        if all(stand_apart(pattern.rests) for pattern in self.patterns):
            return least
        shapes = [shape for shape in self._shapes() if has_room(*shape, least)]
        wider = [RestRoom(grain, work, at_ends) for work in range(2 * grain, USUAL_WORK_MINUTES + 1, grain)]
        good = [room for room in wider if all(has_room(*shape, room) for shape in shapes)]
        return good[-1] if good else least

    @property
    def work_between_rests(self) -> int:
        """Least minutes between the end of a rest and the start of the next."""
        return self.rest_room.work

    def _shapes(self) -> Iterator[tuple[tuple[Rest, ...], tuple[int, ...] | None, int, int]]:
        """Rests, their order, length and phase of every kind of shift that has several rests."""
        grain = self.grain_minutes
        for pattern in self.patterns:
            if len(pattern.rests) > 1 and not pattern.rests_by_the_clock:
                for length in pattern.lengths(self.start_every_minutes):
                    for phase in range(0, grain, gcd(self.start_every_minutes, grain)):
                        yield pattern.rests, self.order_of(pattern.rests), length, phase

    @property
    def most_rests(self) -> int:
        """Of any pattern."""
        return max(len(pattern.rests) for pattern in self.patterns)

    def costing(self, **changes: Any) -> Rules:
        """The same rules at other costs."""
        return replace(self, costs=replace(self.costs, **changes))
