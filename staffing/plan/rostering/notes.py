"""What a planner should know of a roster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from staffing.plan.file.plan_file import PlanFile
from staffing.records.roster_summary import RosterSummary
from staffing.wording import counted


def unused_notes(plan: PlanFile) -> Iterator[str]:
    """Limits of the schedule that a roster does not use."""
    schedule = plan.sections.schedule
    unused = [
        name
        for name, is_used in (
            (
                "max_agents or min_agents",
                any(p.max_agents is not None or p.min_agents for p in schedule.pattern),
            ),
            ("[[schedule.starts]]", bool(schedule.starts)),
            ("cost_per_distinct_shift", schedule.cost_per_distinct_shift > 0),
            ("cyclic_week", schedule.cyclic_week),
        )
        if is_used
    ]
    if unused:
        yield f"{', '.join(unused)}: used by staffing schedule only; a roster ignores it"


def roster_notes(plan: PlanFile, summary: RosterSummary, state: Path | None) -> Iterator[str]:
    """What to know of the roster of a run; `state` is that of the run before with which it begins."""
    yield from unused_notes(plan)
    if state is not None:
        yield f"the roster continues from {state}, which counts towards rest, weeks, weekends and burdens"
    if plan.sections.group and summary.short_hours > 0:
        yield (
            "groups are short in some intervals, for which no service is predicted: "
            "the simulation has it, and unfilled.csv says where"
        )
    if summary.unfilled_shifts:
        yield f"{counted(summary.unfilled_shifts, 'shift')} without a person: see unfilled.csv"
    period = plan.sections.service.period
    if period != "interval":
        yield f"a roster covers each interval separately: the target over each {period} is not used"
    if plan.confidence is not None and not plan.seeks_people_for_shifts:
        yield (
            "a roster covers what each interval needs by the forecast's range; "
            "it does not make whole days meet their target with that probability"
        )
