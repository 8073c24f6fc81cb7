"""At most so many dates in a row with a shift."""

from __future__ import annotations

from staffing.roster.rules.rule import Rule, Work
from staffing.roster.terms import Terms


class MaxConsecutiveDays(Rule):
    """Counts the days of the run; a longer one from before the period forbids the next day, no more."""

    name, unit = "max_consecutive_days", "day"

    def __init__(self, most: int) -> None:
        self.most = most

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:  # noqa: ARG002
        if work is None:
            return 0, 0.0
        return min(count + 1, self.most), float(count >= self.most)

    def reason(self, amount: float) -> str:  # noqa: ARG002
        return f"a working day after {self.most} in a row, the maximum"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    return MaxConsecutiveDays(int(terms.max_consecutive_days)) if terms.max_consecutive_days else None
