"""Where `schedule` and `breaks` enter the road: a requirement file, which a planner may have edited."""

from __future__ import annotations

from staffing.history.load import read_for_forecast
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.heads import read_heads
from staffing.plan.need.task import NeedToMeet, patience_of, task_of

ROWS_ALONE = "sipp"  # how the rows of a requirement file are read, as by `size`, unless the plan says


def read_task(requirement: str, plan: PlanFile) -> NeedToMeet:
    """The need of a requirement file; the plan's history is read only where patience is estimated from it."""
    need = read_heads(
        requirement,
        plan.people,
        timezone=plan.timezone,
        interval_minutes=plan.interval_minutes,
        asked=plan.sections.service,
    )
    patience_seconds = plan.service.patience_seconds
    if plan.sections.service.patience_seconds == "estimate":
        patience_seconds = patience_of(plan, read_for_forecast(plan.history_source))
    return task_of(plan, need, plan.service_with(patience_seconds, ROWS_ALONE), requirement)
