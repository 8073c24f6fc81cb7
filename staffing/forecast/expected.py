"""What is expected of one queue, as a method's days and the errors of its past give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from staffing.arrays import Floats

P10, P90 = 0.1, 0.9


@dataclass(frozen=True, eq=False)
class Expected:
    """One queue by [day ahead, slot]; `quantiles` by probability, `daily` the same of day totals."""

    offered: Floats
    quantiles: Mapping[float, Floats]
    aht_seconds: Floats
    day_total: Floats
    daily: Mapping[float, Floats]
