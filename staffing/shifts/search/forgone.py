"""Which intervals a period serves, and which it forgoes, where the first heads above a floor hardly help.

From a low floor the service curve is convex at first, and its concave hull grants a share of the way up for
a share of the heads. On the average of a relaxation that is right; in a schedule no interval can be so. So
the ways are rounded as numbers of heads are: an interval that has come most of the way to where its curve is
concave is served, its floor lifted to there; of the others, nothing is counted on above the floor. What is
left is concave, every schedule of it keeps the level, and the relaxation costs hardly more than that of the
hull, which stays the bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.shifts.formulation.blocks.curves import Curves
from staffing.shifts.formulation.blocks.service import PeriodService

SERVED_FROM = (0.75, 0.25, 0.0)  # share of the way; less where what is then served is not enough


def choices(
    service: PeriodService, floor: Floats, curves: Curves, heads: Floats
) -> Iterator[tuple[Floats, PeriodService]]:
    """Floors and service that count on no convex stretch, for so many heads at each counted row.

    The first forgo the most; the last, nothing.
    """
    way = curves.concave_from - curves.heads[:, 0]
    share = np.where(way > 0, heads - curves.heads[:, 0], 1.0) / np.where(way > 0, way, 1.0)
    interval = service.counted_intervals
    for least in SERVED_FROM:
        served = share >= least
        lifted, most = floor.copy(), np.full(len(service.contacts), np.inf)
        np.maximum.at(lifted, interval[served], curves.concave_from[served])
        most[service.counted[~served]] = floor[interval[~served]]
        yield lifted, _counted_up_to(service, most)


def _counted_up_to(service: PeriodService, most: Floats) -> PeriodService:
    """The service where more heads than `most` of a row's interval give nothing."""
    return replace(service, of_heads=lambda heads: service.of_heads(np.minimum(heads, most)))
