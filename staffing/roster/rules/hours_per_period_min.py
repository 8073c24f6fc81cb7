"""The fewest paid hours of the period; leave is not credited."""

from __future__ import annotations

from math import ceil

from staffing.roster.rules.period import PeriodMinutes
from staffing.roster.rules.rule import EPSILON, Rule, WeekFacts, Work
from staffing.roster.terms import Terms


class HoursPerPeriodMin(PeriodMinutes):
    """Judged as the period ends; counts up to enough."""

    name = "hours_per_period_min"

    def __init__(self, least_hours: float) -> None:
        self.least_hours = least_hours

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:
        count, _ = super().step(count, day, work)
        return min(count, ceil(self.least_hours * 60)), 0.0

    def close(self, count: int, week: WeekFacts) -> float:
        return 0.0 if week.elsewhere is None else self.end(count + week.elsewhere.minutes)

    def end(self, count: int) -> float:
        missing = self.least_hours - count / 60
        return missing if missing > EPSILON else 0.0

    def reason(self, amount: float) -> str:
        return f"{self.least_hours - amount:g} hours in the period, at least {self.least_hours:g}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    least = terms.hours_per_period_min
    return HoursPerPeriodMin(least) if least else None
