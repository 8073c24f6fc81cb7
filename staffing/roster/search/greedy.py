"""A first roster: people one after the other, those who can do least first, each by their best tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from staffing.roster.search.board import Board


def fill(board: Board, rng: np.random.Generator) -> list[int]:
    """Give everybody a tour; who has none that is lawful."""
    people = board.setting.people
    choices = np.array([int(np.isfinite(person.prices).sum()) for person in people])
    order = np.lexsort((rng.random(len(people)), choices)).tolist()
    without = []
    for number in order:
        tour = board.best_tour(people[number])
        if tour is None:
            without.append(number)
            continue
        board.put(number, 0, tour)
        board.settle(number)
    return without
