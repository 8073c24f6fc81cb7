"""Shifts as rows: shapes, and the starts at which each may be worked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.shifts.formulation.windows import Chain

ABSENT = -1  # minutes after a shift's start: it has no such rest


@dataclass(frozen=True)
class ShiftShape:
    """All of a shift but its start: pattern (index), length, and one order of its rests."""

    pattern: int
    length_minutes: int
    paid_minutes: int
    chains: tuple[Chain, ...]


@dataclass(frozen=True)
class Shifts:
    """S, one row per shift: its shape, its start (minutes after the first interval), local day and time."""

    shapes: tuple[ShiftShape, ...]
    shape: Ints
    start: Ints
    day: Ints
    minute_of_day: Ints

    def __len__(self) -> int:
        return len(self.shape)

    @property
    def pattern(self) -> Ints:
        """Index of each shift's pattern."""
        return np.array([shape.pattern for shape in self.shapes], dtype=np.int64)[self.shape]

    @property
    def length(self) -> Ints:
        """Minutes of each shift."""
        return np.array([shape.length_minutes for shape in self.shapes], dtype=np.int64)[self.shape]

    @property
    def paid_hours(self) -> Floats:
        """Paid hours of each shift."""
        return np.array([shape.paid_minutes for shape in self.shapes], dtype=float)[self.shape] / 60

    def only(self, kept: Bools) -> Shifts:
        """The shifts where `kept`."""
        return Shifts(
            self.shapes, self.shape[kept], self.start[kept], self.day[kept], self.minute_of_day[kept]
        )
