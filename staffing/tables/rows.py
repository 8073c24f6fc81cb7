"""Rows of text cells, wherever a table stands: what every reader is given.

Whatever the source, a reader sees the same: a name for messages, and rows with the line they stand on.
Cells are text, as in CSV, so that one set of checks serves all sources; `""` is empty. `Rows.head` looks
ahead without using rows up, so that standard input can be recognised too.

Long files are read with `take`: a source that can cut many lines at once gives them so (`cut.py`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from staffing.tables.cut import Cut

Row = tuple[int, list[str]]
Chunk = list[Row] | Cut


def rows_of(chunk: Chunk) -> list[Row]:
    """A chunk row by row."""
    return chunk.rows() if isinstance(chunk, Cut) else chunk


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

    def take(self, count: int) -> Chunk:
        """The next `count` rows, used up; fewer at the end alone."""
        if not self._ahead:
            return self._chunk(count)
        rows = [self._ahead.popleft() for _ in range(min(count, len(self._ahead)))]
        return [*rows, *islice(self._rows, count - len(rows))]

    def _chunk(self, count: int) -> Chunk:
        """The next rows from the source; one that can cut many at once overrides this."""
        return list(islice(self._rows, count))


class Sifted(Rows):
    """Other rows without some of them."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows.name, iter(()))
        self._whole = rows

    def __next__(self) -> Row:
        return next(iter(self))

    def __iter__(self) -> Iterator[Row]:
        while kept := self.take(1):
            yield from rows_of(kept)

    def head(self, count: int) -> list[Row]:
        """The next rows, those that will be left out among them."""
        return self._whole.head(count)

    def _chunk(self, count: int) -> Chunk:
        chunk = self._whole.take(count)
        if isinstance(chunk, Cut) and self.keeps(chunk):
            return chunk
        kept = self.sifted(rows_of(chunk))
        while len(kept) < count and (chunk := self._whole.take(count - len(kept))):
            kept += self.sifted(rows_of(chunk))
        return kept

    def keeps(self, cut: Cut) -> bool:
        """Whether all of these lines are sure to be kept as they are: asked first, for it costs little."""
        raise NotImplementedError

    def sifted(self, rows: Iterable[Row]) -> list[Row]:
        """The rows that are kept."""
        raise NotImplementedError
