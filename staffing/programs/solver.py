"""A program to PuLP, PuLP to a solver, and an answer that is checked before it is accepted.

PuLP reports "Optimal" after a limit, and some solvers leave the values of the relaxation in the
variables when they find nothing: no status is trusted, every solution is tested on the program itself.
"""

from __future__ import annotations

import importlib
import math
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from staffing.arrays import Floats
from staffing.programs.differenced import differenced
from staffing.programs.effort import Effort
from staffing.programs.highs import highs, is_infeasible, is_optimal, tree_bound
from staffing.programs.implied import comes_whole
from staffing.programs.program import Program, merged
from staffing.programs.silence import silenced
from staffing.programs.solvers import HIGHS, command, work_of
from staffing.programs.work import handing_over

__all__ = ["Answer", "Effort", "believed", "solve"]

DUAL_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Answer:
    """Values (None: none found), a proven lower bound, and whether it was proven that none exist.

    `work` is what that took, in ticks. A relaxation also has the reduced cost of each column, what a unit of
    it costs beyond what it saves, and the dual of each row.
    """

    values: Floats | None
    bound: float
    infeasible: bool = False
    reduced_cost: Floats | None = None
    duals: Floats | None = None
    work: int = 0


@dataclass(frozen=True, eq=False)
class Ran:
    """The solved problem, the values that the solver left (NaN: none), and its work in ticks."""

    problem: Any
    values: Floats
    work: int


def solve(program: Program, effort: Effort, start: Floats | None = None) -> Answer:
    """Solve the program, from `start` where given.

    A thrifty effort does not branch on integer columns that come whole by themselves; they are settled for
    what the others are if they did not.
    """
    if effort.relaxed:
        return _relaxation(program, effort)
    branched = program
    if effort.thrifty:
        branched = replace(program, integer=program.integer & ~comes_whole(program))
    found, answer = integers_found(branched, effort, start)
    if found is None or answer.infeasible:
        return answer
    values, work = believed(program, found), answer.work
    if values is None and effort.thrifty:
        settled = _settled(program, branched, found, effort)
        values, work = settled.values, work + settled.work
    return replace(answer, values=values, work=work)


def _relaxation(program: Program, effort: Effort) -> Answer:
    """The linear relaxation, always by HiGHS, and what its duals prove."""
    ran = run_solver(program, replace(effort, solver=HIGHS), None)
    if ran is None:
        return Answer(None, -math.inf, work=handing_over(program))
    problem, found = ran.problem, ran.values
    given = np.array([math.nan if row.pi is None else row.pi for row in problem.constraints()])
    duals = _duals_by_row(program, given)
    bound, reduced_cost = _lagrangian_bound(program, duals)
    infeasible = is_infeasible(problem)
    is_whole = is_optimal(problem) and not np.isnan(found).any()  # at a limit, rows may be broken
    values = np.clip(found, program.lower, program.upper) if is_whole else None
    return Answer(values, bound, infeasible, reduced_cost, None if reduced_cost is None else duals, ran.work)


def integers_found(program: Program, effort: Effort, start: Floats | None) -> tuple[Floats | None, Answer]:
    """What the solver says of the integer program, to be checked, and what HiGHS proved of it."""
    given = differenced(program)
    ran = run_solver(given.program, effort, None if start is None else given.start(start))
    if ran is None:
        return None, Answer(None, -math.inf, work=handing_over(program))
    found = ran.values[: len(program)]
    proof = Answer(None, -math.inf, work=ran.work)
    if effort.solver == HIGHS:
        proof = Answer(None, tree_bound(ran.problem), is_infeasible(ran.problem), work=ran.work)
    return (None if np.isnan(found).any() else found), proof


def run_solver(program: Program, effort: Effort, start: Floats | None) -> Ran | None:
    """Let the solver run; None if it failed."""
    pulp: Any = importlib.import_module("pulp")

    problem, variables = _problem(pulp, program, effort.relaxed)
    if effort.solver == HIGHS:
        solver = highs(effort, program, start)
    else:
        solver = command(effort.solver, effort, program, is_started=start is not None)
        for variable, value in zip(variables, () if start is None else start.tolist(), strict=False):
            variable.setInitialValue(value, check=False)
    try:
        with nullcontext() if effort.solver == HIGHS else silenced():
            problem.solve(solver)
    except pulp.PulpError:
        return None
    values = np.array([math.nan if v.varValue is None else v.varValue for v in variables])
    if effort.solver == HIGHS:
        return Ran(problem, values, solver.meter.work_of(problem.solverModel))
    is_proven = problem.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionInfeasible)
    return Ran(problem, values, work_of(effort, program, is_proven=is_proven))


def _settled(program: Program, branched: Program, found: Floats, effort: Effort) -> Answer:
    """The columns that were not branched on, at a vertex for what the others are."""
    held = np.where(branched.integer, np.round(found), found)
    free = program.integer & ~branched.integer | ~program.integer
    answer = _relaxation(program.fixed(free, held), replace(effort, relaxed=True))
    if answer.values is None:
        return answer
    return replace(answer, values=believed(program, merged(held, free, answer.values)))


def _problem(pulp: Any, program: Program, relaxed: bool) -> tuple[Any, list[Any]]:
    """The PuLP problem and its variables, by column."""
    problem = pulp.LpProblem("shifts", pulp.LpMinimize)
    kind = np.where(program.integer & (not relaxed), pulp.LpInteger, pulp.LpContinuous).tolist()
    columns = zip(_finite(program.lower), _finite(program.upper), kind, strict=True)
    variables = [problem.add_variable(f"v{j:07d}", *column) for j, column in enumerate(columns)]
    # PuLP 4 names the fast way to make an expression of pairs; in PuLP 3 it is the constructor.
    expression = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
    problem.setObjective(expression(list(zip(variables, program.cost.tolist(), strict=True))))
    column, values = program.matrix.indices.tolist(), program.matrix.data.tolist()
    ends = program.matrix.indptr.tolist()
    bounds = zip(program.row_lower.tolist(), program.row_upper.tolist(), strict=True)
    for i, (low, high) in enumerate(bounds):
        entries = range(ends[i], ends[i + 1])
        row = expression([(variables[column[e]], values[e]) for e in entries])
        if low == high:
            problem.addConstraint(row == low)
        else:
            if low > -math.inf:
                problem.addConstraint(row >= low)
            if high < math.inf:
                problem.addConstraint(row <= high)
    return problem, variables


def _finite(bounds: Floats) -> list[float | None]:
    """PuLP's way of saying that there is no bound."""
    return [bound if math.isfinite(bound) else None for bound in bounds.tolist()]


def believed(program: Program, found: Floats) -> Floats | None:
    """The values if they truly solve the program; integers made exact."""
    values = np.clip(found, program.lower, program.upper)
    near = np.where(program.integer, np.round(values), values)
    return near if np.abs(near - values).max(initial=0.0) < 1e-4 and program.accepts(near) else None


def _lagrangian_bound(program: Program, duals: Floats) -> tuple[float, Floats | None]:
    """The bound the row duals prove, whatever the status, and the reduced costs c − Aᵀy.

    It is the minimum over the box of (c − Aᵀy)·v, plus that of y·row over the rows' bounds, y being `duals`.

    Towards an open bound a slope within the solver's dual tolerance counts as zero.
    """
    if np.isnan(duals).any():
        return -math.inf, None
    held = _held(duals, program.row_lower, program.row_upper)
    reduced = program.cost - program.matrix.T @ held
    rows = _least(held, program.row_lower, program.row_upper)
    box = _least(_held(reduced, program.lower, program.upper), program.lower, program.upper)
    return float(rows.sum() + box.sum()), reduced


def _held(slope: Floats, low: Floats, high: Floats) -> Floats:
    """The slope, but for a hair of it towards a bound that is open."""
    is_open = ~np.isfinite(np.where(slope > 0, low, high))
    return np.where(is_open & (np.abs(slope) <= DUAL_TOLERANCE), 0.0, slope)


def _least(slope: Floats, low: Floats, high: Floats) -> Floats:
    """The least of slope·v for low ≤ v ≤ high, element by element."""
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
