"""Open a table wherever it stands: CSV text, Excel, web pages, JSON, Parquet, a database."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TextIO, cast

from staffing.tables.database_url import is_database
from staffing.tables.delimiter import OPENING_LINES
from staffing.tables.encoding import UTF_8, Likeness
from staffing.tables.html import html_tables
from staffing.tables.json_records import json_rows
from staffing.tables.rows import Rows
from staffing.tables.source import STANDARD, display_name, open_text

_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_OF_RECORDS = re.compile(r"\s*\[\s*([{\[\]]|$)")  # a header such as [Date],[Calls] is none


@contextmanager
def open_rows(source: str | Path, query: str | None = None) -> Iterator[Rows]:
    """The rows of a path, `-` or database URL (with `query`); of a workbook those of its first sheet."""
    with open_tables(source, query) as tables:
        yield tables[0]


@contextmanager
def open_tables(
    source: str | Path,
    query: str | None = None,
    encoding: str | None = None,
    *,
    likeness: Likeness | None = None,
) -> Iterator[list[Rows]]:
    """Each sheet of a workbook, each table of a page, or the one table of any other source.

    The kind of file is told by its first bytes. `likeness`: text may be in a code page, which its words tell.
    """
    if is_database(source):
        from staffing.tables.sql import database_rows

        with database_rows(str(source), query) as rows:
            yield [rows]
        return
    first = _first_bytes(source)
    if first in {_ZIP, _OLE}:
        from staffing.tables.excel import excel_sheets

        yield excel_sheets(source)
    elif first == _PARQUET:
        from staffing.tables.parquet import parquet_rows

        with parquet_rows(source) as rows:
            yield [rows]
    else:
        with open_text(source, encoding, likeness) as stream:
            yield _text_tables(stream, display_name(source), said=encoding is None)


def _text_tables(stream: TextIO, name: str, *, said: bool) -> list[Rows]:
    """The tables of a text: a web page, records in JSON, or lines of separated cells."""
    found = stream.encoding.lower()
    notes = (f"{name}: its text is read as {found}",) if said and found != UTF_8 else ()
    opening: list[str] = []
    for line in stream:
        opening.append(line)
        if line.strip() or len(opening) == OPENING_LINES:
            break
    start = opening[-1].lstrip()[:1] if opening else ""
    if start == "<":
        tables = html_tables("".join(chain(opening, stream)))
        several = len(tables) > 1
        made = [
            Rows(name, iter(table), f"table {number}" if several else "", notes)
            for number, table in enumerate(tables, 1)
        ]
        return made or [Rows(name, iter(()), notes=notes)]
    if start == "{" or (start == "[" and _OF_RECORDS.match("".join(opening))):
        return [Rows(name, iter(json_rows("".join(chain(opening, stream)), name)), notes=notes)]
    from staffing.tables.csv_rows import CsvRows

    return [CsvRows(chain(opening, stream), name, notes)]


def _first_bytes(source: str | Path) -> bytes:
    """Four bytes, or none where the file cannot be read: opening it as text then says why."""
    try:
        if str(source) == STANDARD:
            return cast(io.BufferedReader, sys.stdin.buffer).peek(4)[:4]
        with open(source, "rb") as stream:
            return stream.read(4)
    except OSError:
        return b""
