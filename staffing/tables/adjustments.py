"""Adjustment files: what to do about the rest of a day, a row per proposal."""

from __future__ import annotations

from pathlib import Path

from staffing.records.adjustment import Adjustments
from staffing.tables.write import write_csv


def write_adjustments(target: str | Path, proposals: Adjustments) -> None:
    """Write the proposals; `-` is standard output."""
    write_csv(
        target,
        {
            "action": proposals.action,
            "pattern": proposals.pattern,
            "rest": proposals.rest,
            "agents": proposals.people,
            "from": proposals.zone.iso(proposals.begin),
            "to": proposals.zone.iso(proposals.end),
            "agent_hours": proposals.agent_hours,
            "service_level_before": proposals.service_level_before,
            "service_level_after": proposals.service_level_after,
            "hours_saved": proposals.hours_saved,
        },
    )
