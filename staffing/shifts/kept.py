"""Shifts that stand while others are made: under way when the horizon begins, or published and not to change.

The horizon is open at both ends. Heads of shifts that stand count towards the need; new shifts start only
from `free_from` on, and may run past the last interval into a day of lookahead, which is planned and not
published: it needs what the same hours a week before need (a day before, where the horizon is shorter). Hours
that no new shift can reach are as those who stand leave them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.records.schedule import ShiftPlan
from staffing.shifts.counted import heads_on
from staffing.shifts.formulation.admissible import admissible_shifts
from staffing.shifts.horizon import MINUTES_PER_WEEK, ShiftHorizon
from staffing.shifts.rest_columns import in_column_order, with_rest_columns
from staffing.shifts.rules import Rules
from staffing.timegrid import MINUTES_PER_DAY


@dataclass(frozen=True, eq=False)
class KeptShifts:
    """Those that reach into the horizon and start before `free_from` (UTC), from when on others may start.

    `file` is the one that they were published in; None where nothing was.
    """

    shifts: ShiftPlan
    free_from: np.datetime64
    file: Path | None

    def beside(self, horizon: ShiftHorizon, required: Floats) -> tuple[ShiftHorizon, Floats]:
        """The horizon with its lookahead, and the heads per interval that new shifts have to bring."""
        ahead = _lookahead(horizon)
        asked = np.concatenate([required, required[ahead]])
        share = np.asarray(horizon.phone_share)
        passed = int((self.free_from - horizon.first).astype("timedelta64[m]").astype(np.int64))
        open_horizon = replace(
            horizon,
            intervals=len(asked),
            phone_share=np.concatenate([share, share[ahead]]) if share.ndim else horizon.phone_share,
            free_from=max(passed, 0),
        )
        scheduled, on_break = heads_on(self.shifts, open_horizon)
        lacking = np.maximum(asked - (scheduled - on_break), 0.0)
        return open_horizon, np.where(_reached(open_horizon), lacking, 0.0)

    def with_new(self, new: ShiftPlan, horizon: ShiftHorizon) -> ShiftPlan:
        """All shifts of the horizon, by start: those that stand, and the new ones but for the lookahead's."""
        published = new.rows(new.start < horizon.first + np.timedelta64(horizon.minutes, "m"))
        names = in_column_order((*self.shifts.rest_names, *published.rest_names))
        every = ShiftPlan.joined([with_rest_columns(one, names) for one in (self.shifts, published)])
        return every.rows(np.argsort(every.start, kind="stable"))


def no_shifts(rules: Rules) -> ShiftPlan:
    """Nobody's, where no run was before."""
    whole, moments = np.zeros(0, dtype=np.int64), np.zeros(0, dtype="datetime64[s]")
    return ShiftPlan(
        pattern=np.zeros(0, dtype=np.str_),
        start=moments,
        length_minutes=whole,
        rest_start=moments.reshape(0, 0),
        rest_minutes=whole.reshape(0, 0),
        agents=whole,
        paid_hours=np.zeros(0),
        rest_names=(),
        timezone=rules.timezone,
    )


def _lookahead(horizon: ShiftHorizon) -> np.ndarray:
    """The intervals whose need stands for the day after the last."""
    day = MINUTES_PER_DAY // horizon.interval_minutes
    back = (MINUTES_PER_WEEK if horizon.minutes >= MINUTES_PER_WEEK else MINUTES_PER_DAY) // MINUTES_PER_DAY
    first = horizon.intervals - back * day
    return np.arange(max(first, 0), max(first, 0) + min(day, horizon.intervals))


def _reached(horizon: ShiftHorizon) -> Bools:
    """The intervals in which some new shift can be present."""
    shifts = admissible_shifts(horizon)
    _, interval, _ = horizon.overlap(shifts.start, shifts.length)
    reached: Bools = np.bincount(interval, minlength=horizon.intervals) > 0
    return reached
