"""PuLP's HiGHS, told to be deterministic and where to begin, and what it proved."""

from __future__ import annotations

import importlib
import math
from functools import cache
from typing import Any

import numpy as np

from staffing.arrays import Floats
from staffing.programs.effort import Effort
from staffing.programs.program import Program
from staffing.programs.work import (
    branching_so_far,
    handing_over,
    interior_iteration,
    node_iteration,
    simplex_iteration,
)

FEW_COLUMNS = 200  # up to here, branch and bound ends before HiGHS's search for a first solution does
IPM_COLUMNS = 20_000  # above, HiGHS's interior point is faster than its simplex on these models
MOST_ITERATIONS = 2**31 - 1


def highs(effort: Effort, program: Program, start: Floats | None = None) -> Any:
    """PuLP's HiGHS for a program, from `start` (by column `v0000000`) where given.

    On one thread, silent from its first moment, and told of no clock: what it does hangs on the effort alone.
    """
    columns, work = len(program), max(effort.work - handing_over(program), 0)
    options: dict[str, Any] = {
        "mip_rel_gap": effort.gap,
        "mip_abs_gap": effort.gap_absolute,
        "random_seed": effort.seed,
    }
    if effort.nodes is not None:
        options["mip_max_nodes"] = effort.nodes
    if columns <= FEW_COLUMNS:
        options["mip_heuristic_run_feasibility_jump"] = False
    if effort.relaxed:
        options["simplex_iteration_limit"] = _count(work / simplex_iteration(program))
        options["ipm_iteration_limit"] = _count(work / interior_iteration(program))
        if columns > IPM_COLUMNS:
            options["solver"] = "ipm"
    if effort.interior:
        options |= {"solver": "ipm", "run_crossover": "off"}
    solver = _class_for_pulp()(msg=False)
    solver.options_of_highs = {"threads": 1, **options}
    solver.start_values = start
    solver.meter = Meter(program, effort, work)
    return solver


class Meter:
    """Counts how often HiGHS asks whether to go on, and says no when the work is done or the brake is on."""

    def __init__(self, program: Program, effort: Effort, work: int) -> None:
        self._program, self._brake, self._work = program, effort.brake, work
        self._is_relaxed = effort.relaxed
        self._root_checks = self._node_checks = 0

    def watch(self, model: Any) -> None:
        """Be asked by the model while it runs."""
        if not self._is_relaxed:
            model.cbMipInterrupt += self._ask
        elif self._brake is not None:
            model.cbSimplexInterrupt += self._look
            model.cbIpmInterrupt += self._look

    def work_of(self, model: Any) -> int:
        """Ticks that the finished run took."""
        info, program = model.getInfo(), self._program
        simplex = max(int(info.simplex_iteration_count), 0)
        if self._is_relaxed:
            simplex += max(int(info.crossover_iteration_count), 0)
            interior = max(int(info.ipm_iteration_count), 0)
            done = simplex * simplex_iteration(program) + interior * interior_iteration(program)
        else:
            done = max(simplex * node_iteration(program), self._so_far)
        return handing_over(program) + int(done)

    @property
    def _so_far(self) -> int:
        return branching_so_far(self._program, self._root_checks, self._node_checks)

    def _ask(self, event: Any) -> None:
        """Of branch and bound."""
        if event.data_out.mip_node_count > 0:
            self._node_checks += 1
        else:
            self._root_checks += 1
        if self._so_far >= self._work or (self._brake is not None and self._brake.is_on):
            event.interrupt()

    def _look(self, event: Any) -> None:
        """Of a relaxation, whose iterations HiGHS limits itself."""
        if self._brake is not None and self._brake.is_on:
            event.interrupt()


def _count(iterations: float) -> int:
    """A limit that HiGHS takes."""
    return min(max(int(iterations), 1), MOST_ITERATIONS)


def is_infeasible(problem: Any) -> bool:
    """True if HiGHS proved that there is no solution."""
    status = str(problem.solverModel.getModelStatus())
    return status.endswith(("kInfeasible", "kUnboundedOrInfeasible"))


def is_optimal(problem: Any) -> bool:
    """True if HiGHS ended with an optimum, not at a limit."""
    return str(problem.solverModel.getModelStatus()).endswith("kOptimal")


def tree_bound(problem: Any) -> float:
    """The lower bound HiGHS proved in its search tree."""
    bound = float(problem.solverModel.getInfo().mip_dual_bound)
    return bound if math.isfinite(bound) else -math.inf


@cache
def _class_for_pulp() -> Any:
    pulp: Any = importlib.import_module("pulp")
    silent = _silent_class()

    class Started(pulp.HiGHS):  # type: ignore[misc]
        def createAndConfigureSolver(self, lp: Any) -> None:  # noqa: N802  (PuLP's names)
            lp.solverModel = silent()
            for name, value in self.options_of_highs.items():
                lp.solverModel.setOptionValue(name, value)

        def callSolver(self, lp: Any) -> None:  # noqa: N802
            if self.start_values is not None:
                names = [v.name for v in getattr(lp, "exported_variables", lp.variables)()]
                # PuLP adds a variable of its own (`__dummy`, 0) where no column costs anything.
                start = self.start_values
                values = np.array([start[int(name[1:])] if name[0] == "v" else 0.0 for name in names])
                lp.solverModel.setSolution(len(names), np.arange(len(names)), values)
            self.meter.watch(lp.solverModel)
            lp.solverModel.run()

        def findSolutionValues(self, lp: Any) -> Any:  # noqa: N802
            try:
                return super().findSolutionValues(lp)
            except (
                KeyError
            ):  # PuLP 3.3 knows neither "solution limit" nor "interrupt", and has read the values by then
                return pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound
            except IndexError:  # a model with numbers beyond HiGHS's range has no values to read
                raise pulp.PulpError("HiGHS refuses the model") from None

    return Started


@cache
def _silent_class() -> Any:
    highspy: Any = importlib.import_module("highspy")

    class Silent(highspy.Highs):  # type: ignore[misc]
        def enableCallbacks(self) -> None:  # noqa: N802  (highspy's name)
            # Its constructor ends with this call, at which highspy 1.16 prints a banner to standard output.
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Silent
