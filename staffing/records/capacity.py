"""Heads and hires over weeks."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.records.columns import Columns


@dataclass(frozen=True, eq=False)
class CapacityWeeks(Columns):
    """Heads by week: what is needed, who is there, and the hires that bring them; `monday` begins the week.

    `needed`, `productive`, `overtime` and `short` are in fully productive heads; `heads` are paid ones.
    """

    monday: NDArray[np.datetime64]
    offered: Floats
    head_hours: Floats
    needed: Floats
    hire: Floats
    joining: Floats
    leaving: Floats
    heads: Floats
    productive: Floats
    overtime: Floats
    short: Floats


@dataclass(frozen=True)
class CapacityTotals:
    """What the weeks come to; `turnover_cost` is leavers × the cost of replacing one."""

    weeks: int
    hires: int
    leavers: float
    cost: float
    lower_bound: float
    gap: float
    turnover_cost: float
    overtime_hours: float
    short_hours: float
    short_weeks: int
    least_heads: float
    most_heads: float
    solve_seconds: float

    def as_dict(self) -> dict[str, float | int]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class CapacityPlan:
    """The centre's name, its weeks, their totals, and how the need was reckoned, in words."""

    name: str
    weeks: CapacityWeeks
    totals: CapacityTotals
    notes: tuple[str, ...]
