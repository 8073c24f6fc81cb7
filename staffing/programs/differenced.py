"""The same program with far fewer entries: each row as what changes from the row before.

A shift of eight hours enters 32 rows of quarter-hours. Let r_t = a_t·v, the activity of row t, be a column
within the row's bounds; then r_t = r_{t−1} + (a_t − a_{t−1})·v, and a shift enters where it starts, where it
ends and about its rests only: heads present as a flow through the day (Bartholdi, Orlin and Ratliff 1980).
Presolve, propagation and cuts pay by the entry: branch and bound of a dense covering is ten times faster so.
(A simplex is not: the rows of the relaxation stay as they are.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.program import Program

WORTH = 0.5  # of the entries may stay: below, a solver's own presolve does as well


@dataclass(frozen=True, eq=False)
class Differenced:
    """`program` has the columns of the `original`, and then the activity r_t of each of the rows `known`."""

    program: Program
    original: Program
    known: Ints

    def start(self, values: Floats) -> Floats:
        """All its columns, where those of the original have these values."""
        activity = np.asarray(self.original.matrix @ values, dtype=float)
        return np.append(values, activity[self.known])


def differenced(program: Program) -> Differenced:
    """Chains of rows that differ little from the row before, as differences; the same if too few do."""
    from scipy.sparse import coo_array, csr_array, eye_array, hstack

    size, matrix = len(program.row_lower), program.matrix
    change = matrix[1:] - matrix[:-1]
    change.eliminate_zeros()
    saved = np.diff(matrix.indptr)[1:] - np.diff(change.indptr) - 2  # r_t and r_{t−1} are entries, too
    linked = 1 + np.flatnonzero(saved > 0)
    if saved[saved > 0].sum() < (1 - WORTH) * matrix.nnz:
        return Differenced(program, program, np.zeros(0, dtype=np.int64))
    known = np.union1d(linked - 1, linked)
    before = coo_array((np.ones(len(linked)), (linked, linked - 1)), shape=(size, size))
    activity = coo_array((np.ones(len(known)), (known, np.arange(len(known)))), shape=(size, len(known)))
    rows = csr_array((eye_array(size) - before) @ hstack([matrix, -activity]))
    rows.eliminate_zeros()
    is_known = np.zeros(size, dtype=bool)
    is_known[known] = True
    made = Program(
        cost=np.append(program.cost, np.zeros(len(known))),
        lower=np.append(program.lower, program.row_lower[known]),
        upper=np.append(program.upper, program.row_upper[known]),
        integer=np.append(program.integer, np.zeros(len(known), dtype=bool)),
        matrix=rows,
        row_lower=np.where(is_known, 0.0, program.row_lower),
        row_upper=np.where(is_known, 0.0, program.row_upper),
        is_cut=program.is_cut,
    )
    return Differenced(made, program, known)
