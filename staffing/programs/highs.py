"""PuLP's HiGHS, told to be deterministic and where to begin, and what it proved."""

from __future__ import annotations

import importlib
import math
from functools import cache
from typing import Any

import numpy as np

from staffing.arrays import Floats
from staffing.programs.effort import Effort

FEW_COLUMNS = 200  # up to here, branch and bound ends before HiGHS's search for a first solution does
IPM_COLUMNS = 20_000  # above, HiGHS's interior point is faster than its simplex on these models


def highs(effort: Effort, columns: int, start: Floats | None = None) -> Any:
    """PuLP's HiGHS for a program of so many columns, from `start` (by column `v0000000`) where given.

    On one thread, and silent from its first moment.
    """
    options: dict[str, Any] = {
        "mip_rel_gap": effort.gap,
        "mip_abs_gap": effort.gap_absolute,
        "time_limit": max(effort.seconds, 0.05),
        "random_seed": effort.seed,
    }
    if effort.nodes is not None:
        options["mip_max_nodes"] = effort.nodes
    if columns <= FEW_COLUMNS:
        options["mip_heuristic_run_feasibility_jump"] = False
    if effort.relaxed and columns > IPM_COLUMNS:
        options["solver"] = "ipm"
    if effort.interior:
        options |= {"solver": "ipm", "run_crossover": "off"}
    solver = _class_for_pulp()(msg=False)
    solver.options_of_highs = {"threads": 1, **options}
    solver.start_values = start
    return solver


def is_infeasible(problem: Any) -> bool:
    """True if HiGHS proved that there is no solution."""
    status = str(problem.solverModel.getModelStatus())
    return status.endswith(("kInfeasible", "kUnboundedOrInfeasible"))


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
            lp.solverModel.run()

        def findSolutionValues(self, lp: Any) -> Any:  # noqa: N802
            try:
                return super().findSolutionValues(lp)
            except KeyError:  # PuLP 3.3 knows no "solution limit", and has read the values by then
                return pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound

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
