"""The core of a program (Balas and Zemel 1980): columns the relaxation uses, or that would cost it little.

A column of high reduced cost is hardly ever in a good solution, and one that costs more than the gap is in
none that is better. So it pays to search first among those of least reduced cost: windows are smaller, and
longer ones are solved in the same time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.programs.program import Program
from staffing.records import Bools, Floats, Ints

POSITIVE = 1e-6
FEW_HEADS = 2.0  # on a shift that is used, on average: so few that rounding each up or down is a poor start


@dataclass(frozen=True, eq=False)
class Relaxation:
    """A solution of the relaxation, and what a unit of each column costs beyond what it saves there."""

    values: Floats
    reduced_cost: Floats

    def of(self, columns: Bools) -> Relaxation:
        """Its share of a part."""
        return Relaxation(self.values[columns], self.reduced_cost[columns])

    def used(self, program: Program) -> Bools:
        """The columns it uses, and all that need not be whole."""
        used: Bools = (self.values > POSITIVE) | ~program.integer
        return used

    def core(self, program: Program, share: float) -> Bools:
        """The columns it uses, and so many of least reduced cost; all those at the limit."""
        limit = np.quantile(self.reduced_cost, share, method="higher")
        return self.used(program) | (self.reduced_cost <= max(float(limit), 0.0) + POSITIVE)

    def has_few_heads(self, start: Ints) -> bool:
        """True if the shifts it uses have few heads each."""
        heads = self.values[(start >= 0) & (self.values > POSITIVE)]
        return bool(heads.sum() < FEW_HEADS * len(heads))
