"""The totals of a roster."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RosterSummary:
    """The totals of a roster, in the plan's cost units; hours are hours.

    `controllable` = objective − paid cost; `bound` is proven, `gap` and `controllable_gap` are relative to
    the objective and to what is controllable (None where nothing is). `parts` name what the objective is
    made of.
    """

    agents: int
    shifts: int
    paid_hours: float
    objective: float
    controllable: float
    parts: dict[str, float]
    short_hours: float
    over_hours: float
    wishes: int
    granted: int
    lower_bound: float | None = None
    gap: float | None = None
    controllable_gap: float | None = None
    unfilled_shifts: int | None = None
    changed_days: int | None = None
    changed_agents: int | None = None
