"""state.csv: the shifts worked before, and what became of wishes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.roster.people import PastShift, WishAnswer
from staffing.tables.columns import ROSTER_STATE
from staffing.tables.open import open_rows
from staffing.tables.read import read_table
from staffing.tables.roster import rest_column, rests_of
from staffing.tables.table import Table

WORKED, GRANTED, REFUSED = "shift", "granted", "refused"


def read_state(
    source: str | Path, timezone: str, agents: tuple[str, ...], before: np.datetime64 | None
) -> tuple[dict[str, tuple[PastShift, ...]], dict[str, tuple[WishAnswer, ...]]]:
    """What each person did and got before a date (None: ever); rows of others, and later ones, do not count.

    InputError names every bad cell.
    """
    with open_rows(source) as rows:
        table = read_table(rows, ROSTER_STATE, further=rest_column, may_be_empty=True)
    table = table.in_zone(timezone)
    shifts: dict[str, list[PastShift]] = {}
    answers: dict[str, list[WishAnswer]] = {}
    known, alone = set(agents), np.arange(len(table))
    start, end = (table.some_moments(name, alone) for name in ("start", "end"))
    rests, begins, ends = rests_of(table)
    dates = table.times["date"].days
    for row in range(len(table)):
        name, kind = table.texts["agent"][row], _text(table, "kind", row) or WORKED
        if kind not in {WORKED, GRANTED, REFUSED}:
            hint = "leave it empty for a shift"
            table.problems.add(int(table.line_numbers[row]), "kind", kind, "shift, granted or refused", hint)
        if name not in known or (before is not None and dates[row] >= before):
            continue
        if kind == WORKED:
            if _is_shift(table, row, start[row], end[row]):
                edges = zip(rests, begins[row], ends[row], strict=True)
                spans = tuple((rest, begin, stop) for rest, begin, stop in edges if begin < stop)
                shifts.setdefault(name, []).append(_shift(table, row, (start[row], end[row]), spans))
        else:
            answers.setdefault(name, []).append(WishAnswer(dates[row], kind == GRANTED))
    table.problems.raise_if_any()
    return {name: tuple(sorted(those, key=lambda one: one.start)) for name, those in shifts.items()}, {
        name: tuple(those) for name, those in answers.items()
    }


def _is_shift(table: Table, row: int, start: np.datetime64, end: np.datetime64) -> bool:
    """Whether it has a start and a later end."""
    line = int(table.line_numbers[row])
    for column, moment in (("start", start), ("end", end)):
        if np.isnat(moment):
            table.problems.add(
                line, column, "", "a time of a shift worked", "fill the cell or remove the row"
            )
    if end <= start:
        table.problems.add(line, "end", str(end), "an end after the start", "is it the right day?")
    return bool(end > start)


def _shift(
    table: Table,
    row: int,
    span: tuple[np.datetime64, np.datetime64],
    rests: tuple[tuple[str, np.datetime64, np.datetime64], ...],
) -> PastShift:
    paid = float(table.number("paid_hours")[row])
    hours = float((span[1] - span[0]) / np.timedelta64(3600, "s"))
    return PastShift(
        date=np.datetime64(table.times["date"].days[row], "D"),
        start=span[0],
        end=span[1],
        pattern=_text(table, "pattern", row),
        group=_text(table, "group", row),
        paid_hours=hours if np.isnan(paid) else paid,
        rests=rests,
    )


def _text(table: Table, name: str, row: int) -> str:
    return table.texts[name][row] if name in table.texts else ""
