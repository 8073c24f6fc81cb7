"""What the rules of a week's hours share: the paid minutes of the week so far."""

from __future__ import annotations

from staffing.roster.rules.rule import Rule, Work


class WeekMinutes(Rule):
    """Counts the paid minutes of the week; beyond `most` no shift of the week is allowed."""

    unit = "hour"

    def __init__(self, most: float | None) -> None:
        self.most = most

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:  # noqa: ARG002
        if work is None:
            return count, 0.0
        count += work.paid_minutes
        over = 0.0 if self.most is None else max(0.0, count - self.most)
        return count, over / 60

    def next_week(self, count: int) -> int:  # noqa: ARG002
        return 0
