"""The contract's fewest days of a week, leave credited."""

from __future__ import annotations

from math import ceil

from staffing.roster.rules.leave_credit import LeaveCredit
from staffing.roster.rules.rule import EPSILON, Rule, WeekFacts, Work
from staffing.roster.rules.week_days import WeekDays
from staffing.roster.terms import Terms


class DaysPerWeekMin(WeekDays):
    """Judged as a week ends that the period holds whole; counts up to enough."""

    name = "days_per_week_min"

    def __init__(self, least: float, credit: LeaveCredit) -> None:
        self.least, self.credit = least, credit

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:
        count, _ = super().step(count, day, work)
        return min(count, ceil(self.least)), 0.0

    def close(self, count: int, week: WeekFacts) -> float:
        missing = self.least - count - self.credit.days(week.leave_days) if week.is_whole else 0.0
        return missing if missing > EPSILON else 0.0

    def reason(self, amount: float) -> str:
        return f"{self.least - amount:g} days in the week, at least {self.least:g}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    least = terms.days_per_week_min
    return DaysPerWeekMin(least, LeaveCredit(terms)) if least else None
