"""Heads with their rests on the horizon: where each rest may go, and who is at work in parts of intervals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import gcd

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.shifts.clock_rests import rest_windows
from staffing.shifts.formulation.premium_clock import PremiumClock
from staffing.shifts.formulation.shifts import ABSENT
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.rest_columns import rest_minutes_of

FAR = np.iinfo(np.int64).max // 4  # minutes


@dataclass(frozen=True, eq=False)
class RestingHeads:
    """One row per head, and a column for each rest of its pattern.

    start, length:  minutes of the shift, from the first interval
    pattern:        index in the rules
    after:          start of each rest, minutes after the shift's; ABSENT where the pattern has no such rest
    is_free:        which rests may be moved
    earliest:       minutes after the shift's start before which none may be placed
    """

    start: Ints
    length: Ints
    pattern: Ints
    after: Ints
    is_free: Bools
    earliest: Ints

    def __len__(self) -> int:
        return len(self.start)


class RestBoard:
    """The heads on their horizon, one rest after the other, as places: rest `r` of head `h` is `h · R + r`.

    `at` is the start of each, minutes after the first interval, and changes as rests move.
    """

    def __init__(self, heads: RestingHeads, horizon: ShiftHorizon) -> None:
        rules = horizon.rules
        self.horizon, self.heads, self.grain = horizon, heads, rules.grain_minutes
        self.minutes = rest_minutes_of(rules)[heads.pattern]
        self.taken = heads.after != ABSENT
        self.at = heads.after + heads.start[:, None]
        self._work, at_ends = rules.work_between_rests, rules.work_at_ends_minutes
        windows = np.full((len(rules.patterns), rules.most_rests, 2), 0, dtype=np.int64)
        paid = np.ones((len(rules.patterns), rules.most_rests), dtype=bool)
        for p, pattern in enumerate(rules.patterns):
            for r, rest in enumerate(pattern.rests):
                windows[p, r] = rest.earliest_minutes, rest.latest_minutes
                paid[p, r] = rest.paid
        of_head = windows[heads.pattern]
        for p, pattern in enumerate(rules.patterns):
            if pattern.rests_by_the_clock and (mine := heads.pattern == p).any():
                begins = horizon.time(heads.start[mine])
                of_head[mine, : len(pattern.rests)] = rest_windows(pattern, begins, horizon.zone)
        first, last = np.moveaxis(of_head, 2, 0)
        begin = heads.start[:, None]
        self._first = begin + np.maximum(np.maximum(first, at_ends), heads.earliest[:, None])
        self._last = begin + np.minimum(last, heads.length[:, None] - self.minutes - at_ends)
        self.is_free = heads.is_free & self.taken & (self.at % self.grain == 0)
        if not horizon.cyclic:
            self.is_free &= (self.at >= 0) & (self.at + self.minutes <= horizon.minutes)
            self._first = np.maximum(self._first, 0)
            self._last = np.minimum(self._last, horizon.minutes - self.minutes)
        self._is_priced = ~paid[heads.pattern] if rules.costs.premiums else np.zeros_like(self.taken)

    @cached_property
    def part_minutes(self) -> int:
        """The finest grain in use: of starts and ends of shifts, of rests, and of what they may become."""
        begin, span = self.heads.start, self.horizon.interval_minutes
        at, lasts = self.at[self.taken], self.minutes[self.taken]
        edges = [begin, begin + self.heads.length, at, at + lasts]
        phases = np.unique(np.concatenate(edges) % span)
        return gcd(span, self.grain, *np.unique(lasts).tolist(), *phases.tolist())

    def room(self) -> tuple[Ints, Ints]:
        """[head, rest] first and last start that the window and the rests around leave; the order is kept."""
        at, rows = np.where(self.taken, self.at, FAR), np.arange(len(self.heads))[:, None]
        order = np.argsort(at, axis=1, kind="stable")
        begins, ends = at[rows, order], (at + self.minutes)[rows, order]
        low, high = np.full(at.shape, -FAR), np.full(at.shape, FAR)
        low[:, 1:] = ends[:, :-1] + self._work
        high[:, :-1] = begins[:, 1:] - self._work
        first, last = np.empty_like(low), np.empty_like(high)
        first[rows, order], last[rows, order] = low, high
        return np.maximum(first, self._first), np.minimum(last - self.minutes, self._last)

    def costs_same(self, moved_minutes: int, which: Bools) -> Bools:
        """Which of those cost the same so much later: an unpaid one saves the premium of its hours."""
        same = np.ones(int(which.sum()), dtype=bool)
        priced = self._is_priced[which]
        if priced.any():
            at, minutes = self.at[which][priced], self.minutes[which][priced]
            now, then = self._clock.hours(at, minutes), self._clock.hours(at + moved_minutes, minutes)
            same[priced] = now == then
        return same

    @cached_property
    def _clock(self) -> PremiumClock:
        return PremiumClock(self.horizon)

    def working(self, part_minutes: int) -> Floats:
        """[interval, part] heads at work."""
        parts = self.horizon.interval_minutes // part_minutes
        size = self.horizon.intervals * parts
        shifts = self._heads_in(self.heads.start, self.heads.length, part_minutes, size)
        resting = self._heads_in(self.at[self.taken], self.minutes[self.taken], part_minutes, size)
        return (shifts - resting).reshape(-1, parts).astype(np.float64)

    def _heads_in(self, begin: Ints, minutes: Ints, part_minutes: int, size: int) -> Ints:
        first, end = begin // part_minutes, (begin + minutes) // part_minutes
        if self.horizon.cyclic:
            end, first = end - first + first % size, first % size
            change = np.bincount(first, minlength=2 * size + 1) - np.bincount(end, minlength=2 * size + 1)
            inside = np.cumsum(change)[: 2 * size]
            return np.asarray(inside[:size] + inside[size:])
        first, end = np.clip(first, 0, size), np.clip(end, 0, size)
        change = np.bincount(first, minlength=size + 1) - np.bincount(end, minlength=size + 1)
        return np.asarray(np.cumsum(change)[:size])
