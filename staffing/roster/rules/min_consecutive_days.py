"""At least so many dates in a row with a shift: no single days at work."""

from __future__ import annotations

from staffing.roster.rules.rule import Rule, Work
from staffing.roster.terms import Terms


class MinConsecutiveDays(Rule):
    """Counts the days of the run up to enough; 0 off duty. A day off ends a run that is too short.

    A run that the period begins with, of somebody whose past is unknown, may have begun long before.
    """

    name, unit = "min_consecutive_days", "day"

    def __init__(self, least: int) -> None:
        self.least = least
        self.start = least

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:  # noqa: ARG002
        if work is None:
            return 0, float(self.least - count) if 0 < count < self.least else 0.0
        return min(count + 1, self.least), 0.0

    def reason(self, amount: float) -> str:
        return f"{self.least - amount:g} days of work in a row, at least {self.least}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit, and it says something."""
    least = terms.min_consecutive_days
    return MinConsecutiveDays(int(least)) if least and least > 1 else None
