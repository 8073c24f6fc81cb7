"""A week's service level shared out over its days, so that days which no shift connects are searched apart.

The relaxation says how much each day best gives to the week. Asked of each day as a target of its own, the
week is sure to reach its level, and the days fall apart into small programs. What that costs beside the
best of all ways to share out is in the gap: the bound stays that of the week.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.records import Floats, Ints
from staffing.shifts.components import components
from staffing.shifts.model import Model
from staffing.shifts.service import PeriodService

NO_PART = -1


def parts_of(model: Model, intervals: int) -> Ints:
    """The independent part that covers each interval, −1 where nothing is to be covered."""
    part = np.full(intervals, NO_PART, dtype=np.int64)
    covered = np.flatnonzero(model.cover >= 0)
    for number, component in enumerate(components(model.program)):
        part[covered[component.rows[model.cover[covered]]]] = number
    return part


def shared_out(service: PeriodService, part: Ints, model: Model, relaxed: Floats) -> PeriodService | None:
    """The service asked of each part of each period; None where no period has several parts."""
    assert model.service is not None
    counted = service.counted
    pairs, period = np.unique(
        np.column_stack([service.period[counted], part[counted]]), axis=0, return_inverse=True
    )
    if len(pairs) == len(np.unique(pairs[:, 0])):
        return None
    given = np.zeros(len(part))
    given[counted] = model.service.level_of_intervals(relaxed)
    finer = np.zeros(len(part), dtype=np.int64)
    finer[counted] = period.ravel()
    asked = replace(service, period=finer)
    return replace(asked, target=asked.level(given))
