"""shifts.csv of mode `assign`: the shifts that people are sought for."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.errors import InputError, Problem, did_you_mean
from staffing.roster.case import RosterCase
from staffing.roster.given import GivenShift
from staffing.roster.limits import date_place
from staffing.tables.columns import SHIFTS
from staffing.tables.open import open_rows
from staffing.tables.read import read_table
from staffing.tables.roster import rest_column, rests_of
from staffing.tables.table import Table

Rests = tuple[tuple[str, np.datetime64, np.datetime64], ...]


def read_given_shifts(
    source: str | Path, case: RosterCase, *, has_eve: bool = False
) -> tuple[GivenShift, ...]:
    """Its rows with agents; InputError names every bad cell, shifts outside the period included.

    `has_eve`: those that start before the period are passed over: a run has the nights that reach into it.
    """
    with open_rows(source) as rows:
        table = read_table(rows, SHIFTS, further=rest_column)
    table = table.in_zone(case.zone.name)
    alone = np.arange(len(table))
    start, end = (table.some_moments(name, alone) for name in ("start", "end"))
    rests, begins, ends = rests_of(table)
    groups = table.texts.get("group", [""] * len(table))
    agents = table.number("agents")
    shifts = []
    for row in range(len(table)):
        if has_eve and not np.isnat(start[row]) and case.zone.date(start[row]) < case.dates[0]:
            continue
        edges = zip(rests, begins[row], ends[row], strict=True)
        spans = tuple((name, begin, stop) for name, begin, stop in edges if not np.isnat(begin))
        if _is_sound(table, row, case, (start[row], end[row], spans), groups) and agents[row] > 0:
            pattern = table.texts["pattern"][row]
            one = GivenShift(groups[row], pattern, start[row], end[row], spans, int(agents[row]))
            shifts.append(one)
    table.problems.raise_if_any()
    if not shifts:
        raise InputError(Problem(table.file, "shifts with agents", "make the file with staffing schedule", 1))
    return tuple(shifts)


def _is_sound(
    table: Table,
    row: int,
    case: RosterCase,
    shift: tuple[np.datetime64, np.datetime64, Rests],
    groups: list[str],
) -> bool:
    """Whether a row is a shift of the plan's, in the period, of a group that has people."""
    start, end, spans = shift
    line, pattern, before = int(table.line_numbers[row]), table.texts["pattern"][row], table.problems.count
    if np.isnat(start) or np.isnat(end) or not pattern:
        return False  # told
    if end <= start:
        table.problems.add(line, "end", str(end), "an end after the start", "is it the right day?")
    if date_place(case, case.zone.date(start)) is None:
        expected = f"a start from {case.dates[0]} to {case.dates[-1]}, the requirement's dates"
        table.problems.add(line, "start", str(start), expected, "take shifts and requirement of one period")
    names = case.patterns.names
    if pattern not in names:
        hint = f"{did_you_mean(pattern, names)}known: {', '.join(names)}"
        table.problems.add(line, "pattern", pattern, "a pattern of the plan", hint)
    else:
        rules = {rest.name: rest.minutes for rest in case.patterns.patterns[names.index(pattern)].rests}
        mine = {name: int((stop - begin) / np.timedelta64(1, "m")) for name, begin, stop in spans}
        if rules != mine:
            expected = f"the rests of '{pattern}': {', '.join(rules) or 'none'}"
            value = ", ".join(mine) or "none"
            table.problems.add(line, "pattern", value, expected, "make the shifts with the same plan")
    known = {need.name for need in case.needs} if any(groups) else {""}
    if groups[row] not in known:
        hint = "fill the column in all rows, or in none"
        table.problems.add(line, "group", groups[row], f"one of {', '.join(sorted(known))}", hint)
    return table.problems.count == before
