"""CSV text as rows: lines that are all alike are cut at once, the others are read by Python's reader."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice

from staffing.errors import InputError, Problem
from staffing.tables.cut import cut
from staffing.tables.delimiter import DELIMITERS, OPENING_LINES, delimiter_of
from staffing.tables.rows import Chunk, Row, Rows


class CsvRows(Rows):
    """The rows of lines of CSV; blank lines are none."""

    def __init__(self, lines: Iterator[str], name: str, notes: tuple[str, ...] = ()) -> None:
        super().__init__(name, self._begun(), notes=notes)
        self._lines, self._delimiter, self._line = lines, "", 1

    def _begun(self) -> Iterator[Row]:
        """All rows from the first line on; how the file is written is found when the first is asked for."""
        opening = _opening(self._lines, self.name)
        self._delimiter = delimiter_of(opening)
        self._lines = chain(opening, self._lines)
        yield from self._parsed(self._lines)

    def _chunk(self, count: int) -> Chunk:
        if not self._delimiter:
            return super()._chunk(count)
        lines = list(islice(self._lines, count))
        if not lines:
            return []
        made = cut(lines, self._line, self._delimiter)
        if made is None:  # a row takes a line at least, so that none of these is left
            return list(islice(self._parsed(chain(lines, self._lines)), count))
        self._line += len(lines)
        return made

    def _parsed(self, lines: Iterator[str]) -> Iterator[Row]:
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        read = 0
        try:
            for row in reader:
                line, self._line, read = self._line, self._line + reader.line_num - read, reader.line_num
                if row and (len(row) > 1 or row[0].strip()):
                    yield line, row
        except csv.Error as fault:
            expected = f"well-formed CSV ({fault})"
            hint = (
                'export the file again; a quotation mark inside a quoted cell is written twice: "a ""b"" c"'
            )
            raise InputError(Problem(self.name, expected, hint, self._line)) from None


def _opening(lines: Iterator[str], name: str) -> list[str]:
    """The first lines, as many as show the separator; raises InputError where they are no text."""
    opening = list(islice(lines, OPENING_LINES))
    while len(opening) < 100 and not any(mark in text for text in opening for mark in DELIMITERS):
        more = next(lines, None)
        if more is None:
            break
        opening.append(more)
    if not any(text.strip() for text in opening):
        raise InputError(Problem(name, "a header row and data", "the file is empty"))
    marked = next((text for text in opening if any(mark in text for mark in DELIMITERS)), opening[-1])
    if any("\0" in text for text in opening[: opening.index(marked) + 1]):
        hint = "name an export, if this is a picture or another kind of file; save UTF-16 text as UTF-8"
        raise InputError(Problem(name, "text without NUL bytes", hint, 1))
    return opening
