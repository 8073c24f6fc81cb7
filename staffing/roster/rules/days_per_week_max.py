"""The contract's most days of a week, leave credited."""

from __future__ import annotations

from staffing.roster.rules.leave_credit import LeaveCredit
from staffing.roster.rules.rule import EPSILON, Rule, WeekFacts, Work
from staffing.roster.rules.week_days import WeekDays
from staffing.roster.terms import Terms


class DaysPerWeekMax(WeekDays):
    """Judged as the week ends, for leave counts too; only where the period has a shift in it."""

    name = "days_per_week_max"

    def __init__(self, most: float, credit: LeaveCredit) -> None:
        self.most, self.credit = most, credit

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:
        count, _ = super().step(count, day, work)
        return count, max(0.0, count - self.most) if work is not None else 0.0

    def close(self, count: int, week: WeekFacts) -> float:
        if count == week.past_days:
            return 0.0
        over = count + self.credit.days(week.leave_days) - self.most
        return over if over > EPSILON else 0.0

    def reason(self, amount: float) -> str:
        return f"{self.most + amount:g} days in the week, at most {self.most:g}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    most = terms.days_per_week_max
    return None if most is None else DaysPerWeekMax(most, LeaveCredit(terms))
