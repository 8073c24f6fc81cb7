"""From heads to a schedule that has been checked: shifts, coverage, totals."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.errors import InputError, Problem
from staffing.plan.heads import Heads
from staffing.plan.options import rules
from staffing.plan.schema import Plan
from staffing.plan.summary import days, summarise
from staffing.records import Coverage, DaySummary, Proof, ShiftPlan, Summary
from staffing.requirement.size import ServiceOptions
from staffing.shifts.build import build_shifts
from staffing.tables.coverage import write_coverage
from staffing.tables.shifts import write_shifts
from staffing.tables.source import write_text

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Scheduled:
    """Shifts, what they cover, and what that amounts to."""

    shifts: ShiftPlan
    coverage: Coverage
    summary: Summary
    days: list[DaySummary]

    def write_folder(self, folder: Path, timezone: str) -> None:
        """The same into a folder that is made if need be."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            hint = "name a folder that can be made"
            raise InputError(Problem(str(folder), f"a folder ({fault.strerror})", hint)) from None
        self.write(folder, timezone)

    def write(self, folder: Path, timezone: str) -> None:
        """`shifts.csv`, `coverage.csv` and `summary.json`."""
        write_shifts(folder / "shifts.csv", self.shifts, timezone)
        write_coverage(folder / "coverage.csv", self.coverage)
        with write_text(folder / "summary.json") as stream:
            stream.write(json.dumps(self.summary.as_dict(), indent=2) + "\n")


def make_schedule(
    plan: Plan, heads: Heads, options: ServiceOptions, progress: Progress | None = None
) -> Scheduled:
    """Build the shifts; coverage is what they give by themselves, its service that of all queues pooled."""
    the_rules = replace(rules(plan), phone_share=heads.phone_share)
    built = build_shifts(heads.interval_start, heads.required, the_rules, progress)
    working = built.scheduled - built.on_break
    coverage = Coverage(
        interval_start=heads.interval_start,
        utc_offset_minutes=heads.utc_offset_minutes,
        required=heads.required,
        scheduled=built.scheduled,
        on_break=built.on_break,
        service_level=heads.service_level(working * the_rules.phone_share, options),
        interval_minutes=heads.interval_minutes,
    )
    proof = Proof(
        objective_hours=built.objective_hours,
        lower_bound_hours=built.lower_bound_hours,
        gap=built.gap,
        solver=built.solver,
        solve_seconds=built.solve_seconds,
    )
    contacts = np.nan_to_num(heads.offered)
    timezone = plan.centre.timezone
    return Scheduled(
        shifts=built.plan,
        coverage=coverage,
        summary=summarise(coverage, contacts, built.plan, proof),
        days=days(coverage, contacts, built.plan, timezone),
    )
