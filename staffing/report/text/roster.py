"""A roster in a planner's words: what it costs, where it falls short."""

from __future__ import annotations

import numpy as np

from staffing.records.roster import Unfilled
from staffing.records.roster_summary import RosterSummary
from staffing.wording import counted

SHOWN = 8  # stretches


def roster_report(summary: RosterSummary, unfilled: Unfilled) -> list[str]:
    """Lines to print."""
    lines = [
        f"{counted(summary.agents, 'person', 'people')}: {counted(summary.shifts, 'shift')}, "
        f"{summary.paid_hours:,.1f} paid hours; {summary.short_hours:,.1f} agent-hours short, "
        f"{summary.over_hours:,.1f} over",
        f"Wishes granted: {summary.granted} of {summary.wishes}",
        "Objective "
        + f"{summary.objective:,.1f}: "
        + ", ".join(f"{name} {cost:,.1f}" for name, cost in summary.parts.items() if cost),
    ]
    if summary.lower_bound is not None and summary.gap is not None:
        known = summary.controllable_gap
        of_rest = "" if known is None else f"; {known:.1%} of what can be controlled"
        lines.append(
            f"Proven: no roster costs less than {summary.lower_bound:,.1f} (gap {summary.gap:.2%}{of_rest})"
        )
    if summary.changed_days is not None and summary.changed_agents is not None:
        days = counted(summary.changed_days, "date")
        lines.append(f"Changed: {days} of {counted(summary.changed_agents, 'person', 'people')}")
    if summary.unfilled_shifts is not None:
        lines.append(f"Shifts that nobody works: {summary.unfilled_shifts}")
    worst = np.argsort(-unfilled.agent_hours, kind="stable")[:SHOWN]
    for row in np.sort(worst).tolist():
        start, end = (str(unfilled.zone.wall(one))[11:16] for one in (unfilled.start[row], unfilled.end[row]))
        why = [f"kept from it: {unfilled.bound_by[row]}"] if unfilled.bound_by[row] else []
        why += [f"would fill it: {unfilled.would_fill[row]}"] if unfilled.would_fill[row] else []
        if unfilled.pattern[row]:
            lines.append(
                "; ".join([f"left over: {unfilled.pattern[row]}, {unfilled.date[row]} {start}-{end}", *why])
            )
            continue
        stretch = f"short: {unfilled.group[row]}, {unfilled.date[row]} {start}-{end}"
        missing = f"up to {unfilled.agents[row]:.1f} heads, {unfilled.agent_hours[row]:.1f} hours"
        lines.append("; ".join([f"{stretch}: {missing}", *why]))
    if len(unfilled) > SHOWN:
        lines.append(f"… and {len(unfilled) - SHOWN} smaller stretches")
    return lines
