"""The law's longest week: hours worked, leave not counted."""

from __future__ import annotations

from staffing.roster.rules.rule import Rule
from staffing.roster.rules.week_minutes import WeekMinutes
from staffing.roster.terms import Terms


class MaxHoursPerWeek(WeekMinutes):
    """Broken by the shift that goes beyond it."""

    name = "max_hours_per_week"

    def reason(self, amount: float) -> str:
        most = (self.most or 0) / 60
        return f"{most + amount:g} hours worked in the week, at most {most:g}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    most = terms.max_hours_per_week
    return None if most is None else MaxHoursPerWeek(most * 60)
