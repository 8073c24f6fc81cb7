"""A week's service level shared out over its days or its intervals, for a search that is easier.

Over its days, so that days which no shift connects are searched apart.

The relaxation says how much each day best gives to the week. Asked of each day as a target of its own, the
week is sure to reach its level, and the days fall apart into small programs. What that costs beside the
best of all ways to share out is in the gap: the bound stays that of the week. Over its intervals, whole heads
are asked, and nothing is left of the service level but a requirement: where a good schedule is soon found.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.components import components
from staffing.programs.program import Program
from staffing.shifts.formulation.blocks.curves import TOLERANCE
from staffing.shifts.formulation.blocks.service import PeriodService, ServiceRows

NO_PART = -1
ROUNDING = 1e-6  # steps of coverage; heads of a relaxation carry the noise of its solver


def parts_of(program: Program, cover: Ints) -> Ints:
    """The independent part that covers each interval, −1 where nothing is to be covered."""
    part = np.full(len(cover), NO_PART, dtype=np.int64)
    covered = np.flatnonzero(cover >= 0)
    for number, component in enumerate(components(program)):
        part[covered[component.rows[cover[covered]]]] = number
    return part


def shared_out(
    service: PeriodService, part: Ints, rows: ServiceRows, relaxed: Floats
) -> PeriodService | None:
    """The service asked of each part of each period; None where no period has several parts."""
    counted = service.counted
    pairs, period = np.unique(
        np.column_stack([service.period[counted], part[service.counted_intervals]]),
        axis=0,
        return_inverse=True,
    )
    if len(pairs) == len(np.unique(pairs[:, 0])):
        return None
    given = np.zeros(len(service.contacts))
    given[counted] = rows.level_of_intervals(relaxed)
    finer = np.zeros(len(service.contacts), dtype=np.int64)
    finer[counted] = period.ravel()
    names = tuple(service.names[old] for old in pairs[:, 0].tolist()) if service.names else ()
    asked = replace(service, period=finer, names=names)
    return replace(asked, target=asked.level(given))


def heads_of_intervals(service: PeriodService, rows: ServiceRows, relaxed: Floats) -> Floats:
    """Heads to ask for each counted row, as the relaxation has them, rounded to its steps.

    The relaxation's heads lie between two steps of coverage. All are rounded down, then those with the
    largest remainders up, as many as the service still needs.
    """
    curves, period = rows.curves, rows.period[service.counted]
    served = service.contacts[service.counted][:, None] * curves.counted_on
    place, last = np.arange(len(curves.heads)), curves.heads.shape[1] - 1
    step = float(curves.heads[0, 1] - curves.heads[0, 0]) if last else 1.0
    above = np.bincount(rows.of, relaxed[rows.piece], minlength=len(place)) / step
    point = np.minimum(np.floor(above + ROUNDING).astype(np.int64), last)
    order = np.lexsort((point - above, period))
    while (point < last).any():
        next_point = np.minimum(point + 1, last)
        gain = served[place, next_point] - served[place, point]
        reached = np.bincount(period, served[place, point], minlength=len(service.total))
        missing = (rows.target + TOLERANCE) * service.total - reached
        if (missing <= 0).all():
            break
        so_far = np.cumsum(gain[order]) - gain[order]
        of_period = so_far - so_far[np.searchsorted(period[order], period[order])]
        raised = order[of_period < missing[period[order]]]
        point[raised] = next_point[raised]
    heads: Floats = curves.heads[place, point]
    return heads
