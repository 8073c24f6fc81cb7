"""Collects the columns, rows and entries of a program, block by block."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.program import Program


class Assembly:
    """A program in the making. Columns start at 0; blocks are numbered in the order they are added."""

    def __init__(self) -> None:
        self._cost: list[Floats] = []
        self._upper: list[Floats] = []
        self._integer: list[bool] = []
        self._row_lower: list[Floats] = []
        self._row_upper: list[Floats] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []
        self._columns = 0
        self._rows = 0

    def columns(self, cost: Floats, upper: Floats | float = np.inf, *, integer: bool = False) -> Ints:
        """Add a column per cost; returns their indices."""
        self._cost.append(cost)
        self._upper.append(np.full(len(cost), upper))
        self._integer += [integer] * len(cost)
        self._columns += len(cost)
        return np.arange(self._columns - len(cost), self._columns)

    def rows(self, lower: Floats, upper: Floats) -> Ints:
        """Add a row per pair of bounds; returns their indices."""
        self._row_lower.append(lower)
        self._row_upper.append(upper)
        self._rows += len(lower)
        return np.arange(self._rows - len(lower), self._rows)

    def row(self, lower: float, upper: float) -> int:
        """Add one row; returns its index."""
        return int(self.rows(np.array([lower]), np.array([upper]))[0])

    def enter(self, row: Ints | int, column: Ints | int, value: Floats | float) -> None:
        """Add entries of the matrix; the arguments broadcast, and entries of the same place add up."""
        rows, columns, values = np.broadcast_arrays(row, column, value)
        self._entries.append((rows.ravel(), columns.ravel(), values.ravel().astype(float)))

    def program(self) -> Program:
        """The finished program."""
        from scipy.sparse import coo_array

        row, column, value = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        matrix = coo_array((value, (row, column)), shape=(self._rows, self._columns)).tocsr()
        matrix.eliminate_zeros()  # an entry is what is not 0: the most heads of a kind may be none
        return Program(
            cost=np.concatenate(self._cost),
            lower=np.zeros(self._columns),
            upper=np.concatenate(self._upper),
            integer=np.array(self._integer, dtype=bool),
            matrix=matrix,
            row_lower=np.concatenate(self._row_lower),
            row_upper=np.concatenate(self._row_upper),
            is_cut=np.zeros(self._rows, dtype=bool),
        )
