"""Leave from the shifts of a run: how many may be away, and which requests are granted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from staffing.errors import InputError, Problem, UsageError, did_you_mean
from staffing.plan.rostering.leave_groups import LeaveGroups, leave_groups
from staffing.plan.rostering.standing_files import ROSTER, RUN, standing_files
from staffing.plan.run.published import NAME_A_RUN, read_run_plan
from staffing.plan.work.not_counted import require_no_work
from staffing.records.leave import LeaveAnswers, LeaveRoom
from staffing.roster.leave.grant import FAIR, FIRST_COME, LeaveBook
from staffing.roster.leave.requests import AskedOf, read_requests

ORDERS = (FIRST_COME, FAIR)


@dataclass(frozen=True, eq=False)
class LeavePlan:
    """How many may be away by day and group, and the answers to requests, where there are some."""

    name: str
    room: LeaveRoom
    answers: LeaveAnswers | None


def plan_leave(
    folder: Path, requests: str | None = None, order: str = FIRST_COME, most_cost_per_day: float = 0.0
) -> LeavePlan:
    """Of a run directory or a roster's folder.

    Requests are granted in the `order` named, as long as a day costs at most so much.
    """
    if order not in ORDERS:
        hint = f"{did_you_mean(order, ORDERS)}choose {' or '.join(ORDERS)}"
        raise UsageError(f"--order: '{order}' is not known", hint=hint)
    run = _groups(folder)
    require_no_work(run.plan, "leave")
    first, last = run.span
    book = LeaveBook(run.groups, run.plan.zone, is_named=run.is_named)
    answers = None
    if requests is not None:
        groups = tuple(group.name for group in run.groups)
        asked = read_requests(requests, AskedOf(first, last, groups, run.names, run.plan.timezone))
        answers = book.answers(asked, order, most_cost_per_day)
    return LeavePlan(run.plan.name, book.room(), answers)


def _groups(folder: Path) -> LeaveGroups:
    """InputError where the folder is neither a run nor that of a roster."""
    if (folder / RUN).exists():
        return leave_groups(folder, read_run_plan(folder), is_run=True)
    if (folder / ROSTER).exists():
        return leave_groups(folder, standing_files(str(folder), None, None).plan, is_run=False)
    raise InputError(Problem(str(folder), f"a run directory (it has no {RUN})", NAME_A_RUN))
