"""Leave from the shifts of a run: how many may be away, and which requests are granted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from staffing.errors import UsageError, did_you_mean
from staffing.plan.rostering.leave_groups import leave_groups
from staffing.records.leave import LeaveAnswers, LeaveRoom
from staffing.roster.leave.grant import FAIR, FIRST_COME, LeaveBook
from staffing.roster.leave.requests import Asked, read_requests

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
    run = leave_groups(folder)
    first, last = run.span
    book = LeaveBook(run.groups, run.plan.zone, is_named=run.is_named)
    answers = None
    if requests is not None:
        groups = tuple(group.name for group in run.groups)
        asked = read_requests(requests, Asked(first, last, groups, run.names, run.plan.timezone))
        answers = book.answers(asked, order, most_cost_per_day)
    return LeavePlan(run.plan.name, book.room(), answers)
