"""Limits and costs of starts: of a pattern or of all, on some weekdays, within some hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.shifts.pattern import ALL_DAYS
from staffing.timegrid import weekday

if TYPE_CHECKING:
    from staffing.shifts.formulation.admissible import Shifts
    from staffing.shifts.rules import Rules


@dataclass(frozen=True)
class StartRule:
    """For shifts of `pattern` (None: of any) that start on `days` within the two times, both included.

    `max_agents` and `min_agents` bound the heads who start so on one local day; each costs `cost_per_shift`
    besides their hours.
    """

    pattern: str | None = None
    days: frozenset[int] = ALL_DAYS
    earliest_start: int = 0
    latest_start: int = 1439
    max_agents: int | None = None
    min_agents: int = 0
    cost_per_shift: float = 0.0

    def applies(self, names: np.ndarray, weekdays: Ints, minutes: Ints) -> Bools:
        """Which shifts it is about, by their pattern's name, weekday and wall-clock minute of the start."""
        inside = (minutes >= self.earliest_start) & (minutes <= self.latest_start)
        inside &= np.isin(weekdays, list(self.days))
        return inside if self.pattern is None else inside & (names == self.pattern)


def applying(shifts: Shifts, rules: Rules) -> list[Bools]:
    """For each rule the shifts of S that it is about."""
    names = np.array([pattern.name for pattern in rules.patterns])[shifts.pattern]
    weekdays = weekday(shifts.day.astype("datetime64[D]"))
    return [rule.applies(names, weekdays, shifts.minute_of_day) for rule in rules.starts]


def start_costs(shifts: Shifts, rules: Rules) -> Floats:
    """What the rules add to the cost of each shift of S."""
    cost = np.zeros(len(shifts))
    for rule, chosen in zip(rules.starts, applying(shifts, rules), strict=True):
        cost[chosen] += rule.cost_per_shift
    return cost
