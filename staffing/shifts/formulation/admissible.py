"""The set S of admissible shifts: every start, length, pattern and order of rests the rules allow.

Starts are moments whose local wall time is a multiple of `start_every_minutes`: a wall time the clocks skip
has no start, one they repeat has two. Lengths are elapsed minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.shifts.formulation.windows import Chain, rest_orders
from staffing.shifts.grid import Grid
from staffing.shifts.pattern import Pattern
from staffing.shifts.rules import Rules
from staffing.timegrid import (
    Zone,
    minute_of_day,
    weekday,
)

ABSENT = -1  # minutes after a shift's start: it has no such rest
FINEST_START = 5  # minutes
OFFSET_STEP_MINUTES = 15  # zones are ahead of UTC by whole quarter-hours


@dataclass(frozen=True)
class ShiftShape:
    """All of a shift but its start: pattern (index), length, and one order of its rests."""

    pattern: int
    length_minutes: int
    paid_minutes: int
    chains: tuple[Chain, ...]


@dataclass(frozen=True)
class StartMoments:
    """Candidate start moments: minutes after the first interval, local day number, weekday, wall minute."""

    minute: Ints
    day: Ints
    weekday: Ints
    minute_of_day: Ints


@dataclass(frozen=True)
class Shifts:
    """S, one row per shift: its shape, its start (minutes after the first interval), local day and time."""

    shapes: tuple[ShiftShape, ...]
    shape: Ints
    start: Ints
    day: Ints
    minute_of_day: Ints

    def __len__(self) -> int:
        return len(self.shape)

    @property
    def pattern(self) -> Ints:
        """Index of each shift's pattern."""
        return np.array([shape.pattern for shape in self.shapes], dtype=np.int64)[self.shape]

    @property
    def length(self) -> Ints:
        """Minutes of each shift."""
        return np.array([shape.length_minutes for shape in self.shapes], dtype=np.int64)[self.shape]

    @property
    def paid_hours(self) -> Floats:
        """Paid hours of each shift."""
        return np.array([shape.paid_minutes for shape in self.shapes], dtype=float)[self.shape] / 60

    def only(self, kept: Bools) -> Shifts:
        """The shifts where `kept`."""
        return Shifts(
            self.shapes, self.shape[kept], self.start[kept], self.day[kept], self.minute_of_day[kept]
        )


def local_starts(grid: Grid, rules: Rules) -> StartMoments:
    """Moments of the horizon at which the local clock shows a multiple of `start_every_minutes`."""
    step = gcd(rules.start_every_minutes, OFFSET_STEP_MINUTES)
    into_step = int(grid.first.astype("datetime64[m]").astype(np.int64)) % step
    minute = np.arange(-into_step % step, grid.minutes, step, dtype=np.int64)
    utc = grid.time(minute)
    local = Zone(rules.timezone).local(utc)
    shown = minute_of_day(local)
    kept = shown % rules.start_every_minutes == 0
    days = local.astype("datetime64[D]").astype(np.int64)
    return StartMoments(minute[kept], days[kept], weekday(local)[kept], shown[kept])


def admissible_shifts(grid: Grid, rules: Rules) -> Shifts:
    """S, ordered by pattern, length, order of rests and start."""
    starts = local_starts(grid, rules)
    found = list(_shapes(starts, grid, rules))
    which = [np.flatnonzero(kept) for _, kept in found]
    row = np.concatenate(which) if which else np.zeros(0, dtype=np.int64)
    return Shifts(
        tuple(shape for shape, _ in found),
        np.repeat(np.arange(len(found)), [len(rows) for rows in which]),
        starts.minute[row],
        starts.day[row],
        starts.minute_of_day[row],
    )


def _shapes(starts: StartMoments, grid: Grid, rules: Rules) -> Iterator[tuple[ShiftShape, Bools]]:
    grain = rules.grain_minutes
    phases = starts.minute % grain
    for p, pattern in enumerate(rules.patterns):
        for length in pattern.lengths(rules.start_every_minutes):
            allowed = may_start(pattern, length, starts, grid)
            for phase in np.unique(phases[allowed]):
                orders = rest_orders(pattern.rests, length, int(phase), grain, rules.work_between_rests)
                for chains in orders:
                    shape = ShiftShape(p, length, pattern.paid_minutes(length), chains)
                    yield shape, allowed & (phases == phase)


def without_room(rules: Rules) -> tuple[str, ...]:
    """Names of the patterns whose lunch and breaks fit into none of their shifts, wherever these start."""

    def has_room(pattern: Pattern) -> bool:
        lengths, grain = pattern.lengths(rules.start_every_minutes), rules.grain_minutes
        return any(
            rest_orders(pattern.rests, length, phase, grain, rules.work_between_rests)
            for length in lengths
            for phase in range(0, grain, FINEST_START)
        )

    return tuple(pattern.name for pattern in rules.patterns if not has_room(pattern))


def applying(shifts: Shifts, rules: Rules) -> list[Bools]:
    """For each rule the shifts of S that it is about."""
    names = np.array([pattern.name for pattern in rules.patterns])[shifts.pattern]
    weekdays = weekday(shifts.day.astype("datetime64[D]"))
    return [rule.applies(names, weekdays, shifts.minute_of_day) for rule in rules.starts]


def may_start(pattern: Pattern, length_minutes: int, starts: StartMoments, grid: Grid) -> Bools:
    """Where a shift of that pattern and length may start."""
    allowed = np.isin(starts.weekday, list(pattern.days))
    allowed &= (starts.minute_of_day >= pattern.earliest_start) & (
        starts.minute_of_day <= pattern.latest_start
    )
    if pattern.latest_end is not None:
        allowed &= starts.minute_of_day + length_minutes <= pattern.latest_end
    if not grid.cyclic:
        allowed &= starts.minute + length_minutes <= grid.minutes
    return allowed & (length_minutes <= grid.minutes)
