"""One search under way: what is known so far, how much work is left, and how far a solver should go."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from staffing.arrays import Floats
from staffing.programs.brake import Brake
from staffing.programs.program import Program
from staffing.programs.solver import Answer, Effort, solve
from staffing.programs.stopping import Stopping
from staffing.programs.work import Purse
from staffing.shifts.search.kinds import kinds_in
from staffing.shifts.search.part import Allotment, Incumbent, Means, Part

WINDOW_NODES = 20  # most of the gain is at the root


Solve = Callable[..., Answer]  # as `programs.solver.solve`


class SearchState:
    """One search under way.

    `program` is that of the part, with what cuts were added to it; `is_rough` where nothing better is known
    yet than greedy covering; `relaxation` is the solver's answer, `relaxed` what of it is of use; `purse` the
    work that may still be done.
    """

    def __init__(
        self,
        part: Part,
        stopping: Stopping,
        allotment: Allotment,
        means: Means,
        known: Incumbent,
        *,
        solve: Solve = solve,
    ) -> None:
        self._solve = solve
        self.part = part
        self.program = part.program
        self.stopping = stopping
        self.purse = Purse(allotment.work)
        self.brake = Brake(allotment.seconds)
        self.means = means
        self.best = known
        self.is_rough = known.values is None
        self.relaxation: Answer | None = None
        self.relaxed = known.relaxed
        self.kinds = kinds_in(part.program)

    def solve(self, program: Program, effort: Effort, start: Floats | None = None) -> Answer:
        """Solve a program of this search, at its expense."""
        answer = self.solve_apart(program, effort, start)
        self.purse.spend(answer.work)
        return answer

    def solve_apart(self, program: Program, effort: Effort, start: Floats | None = None) -> Answer:
        """The same in a thread of its own: who adds the answers up spends their work.

        The brake is for what improves a solution: the first is found by counted work alone.
        """
        brake = None if self.best.values is None else self.brake
        return self._solve(program, replace(effort, brake=brake), start)

    @property
    def is_braked(self) -> bool:
        """True if the brake ends the search, which it does only where there is a solution."""
        return self.best.values is not None and self.brake.is_on

    @property
    def finished(self) -> bool:
        """True if there is nothing more to find, or no work left to find it by."""
        reached = self.stopping.reached(self.best.objective, self.best.bound)
        return self.best.infeasible or self.purse.left <= 0 or reached or self.is_braked

    def effort(self, work: int, gap_absolute: float) -> Effort:
        """For an integer program of this search."""
        return Effort(work, gap_absolute=gap_absolute, solver=self.means.solver)

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
        """Keep what is better of the old and the new.

        No bound lies above a solution: one that does was rounded up from what the solver's tolerance gave.
        """
        best = self.best
        bound = max(best.bound, self.stopping.rounded(bound))
        objective = best.objective
        if values is not None and self.program.objective(values) < objective and self.program.accepts(values):
            objective = self.program.objective(values)
        else:
            values = best.values
        self.is_rough = self.is_rough and values is best.values
        is_infeasible = infeasible and values is None
        self.best = Incumbent(values, objective, min(bound, objective), is_infeasible, work=self.purse.spent)
        return self.best

    def ended(self) -> Incumbent:
        """What the search comes to, and whether the brake ended it."""
        best = self.best
        reached = best.infeasible or self.stopping.reached(best.objective, best.bound)
        self.best = replace(best, work=self.purse.spent, is_braked=self.is_braked and not reached)
        return self.best
