"""Requirement files: agents per interval and queue, the heads to schedule for them, and the service."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from staffing.records.requirement import Requirement
from staffing.tables.columns import BLOCKING, BOUND_BY, REQUIREMENT
from staffing.tables.write import Cells, write_csv


def write_requirement(
    target: str | Path, requirement: Requirement, kept: Mapping[str, Cells] | None = None
) -> None:
    """Write a requirement; `kept` are extra columns of the input, put behind ours."""
    columns: dict[str, Cells] = {
        "interval_start": requirement.iso(),
        "queue": requirement.queue_names,
    }
    for column in REQUIREMENT[2:]:
        columns[column.name] = getattr(requirement, column.name)
    if np.isfinite(requirement.blocking).any():
        columns[BLOCKING.name] = requirement.blocking
    columns[BOUND_BY.name] = requirement.bound_by
    extras = {name: cells for name, cells in (kept or {}).items() if name.lower() not in columns}
    write_csv(target, {**columns, **extras})
