"""Which format a file is of: the house format first, then the one whose marks the file bears, and no other.

A file that two formats fit is refused, for a guess would be a silent misreading.
"""

from __future__ import annotations

from collections.abc import Sequence

from staffing.errors import InputError, Problem
from staffing.history import FORMATS, Format, format_named
from staffing.history.formats.house import StaffingFormat
from staffing.history.headers.columns import ENOUGH
from staffing.history.headers.header import header_of
from staffing.history.reading.layout import HEAD_ROWS, Match
from staffing.history.reading.table import TableFormat
from staffing.tables.rows import Row, Rows

_HANDLE_TIMES = ("aht_seconds", "talk_seconds")


def known_format(rows: Rows) -> tuple[Format, str] | None:
    """The format whose marks a file bears, and why; None where it bears none, InputError where several."""
    head = rows.head(HEAD_ROWS)
    house = StaffingFormat()
    match = house.match(head)
    if match is not None:
        return house, match.why
    formats = [format_named(name) for name in FORMATS if name != house.name]
    fitting = [(candidate, fit) for candidate in formats if (fit := candidate.match(head)) is not None]
    fitting = [(candidate, fit) for candidate, fit in fitting if not _passes_over(candidate, fit, head)]
    if len(fitting) == 1:
        return fitting[0][0], fitting[0][1].why
    if fitting:
        names = [one.name for one, _ in fitting]
        line, text = _widest(head)
        hint = f'say which with format = "{names[0]}" (--format)'
        raise InputError(Problem(rows.name, f"one format, not {' and '.join(names)}", hint, line, value=text))
    if house.near(head) and not _calls_contacts_otherwise(head[0][1]):
        return house, "its headers are nearest"  # its reader says what is missing
    return None


def _calls_contacts_otherwise(header: Sequence[str]) -> bool:
    """Whether the contacts offered have another name than the house format's."""
    names = [cell.strip().lower() for cell in header]
    return "offered" not in names and any(header_of(name).score("offered") >= ENOUGH for name in names)


def _passes_over(candidate: Format, fit: Match, head: Sequence[Row]) -> bool:
    """Whether a format would read no handle time of a file that has one: then its headers are others'."""
    if not isinstance(candidate, TableFormat):
        return False
    header = head[fit.header_row - 1][1]
    layout = next(one for one in candidate.layouts if not one.missing(header))
    if any(layout.reads(word, header) for word in _HANDLE_TIMES):
        return False
    return any(header_of(cell).score(_HANDLE_TIMES[0]) >= ENOUGH for cell in layout.unread(header))


def unrecognised(file: str, head: Sequence[Row]) -> Problem:
    """What a file of no format and no shape lacks, and the format it is nearest to."""
    line, found = _widest(head)
    header = max(head, key=lambda row: len(row[1]))[1]
    layouts = [
        (one.name, layout)
        for one in map(format_named, FORMATS)
        if isinstance(one, TableFormat)
        for layout in one.layouts
    ]
    name, layout = min(layouts, key=lambda pair: len(pair[1].missing(header)) / len(pair[1].needed()))
    missing = layout.missing(header)
    hint = "name the columns with --column or in [history.columns] of a plan, or see staffing formats"
    if len(missing) < len(layout.needed()):
        hint = f"it is nearest to {name}, which also needs {', '.join(missing)}; or {hint}"
    return Problem(
        file, "a header row, with a row of data for each interval or contact", hint, line, value=found
    )


def _widest(head: Sequence[Row]) -> tuple[int, str]:
    line, header = max(head, key=lambda row: len(row[1]))
    return line, ", ".join(cell.strip() for cell in header)
