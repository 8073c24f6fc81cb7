"""A mixed-integer program as arrays: what is built once, cut into parts, restricted and solved.

minimise  cost·v   subject to   row_lower ≤ A v ≤ row_upper,   lower ≤ v ≤ upper,   v_j integer
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Bools, Floats, Ints

if TYPE_CHECKING:
    from scipy.sparse import coo_array, csr_array

FEASIBLE = 1e-6  # absolute violation of a row or bound that counts as none
INTEGRAL = 1e-5


@dataclass(frozen=True, eq=False)
class Program:
    """Rows and columns of the program; `integer` marks the integer columns.

    `is_cut` marks rows that hold anyway where the integer columns are whole: they tighten the relaxation.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Bools
    matrix: csr_array[np.float64]
    row_lower: Floats
    row_upper: Floats
    is_cut: Bools

    def __len__(self) -> int:
        return len(self.cost)

    def objective(self, values: Floats) -> float:
        """Cost of a solution."""
        return float(self.cost @ values)

    def accepts(self, values: Floats) -> bool:
        """True if the values are integral where they must be, and keep every bound and row."""
        integral = np.abs(values - np.round(values))[self.integer]
        activity = np.asarray(self.matrix @ values, dtype=float)
        return bool(
            np.all(integral <= INTEGRAL)
            and np.all(values >= self.lower - FEASIBLE)
            and np.all(values <= self.upper + FEASIBLE)
            and np.all(activity >= self.row_lower - FEASIBLE)
            and np.all(activity <= self.row_upper + FEASIBLE)
        )

    def part(self, rows: Bools, columns: Bools) -> Program:
        """The program of some rows and columns, dropping all else."""
        return Program(
            self.cost[columns],
            self.lower[columns],
            self.upper[columns],
            self.integer[columns],
            self.matrix[rows][:, columns],
            self.row_lower[rows],
            self.row_upper[rows],
            self.is_cut[rows],
        )

    def fixed(self, free: Bools, values: Floats) -> Program:
        """The program in the `free` columns, the others held at `values`."""
        held = self.matrix @ np.where(free, 0.0, values)
        shifted = replace(self, row_lower=self.row_lower - held, row_upper=self.row_upper - held)
        touched = np.diff(self.matrix[:, free].indptr) > 0
        return shifted.part(touched, free)

    def bounded(self, lower: Floats, upper: Floats) -> Program:
        """The same program within other bounds."""
        return replace(self, lower=lower, upper=upper)

    def within(self, row_lower: Floats, row_upper: Floats) -> Program:
        """The same program with other bounds of its rows."""
        return replace(self, row_lower=row_lower, row_upper=row_upper)

    def with_columns(
        self, entries: coo_array[np.float64], cost: Floats, upper: float = np.inf, *, integer: bool = False
    ) -> Program:
        """The program with more columns, from 0 up, that enter the rows as `entries` (rows × new) says."""
        from scipy.sparse import hstack

        n = len(cost)
        return replace(
            self,
            cost=np.append(self.cost, cost),
            lower=np.append(self.lower, np.zeros(n)),
            upper=np.append(self.upper, np.full(n, upper)),
            integer=np.append(self.integer, np.full(n, integer)),
            matrix=hstack([self.matrix, entries], format="csr"),
        )

    def entries(self, rows: Ints, values: Floats, columns: Ints | None = None) -> coo_array[np.float64]:
        """Entries of new columns in these rows: one column for each, or those given."""
        from scipy.sparse import coo_array

        columns = np.arange(len(rows)) if columns is None else columns
        shape = (len(self.row_lower), int(columns.max(initial=-1)) + 1)
        return coo_array((values, (rows, columns)), shape=shape)

    def costing(self, cost: Floats) -> Program:
        """The same program with another objective."""
        return replace(self, cost=cost)

    def without_rows(self, rows: Ints | list[int]) -> Program:
        """The program with some rows set free."""
        lower, upper = self.row_lower.copy(), self.row_upper.copy()
        lower[rows], upper[rows] = -np.inf, np.inf
        return replace(self, row_lower=lower, row_upper=upper)


def merged(held: Floats, free: Bools, values: Floats) -> Floats:
    """The whole solution: `values` where free, the rest as held."""
    whole = held.copy()
    whole[free] = values
    return whole
