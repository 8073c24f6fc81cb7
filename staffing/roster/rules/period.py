"""What the rules of the whole period share: a count of all its weeks, or of one week, the others given."""

from __future__ import annotations

from copy import copy
from typing import Self

from staffing.roster.rules.rule import Rule, Work


class PeriodRule(Rule):
    """Begins anew with the period, whatever was worked before.

    `of_week` is the same rule for one week of the period; what the others hold is then a fact of the week.
    """

    is_of_week = False

    def enter(self, count: int) -> int:  # noqa: ARG002
        return self.start

    def of_week(self) -> Self:
        rule = copy(self)
        rule.is_of_week = True
        return rule

    def next_week(self, count: int) -> int:
        return self.start if self.is_of_week else count


class PeriodMinutes(PeriodRule):
    """Counts paid minutes."""

    unit = "hour"

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:  # noqa: ARG002
        return count + (0 if work is None else work.paid_minutes), 0.0
