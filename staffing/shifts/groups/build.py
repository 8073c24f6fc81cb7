"""Least-cost shifts of several groups, in one program with a proven bound."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats
from staffing.errors import InfeasibleError
from staffing.programs.brake import Brake
from staffing.programs.solver import Effort, solve
from staffing.programs.stopping import Stopping
from staffing.progress import Progress
from staffing.records.schedule import ShiftPlan
from staffing.shifts.build import objective_hours, plan_of, terms_of
from staffing.shifts.counted import heads_on
from staffing.shifts.effort import SearchEffort
from staffing.shifts.even.parts import as_even_as_can_be
from staffing.shifts.formulation.blocks.distinct import DistinctShifts
from staffing.shifts.formulation.blocks.limits import StartLimits
from staffing.shifts.groups.asked import AskedShifts
from staffing.shifts.groups.joined import JoinedModel, joined_model
from staffing.shifts.groups.merged import bare_rests, merged_plans
from staffing.shifts.groups.moved import least_short, needed
from staffing.shifts.search.by_parts import search_by_parts
from staffing.shifts.verify import violations

_TOLERANCE = 1e-6  # heads


@dataclass(frozen=True, eq=False)
class GroupShifts:
    """Shifts of all groups, and what they cover.

    scheduled, on_break, required: heads by group and interval; `required` is what each group must have
    itself, once those who stand in for others are counted where they stand in.
    lower_bound_hours: no shifts that cover what was asked cost less
    """

    plan: ShiftPlan
    scheduled: Floats
    on_break: Floats
    required: Floats
    objective_hours: float
    lower_bound_hours: float
    solver: str
    solve_seconds: float
    ended_by: str
    lost: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        """(objective − bound) ÷ objective."""
        above = self.objective_hours - self.lower_bound_hours
        return above / self.objective_hours if self.objective_hours > 0 else 0.0


def build_group_shifts(
    asked: AskedShifts, effort: SearchEffort, progress: Progress | None = None
) -> GroupShifts:
    """The cheapest shifts found; InfeasibleError where the rules leave none."""
    began = time.monotonic()
    joined = joined_model(asked)
    timed, terms = joined.timed, terms_of(effort, progress)
    solved = search_by_parts(timed, terms, effort.work)
    if solved.values is None:
        raise _infeasible(joined, proven=solved.infeasible)
    plans = [_plan_of(joined, group, solved.values) for group in range(len(asked.groups))]
    for group, plan in enumerate(plans):
        blocks = (StartLimits(), DistinctShifts())
        wrong = violations(plan, asked.horizon_of(group), asked.groups[group].required, blocks)
        if wrong:
            raise RuntimeError("the shifts found break their own rules: " + "; ".join(wrong[:5]))
    counted = count_group_shifts(joined.whole, merged_plans(asked, plans), effort.work)
    bound = min(max(solved.bound, 0.0), counted.objective_hours)
    return replace(
        counted,
        lower_bound_hours=bound,
        solver=effort.solver,
        solve_seconds=time.monotonic() - began,
        ended_by=effort.ended_by(counted.objective_hours, bound, is_braked=solved.is_braked),
        lost=solved.lost,
    )


def count_group_shifts(asked: AskedShifts, plan: ShiftPlan, work: int) -> GroupShifts:
    """What finished shifts cover and cost, from them alone, with transfers where they are worth most."""
    assert plan.group is not None
    each = [plan.rows(plan.group == one.name) for one in asked.groups]
    working, scheduled, on_break = _counts(asked, plan)
    moved = least_short(asked, working, work)
    own = needed(asked, moved)
    if asked.horizon.rules.costs.understaffing is None and (own - working > _TOLERANCE).any():
        raise RuntimeError("the shifts found leave a group short")
    cost = sum(
        objective_hours(bare_rests(one), heads, row, asked.horizon_of(group))
        for group, (one, heads, row) in enumerate(zip(each, working, own, strict=True))
    )
    return GroupShifts(plan, scheduled, on_break, own, cost, 0.0, "", 0.0, "")


def settled(asked: AskedShifts, plan: ShiftPlan, effort: SearchEffort) -> tuple[AskedShifts, GroupShifts]:
    """Shifts that somebody has changed, and the need that they cover: in whole heads, no more than asked.

    The bound is that of the need they cover: the least that any shifts could cost for it, by the relaxation.
    """
    asked, working = joined_model(asked).whole, _counts(asked, plan)[0]
    own = needed(asked, least_short(asked, working, effort.work))
    asked = asked.requiring(np.maximum(asked.required - np.maximum(own - working, 0.0), 0.0))
    counted = count_group_shifts(asked, plan, effort.work)
    bound = min(_least_cost(asked, effort), counted.objective_hours)
    ended = effort.ended_by(counted.objective_hours, bound, is_braked=False)
    return asked, replace(counted, lower_bound_hours=bound, solver=effort.solver, ended_by=ended)


def _counts(asked: AskedShifts, plan: ShiftPlan) -> tuple[Floats, Floats, Floats]:
    """Heads at work, scheduled and on a rest, by group and interval."""
    assert plan.group is not None
    counts = [heads_on(plan.rows(plan.group == one.name), asked.horizon) for one in asked.groups]
    scheduled, on_break = (np.array(column) for column in zip(*counts, strict=True))
    return scheduled - on_break, scheduled, on_break


def _least_cost(asked: AskedShifts, effort: SearchEffort) -> float:
    """The least that shifts for these heads could cost, by the linear relaxation; 0 where it cannot say."""
    timed = joined_model(asked).timed
    relaxed = solve(timed.program, Effort(effort.work, relaxed=True, brake=Brake(effort.time_limit_seconds)))
    bound = Stopping(effort.gap, timed.grain).rounded(relaxed.bound)
    return max(bound + timed.constant, 0.0) if np.isfinite(bound) else 0.0


def _plan_of(joined: JoinedModel, group: int, values: Floats) -> ShiftPlan:
    horizon, own = joined.asked.horizon_of(group), joined.of_group(values, group)
    return plan_of(joined.models[group], own, horizon, as_even_as_can_be)


def _infeasible(joined: JoinedModel, *, proven: bool) -> InfeasibleError:
    """Why there is no schedule of the groups together."""
    if not proven:
        return InfeasibleError(
            "no schedule of the groups was found with the effort given; none was proven impossible",
            hint="use --effort high, or allow fewer starts and lengths",
        )
    free = joined.program.without_rows(joined.limit_rows)
    relaxed = solve(free, Effort(work=10**12, relaxed=True))
    if len(joined.limit_rows) and not relaxed.infeasible:
        names = ", ".join(limit.name for limit in joined.asked.limits)
        return InfeasibleError(
            f"the groups cannot cover what they must within these limits: {names}",
            hint="raise one of them, or let another group serve the queue",
        )
    return InfeasibleError(
        "the groups cannot cover what they must: some hours need people whom no shift of theirs brings",
        hint="let the group work more patterns, lower the target of these hours, or set understaffing",
    )
