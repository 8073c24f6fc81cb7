"""Shifts: from heads required per interval to least-cost shifts with lunches and breaks."""

from __future__ import annotations

from staffing.records.shift_count import coverage_of
from staffing.shifts.build import BuiltShifts, build_shifts
from staffing.shifts.formulation.service import PeriodService
from staffing.shifts.pattern import ALL_DAYS, Pattern, Rest
from staffing.shifts.rules import Premium, Rules, StartRule

__all__ = [
    "ALL_DAYS",
    "BuiltShifts",
    "Pattern",
    "PeriodService",
    "Premium",
    "Rest",
    "Rules",
    "StartRule",
    "build_shifts",
    "coverage_of",
]
