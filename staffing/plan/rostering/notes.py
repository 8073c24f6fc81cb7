"""What a planner should know of a roster."""

from __future__ import annotations

from collections.abc import Iterator

from staffing.plan.file.plan_file import PlanFile


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
        yield f"{', '.join(unused)}: used by schedule alone; a roster does not keep to it"
