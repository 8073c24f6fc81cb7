"""A first roster for many people: each works a mixture of tours that is drawn to best answers, then one tour.

A roster of mixtures costs what the expected presence costs: a convex problem, solved person by person (block
coordinate Frank-Wolfe: Lacoste-Julien et al. 2013, Block-coordinate Frank-Wolfe optimization for structural
SVMs). Each person answers the others' expected presence with their best tour, and moves a step towards it;
what intervals cost is first smoothed over a few heads, or everybody would sit in the kinks. In the last pass
each person works their best answer whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats

if TYPE_CHECKING:
    from staffing.roster.person import Person
    from staffing.roster.presence import Presence
    from staffing.roster.search.board import Board
    from staffing.roster.search.place import Week

SMOOTHED_OVER = 3.0  # heads to either side, at first
SMOOTHED_ANEW_EVERY = 5  # passes


class ExpectedCoverage:
    """What intervals cost where presence is expected: `cells` (groups, intervals), fractions included."""

    def __init__(self, presence: Presence, cells: Floats) -> None:
        self._presence = presence
        self.cells = cells
        self._more = np.arange(presence.cells_per_interval + 1)[:, None]
        self.smooth(0.0)

    def smooth(self, heads: float) -> None:
        """Take prices as their mean over so many heads to either side."""
        prices = self._presence.price_levels
        count = round(heads * self._presence.cells_per_interval)
        if count:
            before, after = np.arange(count, 0, -1), np.arange(1, count + 1)
            low = prices[:, :, :1] - np.diff(prices[:, :, :2], axis=2) * before
            high = prices[:, :, -1:] + np.diff(prices[:, :, -2:], axis=2) * after
            long = np.concatenate([np.zeros_like(low[:, :, :1]), low, prices, high], axis=2)
            sums = long.cumsum(axis=2)
            width = 2 * count + 1
            prices = (sums[:, :, width:] - sums[:, :, :-width]) / width
        self._levels = prices.shape[2]
        self._flat = prices.reshape(len(prices), -1)
        self._base = np.arange(prices.shape[1]) * self._levels

    def around(self, group: int, first: int, stop: int) -> Floats:
        """(cells more: 0 … n, intervals): the price of each interval with so many cells more."""
        level = np.clip(self.cells[group, first:stop] + self._more, 0, self._levels - 1)
        low = np.minimum(level.astype(np.int64), self._levels - 2)
        places = self._base[first:stop] + low
        prices = self._flat[group][places]
        between: Floats = prices + (self._flat[group][places + 1] - prices) * (level - low)
        return between

    def margins(self) -> Floats:
        """(groups, intervals): what a head is worth."""
        cells = self._presence.cells_per_interval
        prices = [self.around(group, 0, self.cells.shape[1]) for group in range(len(self.cells))]
        margin: Floats = np.stack([price[0] - price[cells] for price in prices])
        return margin


def fill_by_mixtures(
    board: Board, passes: int, rng: np.random.Generator, tell: Callable[[float], None] | None = None
) -> Floats:
    """Give everybody a tour in place of theirs; what heads are worth by group and interval."""
    people = board.setting.people
    mine = np.zeros((len(people), *board.cover.worked.shape))
    for person in people:
        mine[person.number] = _presence(board, board.places[person.number])
        board.put(person.number, 0, list(board.places[person.number]), -1)
    expected = ExpectedCoverage(board.cover, mine.sum(axis=0) + board.carried)
    worth: list[Floats] = []
    for number in range(passes):
        if number % SMOOTHED_ANEW_EVERY == 0:
            if 2 * number >= passes:
                worth.append(expected.margins())
            expected.smooth(SMOOTHED_OVER * (1 - number / passes))
        step = 2.0 / (number + 3)
        for one in rng.permutation(len(people)).tolist():
            expected.cells -= mine[one]
            answer = _answer(board, people[one], expected)
            mine[one] += step * (_presence(board, answer) - mine[one])
            expected.cells += mine[one]
        if tell is not None:
            tell(number / passes)
    worth.append(expected.margins())
    expected.smooth(0.0)
    for one in rng.permutation(len(people)).tolist():
        expected.cells -= mine[one]
        answer = _answer(board, people[one], expected)
        board.put(one, 0, answer)
        board.settle(one)
        expected.cells += _presence(board, answer)
    mean: Floats = np.mean(worth, axis=0)
    return mean


def _answer(board: Board, person: Person, expected: ExpectedCoverage) -> Week:
    """The person's best tour; there is one, for who has none was refused before."""
    answer = board.best_tour(person, expected)
    assert answer is not None
    return answer


def _presence(board: Board, tour: Week) -> Floats:
    """Cells of each group and interval that a tour works."""
    cells = np.zeros(board.cover.worked.shape)
    for day, place in enumerate(tour):
        if place is not None:
            for start, end, heads in board.spans(day, place.candidate, place.rests):
                board.cover.stretch(cells[place.group], start, end, heads)
    return cells
