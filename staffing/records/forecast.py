"""What is expected, and how well such expectations have done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.records.columns import Columns, Floats, IntervalRows, Ints, read_only


@dataclass(frozen=True, eq=False)
class Forecast(IntervalRows):
    """What is expected: mean contacts with an 80 % range (p10 to p90), and their handle time.

    `quantiles` holds further ones by their probability.
    """

    offered: Floats
    offered_p10: Floats
    offered_p90: Floats
    aht_seconds: Floats
    quantiles: Mapping[float, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "quantiles", read_only(self.quantiles))


@dataclass(frozen=True, eq=False)
class DailyForecast(Columns):
    """What is expected of whole local days: the sum of their intervals, with a range of its own."""

    day: NDArray[np.datetime64]
    queue: Ints
    queues: tuple[str, ...]
    offered: Floats
    offered_p10: Floats
    offered_p90: Floats
    quantiles: Mapping[float, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "quantiles", read_only(self.quantiles))


@dataclass(frozen=True, eq=False)
class Accuracy(Columns):
    """How forecasts would have done: a row per queue, method and part of the week or the lead.

    `part` is all, lead, time, day, total (of the day), rest or updated; `value` says which.
    `wape` is Σ|forecast − actual| ÷ Σ actual.
    """

    queue: NDArray[np.str_]
    method: NDArray[np.str_]
    part: NDArray[np.str_]
    value: NDArray[np.str_]
    intervals: Ints
    offered: Floats
    wape: Floats
    bias: Floats
    coverage_80: Floats

    def as_dicts(self, part: str) -> list[dict[str, Any]]:
        """The rows of a part, for JSON: unknown numbers are None."""
        columns = [(name, column.tolist()) for name, column in self._columns()]
        rows = [{name: column[i] for name, column in columns} for i in np.flatnonzero(self.part == part)]
        return [{name: None if str(value) == "nan" else value for name, value in row.items()} for row in rows]
