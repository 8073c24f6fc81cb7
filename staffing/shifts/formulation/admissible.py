"""The set S of admissible shifts: every start, length, pattern and order of rests the rules allow.

Starts are moments whose local wall time is a multiple of `start_every_minutes`: a wall time the clocks skip
has no start, one they repeat has two. Lengths are elapsed minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.shifts.clock_rests import has_starts, rest_windows, rests_at
from staffing.shifts.formulation.shifts import Shifts, ShiftShape
from staffing.shifts.formulation.windows import Chain, rest_orders
from staffing.shifts.grid import TimeGrid
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.pattern import Pattern, Rest
from staffing.shifts.rules import Rules
from staffing.timegrid import (
    Zone,
    minute_of_day,
    weekday,
)

OFFSET_STEP_MINUTES = 15  # zones are ahead of UTC by whole quarter-hours


@dataclass(frozen=True)
class StartMoments:
    """Candidate start moments: minutes after the first interval, local day number, weekday, wall minute."""

    minute: Ints
    day: Ints
    weekday: Ints
    minute_of_day: Ints


def local_starts(horizon: ShiftHorizon) -> StartMoments:
    """Moments at which a shift may start: the local clock shows a multiple of `start_every_minutes`."""
    step = gcd(horizon.rules.start_every_minutes, OFFSET_STEP_MINUTES)
    into_step = int(horizon.first.astype("datetime64[m]").astype(np.int64)) % step
    minute = np.arange(-into_step % step, horizon.minutes, step, dtype=np.int64)
    utc = horizon.time(minute)
    local = Zone(horizon.rules.timezone).local(utc)
    shown = minute_of_day(local)
    kept = (shown % horizon.rules.start_every_minutes == 0) & (minute >= horizon.free_from)
    days = local.astype("datetime64[D]").astype(np.int64)
    return StartMoments(minute[kept], days[kept], weekday(local)[kept], shown[kept])


def admissible_shifts(horizon: ShiftHorizon) -> Shifts:
    """S, ordered by pattern, length, order of rests and start."""
    starts = local_starts(horizon)
    found = list(_shapes(starts, horizon))
    which = [np.flatnonzero(kept) for _, kept in found]
    row = np.concatenate(which) if which else np.zeros(0, dtype=np.int64)
    return Shifts(
        tuple(shape for shape, _ in found),
        np.repeat(np.arange(len(found)), [len(rows) for rows in which]),
        starts.minute[row],
        starts.day[row],
        starts.minute_of_day[row],
    )


def _shapes(starts: StartMoments, horizon: ShiftHorizon) -> Iterator[tuple[ShiftShape, Bools]]:
    rules = horizon.rules
    for p, pattern in enumerate(rules.patterns):
        for length in pattern.lengths(rules.start_every_minutes):
            allowed = may_start(pattern, length, starts, horizon)
            for orders, chosen in _orders(pattern, length, starts, allowed, horizon):
                for chains in orders:
                    yield ShiftShape(p, length, pattern.paid_minutes(length), chains), chosen


def _orders(
    pattern: Pattern, length: int, starts: StartMoments, allowed: Bools, horizon: ShiftHorizon
) -> Iterator[tuple[tuple[tuple[Chain, ...], ...], Bools]]:
    """The orders of rests of shifts of a length, and the allowed starts at which these are possible."""
    rules = horizon.rules
    phases = starts.minute % rules.grain_minutes
    if not pattern.rests_by_the_clock:
        for phase in np.unique(phases[allowed]).tolist():
            yield _orders_of(pattern.rests, length, phase, rules), allowed & (phases == phase)
        return
    windows = rest_windows(pattern, horizon.time(starts.minute), horizon.zone)
    allowed = allowed & has_starts(windows)
    alike = np.column_stack([phases, windows.reshape(len(phases), -1)])
    for one in np.unique(alike[allowed], axis=0):
        rests = rests_at(pattern, one[1:].reshape(-1, 2))
        yield _orders_of(rests, length, int(one[0]), rules), allowed & (alike == one).all(axis=1)


def _orders_of(
    rests: tuple[Rest, ...], length: int, phase: int, rules: Rules
) -> tuple[tuple[Chain, ...], ...]:
    return rest_orders(rests, rules.order_of(rests), length, phase, rules.rest_room)


def without_room(horizon: ShiftHorizon) -> tuple[str, ...]:
    """Names of the patterns whose lunch and breaks fit into no shift of theirs, whenever it starts."""
    starts = local_starts(horizon)
    anywhere = np.ones(len(starts.minute), dtype=np.bool_)

    def has_room(pattern: Pattern) -> bool:
        return any(
            orders
            for length in pattern.lengths(horizon.rules.start_every_minutes)
            for orders, _ in _orders(pattern, length, starts, anywhere, horizon)
        )

    return tuple(pattern.name for pattern in horizon.rules.patterns if not has_room(pattern))


def applying(shifts: Shifts, rules: Rules) -> list[Bools]:
    """For each rule the shifts of S that it is about."""
    names = np.array([pattern.name for pattern in rules.patterns])[shifts.pattern]
    weekdays = weekday(shifts.day.astype("datetime64[D]"))
    return [rule.applies(names, weekdays, shifts.minute_of_day) for rule in rules.starts]


def may_start(pattern: Pattern, length_minutes: int, starts: StartMoments, grid: TimeGrid) -> Bools:
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
