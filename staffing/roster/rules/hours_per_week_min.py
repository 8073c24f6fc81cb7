"""The contract's shortest week: hours worked, and leave as it is credited."""

from __future__ import annotations

from math import ceil

from staffing.roster.rules.leave_credit import LeaveCredit
from staffing.roster.rules.rule import EPSILON, Rule, WeekFacts, Work
from staffing.roster.rules.week_minutes import WeekMinutes
from staffing.roster.terms import Terms


class HoursPerWeekMin(WeekMinutes):
    """Judged as a week ends that the period holds whole; counts up to enough."""

    name = "hours_per_week_min"

    def __init__(self, least_hours: float, credit: LeaveCredit) -> None:
        super().__init__(None)
        self.least_hours, self.credit = least_hours, credit

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:
        count, _ = super().step(count, day, work)
        return min(count, ceil(self.least_hours * 60)), 0.0

    def close(self, count: int, week: WeekFacts) -> float:
        if not week.is_whole:
            return 0.0
        missing = self.least_hours - count / 60 - self.credit.hours(week.leave_days)
        return missing if missing > EPSILON else 0.0

    def reason(self, amount: float) -> str:
        return f"{self.least_hours - amount:g} hours in the week, at least {self.least_hours:g}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    least = terms.hours_per_week_min
    return HoursPerWeekMin(least, LeaveCredit(terms)) if least else None
