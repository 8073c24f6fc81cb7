"""Shift files: one row per distinct shift and break placement, and how many people work it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.arrays import Ints, Times
from staffing.records.schedule import ShiftPlan
from staffing.tables.cells import Problems
from staffing.tables.columns import SHIFTS, Column
from staffing.tables.open import open_rows
from staffing.tables.read import Table, read_table
from staffing.tables.write import Cells, write_csv

MOST_BREAKS = 6
_FURTHER = tuple(
    Column(f"break_{k}_{edge}", "time") for k in range(2, MOST_BREAKS + 1) for edge in ("start", "end")
)


@dataclass(frozen=True, eq=False)
class ShiftFile:
    """The shifts of a file, None where it has none, and its table: where to say that a row is wrong."""

    plan: ShiftPlan | None
    table: Table


def write_shifts(target: str | Path, plan: ShiftPlan) -> None:
    """One row per distinct shift with its break placement; times in the plan's zone."""
    local = plan.zone.iso
    minutes = plan.length_minutes.astype("timedelta64[m]")
    columns: dict[str, Cells] = {
        "pattern": plan.pattern,
        "start": local(plan.start),
        "end": local(plan.start + minutes),
    }
    if "lunch" not in plan.rest_names:  # the columns stand even where no pattern has a lunch
        columns |= {"lunch_start": [""] * len(plan), "lunch_end": [""] * len(plan)}
    for k, name in enumerate(plan.rest_names):
        start = plan.rest_start[:, k]
        columns[f"{name}_start"] = local(start)
        columns[f"{name}_end"] = local(start + plan.rest_minutes[:, k].astype("timedelta64[m]"))
    write_csv(target, {**columns, "agents": plan.agents, "paid_hours": plan.paid_hours})


def read_shifts(source: str | Path, timezone: str) -> ShiftPlan | None:
    """The shifts as `write_shifts` wrote them; None where there are none. InputError names every bad cell."""
    file = read_shift_file(source, timezone)
    file.table.problems.raise_if_any()
    return file.plan


def read_shift_file(source: str | Path, timezone: str) -> ShiftFile:
    """The same; bad cells wait in the table, to be raised together with what the caller finds."""
    with open_rows(source) as rows:
        if len(rows.head(2)) < 2:
            return ShiftFile(None, Table(rows.name, np.zeros(0, dtype=np.int64), Problems(rows.name)))
        table = read_table(rows, (*SHIFTS, *_FURTHER)).in_zone(timezone)
    alone = np.arange(len(table))  # equal times of rows are the same moment, not the hour that repeats
    start, end = (table.some_moments(name, alone) for name in ("start", "end"))
    rests = [
        name for name in ("lunch", *(f"break_{k}" for k in range(1, MOST_BREAKS + 1))) if _has(table, name)
    ]
    edges = [[table.some_moments(f"{name}_{edge}", alone) for edge in ("start", "end")] for name in rests]
    for name, (begins, ends) in zip(rests, edges, strict=True):
        _check_rest(table, name, (begins, ends), (start, end))
    none = np.empty((len(table), 0))
    plan = ShiftPlan(
        pattern=np.array(table.texts["pattern"], dtype=np.str_),
        start=start,
        length_minutes=_minutes(start, end),
        rest_start=np.stack([first for first, _ in edges], axis=1) if edges else none.astype("datetime64[s]"),
        rest_minutes=np.stack([_minutes(*both) for both in edges], axis=1)
        if edges
        else none.astype(np.int64),
        agents=np.nan_to_num(table.number("agents")).astype(np.int64),
        paid_hours=table.number("paid_hours"),
        rest_names=tuple(rests),
        timezone=timezone,
    )
    return ShiftFile(plan, table)


def _check_rest(table: Table, name: str, rest: tuple[Times, Times], shift: tuple[Times, Times]) -> None:
    """A rest has a start and a later end, and both lie in the shift."""
    (begins, ends), (start, end) = rest, shift
    has_start, has_end = ~np.isnat(begins), ~np.isnat(ends)
    outside = (begins < start) | (begins >= end)  # False where one is not known
    backward = ~outside & ((ends <= begins) | (ends > end))
    both = "start and end of a rest, or neither"
    for edge, rows, moments, expected, hint in (
        ("start", outside, begins, "a start within the shift", "is it the right day?"),
        ("start", has_end & ~has_start, begins, both, "leave both empty for no rest"),
        ("end", has_start & ~has_end, ends, both, "leave both empty for no rest"),
        ("end", backward, ends, "an end after the rest's start, within the shift", "is it the right day?"),
    ):
        found = np.flatnonzero(rows).tolist()
        texts = table.zone.iso(moments[rows])
        for row, text in zip(found, texts, strict=True):
            table.problems.add(int(table.line_numbers[row]), f"{name}_{edge}", text, expected, hint)


def _has(table: Table, rest: str) -> bool:
    return f"{rest}_start" in table.times and not table.times[f"{rest}_start"].empty.all()


def _minutes(start: Times, end: Times) -> Ints:
    """Whole minutes between; 0 where there is no rest."""
    length = (end - start).astype("timedelta64[m]")
    return np.where(np.isnat(length), np.timedelta64(0, "m"), length).astype(np.int64)
