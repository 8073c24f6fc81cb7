"""How a file was understood, so that a plan can say it: its format, mapping, order of dates and encoding.

A plan that says what was found reads tomorrow's export the same way, whatever tomorrow's rows look like.
"""

from __future__ import annotations

from dataclasses import dataclass

from staffing.history import AUTO
from staffing.history.open_source import field_words, open_source
from staffing.history.reading.clock import order_noted
from staffing.history.recognise import known_format
from staffing.history.source import Source
from staffing.records.history import History
from staffing.tables.database_url import is_database
from staffing.tables.encoding import UTF_8
from staffing.tables.rows import Rows
from staffing.tables.source import open_text

_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")  # workbooks and Parquet


@dataclass(frozen=True)
class HowRead:
    """`mapping`: the lines of `[columns]` where the file is of no known format, else none."""

    format_name: str
    mapping: tuple[str, ...] = ()
    dates: str | None = None
    encoding: str | None = None


def how_read(file: str, source: Source, history: History) -> HowRead:
    """How `history` was read from a file of that source."""
    reading = source.reading
    dates = reading.dates or order_noted(history.notes)
    encoding = reading.encoding or _encoding(file)
    if source.format_name != AUTO or reading.columns or reading.outcomes:
        return HowRead(source.format_name, (), dates, encoding)
    with open_source(source, file) as tables:
        found = {one for rows in tables if (one := _one(rows, source)) is not None}
    if len(found) != 1:
        return HowRead(AUTO, (), dates, encoding)
    format_name, mapping = next(iter(found))
    return HowRead(format_name, mapping, dates, encoding)


def _one(rows: Rows, source: Source) -> tuple[str, tuple[str, ...]] | None:
    """Format and mapping of one sheet; None of one without data."""
    from staffing.history.headers.ready import ready_mapping
    from staffing.history.own import flattened, understood

    if len(rows.head(2)) < 2:
        return None
    known = known_format(rows)
    if known is not None:
        return known[0].name, ()
    sheet = flattened(rows, source.reading)
    if sheet is None:
        return None
    meaning = understood(sheet, source.reading)
    if meaning.doubts or sheet.made:
        return AUTO, ()  # a shape is found anew each time: its columns are not those of the file
    lines = ready_mapping(meaning, sheet.header).splitlines()
    return AUTO, tuple(line for line in lines[1:] if not line.startswith("#"))


def _encoding(file: str) -> str | None:
    """Of a text that is no UTF-8; None of a workbook, a database, or plain UTF-8."""
    if is_database(file):
        return None
    with open(file, "rb") as stream:
        if stream.read(4).startswith(_NO_TEXT):
            return None
    with open_text(file, likeness=field_words) as text:
        return None if text.encoding.lower() == UTF_8 else text.encoding.lower()
