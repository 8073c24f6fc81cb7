"""Adjustment files: what to do about the rest of a day, a row per proposal."""

from __future__ import annotations

from pathlib import Path

from staffing.records import Adjustments
from staffing.tables.shifts import local_texts
from staffing.tables.write import write_csv


def write_adjustments(target: str | Path, proposals: Adjustments, timezone: str) -> None:
    """Write the proposals; `-` is standard output."""
    write_csv(
        target,
        {
            "action": proposals.action,
            "pattern": proposals.pattern,
            "rest": proposals.rest,
            "agents": proposals.people,
            "from": local_texts(proposals.begin, timezone),
            "to": local_texts(proposals.end, timezone),
            "agent_hours": proposals.agent_hours,
            "service_level_before": proposals.service_level_before,
            "service_level_after": proposals.service_level_after,
            "hours_saved": proposals.hours_saved,
        },
    )
