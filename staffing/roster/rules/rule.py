"""What every rule answers: a small count that a tour moves day by day, and what it breaks on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

EPSILON = 1e-6


class Work(NamedTuple):
    """What rules ask of a shift: its paid minutes, whether it is a night shift, its pattern.

    The pattern is named only where `max_shifts` counts it.
    """

    paid_minutes: int
    is_night: bool
    pattern: str = ""


class Elsewhere(NamedTuple):
    """What the other weeks of the period hold: paid minutes, and shifts of the patterns that are counted."""

    minutes: int
    shifts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class WeekFacts:
    """What a week's rules ask besides its shifts.

    `leave_days` that count as worked, before any limit; whether minimum rules are judged (`is_whole`); what
    had been worked before the period: minutes paid and days. `elsewhere` is what the other weeks hold, where
    one week is judged by itself.
    """

    leave_days: int = 0
    is_whole: bool = True
    past_minutes: int = 0
    past_days: int = 0
    elsewhere: Elsewhere | None = None


NO_WEEKEND, WEEKEND_OPENS, WEEKEND_GOES_ON = range(3)  # what a date is among its neighbours


class Rule:
    """A rule of one person as a count. Amounts are what is broken, in the rule's `unit`: 0 where it holds."""

    name = ""
    unit = ""
    start = 0  # the count where nothing is known of the past: off duty for long

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:  # noqa: ARG002
        """The count after a day (`NO_WEEKEND` …) of work, None: off; and the amount that it breaks."""
        return count, 0.0

    def enter(self, count: int) -> int:
        """The count as the period begins."""
        return count

    def of_week(self) -> Rule:
        """The rule where one week is judged by itself, the others given."""
        return self

    def next_week(self, count: int) -> int:
        """The count as the next week begins."""
        return count

    def close(self, count: int, week: WeekFacts) -> float:  # noqa: ARG002
        """The amount that a week which ends with this count has broken."""
        return 0.0

    def end(self, count: int) -> float:  # noqa: ARG002
        """The amount that a period which ends with this count has broken."""
        return 0.0

    def reason(self, amount: float) -> str:
        """What was broken, in words."""
        return f"{amount:g} {self.unit}{'' if amount == 1 else 's'} beyond the rule"
