"""From a requirement to the model of the shifts that may cover it, block by block."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.shifts.formulation.admissible import admissible_shifts
from staffing.shifts.formulation.block import ModelBlock
from staffing.shifts.formulation.blocks.distinct import DistinctShifts
from staffing.shifts.formulation.blocks.limits import StartLimits
from staffing.shifts.formulation.blocks.penalties import Penalties
from staffing.shifts.formulation.blocks.seats import Seats
from staffing.shifts.formulation.blocks.work import DeferredWork
from staffing.shifts.formulation.model import Model, shift_model
from staffing.shifts.formulation.shifts import Shifts
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.infeasible.reach import require_reachable

# Of every model, around those that are asked for: a block sees the need as the blocks before it leave it.
FIRST: tuple[ModelBlock, ...] = (StartLimits(), Seats(), Penalties())
LAST: tuple[ModelBlock, ...] = (DistinctShifts(),)


def all_blocks(asked: Sequence[ModelBlock] = ()) -> tuple[ModelBlock, ...]:
    """Those asked for among those of every model, in the order in which they enter."""
    return (*FIRST, *asked, *LAST)


def model_of(
    horizon: ShiftHorizon, required: Floats, asked: Sequence[ModelBlock] = (), even: Bools | None = None
) -> Model:
    """The model of a requirement; InfeasibleError where some interval lies inside no admissible shift.

    `even`: intervals in each part of which the heads are required.
    """
    shifts = admissible_shifts(horizon)
    if horizon.rules.costs.understaffing is None:
        require_reachable(shifts, required, horizon)
    beside = beside_need(asked, horizon.intervals)
    shifts = shifts.only(_serves(shifts, (required > 0) | beside, horizon))
    return shift_model(shifts, required, horizon, all_blocks(asked), even, beside=beside)


def beside_need(asked: Sequence[ModelBlock], intervals: int) -> Bools:
    """Intervals in which people count for something besides the need: for work that may wait."""
    beside = np.zeros(intervals, dtype=bool)
    for block in asked:
        beside |= block.may_do if isinstance(block, DeferredWork) else False
    return beside


def _serves(shifts: Shifts, wanted: Bools, horizon: ShiftHorizon) -> Bools:
    """Shifts that are present at some time when somebody is wanted."""
    shift, interval, _ = horizon.overlap(shifts.start, shifts.length)
    return np.bincount(shift, wanted[interval], minlength=len(shifts)) > 0
