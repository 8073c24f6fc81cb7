"""Shifts for a requirement that is already there."""

from __future__ import annotations

from staffing.plan.file.plan_file import PlanFile
from staffing.plan.jobs.entry import read_task, requirement_notes
from staffing.plan.jobs.notes import schedule_notes
from staffing.plan.road import meet
from staffing.plan.run.earlier import kept_shifts
from staffing.plan.scheduled import Scheduled
from staffing.plan.work.not_counted import require_no_work
from staffing.progress import Progress


def schedule_requirement(
    requirement: str, plan: PlanFile, progress: Progress | None = None
) -> tuple[Scheduled, tuple[str, ...]]:
    """The shifts for a requirement file by a plan's rules, and notes."""
    require_no_work(plan, "schedule")
    task = read_task(requirement, plan.checked())
    task = task._replace(kept=kept_shifts(plan, task.need))
    scheduled = meet(plan, task, progress)
    return scheduled, (*requirement_notes(task), *schedule_notes(plan, scheduled))
