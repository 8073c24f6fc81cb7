"""Where `schedule` and `breaks` enter the road: a requirement file, which a planner may have edited."""

from __future__ import annotations

import numpy as np

from staffing.history.load import read_for_forecast
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.heads import read_heads
from staffing.plan.need.task import NeedToMeet, patience_of, task_of
from staffing.records.need import Need
from staffing.requirement.pooling import pooling_notes
from staffing.timegrid import MINUTES_PER_DAY, clock, clock_spans, local_day, minute_of_day

HOLES_SHOWN = 4


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
    return task_of(plan, need, plan.service_with(patience_seconds), requirement)


def requirement_notes(task: NeedToMeet) -> tuple[str, ...]:
    """What to know of a requirement file: intervals it lacks, days of UTC, and queues that are dear apart."""
    need = task.need
    notes: tuple[str, ...] = ()
    if need.holes.any():
        spans = _spans(need)
        more = f" and {len(spans) - HOLES_SHOWN} more" if len(spans) > HOLES_SHOWN else ""
        notes = (
            f"the requirement has no rows for {', '.join(spans[:HOLES_SHOWN])}{more}, between rows that need "
            "people: nobody is scheduled for them; add the rows, with 0 where the centre is closed",
        )
    if _is_of_utc_days(need):
        begin = clock(int(minute_of_day(need.local[:1])[0]))
        notes = (
            *notes,
            f"the requirement's days begin at midnight in UTC, at {begin} in {need.timezone}: forecast with "
            f"--timezone {need.timezone}",
        )
    if need.by_queue is None or not (need.by_queue.demand.offered > 0).any():
        return notes
    return (*notes, *pooling_notes(need.by_queue.demand, need.by_queue.agents, task.service))


def _is_of_utc_days(need: Need) -> bool:
    """Whether it begins and ends at midnight in UTC, which is another time of the day in its zone."""
    end = need.interval_start[-1] + np.timedelta64(need.interval_minutes, "m")
    edges = np.array([need.interval_start[0], end], dtype="datetime64[s]")
    at_midnight = [not minute_of_day(moments).any() for moments in (edges, need.zone.local(edges))]
    return at_midnight == [True, False]


def _spans(need: Need) -> list[str]:
    """`2026-11-02 10:00-14:00` of each hole, whole days by their date alone."""
    local, width = need.local, need.interval_minutes
    days = local_day(local)
    spans = []
    for day in np.unique(days[need.holes]).tolist():
        of_day = days == np.datetime64(day)
        minute = minute_of_day(local[of_day & need.holes])
        if need.holes[of_day].all():
            spans.append(str(day))
            continue
        marked = np.zeros(MINUTES_PER_DAY // width, dtype=bool)
        marked[minute // width] = True
        spans += [f"{day} {span}" for span in clock_spans(marked, width)]
    return spans
