"""Least-cost shifts for a requirement, with a proven bound: the one function the other stages call."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.errors import InfeasibleError
from staffing.programs.brake import Brake
from staffing.programs.solver import Effort, solve
from staffing.programs.stopping import Stopping
from staffing.progress import Progress
from staffing.records.schedule import ShiftPlan
from staffing.shifts.counted import heads_on
from staffing.shifts.effort import SearchEffort
from staffing.shifts.even.even_out import evened
from staffing.shifts.even.parts import WantedOf, as_even_as_can_be
from staffing.shifts.even.rests import RestingHeads
from staffing.shifts.formulation.block import ModelBlock
from staffing.shifts.formulation.blocks.service import PeriodService
from staffing.shifts.formulation.cost import plan_cost
from staffing.shifts.formulation.model import Model
from staffing.shifts.formulation.placement import place_rests
from staffing.shifts.formulation.shift_plan import shift_plan
from staffing.shifts.formulation.shifts import Shifts
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.infeasible.explain import infeasibility
from staffing.shifts.modelling import all_blocks, model_of
from staffing.shifts.search.by_parts import Solved, search_by_parts
from staffing.shifts.search.method import search
from staffing.shifts.search.part import SearchedBefore
from staffing.shifts.search.serving import Serving
from staffing.shifts.search.terms import SearchTerms
from staffing.shifts.verify import violations


@dataclass(frozen=True, eq=False)
class BuiltShifts:
    """The shifts, the coverage they give (recounted from them alone), and how good they are proven to be.

    Objectives are paid hours at their cost per hour plus penalties; `gap` = (objective − bound) ÷ objective.
    `ended_by`: "optimal", "gap", "work" or "time" (`effort.ENDS`); `lost`: how search processes were lost
    whose parts were given up.
    """

    plan: ShiftPlan
    scheduled: Floats
    on_break: Floats
    objective_hours: float
    lower_bound_hours: float
    gap: float
    solver: str
    solve_seconds: float
    ended_by: str
    lost: tuple[str, ...] = ()


def build_shifts(
    horizon: ShiftHorizon,
    required: Floats,
    effort: SearchEffort | None = None,
    blocks: Sequence[ModelBlock] = (),
    progress: Progress | None = None,
    *,
    wanted_of: WantedOf = as_even_as_can_be,
    searched: SearchedBefore | None = None,
    even: Bools | None = None,
) -> BuiltShifts:
    """Shifts with lunches and breaks that cover `required` heads per interval at least cost.

    Closed intervals require 0 heads. Of the `blocks` that shape the program besides, a `PeriodService` makes
    `required` only the floor of each interval, and cannot be combined with a cost of understaffing.
    In `even` intervals the program requires them in each part; `wanted_of` says how heads should lie inside
    intervals, as far as that costs nothing. Days that stand in
    `searched` as they are now are not searched again; the others are added. Raises InfeasibleError, which
    names what is in conflict, where the rules leave no schedule.
    """
    began = time.monotonic()
    effort = effort or SearchEffort()
    required = horizon.required(required)
    terms = terms_of(effort, progress)
    services = [block for block in blocks if isinstance(block, PeriodService)]
    if not services:
        model = model_of(horizon, required, blocks, even)
        solved = search_by_parts(model.timed, replace(terms, searched=searched), effort.work)
    else:
        model, solved = _serving(horizon, blocks, terms).solve(required, effort.work)
    if solved.values is None:
        raise _infeasible(model, solved, horizon, required, blocks)
    plan = plan_of(model, solved.values, horizon, wanted_of)
    wrong = violations(plan, horizon, required, all_blocks(blocks))
    if wrong:
        raise RuntimeError("the shifts found break their own rules: " + "; ".join(wrong[:5]))
    return _counted(plan, solved, horizon, required, effort, seconds=time.monotonic() - began)


def least_cost(horizon: ShiftHorizon, required: Floats, effort: SearchEffort) -> float | None:
    """The least that a schedule could cost, by the linear relaxation alone: quick. None if none can exist.

    0 where the effort was too little to say.
    """
    try:
        model = model_of(horizon, horizon.required(required))
    except InfeasibleError:
        return None
    brake = Brake(effort.time_limit_seconds)
    relaxed = solve(model.program, Effort(effort.work, relaxed=True, brake=brake))
    bound = Stopping(effort.gap, model.timed.grain).rounded(relaxed.bound)
    return None if relaxed.infeasible else max(bound + model.timed.constant, 0.0)


def terms_of(effort: SearchEffort, progress: Progress | None = None) -> SearchTerms:
    """The terms of a search with this effort, whose brake counts from now on."""
    return SearchTerms(
        search,
        effort.gap,
        effort.solver,
        progress,
        effort.leniency,
        jobs=effort.jobs,
        brake=Brake(effort.time_limit_seconds),
    )


def _serving(horizon: ShiftHorizon, blocks: Sequence[ModelBlock], terms: SearchTerms) -> Serving:
    """The search where periods must reach a service level above hard floors."""
    (service,) = (block for block in blocks if isinstance(block, PeriodService))
    others = [block for block in blocks if block is not service]

    def model_with(floor: Floats, asked: PeriodService | None) -> Model:
        return model_of(horizon, floor, others if asked is None else [*others, asked])

    def working(model: Model, values: Floats) -> Floats:
        scheduled, on_break = heads_on(plan_of(model, values, horizon), horizon)
        return scheduled - on_break

    return Serving(service, model_of=model_with, working=working, terms=terms)


def _infeasible(
    model: Model,
    solved: Solved,
    horizon: ShiftHorizon,
    required: Floats,
    blocks: Sequence[ModelBlock],
) -> InfeasibleError:
    """The error that says why there is no schedule, or that none was found."""
    return infeasibility(
        model,
        required,
        horizon,
        lambda rules: model_of(
            horizon.under(rules), required, [b for b in blocks if not isinstance(b, PeriodService)]
        ),
        proven=solved.infeasible,
    )


def plan_of(
    model: Model, values: Floats, horizon: ShiftHorizon, wanted_of: WantedOf | None = None
) -> ShiftPlan:
    """The shifts of a solution, as they are or with the parts of intervals as they are wanted."""
    most_rests = horizon.rules.most_rests
    shift, after = place_rests(model, model.heads(values), model.rests(values), most_rests)
    if wanted_of is not None:
        after = evened(_resting(model.shifts, shift, after), horizon, wanted_of)
    return shift_plan(model.shifts, shift, after, horizon)


def _resting(shifts: Shifts, shift: Ints, after: Ints) -> RestingHeads:
    """Heads on those shifts, every rest of whom may be moved."""
    every = np.ones(after.shape, dtype=bool)
    start, length, pattern = shifts.start[shift], shifts.length[shift], shifts.pattern[shift]
    return RestingHeads(start, length, pattern, after, every, earliest=np.zeros(len(shift), dtype=np.int64))


def _counted(
    plan: ShiftPlan,
    solved: Solved,
    horizon: ShiftHorizon,
    required: Floats,
    effort: SearchEffort,
    *,
    seconds: float,
) -> BuiltShifts:
    """Count again from the shifts alone, and state what is proven."""
    scheduled, on_break = heads_on(plan, horizon)
    objective = objective_hours(plan, scheduled - on_break, required, horizon)
    bound = min(max(solved.bound, 0.0), objective)
    return BuiltShifts(
        plan=plan,
        scheduled=scheduled,
        on_break=on_break,
        objective_hours=objective,
        lower_bound_hours=bound,
        gap=(objective - bound) / objective if objective > 0 else 0.0,
        solver=effort.solver,
        solve_seconds=seconds,
        ended_by=effort.ended_by(objective, bound, is_braked=solved.is_braked),
        lost=solved.lost,
    )


def objective_hours(plan: ShiftPlan, working: Floats, required: Floats, horizon: ShiftHorizon) -> float:
    """Cost of a plan: its shifts, and penalties for heads short and over."""
    return plan_cost(plan, horizon) + penalty_hours(working, required, horizon)


def penalty_hours(working: Floats, required: Floats, horizon: ShiftHorizon) -> float:
    """What heads short and over cost."""
    short = horizon.under_cost * np.maximum(required - working, 0.0)
    over = horizon.over_cost * np.maximum(working - required, 0.0)
    return float(short.sum() + over.sum())
