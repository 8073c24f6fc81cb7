"""What each candidate is worth to a group now, its rests placed where they cost least.

For the days of one week at once: presence is a difference of running sums, a rest the sum of what the
intervals it touches lose, and the rests of a shift follow one another by a small dynamic program over their
starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.roster.candidates import Candidates
from staffing.roster.case import RosterCase


class PricedIntervals(Protocol):
    """Whatever says what intervals cost with some cells more."""

    def around(self, group: int, first: int, stop: int) -> Floats:
        """(cells more: 0 … n, intervals): the price of each interval with so many cells more."""


@dataclass(frozen=True, eq=False)
class _Stretch:
    """Stretches of cells by the intervals they touch: first and last, and the cells in both."""

    first: Ints
    cells_first: Ints
    after_first: Ints
    last: Ints
    cells_last: Ints

    def value(self, by_cells: Floats, whole: Floats) -> Floats:
        """The sum over the intervals of `by_cells` (cells, intervals); `whole`: of n cells, summed up."""
        middle = whole[np.maximum(self.last, self.after_first)] - whole[self.after_first]
        value: Floats = middle + by_cells[self.cells_first, self.first] + by_cells[self.cells_last, self.last]
        return value


def _stretch(start: Ints, end: Ints, cells: int) -> _Stretch:
    """Of cells [start, end): no stretch has its ends counted twice."""
    first, last = start // cells, end // cells
    is_one = first == last
    begins_whole = (start % cells == 0) & ~is_one
    head = np.where(is_one, end - start, np.where(begins_whole, 0, cells - start % cells))
    after = np.where(begins_whole, first, first + 1)
    tail = np.where(is_one, 0, end % cells)
    return _Stretch(first, head, after, last, tail)


@dataclass(frozen=True, eq=False)
class _RestPlaces:
    """One rest of each candidate, in its order of time: the places of its starts in the table of losses.

    (days, candidates, starts): `place` of losses, `cell` of the start, `allowed`; `free` = how many starts of
    the rest before end early enough for this one, None where all do.
    """

    name: Ints  # by pattern: which rest of the pattern this is, -1 none
    place: Ints
    cell: Ints
    allowed: Bools
    free: Ints | None


class WeekWorth:
    """The worth of the candidates of the dates `first` to before `last`."""

    def __init__(self, case: RosterCase, candidates: Candidates, first: int, last: int) -> None:
        cell = candidates.cell_minutes
        self._cells = case.interval_minutes // cell
        days = slice(first, last)
        start, end = candidates.start[days] // cell, candidates.end[days] // cell
        self.first_interval = int(start.min()) // self._cells
        self.stop_interval = int(end.max()) // self._cells + 2
        zero = self.first_interval * self._cells
        self._zero, self._cell_minutes = zero, cell
        self._presence = _stretch(start - zero, end - zero, self._cells)
        all_cells = np.arange((self.stop_interval - self.first_interval - 1) * self._cells)
        lengths = sorted({rest.minutes // cell for one in case.patterns.patterns for rest in one.rests})
        self._losses = [
            _stretch(all_cells, np.minimum(all_cells + length, len(all_cells) + self._cells - 1), self._cells)
            for length in lengths
        ]
        self._pattern = candidates.pattern[days]
        self._rests = _rest_places(case, candidates, days, zero=zero, cells=len(all_cells), lengths=lengths)

    def of(self, coverage: PricedIntervals, group: int) -> tuple[Floats, list[Floats]]:
        """(days, candidates): what one more on each changes the price of the group; and what rests cost."""
        around = coverage.around(group, self.first_interval, self.stop_interval)
        gain = around - around[0]
        whole = np.zeros(gain.shape[1] + 1)
        np.cumsum(gain[-1], out=whole[1:])
        change = self._presence.value(gain, whole)
        if not self._rests:
            return change, []
        loss = around[::-1] - around[-1]  # of so many cells fewer than a whole presence
        lost = np.zeros(loss.shape[1] + 1)
        np.cumsum(loss[-1], out=lost[1:])
        table = np.concatenate([*(one.value(loss, lost) for one in self._losses), [np.inf, 0.0]])
        layers = self._placed(table)
        change += layers[-1].min(axis=2)
        return change, layers

    def _placed(self, table: Floats) -> list[Floats]:
        """Per rest (days, candidates, starts): the least cost of it and all before, by its start."""
        layers: list[Floats] = []
        for rest in self._rests:
            costs = table[rest.place]
            if layers:
                if rest.free is None:
                    costs = costs + layers[-1].min(axis=2, keepdims=True)
                else:
                    least = np.minimum.accumulate(layers[-1], axis=2)
                    padded = np.concatenate([np.full((*least.shape[:2], 1), np.inf), least], axis=2)
                    costs = costs + np.take_along_axis(padded, rest.free, axis=2)
            layers.append(costs)
        return layers

    def rests_of(self, layers: list[Floats], day: int, candidate: int) -> list[tuple[int, int]]:
        """(rest of the pattern, start in cells after the origin) of one candidate, its rests placed best."""
        placed: list[tuple[int, int]] = []
        stop: int | None = None
        for number in range(len(layers) - 1, -1, -1):
            rest = self._rests[number]
            row = layers[number][day, candidate]
            best = int(row[:stop].argmin())
            name = int(rest.name[self._pattern[day, candidate]])
            if name >= 0:
                placed.append((name, int(rest.cell[day, candidate, best]) + self._zero))
            stop = None if rest.free is None else int(rest.free[day, candidate, best])
        return placed[::-1]

    def rest_starts(self, day: int, candidate: int) -> list[tuple[int, Ints, Ints | None]]:
        """By rest of a candidate, in order of time: which of the pattern; its starts, cells after the origin.

        Last, how many starts of the rest before are early enough for each of its own; None where all are.
        """
        starts: list[tuple[int, Ints, Ints | None]] = []
        for rest in self._rests:
            name = int(rest.name[self._pattern[day, candidate]])
            if name >= 0:
                allowed = rest.allowed[day, candidate]
                free = None if rest.free is None else rest.free[day, candidate][allowed]
                starts.append((name, rest.cell[day, candidate][allowed] + self._zero, free))
        return starts


def _rest_places(
    case: RosterCase, candidates: Candidates, days: slice, *, zero: int, cells: int, lengths: list[int]
) -> list[_RestPlaces]:
    """The rests of all patterns, the n-th of each together; where a pattern has fewer, one free place."""
    patterns = case.patterns.patterns
    order = [one.rest_order for one in patterns]
    grain, cell = case.patterns.rest_grain_minutes, candidates.cell_minutes
    at_ends = case.patterns.work_at_ends
    first = (case.first_interval - candidates.origin).astype("timedelta64[m]").astype(np.int64)
    pattern, start, end = candidates.pattern[days], candidates.start[days], candidates.end[days]
    places: list[_RestPlaces] = []
    before_end: Ints | None = None
    for number in range(max(map(len, order), default=0)):
        name = np.array([which[number] if number < len(which) else -1 for which in order])
        rests = [one.rests[k] if k >= 0 else None for one, k in zip(patterns, name.tolist(), strict=True)]
        early = np.array([max(rest.earliest_minutes, at_ends) if rest else 0 for rest in rests])[pattern]
        late = np.array([rest.latest_minutes if rest else 0 for rest in rests])[pattern]
        minutes = np.array([rest.minutes if rest else 0 for rest in rests])[pattern]
        has = (name >= 0)[pattern]
        opens = start + early - first
        at = -(-opens // grain) * grain + first  # the first start on the grid
        count = int(np.where(has, (start + late - at) // grain + 1, 1).max())
        begin = at[:, :, None] + np.arange(count) * grain
        allowed = begin <= (start + late)[:, :, None]
        allowed &= begin + minutes[:, :, None] <= end[:, :, None] - at_ends
        which = np.searchsorted(lengths, minutes // cell)
        table = which[:, :, None] * cells + np.clip(begin // cell - zero, 0, cells - 1)
        nothing = len(lengths) * cells
        place = np.where(allowed & has[:, :, None], table, nothing)
        none_here = ~has[:, :, None] & (np.arange(count) == 0)
        place = np.where(none_here, nothing + 1, place)
        free, after = _order(before_end, begin, minutes, has, case.patterns.work_between_rests)
        places.append(_RestPlaces(name, place, begin // cell - zero, allowed | none_here, free))
        before_end = after
    return places


def _order(
    before_end: Ints | None, begin: Ints, minutes: Ints, has: Bools, apart: int
) -> tuple[Ints | None, Ints]:
    """How many starts of the rest before are early enough for each start; and when this rest's starts end."""
    ends = begin + minutes[:, :, None] + apart
    if before_end is None:
        return None, ends
    free = (before_end[:, :, None, :] <= begin[:, :, :, None]).sum(axis=3)
    free = np.where(has[:, :, None], free, before_end.shape[2])
    return (None if (free == before_end.shape[2]).all() else free), ends
