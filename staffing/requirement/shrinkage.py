"""Shrinkage by weekday and time of day, from CSV: each row a component, such as training on Tuesdays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.arrays import Floats
from staffing.records.columns import IntervalRows
from staffing.tables.columns import SHRINKAGE
from staffing.tables.read import read_csv
from staffing.tables.table import Table
from staffing.timegrid import DAY_NAMES, MINUTES_PER_DAY, minute_of_day, weekday


@dataclass(frozen=True)
class Component:
    """A share of the people's time that is lost on some weekdays from one wall-clock minute to another."""

    weekdays: frozenset[int]
    start: int
    end: int
    share: float


def read_shrinkage(source: str | Path) -> list[Component]:
    """The components of a file; InputError names every bad cell."""
    table = read_csv(source, SHRINKAGE)
    share = table.number("shrinkage")
    components = [
        Component(
            _weekdays(table, row),
            _minute(table, "from", row, 0),
            _minute(table, "to", row, MINUTES_PER_DAY),
            float(share[row]),
        )
        for row in range(len(table))
    ]
    for row in [row for row, part in enumerate(components) if part.start >= part.end]:
        hint = "write a window over midnight as two rows: until 24:00, and from 00:00"
        table.problems.add(table.line_numbers[row], "to", table.texts["to"][row], "a time after `from`", hint)
    for row in np.flatnonzero(share >= 1).tolist():
        table.problems.add(table.line_numbers[row], "shrinkage", "1", "less than 1", "nobody would be there")
    table.problems.raise_if_any()
    return components


def shrinkage_of(rows: IntervalRows, components: list[Component], everywhere: float = 0.0) -> Floats:
    """Per row 1 − Π(1 − sᵢ) over the components that hold then, and what holds `everywhere`."""
    local = rows.local
    day, minute = weekday(local), minute_of_day(local)
    left = np.full(len(rows), 1.0 - everywhere)
    for component in components:
        holds = np.isin(day, list(component.weekdays))
        holds &= (minute >= component.start) & (minute < component.end)
        left[holds] *= 1.0 - component.share
    return 1.0 - left


def _weekdays(table: Table, row: int) -> frozenset[int]:
    """`mon`, `mon-fri` or `mon,wed`; empty = every day."""
    text = _cell(table, "days", row)
    if not text:
        return frozenset(range(7))
    found: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in DAY_NAMES or (last or first) not in DAY_NAMES:
            hint = 'write mon, mon-fri or "mon,wed"'
            table.problems.add(table.line_numbers[row], "days", text, "weekdays", hint)
            return frozenset()
        i, j = DAY_NAMES.index(first), DAY_NAMES.index(last or first)
        found |= {day % 7 for day in range(i, (j if j >= i else j + 7) + 1)}
    return frozenset(found)


def _minute(table: Table, column: str, row: int, absent: int) -> int:
    text = _cell(table, column, row)
    if not text:
        return absent
    hours, colon, minutes = text.partition(":")
    if colon and hours.isdigit() and minutes.isdigit() and int(hours) <= 24 and int(minutes) < 60:
        return int(hours) * 60 + int(minutes)
    table.problems.add(table.line_numbers[row], column, text, "a time of day", "write 07:30")
    return absent


def _cell(table: Table, column: str, row: int) -> str:
    return table.texts[column][row] if column in table.texts else ""
