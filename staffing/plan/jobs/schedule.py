"""From heads to a schedule that has been checked: shifts, coverage, totals."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.errors import InputError, Problem
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.heads import Heads
from staffing.plan.need.period import PeriodTarget
from staffing.plan.run.summary import days, summarise
from staffing.records import Coverage, DaySummary, Proof, ShiftPlan, Summary
from staffing.requirement.size import ServiceOptions
from staffing.shifts.build import build_shifts, least_cost
from staffing.shifts.rules import Rules
from staffing.tables.coverage import write_coverage
from staffing.tables.shifts import write_shifts
from staffing.tables.source import write_text

OTHER_SECONDS = 3.0  # of the time limit, for all but shifts and what the target in every interval costs

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Scheduled:
    """Shifts, the rules they were made by, what they cover, and what that amounts to."""

    rules: Rules
    shifts: ShiftPlan
    coverage: Coverage
    summary: Summary
    days: list[DaySummary]

    def write_folder(self, folder: Path) -> None:
        """The same into a folder that is made if need be."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            hint = "name a folder that can be made"
            raise InputError(Problem(str(folder), f"a folder ({fault.strerror})", hint)) from None
        self.write(folder)

    def write(self, folder: Path) -> None:
        """`shifts.csv`, `coverage.csv` and `summary.json`."""
        write_shifts(folder / "shifts.csv", self.shifts)
        write_coverage(folder / "coverage.csv", self.coverage)
        with write_text(folder / "summary.json") as stream:
            stream.write(json.dumps(self.summary.as_dict(), indent=2) + "\n")


def make_schedule(
    plan: PlanFile,
    heads: Heads,
    options: ServiceOptions,
    target: PeriodTarget | None = None,
    progress: Progress | None = None,
) -> Scheduled:
    """Build the shifts; coverage is what they give by themselves, its service that of all queues pooled."""
    the_rules = plan.rules_for(heads)
    if target is None:
        built = build_shifts(heads.interval_start, heads.required, the_rules, progress)
    else:
        built = build_shifts(heads.interval_start, target.floor, the_rules, progress, target.service)
    working = built.scheduled - built.on_break
    coverage = Coverage(
        **heads.same_rows(),
        required=heads.required,
        scheduled=built.scheduled,
        on_break=built.on_break,
        service_level=heads.service_level(working * the_rules.phone_share, options),
    )
    proof = Proof(
        objective_hours=built.objective_hours,
        lower_bound_hours=built.lower_bound_hours,
        gap=built.gap,
        solver=built.solver,
        solve_seconds=built.solve_seconds,
    )
    contacts = np.nan_to_num(heads.offered)
    summary = summarise(coverage, contacts, built.plan, proof)
    if target is not None:
        left = the_rules.time_limit_seconds - built.solve_seconds - OTHER_SECONDS
        levels = target.service.level(coverage.service_level)[target.service.total > 0]
        summary = replace(
            summary,
            service_period=plan.sections.service.period,
            worst_period_service_level=float(levels.min(initial=1.0)),
            lower_bound_hours_per_interval_target=least_cost(
                heads.interval_start, heads.required, the_rules, left
            ),
        )
    return Scheduled(
        rules=the_rules,
        shifts=built.plan,
        coverage=coverage,
        summary=summary,
        days=days(coverage, contacts, built.plan),
    )
