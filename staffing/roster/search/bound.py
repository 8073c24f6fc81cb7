"""A proven lower bound: presence bought from each person at a price per interval (Lagrangian relaxation).

At any prices y of a head in an interval, no roster costs less than what coverage costs at its best when heads
cost y, plus every person's best tour when presence earns y. Prices are improved by subgradient steps (Held,
Wolfe and Crowder 1974, Validation of subgradient optimization) from the margins met while the search was
cold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats
from staffing.roster.candidates import NOBODY
from staffing.roster.tours.asks import asked_of_all, windows_of_weeks
from staffing.roster.tours.best import sweep, traced

if TYPE_CHECKING:
    from staffing.roster.effort import RosterEffort
    from staffing.roster.person import Person
    from staffing.roster.search.board import Board

_WORK = 32_000  # person-weeks, each as often as the period has weeks
_LEAST_ROUNDS, _MOST_ROUNDS = 12, 300  # of the usual effort, the most
_PATIENCE = 8  # rounds without a better bound before steps are shortened
_FIRST_STEP, _SHORTER, _OLD = 0.2, 1.5, 0.8


@dataclass(frozen=True, eq=False)
class HeadPrices:
    """Prices of a head by interval as `WeekWorth` takes them: those of so many cells more."""

    per_head: Floats  # (groups, intervals)
    cells: int

    def around(self, group: int, first: int, stop: int) -> Floats:
        """(cells more: 0 … n, intervals)."""
        shares = np.arange(self.cells + 1) / self.cells
        prices: Floats = -shares[:, None] * self.per_head[group, first:stop]
        return prices


def lower_bound(board: Board, effort: RosterEffort, prices: Floats | None = None) -> float | None:
    """What no roster can cost less than; None with premiums, which the relaxation does not know.

    `prices` of a head by group and interval are where it begins, if not at what the search met.
    """
    if len(board.candidates.premium_minutes):
        return None
    case = board.case
    size = len(case.agents) * len(case.weeks) ** 2
    rounds = max(_LEAST_ROUNDS, round(effort.share * min(_MOST_ROUNDS, _WORK // size)))
    relaxed = _Relaxation(board)
    known = board.total()
    prices = relaxed.within(board.margins() if prices is None else prices)
    best, scale, stale = -np.inf, _FIRST_STEP, 0
    direction = np.zeros_like(prices)
    for _ in range(rounds):
        bound, slope = relaxed.at(prices)
        if bound > best:
            best, stale = bound, 0
        else:
            stale += 1
            if stale == _PATIENCE:
                scale, stale = scale / _SHORTER, 0
        direction = (1 - _OLD) * slope + _OLD * direction
        length = float((direction**2).sum())
        if length == 0 or known - best <= 0:
            break
        prices = relaxed.within(prices + scale * (known - bound) / length * direction)
    return min(best, known)


class _Relaxation:
    """The coverage and the people of a board, each by itself."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._levels = board.cover.price_levels
        self._heads = np.arange(self._levels.shape[2]) / board.cover.cells_per_interval
        self._steepest = -np.diff(self._levels, axis=2).min(axis=2) * board.cover.cells_per_interval
        flattest = -np.diff(self._levels, axis=2).max(axis=2) * board.cover.cells_per_interval
        self._flattest = np.maximum(flattest, -self._steepest.max())
        self._carried = board.carried / board.cover.cells_per_interval
        self._people = [(person, *_tangents(person, board)) for person in board.setting.people]
        self._windows = [windows_of_weeks(person, board.setting) for person in board.setting.people]

    def within(self, prices: Floats) -> Floats:
        """Prices between the worth of the first head and of the last: others only weaken the bound."""
        return np.clip(prices, self._flattest, self._steepest)

    def at(self, prices: Floats) -> tuple[float, Floats]:
        """The bound at these prices, and heads asked for less heads offered, by group and interval."""
        cost = self._levels + prices[:, :, None] * self._heads
        level = cost.argmin(axis=2)
        bound = float(np.take_along_axis(cost, level[:, :, None], axis=2).sum())
        bound -= float((prices * self._carried).sum())
        slope = self._heads[level] - self._carried
        board = self.board
        priced = HeadPrices(prices, board.cover.cells_per_interval)
        worths = [[worth.of(priced, group) for worth in board.worth] for group in range(len(prices))]
        by_group = [np.concatenate([change for change, _ in of_group]) for of_group in worths]
        for (person, own, constant), windows in zip(self._people, self._windows, strict=True):
            those = [by_group[group] for group in person.groups]
            least = those[0] if len(those) == 1 else np.minimum.reduce(those)
            ask = asked_of_all(person, board.case, own + least, windows)
            graph = person.contract.graph_of_all()
            walk = sweep(graph, ask)
            bound += walk.cost + constant
            for day, chosen in enumerate(traced(graph, ask, walk)):
                if chosen != NOBODY:
                    group = min(person.groups, key=lambda one: float(by_group[one][day, chosen]))
                    self._offer(slope, group, day, chosen, worths[group])
        return bound, slope

    def _offer(
        self, slope: Floats, group: int, day: int, chosen: int, worths: list[tuple[Floats, list[Floats]]]
    ) -> None:
        """Take a shift that is worked off what is asked for."""
        board = self.board
        number = next(k for k, (first, stop) in enumerate(board.case.weeks) if first <= day < stop)
        first = board.case.weeks[number][0]
        rests = board.worth[number].rests_of(worths[number][1], day - first, chosen)
        for start, end, heads in board.spans(day, chosen, rests):
            cells = np.arange(start, end)
            np.subtract.at(
                slope[group], cells // board.cover.cells_per_interval, heads / board.cover.cells_per_interval
            )


def _tangents(person: Person, board: Board) -> tuple[Floats, float]:
    """Prices by candidate and a constant that are never above what a tour costs the person.

    Burdens, whose price rises, by their tangent at the number that the person has now; a wish that several
    dates touch by its share on each.
    """
    burdens = board.candidates.burdens
    counts = np.zeros(4)
    for day, chosen in enumerate(board.tours[person.number]):
        if chosen != NOBODY:
            counts += burdens[day, chosen]
    price, before = np.array(person.burden_costs), np.array(person.burdens_before)
    slopes = price * (before + counts + 0.5)
    constant = float((price * (before * counts + counts * (counts + 1) / 2) - slopes * counts).sum())
    prices = person.prices + burdens @ slopes
    for wish in person.wishes:
        if wish.is_for_work:
            constant += wish.cost
        elif len(wish.dates) > 1:
            prices = prices - wish.shifts * wish.cost * (1 - 1 / len(wish.dates))
    return prices, constant
