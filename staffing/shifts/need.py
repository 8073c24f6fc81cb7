"""What the schedule must reach per interval, and where it may fall short or go over at a cost."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from staffing.records import Bools, Floats, Ints
from staffing.shifts.grid import Grid
from staffing.shifts.rules import Rules

ROUNDING = 1e-9  # heads; required numbers carry the noise of divisions


@dataclass(frozen=True, eq=False)
class Need:
    """Per interval: d_t, the hard `target` (d_t rounded up to what coverage can be), and u_t, o_t allowed."""

    required: Floats
    target: Floats
    may_be_short: Bools
    counts_over: Bools
    most_short: float | None  # cap on the sum of u_t

    @property
    def has_row(self) -> Bools:
        """Intervals that need a cover row."""
        return (self.required > 0) | self.counts_over


def need_of(required: Floats, step: float, rules: Rules) -> Need:
    """The need for `required` heads where coverage comes in multiples of `step`."""
    soft = rules.understaffing is not None
    target = np.ceil(required / step - ROUNDING) * step
    share = rules.max_understaffing
    return Need(
        required,
        target,
        (required > 0) & soft,
        np.full(len(required), rules.over_cost > 0),
        share * float(required.sum()) if soft and share is not None else None,
    )


def coverage_step(grid: Grid, stretches: list[tuple[Ints, Ints]]) -> float:
    """The fraction of a head of which every coverage is a multiple; stretches are (starts, minutes)."""
    minutes = grid.interval_minutes
    for start, length in stretches:
        edges = np.concatenate([start, start + length]) % grid.interval_minutes
        minutes = gcd(minutes, *np.unique(edges).tolist())
    return minutes / grid.interval_minutes
