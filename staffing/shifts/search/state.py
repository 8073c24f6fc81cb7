"""One search under way: what is known so far, how much time is left, and how far a solver should go."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from staffing.arrays import Floats
from staffing.programs.solver import Answer, Effort, solve
from staffing.programs.stopping import Stopping
from staffing.shifts.search.kinds import kinds_in
from staffing.shifts.search.part import Incumbent, Means, Part

WINDOW_NODES = 20  # most of the gain is at the root; counted in nodes, it is the same on every machine


Solve = Callable[..., Answer]  # as `programs.solver.solve`


class SearchState:
    """One search under way.

    `program` is that of the part, with what cuts were added to it; `is_rough` where nothing better is known
    yet than greedy covering; `relaxation` is the solver's answer, `relaxed` what of it is of use. Programs
    are solved by `solve`.
    """

    def __init__(
        self,
        part: Part,
        stopping: Stopping,
        deadline: float,
        means: Means,
        known: Incumbent,
        *,
        solve: Solve = solve,
    ) -> None:
        self.solve = solve
        self.part = part
        self.program = part.program
        self.stopping = stopping
        self.deadline = deadline
        self.means = means
        self.best = known
        self.is_rough = known.values is None
        self.relaxation: Answer | None = None
        self.relaxed = known.relaxed
        self.kinds = kinds_in(part.program)

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.deadline - time.monotonic()

    @property
    def finished(self) -> bool:
        """True if there is nothing more to find, or no time to."""
        reached = self.stopping.reached(self.best.objective, self.best.bound)
        return self.best.infeasible or self.left <= 0 or reached

    def effort(self, seconds: float, gap_absolute: float) -> Effort:
        """For an integer program of this search."""
        return Effort(seconds, gap_absolute=gap_absolute, solver=self.means.solver)

    @property
    def grain(self) -> float:
        """Just less than the least by which two objectives can differ."""
        return 0.999 * self.stopping.grain

    @property
    def enough(self) -> float:
        """How far above the bound is close enough."""
        bound = self.best.bound
        return self.stopping.slack(bound) if math.isfinite(bound) else self.grain

    def note(self, values: Floats | None, bound: float = -math.inf, infeasible: bool = False) -> Incumbent:
        """Keep what is better of the old and the new."""
        best = self.best
        bound = max(best.bound, self.stopping.rounded(bound))
        objective = best.objective
        if values is not None and self.program.objective(values) < objective and self.program.accepts(values):
            objective = self.program.objective(values)
        else:
            values = best.values
        self.is_rough = self.is_rough and values is best.values
        self.best = Incumbent(values, objective, bound, infeasible and values is None)
        return self.best
