"""At most so many dates in a row with a night shift."""

from __future__ import annotations

from staffing.roster.rules.rule import Rule, Work
from staffing.roster.terms import Terms


class MaxConsecutiveNights(Rule):
    """Counts the nights of the run; each beyond the most breaks it by one."""

    name, unit = "max_consecutive_nights", "night"

    def __init__(self, most: int) -> None:
        self.most = most

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:  # noqa: ARG002
        if work is None or not work.is_night:
            return 0, 0.0
        return min(count + 1, self.most), float(count >= self.most)

    def reason(self, amount: float) -> str:
        return f"{self.most + amount:g} nights in a row, at most {self.most}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    return MaxConsecutiveNights(int(terms.max_consecutive_nights)) if terms.max_consecutive_nights else None
