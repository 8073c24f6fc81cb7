"""What is proven of a schedule's cost, in words."""

from __future__ import annotations

from staffing.records.schedule import Summary

COST_TOLERANCE = 0.05  # hours, as they are printed


def proof_words(summary: Summary) -> str:
    """`at most 0.12% above the least possible cost, proven`."""
    excess = above_least(summary)
    if excess is None:
        return "distance from the least possible cost unknown: no bound was found"
    if excess == 0:
        return "least possible cost, proven"
    return f"at most {excess:.2%} above the least possible cost, proven"


def above_least(summary: Summary) -> float | None:
    """How far the cost may be above the least there can be, as a share of that; None if nothing is proven."""
    if summary.gap == 0:
        return 0.0
    if summary.lower_bound_hours <= 0:
        return None
    return summary.objective_hours / summary.lower_bound_hours - 1.0


def cost_words(summary: Summary) -> str:
    """`at a cost of 1,200.0`, where that is not the paid hours themselves."""
    if abs(summary.objective_hours - summary.paid_hours) < COST_TOLERANCE:
        return ""
    return f"at a cost of {summary.objective_hours:,.1f} "
