"""What is searched, by what means, and what is found: one independent program, and its best so far."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from staffing.programs.program import Program
from staffing.records import Floats, Ints
from staffing.shifts.search.core import Relaxation

SMALL_COLUMNS = 3000  # integer ones: parts that branch and bound can be expected to close
ONE_WINDOW_MINUTES = 24 * 60
LONG_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class Means:
    """The solver of integer programs, and how many may run at once."""

    solver: str = "highs"
    threads: int = 1


@dataclass(frozen=True, eq=False)
class Part:
    """One independent program; `start[j]` is the minute at which shift column j starts.

    It is `neighbourhood.REST` for rests, and `neighbourhood.OTHER` for columns that are neither.
    """

    program: Program
    start: Ints
    horizon_minutes: int

    @property
    def is_small(self) -> bool:
        """True if branch and bound can be expected to close it."""
        return int(self.program.integer.sum()) <= SMALL_COLUMNS

    @property
    def is_long(self) -> bool:
        """True if a first solution is sooner built in stretches than found as a whole."""
        return self.horizon_minutes > LONG_MINUTES and not self.is_one_window

    @property
    def is_one_window(self) -> bool:
        """True if all its shifts start within a day, so that a neighbourhood would be the whole part."""
        starts = self.start[self.start >= 0]
        return int(np.ptp(starts)) < ONE_WINDOW_MINUTES if len(starts) else True


@dataclass(frozen=True, eq=False)
class Found:
    """The best solution so far (None: none yet), the best bound, and whether none can exist.

    `relaxed`: the relaxation, or one close by, where it is known beforehand.
    """

    values: Floats | None
    objective: float
    bound: float
    infeasible: bool = False
    relaxed: Relaxation | None = None

    def or_better(self, other: Found) -> Found:
        """The better solution of two, and the better bound."""
        best = other if other.objective < self.objective else self
        bound = max(self.bound, other.bound)
        return Found(best.values, best.objective, bound, self.infeasible or other.infeasible)


NOTHING = Found(None, math.inf, -math.inf)
