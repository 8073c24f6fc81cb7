"""The numbers of law and contract that rules are about; None: no such limit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """One person's, the plan's numbers filled in. Hours are paid hours."""

    rest_hours: float = 11.0
    max_consecutive_days: float | None = 6
    min_consecutive_days: float | None = None
    min_consecutive_days_off: float | None = None
    max_consecutive_nights: float | None = None
    max_hours_per_week: float | None = None
    weekends_off: float | None = None
    start_tolerance_minutes: float | None = None
    hours_per_week_min: float | None = None
    hours_per_week_max: float | None = None
    days_per_week_min: float | None = None
    days_per_week_max: float | None = None
    hours_per_period_min: float | None = None
    hours_per_period_max: float | None = None
    max_shifts: tuple[tuple[str, int], ...] = ()  # of patterns, in the period
    leave_day_hours: float = 0.0
    weekends_off_weeks: int = 4


OF_A_PLAN = (
    "rest_hours",
    "max_consecutive_days",
    "min_consecutive_days",
    "min_consecutive_days_off",
    "max_consecutive_nights",
    "max_hours_per_week",
    "weekends_off",
    "start_tolerance_minutes",
)
OF_A_CONTRACT = (
    "hours_per_week_min",
    "hours_per_week_max",
    "days_per_week_min",
    "days_per_week_max",
    "hours_per_period_min",
    "hours_per_period_max",
)


def max_shifts_text(limits: tuple[tuple[str, int], ...]) -> str:
    """As agents.csv writes them: `night=4|early=8`."""
    return "|".join(f"{pattern}={most}" for pattern, most in limits)
