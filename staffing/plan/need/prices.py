"""What a head short costs where breaks are placed anew: the contacts that it makes late, against the mean."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats
from staffing.plan.need.period import PeriodTarget
from staffing.records.need import Need
from staffing.records.schedule import ShiftPlan
from staffing.records.service import Service
from staffing.requirement.by_queue import service_level_of
from staffing.shifts.counted import heads_on
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.standing.hurt import TENTHS

SLICES = 40  # of the heads present, between which service is taken to be straight
DEAR = 2.0  # times the dearest head above it costs one below the floor of an interval


class Prices(NamedTuple):
    """Heads per interval up to which one more counts, and what those short of them cost.

    `weight` as in `replace_rests`: [interval] or [interval, slice]; None where it is not known.
    """

    needed: Floats
    weight: Floats | None


def prices_of(
    target: PeriodTarget | None, heads: Need, standing: ShiftPlan, horizon: ShiftHorizon, options: Service
) -> Prices:
    """Heads short of the requirement; where a day or week has the target, all that take service from it.

    Where it is reached as the rests stand, nobody above the floor is short: nothing need be repaired.
    """
    if target is None:
        return Prices(heads.required, late_contacts(heads, options))
    present, on_break = heads_on(standing, horizon)
    if not target.service.shortfall(np.maximum(present - on_break, 0.0)).any():
        return Prices(target.floor, None)
    return late_in_period(target, np.where(target.contacts > 0, present, heads.required))


def late_contacts(heads: Need, options: Service) -> Floats | None:
    """[interval] contacts answered too late per head short of the need, against the mean; None if unknown.

    Where nobody is known to call, a head counts as on average elsewhere.
    """
    less = heads.required / TENTHS
    full, short = (
        service_level_of(heads, there, options) for there in (heads.required, heads.required - less)
    )
    late = np.divide((full - short) * heads.offered, less, out=np.full(len(less), np.nan), where=less > 0)
    known = np.isfinite(late)
    if not known.any() or not late[known].any():
        return None
    late[known] /= np.average(late[known], weights=heads.required[known])
    return np.where(known, np.maximum(late, 0.0), 1.0)


def late_in_period(target: PeriodTarget, needed: Floats) -> Prices:
    """[interval, slice] contacts that a head makes late, slice by slice below the `needed` heads.

    1 is the mean over the intervals where a head counts most.
    A deeper slice never costs less: where service is not concave in heads, that asks for a little more.
    """
    service, contacts, width = target.service, target.contacts, needed / SLICES
    edges = [np.maximum(needed - width * j, 0.0)[service.place] for j in range(SLICES + 1)]
    levels = np.column_stack([service.of_heads(heads) for heads in edges])
    lost = np.zeros((len(needed), SLICES))
    lost_of_rows = np.maximum(service.contacts, 0.0)[:, None] * -np.diff(np.nan_to_num(levels), axis=1)
    np.add.at(lost, service.place, lost_of_rows)
    late = np.divide(lost, width[:, None], out=np.zeros_like(lost), where=width[:, None] > 0)
    mean = lost.sum(axis=0).max() / width[contacts > 0].sum() if lost.any() else 1.0
    weight = np.maximum.accumulate(np.maximum(late, 0.0), axis=1) / mean
    weight[contacts <= 0] = 1.0
    middle = needed[:, None] - width[:, None] * (np.arange(SLICES) + 0.5)
    weight[(middle < target.floor[:, None]) & (contacts > 0)[:, None]] = DEAR * weight.max(initial=1.0)
    return Prices(needed, weight)
