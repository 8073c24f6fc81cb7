"""Heads with their rests to the rows of a ShiftPlan: one per distinct shift and break placement."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Ints
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.admissible import ABSENT, Shifts
from staffing.shifts.grid import Grid
from staffing.shifts.rules import Rules


def shift_plan(shifts: Shifts, shift: Ints, after: Ints, grid: Grid, rules: Rules) -> ShiftPlan:
    """Count equal heads; `after[i, r]` is the start of rest r of head i, minutes after its shift's start.

    Rows are ordered by start, pattern, length and rests.
    """
    key = np.column_stack([shifts.start[shift], shifts.pattern[shift], shifts.length[shift], after])
    rows, agents = np.unique(key, axis=0, return_counts=True)
    start, pattern, length, after = rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3:]
    names = _rest_names(rules)
    rest_after, rest_minutes = _by_name(after, pattern, names, rules)
    begins = grid.time(start)
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


def _rest_names(rules: Rules) -> tuple[str, ...]:
    """lunch, break_1, …: those that any pattern has."""
    names = dict.fromkeys(name for pattern in rules.patterns for name in pattern.rest_names)
    return tuple(sorted(names, key=lambda name: (name != "lunch", len(name), name)))


def _by_name(after: Ints, pattern: Ints, names: tuple[str, ...], rules: Rules) -> tuple[Ints, Ints]:
    """Columns by the pattern's rest index to columns by name: starts after the shift's, and minutes."""
    rest_after = np.full((len(pattern), len(names)), ABSENT, dtype=np.int64)
    rest_minutes = np.zeros((len(pattern), len(names)), dtype=np.int64)
    for p, one in enumerate(rules.patterns):
        rows = pattern == p
        for r, (name, rest) in enumerate(zip(one.rest_names, one.rests, strict=True)):
            k = names.index(name)
            rest_after[rows, k] = after[rows, r]
            rest_minutes[rows, k] = rest.minutes
    return rest_after, rest_minutes
