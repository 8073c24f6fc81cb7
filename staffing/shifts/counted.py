"""Heads on a horizon, counted from the shifts alone."""

from __future__ import annotations

from staffing.arrays import Floats
from staffing.records.schedule import ShiftPlan
from staffing.records.shift_count import coverage_of
from staffing.shifts.grid import TimeGrid


def heads_on(plan: ShiftPlan, grid: TimeGrid) -> tuple[Floats, Floats]:
    """Heads scheduled, and heads on a rest, in each interval (fractions of an interval)."""
    return coverage_of(plan, grid.starts, grid.interval_minutes, cyclic_week=grid.cyclic)
