"""The parts of every interval made even by exchanges of rests, as long as one helps.

Coverage counts a rest of a quarter as half an agent of its half-hour, so the program that makes shifts is
indifferent between its quarters, and they end up uneven by up to a third of the heads. What is made least is

    Σ_t weight_t Σ_p (heads_tp − mean_t − wanted_tp)²

over the intervals t and their parts p; cost, and the count of every interval, stay as they are. Each round
takes in every interval the exchange (`moves.py`) that saves most, as many times as it pays, and carries out
those that do not meet: work is counted in rounds, not by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.shifts.even.moves import ALONE, Exchanges, Steps, exchanges_of, steps_of
from staffing.shifts.even.parts import WantedOf, as_even_as_can_be
from staffing.shifts.even.rests import RestBoard, RestingHeads
from staffing.shifts.horizon import ShiftHorizon

MOST_ROUNDS = 2000
LEAST_GAIN = 1e-6  # share of the weight of a head: less is the rounding of sums


def evened(heads: RestingHeads, horizon: ShiftHorizon, wanted_of: WantedOf = as_even_as_can_be) -> Ints:
    """[head, rest] starts after the shift's, moved where that evens out the parts of intervals.

    Each rest stays in its window, in its order and at its distance from the others; an unpaid one stays where
    it costs the same.
    """
    board = RestBoard(heads, horizon)
    if not board.is_free.any() or board.grain == horizon.interval_minutes:
        return heads.after
    part_minutes = board.part_minutes
    steps = steps_of(board.minutes[board.is_free], horizon.interval_minutes, board.grain, part_minutes)
    working = board.working(part_minutes)
    wanted = wanted_of(working)
    off = working - working.mean(axis=1, keepdims=True) - wanted.off_mean
    search = _Search(board, steps, off, wanted.weight)
    every = exchanges_of(steps, working.shape[1])
    rounds = MOST_ROUNDS
    for some in (every.alone(), every):
        while rounds and search.round_of(some):
            rounds -= 1
    return np.where(board.taken, board.at - heads.start[:, None], heads.after)


@dataclass(frozen=True, eq=False)
class _Open:
    """Rests that may make a step: `place` in the board by step and anchor; [interval, step] how many."""

    place: Ints
    first: Ints
    count: Ints

    def of(self, interval: int, steps: list[int], moved: Bools, times: int, rests: int) -> list[Ints]:
        """For each of the steps as many rests, at most `times`, of different heads that have not `moved`."""
        taken = moved
        found: list[Ints] = []
        for step in steps:
            key = interval * self.count.shape[1] + step
            place = self.place[self.first[key] : self.first[key] + int(self.count.reshape(-1)[key])]
            place = place[~taken[place // rests]]
            _, once = np.unique(place // rests, return_index=True)
            found.append(place[once][:times])
            if len(steps) > 1:
                taken = taken.copy()
                taken[found[-1] // rests] = True
        fewest = min(len(place) for place in found)
        return [place[:fewest] for place in found]


class _Search:
    """The board, and by how much the heads of each part are off what is wanted."""

    def __init__(self, board: RestBoard, steps: Steps, off: Floats, weight: Floats) -> None:
        self._board, self._steps, self._off, self._weight = board, steps, off, weight
        self._parts = off.shape[1]
        self._window = steps.change.shape[1] // self._parts if len(steps) else 0

    def round_of(self, exchanges: Exchanges) -> bool:
        """Carry out the best exchange of each interval, the best first; whether there was any."""
        if not len(exchanges):
            return False
        may = self._open()
        gain, times, best = self._gains(exchanges, may.count)
        moved = np.zeros(len(self._board.heads), dtype=bool)
        changed = np.zeros(len(self._off), dtype=bool)
        some = np.flatnonzero(gain > 0)
        for interval in some[np.argsort(-gain[some], kind="stable")].tolist():
            row = int(best[interval])
            touched = self._around(interval, int(exchanges.spans[row]))
            if changed[touched].any():
                continue
            who = may.of(interval, exchanges.steps(row), moved, int(times[interval]), self._board.at.shape[1])
            if len(who[0]):
                self._carry_out(who, exchanges, row, touched)
                moved[np.concatenate(who) // self._board.at.shape[1]] = True
                changed[touched] = True
        return bool(changed.any())

    def _around(self, interval: int, count: int) -> Ints:
        return (interval + np.arange(count)) % len(self._off)

    def _gains(self, exchanges: Exchanges, count: Ints) -> tuple[Floats, Ints, Ints]:
        """Per interval as anchor: what the best exchange saves, how many times it pays, and which it is."""
        linear, square = self._slopes(exchanges)
        second = np.where(exchanges.second == ALONE, exchanges.first, exchanges.second)
        most = np.minimum(count[:, exchanges.first], count[:, second])
        pays = np.divide(-linear, 2.0 * square, out=np.zeros_like(linear), where=square > 0)
        times = np.minimum(np.round(pays), most)
        gain = np.where(times > 0, -times * (linear + times * square), 0.0)
        gain[gain <= LEAST_GAIN * square] = 0.0
        best = gain.argmax(axis=1)
        rows = np.arange(len(gain))
        return gain[rows, best], times[rows, best].astype(np.int64), best

    def _slopes(self, exchanges: Exchanges) -> tuple[Floats, Floats]:
        """[anchor, exchange] of what is made least, done k times: k · linear + k² · square."""
        size, window = len(self._off), self._window
        around = (np.arange(size)[:, None] + np.arange(window)) % size
        there = (
            np.ones((size, window))
            if self._board.horizon.cyclic
            else ((np.arange(size)[:, None] + np.arange(window)) < size).astype(np.float64)
        )
        weight = self._weight[around] * there
        pull = (self._off[around] * weight[:, :, None]).reshape(size, -1)
        squares = (exchanges.change**2).reshape(len(exchanges), window, self._parts).sum(axis=2)
        return 2.0 * pull @ exchanges.change.T, weight @ squares.T

    def _open(self) -> _Open:
        board, steps, size = self._board, self._steps, len(self._off)
        span = board.horizon.interval_minutes
        first, last = board.room()
        interval, into = board.at // span, board.at % span
        places, keys = [], []
        for step, (minutes, begins, later, anchor) in enumerate(
            zip(
                steps.minutes.tolist(),
                steps.into.tolist(),
                steps.later.tolist(),
                steps.anchor.tolist(),
                strict=True,
            )
        ):
            which: Bools = board.is_free & (board.minutes == minutes) & (into == begins)
            which &= (board.at + later >= first) & (board.at + later <= last)
            place = np.flatnonzero(which)[board.costs_same(later, which)]
            places.append(place)
            keys.append((interval.reshape(-1)[place] + anchor) % size * len(steps) + step)
        place, key = np.concatenate(places), np.concatenate(keys)
        order = np.argsort(key, kind="stable")
        count = np.bincount(key, minlength=size * len(steps))
        return _Open(place[order], np.cumsum(count) - count, count.reshape(size, -1))

    def _carry_out(self, who: list[Ints], exchanges: Exchanges, row: int, touched: Ints) -> None:
        """An exchange of those rests, as many for each of its steps; `touched` intervals change."""
        for place, step in zip(who, exchanges.steps(row), strict=True):
            self._board.at.reshape(-1)[place] += self._steps.later[step]
        change = exchanges.change[row].reshape(self._window, -1)[: len(touched)]
        self._off[touched] += len(who[0]) * change
