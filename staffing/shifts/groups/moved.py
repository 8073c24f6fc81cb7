"""Who stands in for whom in each interval, of shifts that are given: as little short as can be."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.programs.assemble import Assembly
from staffing.programs.solver import Effort, solve
from staffing.shifts.groups.asked import AskedShifts

_MOVED = 1e-4  # what a transfer costs beside a head short: none is made that helps nobody


def least_short(asked: AskedShifts, working: Floats, work: int) -> Floats:
    """Heads given, by transfer and interval, for those at work by group and interval."""
    required, given = asked.required, np.zeros((len(asked.transfers), asked.horizon.intervals))
    spare, short = working - required, np.maximum(required - working, 0.0)
    if not (short > 0).any() or not asked.transfers:
        return given
    assembly = Assembly()
    rows = np.full(required.shape, -1, dtype=np.int64)
    busy = np.flatnonzero((short > 0).any(axis=0))
    size = (len(required), len(busy))
    rows[:, busy] = assembly.rows((-spare)[:, busy].ravel(), np.full(size[0] * size[1], np.inf)).reshape(size)
    columns = np.full((len(asked.transfers), asked.horizon.intervals), -1, dtype=np.int64)
    for number, one in enumerate(asked.transfers):
        columns[number, busy] = assembly.columns(np.full(len(busy), _MOVED))
        assembly.enter(rows[one.giver, busy], columns[number, busy], -1.0)
        assembly.enter(rows[one.taker, busy], columns[number, busy], one.worth)
    missing = assembly.columns(np.ones(size[0] * size[1]))
    assembly.enter(rows[:, busy].ravel(), missing, 1.0)
    answer = solve(assembly.program(), Effort(work, relaxed=True))
    if answer.values is not None:
        given[:, busy] = np.maximum(answer.values[columns[:, busy]], 0.0)
        given[given < 1e-9] = 0.0
    return given


def needed(asked: AskedShifts, given: Floats) -> Floats:
    """Heads that each group must have itself in each interval, with these transfers."""
    own = asked.required.copy()
    for row, one in zip(given, asked.transfers, strict=True):
        own[one.giver] += row
        own[one.taker] -= one.worth * row
    return np.asarray(np.where(np.abs(own) < 1e-9, 0.0, own))
