"""Shifts: from heads required per interval to least-cost shifts with lunches and breaks."""

from __future__ import annotations

from staffing.records.shift_count import coverage_of
from staffing.shifts.build import BuiltShifts, build_shifts
from staffing.shifts.effort import SearchEffort
from staffing.shifts.formulation.blocks.service import PeriodService
from staffing.shifts.horizon import ShiftHorizon, horizon_of
from staffing.shifts.pattern import ALL_DAYS, Pattern, Rest
from staffing.shifts.rules import Costs, Premium, Rules, StartRule

__all__ = [
    "ALL_DAYS",
    "BuiltShifts",
    "Costs",
    "Pattern",
    "PeriodService",
    "Premium",
    "Rest",
    "Rules",
    "SearchEffort",
    "ShiftHorizon",
    "StartRule",
    "build_shifts",
    "coverage_of",
    "horizon_of",
]
