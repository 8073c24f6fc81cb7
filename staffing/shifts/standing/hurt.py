"""What a shortage costs where it cannot be helped: by interval, rising with the share that is short.

The cost of s heads short in interval t is convex: each tenth of the need d_t costs `slope[t, j]` per head,
each a quarter of the first tenth's price more than the one before. Moving a break from one short hour to
another changes no total: what decides then is that the shortage be spread, and lie where few contacts come.
Other slices of the need, and other prices of theirs, are given as they are: rising, too.

Coverage comes in steps (see `need`), so the cost matters only at the coverages there can be: it is taken
to be straight between the steps before and after each of its kinks. The same at every schedule, and a
tighter relaxation.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.shifts.formulation.need import ROUNDING, CoverageNeed

TENTHS = 10
SPREAD = 0.25  # by which each tenth of a need costs more than the one before, of the first one's price


def slopes(weight: Floats) -> Floats:
    """[interval, slice] price of a head short; `weight` [interval] is of the first tenth, or all of it."""
    if weight.ndim == 2:
        return weight
    return weight[:, None] * (1.0 + SPREAD * np.arange(TENTHS))


def hurt_of(short: Floats, required: Floats, slope: Floats) -> Floats:
    """The cost of `short` heads (one axis more than `required` allowed, in front)."""
    slices = slope.shape[1]
    width = required / slices
    begins = width[:, None] * np.arange(slices)
    inside = np.minimum(np.maximum(short[..., None] - begins, 0.0), width[:, None])
    return np.asarray((inside * slope).sum(axis=-1))


def shortage_columns(
    assembly: Assembly, need: CoverageNeed, cover: Ints, required: Floats, slope: Floats
) -> tuple[Ints, Ints]:
    """Add the slices of each interval that has a row in `cover`; returns their intervals and columns.

    `need` is what the model must cover, at most the `required` that the slopes speak of.
    """
    above = need.rounded_up - need.required
    slices = slope.shape[1]
    kinks = above + required / slices * np.arange(slices)[:, None]  # heads below the need, rounded up
    whole = np.floor(kinks / need.step + ROUNDING), np.ceil(kinks / need.step - ROUNDING)
    edges = np.minimum(np.sort(np.concatenate(whole), axis=0) * need.step, need.rounded_up)
    begin, end = edges, np.concatenate([edges[1:], need.rounded_up[None]])
    cost = hurt_of(np.maximum(end - above, 0.0), required, slope)
    cost -= hurt_of(np.maximum(begin - above, 0.0), required, slope)
    kept, interval = np.nonzero((cover >= 0) & (begin < end))
    heads = (end - begin)[kept, interval]
    columns = assembly.columns(cost[kept, interval] / heads, upper=heads)
    assembly.enter(cover[interval], columns, 1.0)
    return interval, columns
