"""Independent parts of a program: columns that no chain of common rows connects.

Where no shift crosses midnight, each day is a part of its own: seven small searches, each proved, in place
of one that is not. Parts that are equal number by number are searched once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.programs.program import Program


@dataclass(frozen=True, eq=False)
class IndependentPart:
    """Rows and columns of one part."""

    rows: Bools
    columns: Bools
    program: Program

    @property
    def content(self) -> bytes:
        """Equal for parts that are the same program."""
        program = self.program
        matrix = program.matrix
        arrays = (
            program.cost, program.lower, program.upper, program.integer, program.row_lower, program.row_upper,
            matrix.indptr, matrix.indices, matrix.data,
        )  # fmt: skip
        return b"|".join(np.ascontiguousarray(array).tobytes() for array in arrays)


def components(program: Program, without_row: int | None = None) -> list[IndependentPart]:
    """The independent parts, in order of their first column; `without_row` is left out of all."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    entries = program.matrix.tocoo()
    row, column = entries.coords
    kept = row != (-1 if without_row is None else without_row)
    size = sum(program.matrix.shape)
    links = (row[kept], len(program.row_lower) + column[kept])
    graph = coo_array((np.ones(int(kept.sum())), links), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    row_label, column_label = label[: len(program.row_lower)], label[len(program.row_lower) :]
    parts = []
    for one in dict.fromkeys(column_label.tolist()):
        rows, columns = row_label == one, column_label == one
        parts.append(IndependentPart(rows, columns, program.part(rows, columns)))
    return parts


def join(parts: list[IndependentPart], values: list[Floats], columns: int) -> Floats:
    """The solution of the whole from those of its parts."""
    whole = np.zeros(columns)
    for part, value in zip(parts, values, strict=True):
        whole[part.columns] = value
    return whole
