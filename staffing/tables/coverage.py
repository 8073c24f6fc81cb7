"""Coverage files: heads required and working in each interval, and the service that gives."""

from __future__ import annotations

from pathlib import Path

from staffing.records import Coverage
from staffing.tables.write import write_csv
from staffing.timegrid import iso


def write_coverage(target: str | Path, coverage: Coverage) -> None:
    """Write the coverage; `-` is standard output."""
    write_csv(
        target,
        {
            "interval_start": iso(coverage.interval_start, coverage.utc_offset_minutes),
            "required": coverage.required,
            "scheduled": coverage.scheduled,
            "on_break": coverage.on_break,
            "working": coverage.working,
            "over": coverage.over,
            "under": coverage.under,
            "service_level": coverage.service_level,
        },
    )
