"""Which format a file is of: the house format first, then the one whose marks the file bears, and no other.

A file that two formats fit is refused, for a guess would be a silent misreading.
"""

from __future__ import annotations

from staffing.errors import InputError, Problem
from staffing.history import FORMATS, Format, format_named
from staffing.history.formats.house import StaffingFormat
from staffing.history.reading.layout import HEAD_ROWS
from staffing.history.reading.table import TableFormat
from staffing.tables.rows import Rows


def recognised(rows: Rows) -> tuple[Format, str]:
    """The format and why; raises InputError where none fits, or more than one."""
    head = rows.head(HEAD_ROWS)
    house = StaffingFormat()
    match = house.match(head)
    if match is not None:
        return house, match.why
    formats = [format_named(name) for name in FORMATS if name != house.name]
    fitting = [(candidate, fit) for candidate in formats if (fit := candidate.match(head)) is not None]
    if len(fitting) == 1:
        return fitting[0][0], fitting[0][1].why
    if not fitting and house.near(head):
        return house, "its headers are nearest"  # its reader says what is missing
    raise InputError(_unrecognised(rows, [candidate.name for candidate, _ in fitting], formats))


def _unrecognised(rows: Rows, fitting: list[str], formats: list[Format]) -> Problem:
    head = rows.head(HEAD_ROWS)
    if not head:
        return Problem(rows.name, "a header row and data", "the file is empty")
    line, header = max(head, key=lambda row: len(row[1]))
    found = ", ".join(cell.strip() for cell in header)
    if fitting:
        hint = f'say which with format = "{fitting[0]}" (--format)'
        return Problem(rows.name, f"one format, not {' and '.join(fitting)}", hint, line, value=found)
    layouts = [(f.name, layout) for f in formats if isinstance(f, TableFormat) for layout in f.layouts]
    name, layout = min(layouts, key=lambda pair: len(pair[1].missing(header)) / len(pair[1].needed()))
    missing = layout.missing(header)
    hint = "name the columns in [history.columns] of a plan, or see staffing formats"
    if len(missing) < len(layout.needed()):
        hint = f"it is nearest to {name}, which also needs {', '.join(missing)}; or {hint}"
    return Problem(rows.name, "the headers of a known format", hint, line, value=found)
