"""Coverage: heads per interval against those required."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Texts
from staffing.records.columns import IntervalRows


@dataclass(frozen=True, eq=False)
class Coverage(IntervalRows):
    """Heads per interval: what the schedule gives against what is required.

    `working` = scheduled − on_break; `required` is the decimal of the requirement, all queues added: there
    is one queue, `all`, for agents answer every queue. With groups of skills there is a row for each `group`
    of an interval, and `required` are heads that the group must have itself; None: everybody is alike.
    `on_work` are heads, of those working, at work that may wait; None: there is none.
    """

    required: Floats
    scheduled: Floats
    on_break: Floats
    service_level: Floats
    group: Texts | None = None
    on_work: Floats | None = None

    @property
    def on_phones(self) -> Floats:
        """Of those working the heads that are not at work that may wait."""
        return self.working if self.on_work is None else self.working - np.nan_to_num(self.on_work)

    @property
    def working(self) -> Floats:
        """Heads at work and not on a break."""
        return self.scheduled - self.on_break

    @property
    def under(self) -> Floats:
        """Heads missing: the positive part of required − working."""
        return np.maximum(self.required - self.working, 0.0)

    def together(self) -> Coverage:
        """All groups of an interval added up; itself where everybody is alike."""
        if self.group is None:
            return self
        start, first, place = np.unique(self.interval_start, return_index=True, return_inverse=True)

        def total(column: Floats) -> Floats:
            return np.bincount(place.ravel(), column, len(start)).astype(np.float64)

        return replace(
            self.rows(first),
            required=total(self.required),
            scheduled=total(self.scheduled),
            on_break=total(self.on_break),
            service_level=np.full(len(start), np.nan),
            group=None,
        )

    @property
    def over(self) -> Floats:
        """Heads beyond need: the positive part of working − required."""
        return np.maximum(self.working - self.required, 0.0)
