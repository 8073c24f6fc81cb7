"""Heads with their rests to the rows of a ShiftPlan: one per distinct shift and break placement."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Ints
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.shifts import ABSENT, Shifts
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.rest_columns import by_name, rest_minutes_of, rest_names


def shift_plan(shifts: Shifts, shift: Ints, after: Ints, horizon: ShiftHorizon) -> ShiftPlan:
    """Count equal heads; `after[i, r]` is the start of rest r of head i, minutes after its shift's start.

    Rows are ordered by start, pattern, length and rests.
    """
    key = np.column_stack([shifts.start[shift], shifts.pattern[shift], shifts.length[shift], after])
    rows, agents = np.unique(key, axis=0, return_counts=True)
    start, pattern, length, after = rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:]
    rules = horizon.rules
    names = rest_names(rules)
    rest_after = by_name(after, pattern, rules, names, ABSENT)
    rest_minutes = by_name(rest_minutes_of(rules)[pattern], pattern, rules, names, 0)
    begins = horizon.time(start)
    rest_start = (begins[:, None] + rest_after.astype("timedelta64[m]")).astype("datetime64[s]")
    rest_start[rest_after == ABSENT] = np.datetime64("NaT", "s")
    unpaid = np.array([p.unpaid_minutes for p in rules.patterns], dtype=np.int64)
    return ShiftPlan(
        pattern=np.array([p.name for p in rules.patterns])[pattern],
        start=begins,
        length_minutes=length,
        rest_start=rest_start,
        rest_minutes=rest_minutes,
        agents=agents.astype(np.int64),
        paid_hours=(length - unpaid[pattern]) / 60,
        rest_names=names,
        timezone=rules.timezone,
    )
