"""Mode `assign`: shifts are given, so many of each, and people are sought for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class GivenShift:
    """A row of shifts.csv: so many `agents`, moments UTC, rests by name; `group` "" is any."""

    group: str
    pattern: str
    start: np.datetime64
    end: np.datetime64
    rests: tuple[tuple[str, np.datetime64, np.datetime64], ...]
    agents: int


def is_pooled(shifts: Sequence[GivenShift]) -> bool:
    """Whether the shifts are anybody's, whatever their group."""
    return not any(shift.group for shift in shifts)
