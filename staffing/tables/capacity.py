"""Capacity plans as CSV: a row per week."""

from __future__ import annotations

from pathlib import Path

from staffing.records.capacity import CapacityWeeks
from staffing.tables.columns import CAPACITY
from staffing.tables.write import write_csv


def write_capacity(target: str | Path, weeks: CapacityWeeks) -> None:
    """Write the weeks; `-` is standard output."""
    columns = {column.name: getattr(weeks, column.name) for column in CAPACITY[1:]}
    write_csv(target, {"week": weeks.monday.astype(str), **columns})
