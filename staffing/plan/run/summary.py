"""What a schedule amounts to: totals for `summary.json`, and a row per local day for people."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.records.coverage import Coverage
from staffing.records.schedule import DaySummary, Proof, QueueService, ShiftPlan, Summary
from staffing.timegrid import local_day

# Heads are sums of halves and decimals: less than this is rounding, not a person.
HEADS_TOLERANCE = 1e-6


def summarise(
    coverage: Coverage,
    offered: Floats,
    shifts: ShiftPlan,
    proof: Proof,
    by_queue: tuple[QueueService, ...] = (),
) -> Summary:
    """Totals over the horizon. `offered`: contacts per interval of `coverage`, all queues added."""
    hours = coverage.interval_minutes / 60
    return Summary(
        paid_hours=float((shifts.agents * shifts.paid_hours).sum()),
        objective_hours=proof.objective_hours,
        lower_bound_hours=proof.lower_bound_hours,
        gap=proof.gap,
        service_level=weighted_service(coverage.service_level, offered),
        offered=float(offered.sum()),
        intervals=len(coverage),
        under_agent_intervals=int((coverage.under > HEADS_TOLERANCE).sum()),
        under_agent_hours=float(coverage.under.sum()) * hours,
        over_agent_hours=float(coverage.over.sum()) * hours,
        shifts=int(shifts.agents.sum()),
        distinct_shifts=len(shifts),
        solver=proof.solver,
        solve_seconds=proof.solve_seconds,
        ended_by=proof.ended_by,
        queues=by_queue,
    )


def days(coverage: Coverage, offered: Floats, shifts: ShiftPlan) -> list[DaySummary]:
    """One row per local day of the horizon."""
    hours = coverage.interval_minutes / 60
    date = local_day(coverage.local)
    start_date = local_day(shifts.zone.local(shifts.start))
    rows = []
    for day in np.unique(date):
        inside, starting = date == day, start_date == day
        rows.append(
            DaySummary(
                date=str(day),
                weekday=day.item().strftime("%a"),
                offered=float(offered[inside].sum()),
                peak_required=float(coverage.required[inside].max()),
                shifts=int(shifts.agents[starting].sum()),
                paid_hours=float((shifts.agents * shifts.paid_hours)[starting].sum()),
                service_level=weighted_service(coverage.service_level[inside], offered[inside]),
                under_agent_hours=float(coverage.under[inside].sum()) * hours,
                over_agent_hours=float(coverage.over[inside].sum()) * hours,
            )
        )
    return rows


def weighted_service(service_level: Floats, offered: Floats) -> float | None:
    """Mean weighted by contacts; None where nobody calls or the service is unknown."""
    known = np.isfinite(service_level) & (offered > 0)
    return float(np.average(service_level[known], weights=offered[known])) if known.any() else None
