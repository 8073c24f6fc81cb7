"""Least-cost shifts for a requirement, with a proven bound: the one function the other stages call."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Times
from staffing.errors import InfeasibleError
from staffing.programs.stopping import Leniency
from staffing.progress import Progress
from staffing.records.schedule import ShiftPlan
from staffing.records.shift_count import coverage_of
from staffing.shifts.formulation.cost import plan_cost
from staffing.shifts.formulation.model import Model
from staffing.shifts.formulation.placement import place_rests
from staffing.shifts.formulation.service import PeriodService
from staffing.shifts.formulation.shift_plan import shift_plan
from staffing.shifts.grid import Grid
from staffing.shifts.infeasible.explain import infeasibility
from staffing.shifts.infeasible.explain_service import service_out_of_reach, without_service
from staffing.shifts.modelling import model_of, planning_grid
from staffing.shifts.rules import LATE_SHARE, Rules
from staffing.shifts.search.by_parts import least_bound, search_by_parts
from staffing.shifts.search.method import search
from staffing.shifts.search.serving import Serving
from staffing.shifts.search.terms import SearchTerms
from staffing.shifts.verify import violations

SEARCH_SHARE = 0.92  # of the time limit; the rest is for checks, for writing, and for a solver that overruns
PERIOD_SHARE = 0.92  # of that, where `least_cost` follows, to say what a period's target saves


@dataclass(frozen=True, eq=False)
class BuiltShifts:
    """The shifts, the coverage they give (recounted from them alone), and how good they are proven to be.

    Objectives are paid hours at their cost per hour plus penalties; `gap` = (objective − bound) ÷ objective.
    `status` is "optimal", "within gap" or "time limit".
    """

    plan: ShiftPlan
    scheduled: Floats
    on_break: Floats
    objective_hours: float
    lower_bound_hours: float
    gap: float
    solver: str
    solve_seconds: float
    status: str


def build_shifts(
    interval_start: Times,
    required: Floats,
    rules: Rules,
    progress: Progress | None = None,
    service: PeriodService | None = None,
) -> BuiltShifts:
    """Shifts with lunches and breaks that cover `required` heads per interval at least cost.

    `interval_start` (UTC) is a regular grid without holes; closed intervals require 0 heads. With
    `service`, which cannot be combined with a cost of understaffing, `required` is only the floor of each
    interval, and each period's service must reach its target. Raises InfeasibleError, which names what is
    in conflict, where the rules leave no schedule.
    """
    began = time.monotonic()
    interval_start = interval_start.astype("datetime64[s]")
    required = np.asarray(required, dtype=float)
    grid = planning_grid(interval_start, required, rules)
    unknown = {rule.pattern for rule in rules.starts} - {None} - {pattern.name for pattern in rules.patterns}
    if unknown:
        raise ValueError(f"starts of patterns that do not exist: {unknown}")
    seconds = SEARCH_SHARE * rules.time_limit_seconds
    leniency = None
    if rules.late_gap is not None:
        leniency = Leniency(rules.late_gap, began + LATE_SHARE * rules.time_limit_seconds)
    terms = SearchTerms(search, rules.gap, rules.solver, progress, leniency)
    if service is None:
        model = model_of(grid, required, rules)
        left = max(seconds - (time.monotonic() - began), 0.0)
        solved = search_by_parts(model.timed, terms, left)
    else:
        left = max(PERIOD_SHARE * seconds - (time.monotonic() - began), 0.0)
        model, solved = _serving(service, grid, required, rules, terms).solve(required, left)
    if solved.values is None:
        if solved.infeasible and (error := service_out_of_reach(model, grid, rules)) is not None:
            raise error
        raise infeasibility(
            without_service(model),
            required,
            grid,
            rules,
            lambda changed: model_of(grid, required, changed),
            proven=solved.infeasible,
            is_floor=service is not None,
        )
    plan = _plan(model, solved.values, grid, rules)
    wrong = violations(plan, interval_start, required, rules, service)
    if wrong:
        raise RuntimeError("the shifts found break their own rules: " + "; ".join(wrong[:5]))
    return _schedule(plan, solved.bound, grid, required, rules, seconds=time.monotonic() - began)


def least_cost(interval_start: Times, required: Floats, rules: Rules, seconds: float) -> float | None:
    """The least that a schedule could cost, by the linear relaxation alone: quick. None if none can exist.

    0 where `seconds` were too few to say.
    """
    deadline = time.monotonic() + seconds
    required = np.asarray(required, dtype=float)
    grid = planning_grid(interval_start.astype("datetime64[s]"), required, rules)
    try:
        model = model_of(grid, required, rules)
    except InfeasibleError:
        return None
    relaxed = least_bound(model.timed, SearchTerms(search, rules.gap), deadline - time.monotonic())
    return None if relaxed.infeasible else max(relaxed.bound + model.shortage.constant, 0.0)


def _serving(
    service: PeriodService, grid: Grid, required: Floats, rules: Rules, terms: SearchTerms
) -> Serving:
    """The search where periods must reach a service level above hard floors."""
    if rules.understaffing is not None or not np.all(required[service.counted] > 0):
        raise ValueError("a service level of periods needs hard floors, above 0 wherever somebody calls")
    return Serving(
        service,
        model_of=lambda floor, asked: model_of(grid, floor, rules, asked),
        working=lambda model, values: _working(_plan(model, values, grid, rules), grid, rules),
        terms=terms,
    )


def _working(plan: ShiftPlan, grid: Grid, rules: Rules) -> Floats:
    """Heads at work per interval, from the shifts alone."""
    interval_start = grid.time(np.arange(grid.intervals) * grid.interval_minutes)
    scheduled, on_break = coverage_of(
        plan, interval_start, rules.interval_minutes, cyclic_week=rules.cyclic_week
    )
    return scheduled - on_break


def _plan(model: Model, values: Floats, grid: Grid, rules: Rules) -> ShiftPlan:
    most_rests = max(len(pattern.rests) for pattern in rules.patterns)
    shift, after = place_rests(model, model.heads(values), model.rests(values), most_rests)
    return shift_plan(model.shifts, shift, after, grid, rules)


def _schedule(
    plan: ShiftPlan, bound: float, grid: Grid, required: Floats, rules: Rules, *, seconds: float
) -> BuiltShifts:
    """Count again from the shifts alone, and state what is proven."""
    interval_start = grid.time(np.arange(grid.intervals) * grid.interval_minutes)
    scheduled, on_break = coverage_of(
        plan, interval_start, rules.interval_minutes, cyclic_week=rules.cyclic_week
    )
    objective = objective_hours(plan, scheduled - on_break, required, grid, rules)
    bound = min(max(bound, 0.0), objective)
    gap = (objective - bound) / objective if objective > 0 else 0.0
    status = rules.status_of(objective, bound)
    return BuiltShifts(plan, scheduled, on_break, objective, bound, gap, rules.solver, seconds, status)


def objective_hours(plan: ShiftPlan, working: Floats, required: Floats, grid: Grid, rules: Rules) -> float:
    """Cost of a plan: its shifts, and penalties for heads short and over."""
    short = rules.under_cost * np.maximum(required - working, 0.0)
    over = rules.over_cost * np.maximum(working - required, 0.0)
    return plan_cost(plan, grid, rules) + float(short.sum() + over.sum())
