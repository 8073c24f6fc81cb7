"""What coverage must reach in each interval: whole steps of it.

Coverage comes in steps (whole heads; halves where a 15-minute break falls into a half-hour), the need d_t
is any decimal. Let c_t be d_t rounded up to the next step. Hard coverage is coverage ≥ c_t: the same
schedules as ≥ d_t, and a tighter relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import gcd

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.shifts.grid import TimeGrid

ROUNDING = 1e-9  # heads; required numbers carry the noise of divisions


@dataclass(frozen=True, eq=False)
class CoverageNeed:
    """Per interval: d_t (`required`) and c_t (`rounded_up`), where coverage comes in multiples of `step`."""

    required: Floats
    rounded_up: Floats
    step: float

    @property
    def is_between_steps(self) -> Bools:
        """True where d_t < c_t."""
        return self.rounded_up - self.required > ROUNDING

    def at(self, intervals: Ints) -> CoverageNeed:
        """Of these intervals, some of which may stand there several times."""
        return replace(self, required=self.required[intervals], rounded_up=self.rounded_up[intervals])

    def up_to(self, intervals: Ints, most: Floats) -> CoverageNeed:
        """The same with more heads, rounded up, in some intervals: the most of those given for it."""
        rounded_up = self.rounded_up.copy()
        np.maximum.at(rounded_up, intervals, most)
        return replace(self, rounded_up=rounded_up)


def coverage_need(required: Floats, step: float) -> CoverageNeed:
    """The need for `required` heads where coverage comes in multiples of `step`."""
    return CoverageNeed(required, np.ceil(required / step - ROUNDING) * step, step)


def coverage_step(grid: TimeGrid, stretches: list[tuple[Ints, Ints]]) -> float:
    """The fraction of a head of which every coverage is a multiple; stretches are (starts, minutes)."""
    minutes = grid.interval_minutes
    for start, length in stretches:
        edges = np.concatenate([start, start + length]) % grid.interval_minutes
        minutes = gcd(minutes, *np.unique(edges).tolist())
    return minutes / grid.interval_minutes
