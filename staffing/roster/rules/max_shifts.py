"""At most so many shifts of some patterns in the period."""

from __future__ import annotations

from staffing.roster.rules.period import PeriodRule
from staffing.roster.rules.rule import Rule, WeekFacts, Work
from staffing.roster.terms import Terms, max_shifts_text


class MaxShifts(PeriodRule):
    """Counts the shifts of each pattern that has a limit, as the digits of one number."""

    name, unit = "max_shifts", "shift"

    def __init__(self, limits: tuple[tuple[str, int], ...]) -> None:
        self.limits = limits
        self._places: dict[str, tuple[int, int]] = {}  # by pattern: what one more adds, and the most
        place = 1
        for pattern, most in limits:
            self._places[pattern] = place, most
            place *= most + 2

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:  # noqa: ARG002
        if work is None or work.pattern not in self._places:
            return count, 0.0
        place, most = self._places[work.pattern]
        if self._shifts(count, work.pattern) > most:
            return count, 1.0
        return count + place, float(self._shifts(count, work.pattern) == most)

    def close(self, count: int, week: WeekFacts) -> float:
        if week.elsewhere is None:
            return 0.0
        elsewhere = dict(week.elsewhere.shifts)
        return float(
            sum(
                max(0, self._shifts(count, pattern) + elsewhere.get(pattern, 0) - most)
                for pattern, most in self.limits
            )
        )

    def reason(self, amount: float) -> str:
        return f"{amount:g} shift{'' if amount == 1 else 's'} beyond {max_shifts_text(self.limits)}"

    def _shifts(self, count: int, pattern: str) -> int:
        place, most = self._places[pattern]
        return count // place % (most + 2)


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    return MaxShifts(terms.max_shifts) if terms.max_shifts else None
