"""The shifts of a file as they stand, before anything of them is moved."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.arrays import Floats
from staffing.errors import InputError, Problem
from staffing.records.schedule import ShiftPlan
from staffing.shifts.rules import Rules
from staffing.shifts.standing.groups import misfits
from staffing.tables.records import codec_of

TIMES_THE_NEED, ALWAYS_SANE = 10.0, 100.0  # heads on one shift: more is a slip of the keyboard


def read_standing(source: str | Path, rules: Rules, required: Floats) -> ShiftPlan:
    """The shifts of a file, each of a pattern of the rules; where their rests lie is not asked.

    No shift has many times as many agents as the busiest interval of those they are held against requires.
    """
    codec = codec_of(ShiftPlan)
    table = codec.table(source).in_zone(rules.timezone)
    if not len(table):
        raise InputError(Problem(table.file, "at least one shift", "make it with staffing schedule"))
    shifts = codec.record_of(table)
    if shifts.group is not None:
        expected, hint = "shifts without groups of skills", "leave out the column group, or name another file"
        raise InputError(Problem(table.file, expected, hint, 1, "group"))
    problems, lines = table.problems, table.line_numbers
    if not problems.count:
        for wrong in misfits(shifts, rules):
            hint = "correct the shift, or the pattern in the plan"
            problems.add(int(lines[wrong.row]), wrong.column, wrong.value, wrong.expected, hint)
        peak = float(np.max(required, initial=0.0))
        most = max(TIMES_THE_NEED * peak, ALWAYS_SANE)
        for row in np.flatnonzero(shifts.agents > most).tolist():
            expected = f"at most {most:,.0f} agents, as no interval requires more than {peak:,.1f} heads"
            hint = "correct the number, or the requirement that the shifts are held against"
            problems.add(int(lines[row]), "agents", str(shifts.agents[row]), expected, hint)
    problems.raise_if_any()
    return shifts
