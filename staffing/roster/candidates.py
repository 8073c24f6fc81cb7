"""Every shift that somebody could work, date by date, as arrays: one row per date, one column per candidate.

Moments are minutes after the origin, the local midnight that the period begins with (or the interval that
holds it); cells are the least common grain of intervals, starts and rests.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.roster.burdens import burdens_of
from staffing.roster.case import RosterCase, weekday_of
from staffing.roster.pattern import RosterPattern
from staffing.timegrid import MINUTES_PER_DAY

NOBODY = -1  # a candidate's column where there is no shift


@dataclass(frozen=True, eq=False)
class Candidates:
    """Arrays of shape (dates, candidates); where not `exists` there is no such shift that day.

    `start`, `end` in minutes after `origin`; `minute` is the wall clock of the start; `nominal_end`
    wall-clock start + length; `burdens` (dates, candidates, 4) in the order of `KINDS_OF_BURDEN`; `cost`
    without the agent's factor, and as if all presence bore the premium.
    """

    origin: np.datetime64
    cell_minutes: int
    pattern: Ints
    start: Ints
    end: Ints
    minute: Ints
    paid_minutes: Ints
    burdens: Bools
    cost: Floats
    exists: Bools
    premium_minutes: Floats  # by minute after the origin, summed up; empty without premiums

    @property
    def nominal_end(self) -> Ints:
        """Wall-clock minute of the start plus the length."""
        return self.minute + self.end - self.start

    @property
    def is_night(self) -> Bools:
        """Which are night shifts."""
        return self.burdens[:, :, 2]

    def moment(self, minutes: int) -> np.datetime64:
        """UTC of minutes after the origin."""
        moment: np.datetime64 = self.origin + np.timedelta64(int(minutes), "m")
        return moment


def origin_of(case: RosterCase) -> np.datetime64:
    """The last interval start, of the grid counted on backwards, at or before the period's first midnight."""
    midnight = case.zone.midnight(case.dates[0])
    before = int((case.first_interval - midnight).astype("timedelta64[m]").astype(np.int64))
    steps = max(0, -(-before // case.interval_minutes))
    return case.first_interval - np.timedelta64(steps * case.interval_minutes, "m")


def candidates_of(case: RosterCase) -> Candidates:
    """All starts and lengths of all patterns on every date of the period."""
    origin = origin_of(case)
    kinds = [
        (place, minute, length)
        for place, pattern in enumerate(case.patterns.patterns)
        for minute, length in _starts(pattern, case.patterns.start_every_minutes)
    ]
    pattern, minute, length = (np.array(column, dtype=np.int64) for column in zip(*kinds, strict=True))
    dates = np.array(case.dates)
    wall = dates[:, None].astype("datetime64[m]") + minute[None, :].astype("timedelta64[m]")
    utc, is_there = case.zone.utc(wall.astype("datetime64[s]"))
    start = (utc - origin).astype("timedelta64[m]").astype(np.int64)
    shape = start.shape
    weekdays = [weekday_of(date) for date in dates]
    opens = np.array([[day in one.days for one in case.patterns.patterns] for day in weekdays])[:, pattern]
    unpaid = np.array([one.unpaid_minutes for one in case.patterns.patterns])[pattern]
    every_minute = np.broadcast_to(minute, shape)
    every_length = np.broadcast_to(length, shape)
    premium = premium_minutes(case, origin, int(start.max() + length.max()))
    paid = np.broadcast_to(length - unpaid, shape)
    rate = np.array([one.cost_per_hour for one in case.patterns.patterns])[pattern]
    once = np.array([one.cost_per_shift for one in case.patterns.patterns])[pattern]
    hours = paid / 60
    if len(premium):
        hours = hours + (premium[start + every_length] - premium[start]) / 60
    return Candidates(
        origin=origin,
        cell_minutes=_cell_minutes(case, start, length),
        pattern=np.broadcast_to(pattern, shape),
        start=start,
        end=start + every_length,
        minute=every_minute,
        paid_minutes=paid,
        burdens=burdens_of(case, every_minute, every_length),
        cost=hours * rate + once,
        exists=is_there & opens,
        premium_minutes=premium,
    )


def _starts(pattern: RosterPattern, step: int) -> list[tuple[int, int]]:
    """(wall-clock start, length) of every shift of a pattern."""
    first = -(-pattern.earliest_start // step) * step
    low, high = pattern.length_minutes
    latest_end = 3 * MINUTES_PER_DAY if pattern.latest_end is None else pattern.latest_end
    return [
        (minute, length)
        for minute in range(first, min(pattern.latest_start, MINUTES_PER_DAY - 1) + 1, step)
        for length in range(low, high + 1, step)
        if minute + length <= latest_end
    ]


def _cell_minutes(case: RosterCase, start: Ints, length: Ints) -> int:
    rests = [rest.minutes for pattern in case.patterns.patterns for rest in pattern.rests]
    edges = np.unique(np.concatenate([start.ravel(), length]))
    return gcd(case.interval_minutes, case.patterns.rest_grain_minutes, *rests, *edges.tolist())


def premium_minutes(case: RosterCase, origin: np.datetime64, minutes: int) -> Floats:
    """What the minutes after the origin cost more, summed up; empty without premiums."""
    if not case.patterns.premiums:
        return np.zeros(0)
    local = case.zone.local((origin + np.arange(minutes).astype("timedelta64[m]")).astype("datetime64[s]"))
    minute = local.astype("datetime64[m]").astype(np.int64) % MINUTES_PER_DAY
    weekday = (local.astype("datetime64[D]").astype(np.int64) + 3) % 7
    extra = np.zeros(minutes)
    for one in case.patterns.premiums:
        today, eve = np.isin(weekday, list(one.days)), np.isin((weekday - 1) % 7, list(one.days))
        is_over_midnight = one.end <= one.start
        until = MINUTES_PER_DAY if is_over_midnight else one.end
        extra += one.extra * (today & (minute >= one.start) & (minute < until))
        if is_over_midnight:
            extra += one.extra * (eve & (minute < one.end))
    return np.concatenate([[0.0], np.cumsum(extra)])
