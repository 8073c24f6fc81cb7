"""Coverage: heads per interval against those required."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.records.columns import IntervalRows


@dataclass(frozen=True, eq=False)
class Coverage(IntervalRows):
    """Heads per interval: what the schedule gives against what is required.

    `working` = scheduled − on_break; `required` is the decimal of the requirement, all queues added: there
    is one queue, `all`, for agents answer every queue.
    """

    required: Floats
    scheduled: Floats
    on_break: Floats
    service_level: Floats

    @property
    def working(self) -> Floats:
        """Heads at work and not on a break."""
        return self.scheduled - self.on_break

    @property
    def under(self) -> Floats:
        """Heads missing: the positive part of required − working."""
        return np.maximum(self.required - self.working, 0.0)

    @property
    def over(self) -> Floats:
        """Heads beyond need: the positive part of working − required."""
        return np.maximum(self.working - self.required, 0.0)
