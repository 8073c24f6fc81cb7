"""What the rules of a week's days share: the days worked in the week so far."""

from __future__ import annotations

from staffing.roster.rules.rule import Rule, Work


class WeekDays(Rule):
    """Counts the days of the week with a shift."""

    unit = "day"

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:  # noqa: ARG002
        return count + (work is not None), 0.0

    def next_week(self, count: int) -> int:  # noqa: ARG002
        return 0
