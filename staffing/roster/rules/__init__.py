"""The rules of one person's tour that count from day to day: a new one is one file and one line here.

`staffing.roster.limits` holds the rules of a single shift, `start_tolerance` the one that compares the starts
of a week.
"""

from __future__ import annotations

from collections.abc import Callable

from staffing.roster.rules import (
    days_per_week_max,
    days_per_week_min,
    hours_per_period_max,
    hours_per_period_min,
    hours_per_week_max,
    hours_per_week_min,
    max_consecutive_days,
    max_consecutive_nights,
    max_hours_per_week,
    max_shifts,
    min_consecutive_days,
    min_consecutive_days_off,
    weekends_off,
)
from staffing.roster.rules.rule import Rule
from staffing.roster.terms import Terms

RULES: dict[str, Callable[[Terms], Rule | None]] = {
    "max_consecutive_days": max_consecutive_days.rule,
    "min_consecutive_days": min_consecutive_days.rule,
    "min_consecutive_days_off": min_consecutive_days_off.rule,
    "max_consecutive_nights": max_consecutive_nights.rule,
    "max_hours_per_week": max_hours_per_week.rule,
    "hours_per_week_max": hours_per_week_max.rule,
    "hours_per_week_min": hours_per_week_min.rule,
    "days_per_week_max": days_per_week_max.rule,
    "days_per_week_min": days_per_week_min.rule,
    "hours_per_period_max": hours_per_period_max.rule,
    "hours_per_period_min": hours_per_period_min.rule,
    "max_shifts": max_shifts.rule,
    "weekends_off": weekends_off.rule,
}
SOFT = (  # may have a price in [roster.soft]
    "hours_per_week_min",
    "days_per_week_min",
    "hours_per_period_min",
    "min_consecutive_days",
    "min_consecutive_days_off",
    "max_consecutive_nights",
    "weekends_off",
    "start_tolerance_minutes",
)


def rules_of(terms: Terms, *, without: frozenset[str] = frozenset()) -> tuple[Rule, ...]:
    """The rules that these terms make, but for those named."""
    made = (make(terms) for name, make in RULES.items() if name not in without)
    return tuple(rule for rule in made if rule is not None)
