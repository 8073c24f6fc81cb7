"""The shifts of a file as they stand, before anything of them is moved."""

from __future__ import annotations

from pathlib import Path

from staffing.errors import InputError, Problem
from staffing.records.schedule import ShiftPlan
from staffing.shifts.rules import Rules
from staffing.shifts.standing.groups import misfits
from staffing.tables.records import codec_of


def read_standing(source: str | Path, rules: Rules) -> ShiftPlan:
    """The shifts of a file, each of a pattern of the rules; where their rests lie is not asked."""
    codec = codec_of(ShiftPlan)
    table = codec.table(source).in_zone(rules.timezone)
    if not len(table):
        raise InputError(Problem(table.file, "at least one shift", "make it with staffing schedule"))
    shifts = codec.record_of(table)
    problems, lines = table.problems, table.line_numbers
    if not problems.count:
        for wrong in misfits(shifts, rules):
            hint = "correct the shift, or the pattern in the plan"
            problems.add(int(lines[wrong.row]), wrong.column, wrong.value, wrong.expected, hint)
    problems.raise_if_any()
    return shifts
