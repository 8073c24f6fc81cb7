"""The last arrow of the road: from heads to a schedule that has been checked; shifts, coverage, totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.errors import InputError, Problem
from staffing.plan.need.period import PeriodTarget
from staffing.plan.run.summary import HEADS_TOLERANCE, days, summarise
from staffing.plan.work.planned import planned_work
from staffing.progress import Progress
from staffing.records.by_person import ShiftsByPerson, counted_out, of_roster
from staffing.records.coverage import Coverage
from staffing.records.handout import Handout
from staffing.records.need import Need
from staffing.records.schedule import DaySummary, Proof, ShiftPlan, Summary
from staffing.records.service import Service
from staffing.records.work import WorkToDo
from staffing.records.work_by_interval import WorkByInterval
from staffing.requirement.by_queue import levels_of_rows, service_level_of, services_by_queue
from staffing.requirement.finishing import AtWork, at_work
from staffing.shifts.build import BuiltShifts, build_shifts, least_cost, penalty_hours
from staffing.shifts.counted import heads_on
from staffing.shifts.effort import SearchEffort
from staffing.shifts.formulation.blocks.work import DeferredWork
from staffing.shifts.formulation.cost import plan_cost
from staffing.shifts.formulation.even_parts import THIN_HEADS
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.kept import KeptShifts
from staffing.shifts.search.part import SearchedBefore
from staffing.tables.json_file import write_json
from staffing.tables.look import AS_STORED, Look
from staffing.tables.records import write_record

if TYPE_CHECKING:
    from staffing.plan.rostering.rostered import Rostered


@dataclass(frozen=True, eq=False)
class Scheduled:
    """Shifts, the rules and the effort they were made by, what they cover, and what that amounts to.

    `lost`: how search processes were lost whose days were given up (`BuiltShifts`); `thin`: per interval the
    heads that its thinnest part lacks, where the interval as a whole has those it requires. `by_group`: the
    coverage of each group, where people have skills of their own. `rostered` says who works the shifts, where
    they were found with the people. `work` that may wait is done by heads above the need; None: there is
    none.
    """

    horizon: ShiftHorizon
    effort: SearchEffort
    shifts: ShiftPlan
    coverage: Coverage
    summary: Summary
    days: list[DaySummary]
    lost: tuple[str, ...] = ()
    thin: Floats | None = None
    by_group: Coverage | None = None
    rostered: Rostered | None = None
    work: WorkByInterval | None = None

    @property
    def by_person(self) -> ShiftsByPerson:
        """A shift a row: with the name of who works it where there is a roster."""
        if self.rostered is None:
            return counted_out(self.shifts)
        return of_roster(self.rostered.made.shifts)

    def handout(self, name: str) -> Handout:
        """What the centre of that name hands out of it."""
        return Handout(name, self.by_person, self.coverage)

    def write_folder(self, folder: Path, look: Look = AS_STORED) -> None:
        """The same into a folder that is made if need be."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            hint = "name a folder that can be made"
            raise InputError(Problem(str(folder), f"a folder ({fault.strerror})", hint)) from None
        self.write(folder, look)

    def write(self, folder: Path, look: Look = AS_STORED) -> None:
        """The files of the schedule, and of the work and the people where there are some."""
        write_record(folder / "shifts.csv", self.shifts, look=look)
        write_record(folder / "shifts-by-person.csv", self.by_person, look=look)
        write_record(folder / "coverage.csv", self.by_group or self.coverage, look=look)
        write_json(folder / "summary.json", self.summary)
        if self.work is not None:
            write_record(folder / "work.csv", self.work, look=look)
        if self.rostered is not None:
            self.rostered.write(folder, look)


def schedule_of(
    need: Need,
    horizon: ShiftHorizon,
    effort: SearchEffort,
    service: Service,
    target: PeriodTarget | None = None,
    *,
    progress: Progress | None = None,
    searched: SearchedBefore | None = None,
    even: Bools | None = None,
    work: Sequence[WorkToDo] = (),
    kept: KeptShifts | None = None,
) -> Scheduled:
    """Shifts that cover the need, and the service they give each queue and all of them.

    Days that stand in `searched` as they are now are not searched again; the others are added.

    With a `target` the heads of an interval may lie below the need, down to its floor, where their day or
    week, of each queue, reaches its service level; else `even` intervals have it in each part, and heads
    above it do the `work`. Shifts that are `kept` stand, and the others are made beside them.
    """
    if target is None and kept is not None:
        built = _beside(kept, need, horizon, effort, progress=progress, searched=searched, even=even)
    elif target is None:
        blocks = (DeferredWork(tuple(work)),) if work else ()
        built = build_shifts(horizon, need.required, effort, blocks, progress, searched=searched, even=even)
    else:
        built = build_shifts(horizon, target.floor, effort, (target.service,), progress)
    return scheduled_of(need, horizon, effort, service, built=built, target=target, work=work)


def _beside(
    kept: KeptShifts,
    need: Need,
    horizon: ShiftHorizon,
    effort: SearchEffort,
    *,
    progress: Progress | None,
    searched: SearchedBefore | None,
    even: Bools | None,
) -> BuiltShifts:
    """The shifts that stand, and those that cost least beside them.

    What is proven is proven of the new ones and of the lookahead together; the distance to the bound is that.
    """
    ahead, lacking = kept.beside(horizon, need.required)
    if even is not None:
        even = np.concatenate([even, np.zeros(len(lacking) - len(even), dtype=bool)])
    built = build_shifts(ahead, lacking, effort, progress=progress, searched=searched, even=even)
    plan = kept.with_new(built.plan, horizon)
    scheduled, on_break = heads_on(plan, horizon)
    own = plan.rows(plan.start >= horizon.first)
    objective = plan_cost(own, ahead) + penalty_hours(scheduled - on_break, need.required, horizon)
    bound = max(objective - (built.objective_hours - built.lower_bound_hours), 0.0)
    return replace(
        built,
        plan=plan,
        scheduled=scheduled,
        on_break=on_break,
        objective_hours=objective,
        lower_bound_hours=bound,
        gap=(objective - bound) / objective if objective > 0 else 0.0,
    )


def scheduled_of(
    need: Need,
    horizon: ShiftHorizon,
    effort: SearchEffort,
    service: Service,
    *,
    built: BuiltShifts,
    target: PeriodTarget | None = None,
    work: Sequence[WorkToDo] = (),
) -> Scheduled:
    """What shifts amount to, however they were found: all of it is counted from them."""
    planned = planned_work(work, built.scheduled - built.on_break, need, horizon)
    on_work = None if planned is None else planned.heads
    there = at_work(need, built.plan, service, cyclic_week=horizon.cyclic, on_work=on_work)
    by_row = need.by_queue is not None or target is not None
    levels = levels_of_rows(need, there.effective, service) if by_row else None
    coverage = replace(covered(need, there, service, levels), on_work=on_work)
    contacts = np.nan_to_num(need.offered)
    by_queue = () if levels is None else services_by_queue(need, levels, service)
    own = built.plan.rows(built.plan.start >= need.interval_start[0])  # not those of the night before
    summary = summarise(coverage, contacts, own, _proof(built), by_queue)
    if target is not None and levels is not None:
        summary = _with_period(summary, levels, target, least_cost(horizon, need.required, effort))
    thin = _thin(need, there, on_work) if target is None else np.zeros((len(need), 1))
    summary = replace(
        summary,
        hours_after_shift_end=float(there.late_hours.sum()),
        thin_intervals=int((thin > THIN_HEADS).any(axis=1).sum()),
        thin_agent_hours=float(thin.mean(axis=1).sum()) * need.interval_minutes / 60,
        work=() if planned is None else planned.totals,
    )
    return Scheduled(
        horizon=horizon,
        effort=effort,
        shifts=built.plan,
        coverage=coverage,
        summary=summary,
        days=days(coverage, contacts, built.plan),
        lost=built.lost,
        thin=thin.max(axis=1),
        work=None if planned is None else planned.by_interval,
    )


def _thin(need: Need, there: AtWork, on_work: Floats | None = None) -> Floats:
    """[interval, part] heads that a part lacks, where the interval as a whole has those it requires."""
    working = there.heads.working if on_work is None else there.heads.working - on_work[:, None]
    is_enough = working.mean(axis=1) >= need.required - HEADS_TOLERANCE
    lacking = np.maximum(need.required[:, None] - working, 0.0)
    return np.where(is_enough[:, None] & (lacking > HEADS_TOLERANCE), lacking, 0.0)


def covered(need: Need, there: AtWork, service: Service, levels: Floats | None = None) -> Coverage:
    """Heads on shift per interval beside those required, and the service they give, part by part.

    `levels`: of the rows of the need, where they are predicted already.
    """
    return Coverage(
        **need.same_rows(),
        required=need.required,
        scheduled=there.heads.scheduled.mean(axis=1),
        on_break=there.heads.on_break.mean(axis=1),
        service_level=service_level_of(need, there.effective, service, levels),
    )


def _proof(built: BuiltShifts) -> Proof:
    return Proof(
        objective_hours=built.objective_hours,
        lower_bound_hours=built.lower_bound_hours,
        gap=built.gap,
        solver=built.solver,
        solve_seconds=built.solve_seconds,
        ended_by=built.ended_by,
    )


def _with_period(
    summary: Summary, levels: Floats, target: PeriodTarget, bound_hours: float | None
) -> Summary:
    """`levels` are of the rows of the need, by queue."""
    levels = target.service.level(np.nan_to_num(levels))[target.service.total > 0]
    return replace(
        summary,
        service_period=target.kind,
        worst_period_service_level=float(levels.min(initial=1.0)),
        lower_bound_hours_per_interval_target=bound_hours,
    )
