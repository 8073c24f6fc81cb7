"""Shifts of several groups as one plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from staffing.records.schedule import ShiftPlan
from staffing.shifts.groups.asked import AskedShifts
from staffing.shifts.rest_columns import rest_names, with_rest_columns


def merged_plans(asked: AskedShifts, plans: Sequence[ShiftPlan]) -> ShiftPlan:
    """The shifts of each group with its name, one group after the other."""
    names = rest_names(asked.horizon.rules)
    return ShiftPlan.joined(
        [
            replace(with_rest_columns(plan, names), group=np.full(len(plan), one.name))
            for one, plan in zip(asked.groups, plans, strict=True)
        ]
    )


def bare_rests(plan: ShiftPlan) -> ShiftPlan:
    """The same without the columns of rests that nobody takes."""
    taken = np.array([not np.isnat(column).all() for column in plan.rest_start.T], dtype=bool)
    names = tuple(name for name, has in zip(plan.rest_names, taken.tolist(), strict=True) if has)
    return replace(
        plan,
        rest_start=plan.rest_start[:, taken],
        rest_minutes=plan.rest_minutes[:, taken],
        rest_names=names,
    )
