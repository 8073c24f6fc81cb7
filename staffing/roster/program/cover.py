"""A row for each interval of a group that has a price: cells worked, and the columns that pay for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly

if TYPE_CHECKING:
    from staffing.roster.search.board import Board

_SAME_SLOPE = 1e-9


class CoverRows:
    """`given` are the cells worked whatever is chosen, rests not taken off."""

    def __init__(self, board: Board, given: Floats, assembly: Assembly) -> None:
        self._board, self._assembly, self._given = board, assembly, given
        self._has_price = (board.cover.price_levels != 0).any(axis=2)
        self._rows = np.full(self._has_price.shape, -1)
        amounts = -given[self._has_price]
        self._rows[self._has_price] = assembly.rows(amounts, amounts)

    def enter(self, group: int, intervals: Ints, cells: Floats, column: int) -> None:
        """Let a column work so many cells."""
        rows = self._rows[group, intervals]
        self._assembly.enter(rows[rows >= 0], column, cells[rows >= 0])

    def price(self) -> float:
        """Pay for what is worked, by the slopes of each price; the price of nobody at work."""
        levels = self._board.cover.price_levels
        constant = 0.0
        for group, interval in zip(*np.nonzero(self._has_price), strict=True):
            prices = levels[group, interval]
            constant += float(prices[0])
            slopes = np.diff(prices)
            opens = np.concatenate([[0], 1 + np.flatnonzero(np.abs(np.diff(slopes)) > _SAME_SLOPE)])
            widths = np.diff(np.append(opens, len(slopes)))
            columns = self._assembly.columns(slopes[opens], 1.0 * widths)
            self._assembly.enter(int(self._rows[group, interval]), columns, -1.0)
        return constant
