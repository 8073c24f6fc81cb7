"""A program to PuLP, PuLP to HiGHS, and an answer that is checked before it is believed.

PuLP reports "Optimal" after a time limit, and some solvers leave the values of the relaxation in the
variables when they find nothing: no status is trusted, every solution is tested on the program itself.
"""

from __future__ import annotations

import importlib
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from staffing.records import Floats
from staffing.shifts.program import Program

DUAL_TOLERANCE = 1e-6
IPM_COLUMNS = 20_000  # above, HiGHS's interior point is faster than its simplex on these models


@dataclass(frozen=True)
class Effort:
    """How long and how close to search; `nodes` limits branching, the same on every machine."""

    seconds: float
    gap: float = 0.0
    gap_absolute: float = 0.0
    nodes: int | None = None
    relaxed: bool = False  # ignore integrality


@dataclass(frozen=True, eq=False)
class Answer:
    """Values (None: none found), a proven lower bound, and whether it was proven that none exist.

    A relaxation also has the reduced cost of each column: what a unit of it costs beyond what it saves.
    """

    values: Floats | None
    bound: float
    infeasible: bool = False
    reduced_cost: Floats | None = None


NOTHING = Answer(None, -math.inf)


def solve(program: Program, effort: Effort, start: Floats | None = None) -> Answer:
    """Solve with HiGHS through PuLP, from `start` where given."""
    pulp: Any = importlib.import_module("pulp")

    problem, variables = _problem(pulp, program, effort.relaxed)
    highs = _highs(pulp, program, effort, start)
    try:
        problem.solve(highs)
    except pulp.PulpError:
        return NOTHING
    native = problem.solverModel
    infeasible = str(native.getModelStatus()).endswith(("kInfeasible", "kUnboundedOrInfeasible"))
    found = np.array([math.nan if v.varValue is None else v.varValue for v in variables])
    values = None if infeasible else _believed(program, found, effort.relaxed)
    if effort.relaxed:
        duals = np.array([math.nan if row.pi is None else row.pi for row in problem.constraints()])
        bound, reduced_cost = _lagrangian_bound(program, duals)
        return Answer(values, bound, infeasible, reduced_cost)
    return Answer(values, _tree_bound(native), infeasible)


def _problem(pulp: Any, program: Program, relaxed: bool) -> tuple[Any, list[Any]]:
    """The PuLP problem and its variables, by column."""
    problem = pulp.LpProblem("shifts", pulp.LpMinimize)
    variables = [
        problem.add_variable(f"v{j:07d}", low, None if high == math.inf else high, cat)
        for j, (low, high, cat) in enumerate(
            zip(
                program.lower.tolist(),
                program.upper.tolist(),
                np.where(program.integer & (not relaxed), pulp.LpInteger, pulp.LpContinuous).tolist(),
                strict=True,
            )
        )
    ]
    # PuLP 4 names the fast way to make an expression of pairs; in PuLP 3 it is the constructor.
    expression = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
    problem.setObjective(expression(list(zip(variables, program.cost.tolist(), strict=True))))
    columns, values = program.matrix.indices.tolist(), program.matrix.data.tolist()
    ends = program.matrix.indptr.tolist()
    bounds = zip(program.row_lower.tolist(), program.row_upper.tolist(), strict=True)
    for i, (low, high) in enumerate(bounds):
        entries = range(ends[i], ends[i + 1])
        row = expression([(variables[columns[e]], values[e]) for e in entries])
        if low == high:
            problem.addConstraint(row == low)
        else:
            if low > -math.inf:
                problem.addConstraint(row >= low)
            if high < math.inf:
                problem.addConstraint(row <= high)
    return problem, variables


def _highs(pulp: Any, program: Program, effort: Effort, start: Floats | None) -> Any:
    """PuLP's HiGHS, told to be deterministic and to begin at `start`."""

    class Started(pulp.HiGHS):  # type: ignore[misc]
        def callSolver(self, lp: Any) -> None:  # noqa: N802  (PuLP's name)
            if start is not None:
                names = [v.name for v in getattr(lp, "exported_variables", lp.variables)()]
                # PuLP adds a variable of its own (`__dummy`, 0) where no column costs anything.
                values = np.array([start[int(name[1:])] if name[0] == "v" else 0.0 for name in names])
                lp.solverModel.setSolution(len(names), np.arange(len(names)), values)
            lp.solverModel.run()

        def findSolutionValues(self, lp: Any) -> Any:  # noqa: N802
            try:
                return super().findSolutionValues(lp)
            except KeyError:  # PuLP 3.3 knows no "solution limit", and has read the values by then
                return pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound

    options: dict[str, Any] = {"output_flag": False, "random_seed": 0}
    if effort.nodes is not None:
        options["mip_max_nodes"] = effort.nodes
    if effort.relaxed and len(program) > IPM_COLUMNS:
        options["solver"] = "ipm"
    return Started(
        msg=False,
        threads=1,
        timeLimit=max(effort.seconds, 0.05),
        gapRel=effort.gap,
        gapAbs=effort.gap_absolute,
        **options,
    )


def _believed(program: Program, found: Floats, relaxed: bool) -> Floats | None:
    """The values if they truly solve the program; integers made exact."""
    if np.isnan(found).any():
        return None
    values = np.clip(found, program.lower, program.upper)
    if relaxed:
        return values
    near = np.where(program.integer, np.round(values), values)
    return near if np.abs(near - values).max(initial=0.0) < 1e-4 and program.accepts(near) else None


def _tree_bound(native: Any) -> float:
    """The lower bound HiGHS proved in its search tree."""
    bound = float(native.getInfo().mip_dual_bound)
    return bound if math.isfinite(bound) else -math.inf


def _lagrangian_bound(program: Program, duals: Floats) -> tuple[float, Floats | None]:
    """The bound the row duals prove, whatever the status, and the reduced costs c − Aᵀy.

    It is the minimum over the box of (c − Aᵀy)·v, plus that of y·row over the rows' bounds.

    Reduced costs within the solver's dual tolerance of the sign an open bound needs count as zero.
    """
    y = _duals_by_row(program, duals)
    if np.isnan(y).any():
        return -math.inf, None
    reduced = program.cost - program.matrix.T @ y
    rows = _best(y, program.row_lower, program.row_upper)
    box = _best(reduced, program.lower, program.upper)
    return float(rows.sum() + box.sum()), reduced


def _best(slope: Floats, low: Floats, high: Floats) -> Floats:
    """The least of slope·v for low ≤ v ≤ high, element by element."""
    slope = np.where(np.abs(slope) <= DUAL_TOLERANCE, 0.0, slope)
    with np.errstate(invalid="ignore"):
        least = np.where(slope > 0, slope * low, slope * high)
    return np.where(slope == 0, 0.0, least)


def _duals_by_row(program: Program, duals: Floats) -> Floats:
    """One dual per row: rows with two finite, different bounds were given to PuLP as two."""
    both = np.isfinite(program.row_lower) & np.isfinite(program.row_upper)
    given = np.where(both & (program.row_lower != program.row_upper), 2, 1)
    given[~np.isfinite(program.row_lower) & ~np.isfinite(program.row_upper)] = 0
    row = np.repeat(np.arange(len(given)), given)
    return np.bincount(row, duals, minlength=len(given)).astype(float)
