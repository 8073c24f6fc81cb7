"""What is searched, by what means, and what is known: one independent program and its best solution."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.programs.program import Program
from staffing.programs.stopping import Stopping

SMALL_COLUMNS = 3000  # integer ones: parts that branch and bound can be expected to close
ONE_WINDOW_MINUTES = 24 * 60
LONG_MINUTES = 7 * 24 * 60
POSITIVE = 1e-6
FEW_HEADS = 2.0  # on a shift that is used, on average: so few that rounding each up or down is a poor start


@dataclass(frozen=True)
class Means:
    """The solver of integer programs, and how many may run at once."""

    solver: str = "highs"
    threads: int = 1


@dataclass(frozen=True)
class Allotment:
    """What a search may take: ticks of work, and CPU seconds of its process before the brake."""

    work: int
    seconds: float = math.inf


@dataclass(frozen=True, eq=False)
class Part:
    """One independent program; `start[j]` as in `TimedProgram`."""

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
class Relaxation:
    """A solution of the relaxation, and what a unit of each column costs beyond what it saves there.

    The *core* of a program (Balas and Zemel 1980) are the columns the relaxation uses, or that would cost it
    little. A column of high reduced cost is hardly ever in a good solution, and one that costs more than the
    gap is in none that is better. So it pays to search first among those of least reduced cost: windows are
    smaller, and longer ones are solved in the same time.
    """

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


@dataclass(frozen=True, eq=False)
class Incumbent:
    """The best solution so far (None: none yet), the best bound, and whether none can exist.

    `relaxed`: the relaxation, or one close by, where it is known beforehand. `work`: ticks that the search
    has done so far; `is_braked`: that the brake ended it.
    """

    values: Floats | None
    objective: float
    bound: float
    infeasible: bool = False
    relaxed: Relaxation | None = None
    work: int = 0
    is_braked: bool = False

    def or_better(self, other: Incumbent) -> Incumbent:
        """The better solution of two, the better bound; work and brake are those of the other, the later."""
        best = other if other.objective < self.objective else self
        bound = max(self.bound, other.bound)
        return Incumbent(
            best.values,
            best.objective,
            bound,
            self.infeasible or other.infeasible,
            work=other.work,
            is_braked=other.is_braked,
        )


NOTHING = Incumbent(None, math.inf, -math.inf)

# Of a part, when to stop, how much to do, by these means, from what is known: as `method.search`.
SearchedBefore = dict[bytes, Incumbent]  # by the content of the part
SearchPart = Callable[[Part, Stopping, Allotment, Means, Incumbent], Iterator[Incumbent]]
