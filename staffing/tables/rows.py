"""Rows of text cells, wherever a table stands: what every reader is given.

Whatever the source, a reader sees the same: a name for messages, and rows with the line they stand on.
Cells are text, as in CSV, so that one set of checks serves all sources; `""` is empty. `Rows.head` looks
ahead without using rows up, so that standard input can be recognised too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

Row = tuple[int, list[str]]


class Rows(Iterable[Row]):
    """The non-empty rows of a source, with the line (or sheet row) of each.

    `sheet` is the name of the sheet or table they stand on, `notes` what had to be found out to read them.
    """

    def __init__(self, name: str, rows: Iterator[Row], sheet: str = "", notes: tuple[str, ...] = ()) -> None:
        self.name, self.sheet, self.notes = name, sheet, notes
        self._rows = rows
        self._ahead: deque[Row] = deque()
        self._first: Row | None = None

    def __next__(self) -> Row:
        return self._ahead.popleft() if self._ahead else next(self._rows)

    def __iter__(self) -> Iterator[Row]:
        """The rows from here on; straight from the source, which is faster than one by one."""
        while self._ahead:
            yield self._ahead.popleft()
        yield from self._rows

    @property
    def first(self) -> list[str]:
        """The cells of the first row that was looked at, whatever has been read since."""
        return self._first[1] if self._first else []

    def head(self, count: int) -> list[Row]:
        """The next rows, at most `count`; they stay to be read."""
        self._ahead.extend(islice(self._rows, max(0, count - len(self._ahead))))
        if self._first is None and self._ahead:
            self._first = self._ahead[0]
        return list(islice(self._ahead, count))
