"""So many weekends off of any few in a row."""

from __future__ import annotations

from staffing.roster.rules.rule import NO_WEEKEND, WEEKEND_OPENS, Rule, Work
from staffing.roster.terms import Terms


class WeekendsOff(Rule):
    """Remembers which of the last weekends were worked: a bit each, the latest the lowest.

    A weekend may be worked only if at most `weeks` − `off` of the last `weeks`, itself included, are.
    """

    name, unit = "weekends_off", "weekend"

    def __init__(self, off: int, weeks: int) -> None:
        self.most, self.weeks = weeks - off, weeks

    def step(self, count: int, day: int, work: Work | None) -> tuple[int, float]:
        if day == NO_WEEKEND:
            return count, 0.0
        if day == WEEKEND_OPENS:
            count = (count << 1) & ((1 << self.weeks) - 1)
        if work is None or count & 1:
            return count, 0.0
        count |= 1
        return count, float(max(0, count.bit_count() - self.most))

    def reason(self, amount: float) -> str:
        return f"{self.most + amount:g} of {self.weeks} weekends worked, at most {self.most}"


def rule(terms: Terms) -> Rule | None:
    """Where there is such a limit."""
    weeks = terms.weekends_off_weeks
    return WeekendsOff(int(terms.weekends_off), weeks) if terms.weekends_off else None
