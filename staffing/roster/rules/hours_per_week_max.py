"""The contract's longest week: hours worked, and leave as it is credited."""

from __future__ import annotations

from staffing.roster.rules.leave_credit import LeaveCredit
from staffing.roster.rules.rule import EPSILON, Rule, WeekFacts
from staffing.roster.rules.week_minutes import WeekMinutes
from staffing.roster.terms import Terms


class HoursPerWeekMax(WeekMinutes):
    """Judged as the week ends, for leave counts too; only where the period has a shift in it."""

    name = "hours_per_week_max"

    def __init__(self, most_hours: float, credit: LeaveCredit) -> None:
        super().__init__(most_hours * 60)
        self.most_hours, self.credit = most_hours, credit

    def close(self, count: int, week: WeekFacts) -> float:
        if count == week.past_minutes:
            return 0.0
        over = count / 60 + self.credit.hours(week.leave_days) - self.most_hours
        return over if over > EPSILON else 0.0

    def reason(self, amount: float) -> str:
        return f"{self.most_hours + amount:g} hours in the week, at most {self.most_hours:g}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    most = terms.hours_per_week_max
    return None if most is None else HoursPerWeekMax(most, LeaveCredit(terms))
