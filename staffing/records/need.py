"""What the shifts must cover: heads per interval, all queues added, and the contacts behind them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.records.columns import IntervalRows
from staffing.records.demand import Demand


@dataclass(frozen=True, eq=False)
class Need(IntervalRows):
    """A complete grid of intervals; `offered` is NaN where the file does not know it.

    `phone_share`: agents on the phones per head, which training or absence may make differ by interval.

    Several queues are added up: heads and contacts by sum, handle time weighted by contacts, for agents
    answer every queue.
    """

    required: Floats
    offered: Floats
    aht_seconds: Floats
    phone_share: Floats

    @property
    def known(self) -> Bools:
        """Where contacts and their handle time are known."""
        known: Bools = np.isfinite(self.offered) & (np.isfinite(self.aht_seconds) | (self.offered == 0))
        return known

    @cached_property
    def demand(self) -> Demand:
        """All queues pooled; nobody where it is not known."""
        return Demand(
            **self.same_rows(),
            offered=np.where(self.known, self.offered, 0.0),
            aht_seconds=self.aht_seconds,
        )
