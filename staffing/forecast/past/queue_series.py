"""One queue's history as a dense matrix of local days by wall-clock slots: what was seen, what is unknown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats


@dataclass(frozen=True, eq=False)
class QueueSeries:
    """One queue by local day and wall-clock slot.

    `offered` and `aht_seconds` are NaN where unknown; `calls` weighs the handle times. `silent_day` marks
    whole days missing on a weekday that usually reports, with a reporting day within two days: a closure
    or a loss, the series cannot tell. `earlier` reads it again without its last days.
    """

    first_day: np.datetime64
    offered: Floats
    aht_seconds: Floats
    calls: Floats
    silent_day: Bools
    earlier: Callable[[int], QueueSeries]

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The local dates of the rows."""
        return np.asarray(self.first_day + np.arange(len(self.offered)))

    def until(self, day: int) -> QueueSeries:
        """The series as it was known at the start of an earlier day."""
        return self if day >= len(self.offered) else self.earlier(day)
