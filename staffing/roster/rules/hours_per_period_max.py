"""The most paid hours of the period; leave is not counted."""

from __future__ import annotations

from staffing.roster.rules.period import PeriodMinutes
from staffing.roster.rules.rule import EPSILON, Rule, WeekFacts, Work
from staffing.roster.terms import Terms


class HoursPerPeriodMax(PeriodMinutes):
    """Broken by the shift that goes beyond it."""

    name = "hours_per_period_max"

    def __init__(self, most_hours: float) -> None:
        self.most_hours = most_hours

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:
        count, _ = super().step(count, day, work)
        over = count / 60 - self.most_hours
        return count, over if over > EPSILON else 0.0

    def close(self, count: int, week: WeekFacts) -> float:
        if week.elsewhere is None:
            return 0.0
        over = (count + week.elsewhere.minutes) / 60 - self.most_hours
        return over if over > EPSILON else 0.0

    def reason(self, amount: float) -> str:
        return f"{self.most_hours + amount:g} hours in the period, at most {self.most_hours:g}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    most = terms.hours_per_period_max
    return None if most is None else HoursPerPeriodMax(most)
