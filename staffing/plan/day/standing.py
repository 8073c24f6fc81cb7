"""The shifts of a file as they stand, before anything of them is moved."""

from __future__ import annotations

from pathlib import Path

from staffing.errors import InputError, Problem
from staffing.records.schedule import ShiftPlan
from staffing.shifts.rules import Rules
from staffing.shifts.standing.groups import misfits
from staffing.tables.shifts import read_shift_file


def read_standing(source: str | Path, rules: Rules) -> ShiftPlan:
    """The shifts of a file, each of a pattern of the rules; where their rests lie is not asked."""
    file = read_shift_file(source, rules.timezone)
    if file.plan is None:
        raise InputError(Problem(file.table.file, "at least one shift", "make it with staffing schedule"))
    problems, lines = file.table.problems, file.table.line_numbers
    if not problems.count:
        for wrong in misfits(file.plan, rules):
            hint = "correct the shift, or the pattern in the plan"
            problems.add(int(lines[wrong.row]), wrong.column, wrong.value, wrong.expected, hint)
    problems.raise_if_any()
    return file.plan
