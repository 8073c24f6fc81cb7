"""Coverage files: heads required and working in each interval, and the service that gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.records.columns import ALL_QUEUES
from staffing.records.coverage import Coverage
from staffing.tables.columns import COVERAGE
from staffing.tables.read import read_csv
from staffing.tables.write import write_csv
from staffing.timegrid import spacing_minutes


def write_coverage(target: str | Path, coverage: Coverage) -> None:
    """Write the coverage; `-` is standard output."""
    write_csv(
        target,
        {
            "interval_start": coverage.iso(),
            "required": coverage.required,
            "scheduled": coverage.scheduled,
            "on_break": coverage.on_break,
            "working": coverage.working,
            "over": coverage.over,
            "under": coverage.under,
            "service_level": coverage.service_level,
        },
    )


def read_coverage(source: str | Path, timezone: str) -> Coverage:
    """The coverage as `write_coverage` wrote it; InputError names every bad cell."""
    table = read_csv(source, COVERAGE).in_zone(timezone)
    queue = np.zeros(len(table), dtype=np.int64)
    utc, offset = table.moments("interval_start", queue)
    table.problems.raise_if_any()
    return Coverage(
        interval_start=utc,
        utc_offset_minutes=offset,
        queue=queue,
        queues=(ALL_QUEUES,),
        interval_minutes=spacing_minutes(utc),
        timezone=timezone,
        required=table.number("required"),
        scheduled=table.number("scheduled"),
        on_break=table.number("on_break"),
        service_level=table.number("service_level"),
    )
