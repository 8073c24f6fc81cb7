"""A roster without its links: coverage by itself, and every person by themselves, at prices for presence.

At any prices of a head in an interval no roster costs less than what coverage costs at its best when heads
cost that, plus every person's best tour when presence earns it (Lagrangian relaxation: Geoffrion 1974,
Lagrangean relaxation for integer programming). Burdens, whose price rises with their number, are bought at
one price each in the same way.
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
    from staffing.roster.person import Person, Tour
    from staffing.roster.search.board import Board

Worths = list[list[tuple[Floats, list[Floats]]]]  # by group and week: of candidates, of rests


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


@dataclass(frozen=True, eq=False)
class PricedTour:
    """A person's tour: `heads` (groups, intervals), `burdens` by kind, and what it costs besides both."""

    heads: Floats
    burdens: Floats
    cost: float


class RosterRelaxation:
    """The coverage and the people of a board."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._levels = board.cover.price_levels
        self._heads = np.arange(self._levels.shape[2]) / board.cover.cells_per_interval
        self._steepest = -np.diff(self._levels, axis=2).min(axis=2) * board.cover.cells_per_interval
        flattest = -np.diff(self._levels, axis=2).max(axis=2) * board.cover.cells_per_interval
        self._flattest = np.maximum(flattest, -self._steepest.max())
        self._carried = board.carried / board.cover.cells_per_interval
        self._people = [(person, *_wishes_apart(person)) for person in board.setting.people]
        self._windows = [windows_of_weeks(person, board.setting) for person in board.setting.people]

    def within(self, prices: Floats) -> Floats:
        """Prices between the worth of the first head and of the last: others only weaken the bound."""
        return np.clip(prices, self._flattest, self._steepest)

    def at(self, prices: Floats, burdens: Floats) -> tuple[float, list[PricedTour]]:
        """The bound at these prices of heads, and each person's answer.

        `burdens` (people, kinds) are the numbers at whose price each person buys burdens.
        """
        board = self.board
        cost = self._levels + prices[:, :, None] * self._heads
        bound = float(cost.min(axis=2).sum()) - float((prices * self._carried).sum())
        priced = HeadPrices(prices, board.cover.cells_per_interval)
        worths = [[worth.of(priced, group) for worth in board.worth] for group in range(len(prices))]
        by_group = [np.concatenate([change for change, _ in of_group]) for of_group in worths]
        answers = []
        for (person, own, constant), windows in zip(self._people, self._windows, strict=True):
            slopes, least = _bought(person, burdens[person.number])
            those = [by_group[group] for group in person.groups]
            worth = those[0] if len(those) == 1 else np.minimum.reduce(those)
            full = own + board.candidates.burdens @ slopes + worth if slopes.any() else own + worth
            ask = asked_of_all(person, board.case, full, windows)
            graph = person.contract.graph_of_all()
            walk = sweep(graph, ask)
            bound += walk.cost + constant + least
            tour = traced(graph, ask, walk)
            heads = self._heads_of(person, tour, by_group, worths)
            counts = burdens_of_tour(board, tour)
            besides = walk.cost + constant + float((prices * heads).sum()) - float(slopes @ counts)
            answers.append(PricedTour(heads, counts, besides))
        return bound, answers

    def _heads_of(self, person: Person, tour: Tour, by_group: list[Floats], worths: Worths) -> Floats:
        """(groups, intervals): where a tour is present, each shift for the group it is worth most to."""
        board = self.board
        cells = np.zeros(self._steepest.shape)
        for day, chosen in enumerate(tour):
            if chosen == NOBODY:
                continue
            group = min(person.groups, key=lambda one: float(by_group[one][day, chosen]))
            number = next(k for k, (first, stop) in enumerate(board.case.weeks) if first <= day < stop)
            first = board.case.weeks[number][0]
            rests = board.worth[number].rests_of(worths[group][number][1], day - first, chosen)
            for start, end, heads in board.spans(day, chosen, rests):
                board.cover.stretch(cells[group], start, end, heads)
        return cells / board.cover.cells_per_interval


def burdens_of_tour(board: Board, tour: Tour) -> Floats:
    """The number of each kind."""
    counts = np.zeros(4)
    for day, chosen in enumerate(tour):
        if chosen != NOBODY:
            counts += board.candidates.burdens[day, chosen]
    return counts


def _bought(person: Person, counts: Floats) -> tuple[Floats, float]:
    """Prices of burdens, and a constant with which no number of them costs more than it does."""
    nearest = np.round(counts)
    least = np.array(person.burden_costs) * (nearest**2 / 2 - counts * nearest)
    return person.burden_slopes(counts), float(least.sum())


def _wishes_apart(person: Person) -> tuple[Floats, float]:
    """Prices by candidate and a constant that are never above what a tour costs, but for burdens.

    A wish that several dates touch has its share on each.
    """
    constant, prices = 0.0, person.prices
    for wish in person.wishes:
        if wish.is_for_work:
            constant += wish.cost
        elif len(wish.dates) > 1:
            prices = prices - wish.shifts * wish.cost * (1 - 1 / len(wish.dates))
    return prices, constant
