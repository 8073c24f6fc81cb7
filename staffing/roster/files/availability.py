"""availability.csv: leave, hours when people can or cannot work, fixed shifts, and wishes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np

from staffing.errors import did_you_mean
from staffing.roster.people import Off
from staffing.tables.cells import parse_iso
from staffing.tables.columns import AVAILABILITY
from staffing.tables.read import read_csv
from staffing.tables.table import Table
from staffing.timegrid import Zone

KINDS = ("leave", "unavailable", "available", "fixed", "wish-off", "wish-work")
_DATE_LENGTH = len("2027-03-08")


def read_availability(
    source: str | Path, zone: Zone, agents: tuple[str, ...], patterns: tuple[str, ...]
) -> dict[str, tuple[Off, ...]]:
    """The rows of each person in file order; InputError names every bad cell."""
    table = read_csv(source, AVAILABILITY, may_be_empty=True)
    rows: dict[str, list[Off]] = {}
    names, known = table.texts.get("agent", []), set(agents)
    for row, name in enumerate(names):
        if name and name not in known:
            hint = f"{did_you_mean(name, agents)}add the person, or remove the row"
            table.problems.add(int(table.line_numbers[row]), "agent", name, "a name of the agents file", hint)
        off = _off(table, row, zone, patterns)
        if off is not None:
            rows.setdefault(name, []).append(off)
    table.problems.raise_if_any()
    return {name: tuple(those) for name, those in rows.items()}


def _off(table: Table, row: int, zone: Zone, patterns: tuple[str, ...]) -> Off | None:
    line = int(table.line_numbers[row])
    kind, pattern = table.texts["kind"][row], _text(table, "pattern", row)
    if kind not in KINDS:
        hint = f"{did_you_mean(kind, KINDS)}write one of them"
        table.problems.add(line, "kind", kind, f"one of {', '.join(KINDS)}", hint)
    if pattern and pattern not in patterns:
        hint = f"{did_you_mean(pattern, patterns)}known: {', '.join(patterns)}"
        table.problems.add(line, "pattern", pattern, "a pattern of the plan", hint)
    first, last = table.texts["start"][row], _text(table, "end", row)
    start = _moment(table, row, "start", first, zone, is_end=False)
    end = _moment(table, row, "end", last or first[:_DATE_LENGTH], zone, is_end=True)
    if start is None or end is None:
        return None
    if end <= start:
        table.problems.add(line, "end", last, "an end after the start", "is it the right day?")
        return None
    weight = float(table.number("weight")[row])
    return Off(
        kind=kind,
        start=start,
        end=end,
        text=f"{first} {last}".strip(),
        pattern=pattern,
        weight=1.0 if np.isnan(weight) else weight,
    )


def _text(table: Table, name: str, row: int) -> str:
    return table.texts[name][row] if name in table.texts else ""


def _moment(
    table: Table, row: int, column: str, text: str, zone: Zone, *, is_end: bool
) -> np.datetime64 | None:
    """UTC of a date (its midnight, or its end) or a time; None where the cell is wrong."""
    line = int(table.line_numbers[row])
    try:
        date = dt.date.fromisoformat(text) if len(text) == _DATE_LENGTH else None
    except ValueError:
        date = None
    if date is not None and 1970 <= date.year < 2200:
        return zone.midnight(date + dt.timedelta(days=1) if is_end else date)
    parsed = parse_iso(text) if len(text) > _DATE_LENGTH else None
    if parsed is None:
        if text:
            hint = "write 2027-03-08, or 2027-03-08T13:00"
            table.problems.add(line, column, text, "a date or a time in ISO 8601", hint)
        return None
    seconds, _, is_wall = parsed
    moment = np.array([seconds], dtype=np.int64).astype("datetime64[s]")
    if not is_wall:
        return np.datetime64(moment[0])
    utc, exists = zone.utc(moment)
    if not exists[0]:
        hint = "clocks skip this hour: write the next"
        table.problems.add(line, column, text, f"a wall time that exists in {zone.name}", hint)
        return None
    return np.datetime64(utc[0])
