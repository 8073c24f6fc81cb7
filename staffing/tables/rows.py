"""Rows of text cells from wherever a table stands: CSV text, Excel, Parquet, or a database's answer.

Whatever the source, a reader sees the same: a name for messages, and rows with the line they stand on.
Cells are text, as in CSV, so that one set of checks serves all sources; `""` is empty. `Rows.head` looks
ahead without using rows up, so that standard input can be recognised too.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import cast

from staffing.errors import InputError, Problem
from staffing.tables.source import STANDARD, display_name, open_text

DELIMITERS = ",;\t|"
Row = tuple[int, list[str]]
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"


class Rows(Iterable[Row]):
    """The non-empty rows of a source, with the line (or sheet row) of each."""

    def __init__(self, name: str, rows: Iterator[Row]) -> None:
        self.name = name
        self._rows = rows
        self._ahead: deque[Row] = deque()

    def __next__(self) -> Row:
        return self._ahead.popleft() if self._ahead else next(self._rows)

    def __iter__(self) -> Iterator[Row]:
        """The rows from here on; straight from the source, which is faster than one by one."""
        while self._ahead:
            yield self._ahead.popleft()
        yield from self._rows

    def head(self, count: int) -> list[Row]:
        """The next rows, at most `count`; they stay to be read."""
        self._ahead.extend(islice(self._rows, count - len(self._ahead)))
        return list(islice(self._ahead, count))


def is_database(source: str | Path) -> bool:
    """True for a database URL such as `postgresql://user@host/db`."""
    return "://" in str(source)


@contextmanager
def open_rows(source: str | Path, query: str | None = None) -> Iterator[Rows]:
    """The rows of a path, `-` or database URL (with `query`); the kind of file is told by its first bytes."""
    if is_database(source):
        from staffing.tables.sql import database_rows

        with database_rows(str(source), query) as rows:
            yield rows
        return
    first = _first_bytes(source)
    if first in {_ZIP, _OLE}:
        from staffing.tables.excel import excel_rows

        yield excel_rows(source)
    elif first == _PARQUET:
        from staffing.tables.parquet import parquet_rows

        with parquet_rows(source) as rows:
            yield rows
    else:
        with open_text(source) as stream:
            yield Rows(display_name(source), _csv_rows(stream, display_name(source)))


def _first_bytes(source: str | Path) -> bytes:
    """Four bytes, or none where the file cannot be read: opening it as text then says why."""
    try:
        if str(source) == STANDARD:
            return cast(io.BufferedReader, sys.stdin.buffer).peek(4)[:4]
        with open(source, "rb") as stream:
            return stream.read(4)
    except OSError:
        return b""


def _csv_rows(stream: Iterator[str], name: str) -> Iterator[Row]:
    """Rows of CSV text; the separator is that of the first line which has one."""
    opening: list[str] = []
    for text in stream:
        opening.append(text)
        if any(separator in text for separator in DELIMITERS) or len(opening) > 100:
            break
    if not any(text.strip() for text in opening):
        raise InputError(Problem(name, "a header row and data", "the file is empty"))
    delimiter = max(DELIMITERS, key=opening[-1].count)

    if any("\0" in text for text in opening):
        hint = "it is UTF-16 without its mark, or no text: save it as UTF-8"
        raise InputError(Problem(name, "text without NUL bytes", hint, 1))
    reader = csv.reader(chain(opening, stream), delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            line, start = start, reader.line_num + 1
            if row and (len(row) > 1 or row[0].strip()):
                yield line, row
    except csv.Error as fault:
        expected = f"well-formed CSV ({fault})"
        raise InputError(Problem(name, expected, "export the file again", start)) from None
