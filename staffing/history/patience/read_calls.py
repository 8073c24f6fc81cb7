"""Single contacts from CSV, and the measured patience curve to CSV."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.errors import InputError, Problem
from staffing.history.headers.calls import is_calls
from staffing.history.headers.columns import told
from staffing.history.headers.times import times_found
from staffing.history.open_source import field_words, open_source
from staffing.history.own import flattened, understood
from staffing.history.patience.call_patience import CallPatience, estimate_from_calls
from staffing.history.reading.call_rows import HEADER, call_rows
from staffing.history.reading.choices import Mapped
from staffing.history.shapes.flat import LOOKED_AT
from staffing.history.source import Source
from staffing.tables.cells import Problems, typed
from staffing.tables.columns import CALLS, PATIENCE_CURVE
from staffing.tables.read import read_csv
from staffing.tables.rows import Rows
from staffing.tables.source import STANDARD, open_text
from staffing.tables.write import write_csv

ABANDONED = "abandoned"
WAIT_COLUMNS = ("wait_seconds", "wait_s")


def found_wait_column(source: str | Path, outcome_column: str) -> str | None:
    """The column of waits where a file's header is one of single contacts; `-` is not looked at."""
    header = _header(source)
    if outcome_column.lower() not in header:
        return None
    return next((name for name in WAIT_COLUMNS if name in header), None)


def has_columns(source: str | Path, wait_column: str, outcome_column: str) -> bool:
    """Whether the first line of a text file names both columns; `-` is not looked at."""
    return {wait_column.lower(), outcome_column.lower()} <= _header(source)


def _header(source: str | Path) -> set[str]:
    if str(source) == STANDARD or not Path(source).is_file():
        return set()
    try:
        with open_text(source, likeness=field_words) as stream:
            return {name.strip().strip('"').lower() for name in re.split(r"[,;\t|]", stream.readline())}
    except InputError:
        return set()  # no text: a workbook


def with_columns(source: Source, given: Mapping[str, str | None]) -> Source:
    """The source with columns named by word, where they are given."""
    named = {word: Mapped((name,), None) for word, name in given.items() if name}
    return replace(source, reading=replace(source.reading, columns={**source.reading.columns, **named}))


def read_calls(source: str | Path, wait_column: str, outcome_column: str) -> CallPatience | None:
    """The patience of the contacts of a plain file; None where none is called `abandoned`.

    InputError names every bad cell.
    """
    wait, outcome = CALLS
    layout = (replace(wait, name=wait_column.lower()), replace(outcome, name=outcome_column.lower()))
    table = read_csv(source, layout)
    table.problems.raise_if_any()
    gave_up = np.array([text.lower() == ABANDONED for text in table.texts[outcome_column.lower()]])
    return estimate_from_calls(table.number(wait_column.lower()), gave_up) if gave_up.any() else None


def read_contacts(source: Source) -> tuple[CallPatience, tuple[str, ...]]:
    """The patience of the contacts of any list of calls, and what was understood of it.

    InputError names every bad cell, and a list whose waits of those who gave up are not known.
    """
    with open_source(source) as tables:
        chosen = [rows for rows in tables if source.reading.sheet in {None, rows.sheet}] or tables
        waits, gave_up, notes = _waits(max(chosen, key=lambda rows: len(rows.head(LOOKED_AT))), source)
    if not gave_up.any():
        hint = "name the columns with --wait-column and --outcome-column, or [outcomes] of --map"
        if not len(gave_up):
            hint = "name the column of waits with --wait-column"
        expected = "waits of contacts who gave up, to estimate patience from"
        raise InputError(Problem(source.name, expected, hint))
    return estimate_from_calls(waits, gave_up), notes


def _waits(rows: Rows, source: Source) -> tuple[Floats, Bools, tuple[str, ...]]:
    sheet = flattened(rows, source.reading)
    if sheet is None:
        raise InputError(Problem(source.name, "a header row and data", "give a list of contacts"))
    columns = told(sheet.header, [cells for _, cells in sheet.head])
    if not {"wait", "outcome"} & source.reading.columns.keys() and not (
        is_calls(columns, times_found(columns)[0]) or not times_found(columns)[0]
    ):
        hint = "leave out --calls for a history of intervals, or name --wait-column and --outcome-column"
        raise InputError(Problem(source.name, "a row for each contact", hint, sheet.line))
    meaning = understood(sheet, source.reading, calls=True)
    made = call_rows(sheet.rows, sheet.header, sheet.head, meaning, source.reading)
    wait, outcome = HEADER.index("wait"), HEADER.index("outcome")
    problems = Problems(source.name, {"wait_seconds": made.names.get("wait", "wait")})
    lines, texts, gave_up = [], [], []
    for line, cells in made.rows:
        if cells[wait]:
            lines.append(line)
            texts.append(cells[wait])
            gave_up.append(cells[outcome] == ABANDONED)
    directed = made.rows.settled()
    seconds = typed(texts, CALLS[0], np.array(lines), problems, {})
    problems.raise_if_any()
    notes = tuple(f"{source.name}: {text}" for text in ("; ".join(meaning.said()), *made.notes))
    notes += tuple(directed)
    return np.asarray(seconds, dtype=np.float64), np.array(gave_up, dtype=bool), notes


def write_curve(target: str | Path, found: CallPatience) -> None:
    """The curve as `size --patience-curve` reads it."""
    seconds, share = PATIENCE_CURVE
    write_csv(target, {seconds.name: found.seconds, share.name: found.share})
