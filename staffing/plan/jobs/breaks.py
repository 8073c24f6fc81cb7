"""The daily repair: shifts as they stand and a requirement, to the same shifts with better breaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.plan.day.standing import read_standing
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.jobs.entry import read_task, requirement_notes
from staffing.plan.road import repair
from staffing.plan.run.summary import HEADS_TOLERANCE, weighted_service
from staffing.plan.scheduled import covered
from staffing.plan.work.not_counted import require_no_work
from staffing.progress import Progress
from staffing.records.coverage import Coverage
from staffing.records.repair import Repair
from staffing.requirement.finishing import at_work
from staffing.shifts.standing.replace_rests import Move, Replaced
from staffing.timegrid import Zone


@dataclass(frozen=True, eq=False)
class Repaired:
    """The shifts with their breaks placed anew, what they covered before and cover now, and notes."""

    plan: PlanFile
    replaced: Replaced
    before: Coverage
    after: Coverage
    offered: Floats
    notes: tuple[str, ...]


def repair_breaks(
    shifts: str,
    requirement: str,
    plan: PlanFile,
    *,
    now: str | None = None,
    min_gain_minutes: float = 0.0,
    progress: Progress | None = None,
) -> Repaired:
    """Place lunches and breaks of a shift file anew, so that they hurt least where heads are short.

    Breaks begun before `now` stay, and so do those whose move would save less than `min_gain_minutes` of
    agents short, weighted as `Repair` says. InputError for shifts of no pattern of the plan.
    """
    plan.checked()
    require_no_work(plan, "breaks")
    moment = None if now is None else plan.zone.parse("--now", now)
    task = read_task(requirement, plan)
    standing = read_standing(shifts, plan.rules, task.need.required)
    horizon = plan.horizon(task.need)
    found = repair(
        task, standing, horizon, plan.effort, now=moment, min_gain_minutes=min_gain_minutes, tell=progress
    ).replaced
    before, after = (
        covered(task.need, at_work(task.need, some, task.service, cyclic_week=horizon.cyclic), task.service)
        for some in (standing, found.plan)
    )
    return Repaired(
        plan=plan,
        replaced=found,
        before=before,
        after=after,
        offered=np.nan_to_num(task.need.offered),
        notes=requirement_notes(task),
    )


def summarise_repair(repaired: Repaired) -> Repair:
    """The totals of both coverages, and every move in local time."""
    before, after, found = repaired.before, repaired.after, repaired.replaced
    hours = before.interval_minutes / 60
    short = before.under, after.under
    return Repair(
        under_agent_hours=(float(short[0].sum()) * hours, float(short[1].sum()) * hours),
        under_agent_intervals=(
            int((short[0] > HEADS_TOLERANCE).sum()),
            int((short[1] > HEADS_TOLERANCE).sum()),
        ),
        worst_heads_short=(float(short[0].max()), float(short[1].max())),
        worst_interval=(_worst(before), _worst(after)),
        service_level=(
            weighted_service(before.service_level, repaired.offered),
            weighted_service(after.service_level, repaired.offered),
        ),
        weighted_hours_short=(found.hurt_before * hours, found.hurt * hours),
        lower_bound_hours=found.lower_bound * hours,
        ended_by=found.ended_by,
        solve_seconds=found.solve_seconds,
        moved_rests=found.moved_rests,
        moved_people=found.moved_people,
        moves=[described(move, after.zone) for move in found.moves],
    )


def described(move: Move, zone: Zone) -> dict[str, str | int | None]:
    """A move with its moments in local time."""
    return {
        "pattern": move.pattern,
        "rest": move.rest,
        "from": zone.text(move.before) or None,
        "to": zone.text(move.after) or None,
        "people": move.people,
        "minutes_before": move.minutes_before,
        "minutes": move.minutes,
    }


def _worst(coverage: Coverage) -> str | None:
    """The interval that lacks most; None where none lacks anybody."""
    worst = int(coverage.under.argmax())
    if coverage.under[worst] <= HEADS_TOLERANCE:
        return None
    return str(coverage.rows(np.array([worst])).iso()[0])
