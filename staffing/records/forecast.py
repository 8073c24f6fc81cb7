"""What is expected, and how well such expectations have done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats, Ints, Texts
from staffing.records.columns import Columns, IntervalRows, QueueRows, named_columns


def quantile_name(probability: float) -> str:
    """`offered_p05` for 0.05, `offered_p975` for 0.975."""
    digits = f"{probability:.6f}".removeprefix("0.").rstrip("0")
    return f"offered_p{digits.ljust(2, '0')}"


NORMAL_QUANTILE_90 = 1.2815515655446004
"""How far p90 lies above the mean of a normal distribution, and p10 below it, in standard deviations."""


@dataclass(frozen=True, eq=False)
class Forecast(IntervalRows):
    """What is expected: mean contacts with an 80 % range (p10 to p90), and their handle time.

    `quantiles` holds further ones by their probability.
    """

    offered: Floats
    offered_p10: Floats
    offered_p90: Floats
    aht_seconds: Floats
    quantiles: Mapping[float, Floats] = named_columns()

    def _name_of(self, key: str | float) -> str:
        return quantile_name(float(key))


@dataclass(frozen=True, eq=False)
class DailyForecast(QueueRows):
    """What is expected of whole local days: the sum of their intervals, with a range of its own."""

    day: NDArray[np.datetime64]
    offered: Floats
    offered_p10: Floats
    offered_p90: Floats
    quantiles: Mapping[float, Floats] = named_columns()

    def _name_of(self, key: str | float) -> str:
        return quantile_name(float(key))


@dataclass(frozen=True, eq=False)
class Accuracy(Columns):
    """How forecasts would have done: a row per queue, method and part of the week or the lead.

    `part` is all, lead, time, day, total (of the day), rest or updated; `value` says which.
    `wape` is Σ|forecast − actual| ÷ Σ actual.
    """

    queue: Texts
    method: Texts
    part: Texts
    value: Texts
    intervals: Ints
    offered: Floats
    wape: Floats
    bias: Floats
    coverage_80: Floats

    def as_dicts(self, part: str) -> list[dict[str, Any]]:
        """The rows of a part, for JSON: unknown numbers are None."""
        columns = [(name, column.tolist()) for name, column in self.columns().items()]
        rows = [{name: column[i] for name, column in columns} for i in np.flatnonzero(self.part == part)]
        return [{name: None if str(value) == "nan" else value for name, value in row.items()} for row in rows]
