"""At least so many dates in a row without a shift: no single days off."""

from __future__ import annotations

from staffing.roster.rules.rule import Rule, Work
from staffing.roster.terms import Terms


class MinConsecutiveDaysOff(Rule):
    """Counts the days off up to enough; 0 at work. A shift ends a block that is too short."""

    name, unit = "min_consecutive_days_off", "day"

    def __init__(self, least: int) -> None:
        self.least = least
        self.start = least

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:  # noqa: ARG002
        if work is None:
            return min(count + 1, self.least), 0.0
        return 0, float(self.least - count) if 0 < count < self.least else 0.0

    def reason(self, amount: float) -> str:
        return f"{self.least - amount:g} days off in a row, at least {self.least}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit, and it says something."""
    least = terms.min_consecutive_days_off
    return MinConsecutiveDaysOff(int(least)) if least and least > 1 else None
