"""Annealed ruin and recreate: a few people's weeks are taken out and put back one by one, each at its best.

What is worse is kept with a probability that falls as the search cools (Schrimpf et al. 2000, Record breaking
optimization results using the ruin and recreate principle). The work is counted in weeks put back, never in
seconds, so that the same seed gives the same roster on any machine.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Ints
from staffing.roster.search.cooling import Cooling

if TYPE_CHECKING:
    from staffing.roster.search.board import Board


SAMPLED_FROM, SAMPLED_EVERY = 0.6, 20  # of the search; rounds


class Memory:
    """The best roster met; what has changed since is copied when it is needed, not all of it every time."""

    def __init__(self, board: Board, cost: float) -> None:
        self.cost = cost
        self._board = board
        self._places = [list(places) for places in board.places]
        self._changed: set[int] = set()

    def changed(self, people: list[int]) -> None:
        """These people's tours are no longer as remembered."""
        self._changed.update(people)

    def keep(self, cost: float) -> None:
        """Remember the roster as it stands."""
        self.cost = cost
        for person in self._changed:
            self._places[person] = list(self._board.places[person])
        self._changed.clear()

    def restore(self) -> None:
        """Make the roster that is remembered stand again."""
        for person in sorted(self._changed):
            self._board.put(person, 0, list(self._board.places[person]), -1)
            self._board.put(person, 0, list(self._places[person]))
            self._board.settle(person)
        self._changed.clear()


def anneal(
    board: Board, cooling: Cooling, rng: np.random.Generator, tell: Callable[[float], None] | None = None
) -> float:
    """Search on from the roster that stands; the board is left with the best one met. Its cost."""
    pools = _pools(board)
    sizes = np.cumsum([len(pool) for pool in pools])
    cost = board.total()
    memory = Memory(board, cost)
    (low, high), done, rounds = cooling.ruined, 0, 0
    while done < cooling.weeks:
        share = done / cooling.weeks
        temperature = cooling.hot * exp(log(cooling.cold / cooling.hot) * share)
        pool = pools[int(np.searchsorted(sizes, rng.integers(sizes[-1]), side="right"))]
        count = min(int(rng.integers(low, high + 1)), len(pool))
        chosen = pool[rng.choice(len(pool), count, replace=False)].tolist()
        change = replace_weeks(board, int(rng.integers(len(board.case.weeks))), chosen, temperature, rng)
        done += count
        rounds += 1
        if share > SAMPLED_FROM and rounds % SAMPLED_EVERY == 0:
            board.sample()
        if change is not None:
            cost += change
            memory.changed(chosen)
            if cost < memory.cost - 1e-9:
                memory.keep(cost)
        if tell is not None:
            tell(share)
    memory.restore()
    return memory.cost


def _pools(board: Board) -> list[Ints]:
    """The people of each group: those who can stand in for one another."""
    groups = range(len(board.case.needs))
    people = board.setting.people
    pools = [
        np.array([one.number for one in people if group in one.groups], dtype=np.int64) for group in groups
    ]
    return [pool for pool in pools if len(pool)]


def replace_weeks(
    board: Board, number: int, chosen: list[int], temperature: float, rng: np.random.Generator
) -> float | None:
    """Take out and put back one week of some people; the change of the objective, None where all stays."""
    first = board.case.weeks[number][0]
    groups = sorted({group for one in chosen for group in board.setting.people[one].groups})
    before = _cost(board, number, groups, chosen)
    was = [board.take(person, number) for person in chosen]
    own = [board.own[person] for person in chosen]
    is_whole = True
    for person in chosen:
        week = board.best_week(number, board.setting.people[person])
        if week is None:
            is_whole = False
            break
        board.put(person, first, week)
        board.settle(person)
    change = _cost(board, number, groups, chosen) - before if is_whole else np.inf
    if change < 0 or (np.isfinite(change) and rng.random() < exp(-change / temperature)):
        return float(change)
    for person, week, cost in zip(chosen, was, own, strict=True):
        board.take(person, number)
        board.put(person, first, week)
        board.own[person] = cost
    return None


def _cost(board: Board, number: int, groups: list[int], people: list[int]) -> float:
    """What a week's coverage and some people cost."""
    worth = board.worth[number]
    intervals = slice(worth.first_interval, worth.stop_interval)
    return sum(board.cover.cost(group, intervals) for group in groups) + sum(
        board.own[person] for person in people
    )
