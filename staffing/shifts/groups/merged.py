"""Shifts of several groups as one plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from staffing.records.schedule import ShiftPlan
from staffing.shifts.groups.asked import AskedShifts
from staffing.shifts.rest_columns import rest_names


def merged_plans(asked: AskedShifts, plans: Sequence[ShiftPlan]) -> ShiftPlan:
    """The shifts of each group with its name, one group after the other."""
    names = rest_names(asked.horizon.rules)
    return ShiftPlan.joined(
        [
            replace(_with_rests(plan, names), group=np.full(len(plan), one.name))
            for one, plan in zip(asked.groups, plans, strict=True)
        ]
    )


def _with_rests(plan: ShiftPlan, names: tuple[str, ...]) -> ShiftPlan:
    """The same with a column for each rest of that name, where the patterns of a group have fewer."""
    start = np.full((len(plan), len(names)), np.datetime64("NaT", "s"))
    minutes = np.zeros((len(plan), len(names)), dtype=np.int64)
    for column, name in enumerate(plan.rest_names):
        start[:, names.index(name)] = plan.rest_start[:, column]
        minutes[:, names.index(name)] = plan.rest_minutes[:, column]
    return replace(plan, rest_start=start, rest_minutes=minutes, rest_names=names)


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
