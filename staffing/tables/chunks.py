"""Rows chunk by chunk as typed columns: what a reader needs at once, and no more, is in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from staffing.arrays import Ints
from staffing.tables.cells import Problems, typed
from staffing.tables.columns import Column
from staffing.tables.cut import Cut
from staffing.tables.grouped import Grouped
from staffing.tables.plain_columns import Words, plain_column
from staffing.tables.rows import Chunk, Rows, rows_of
from staffing.tables.spreadsheet_safe import original
from staffing.tables.table import Table

CHUNK_ROWS = 1 << 12  # larger ones are slower: they outgrow the cache, and wake the garbage collector


def read_chunks(
    rows: Rows,
    header: Sequence[str],
    places: Mapping[int, Column],
    problems: Problems,
    *,
    keep_extras: bool = False,
    grouped: Grouped | None = None,
) -> Iterator[Table]:
    """The same as tables of at most `CHUNK_ROWS` rows, for what need not be held at once."""
    extras = [place for place in range(len(header)) if keep_extras and place not in places]
    shared: dict[str, str] = {}  # equal texts share one string
    words = Words()
    untrimmed = _Originals()
    while chunk := rows.take(CHUNK_ROWS):
        whole = _whole(chunk, len(header), problems)
        if not len(whole.lines):
            continue
        table = Table(rows.name, whole.lines, problems)
        for place, column in places.items():
            values = plain_column(whole, place, column, words, grouped) if isinstance(whole, Cut) else None
            if values is None:
                cells = whole.cells(place)
                values = typed(cells, column, whole.lines, problems, shared, grouped=grouped)
            table.put(column.name, values)
        if grouped is not None:
            grouped.rows += len(whole.lines)
        for place in extras:
            texts = [untrimmed[cell] for cell in whole.cells(place)]
            table.extras[original(header[place].strip())] = texts
        yield table


def _whole(chunk: Chunk, width: int, problems: Problems) -> Cut | _Listed:
    """The rows that are as wide as the header; the others are problems."""
    if isinstance(chunk, Cut) and chunk.width == width:
        return chunk
    rows = [row for row in rows_of(chunk) if _has_width(row, width, problems)]
    lines = np.array([line for line, _ in rows], dtype=np.int64)
    return _Listed(lines, list(zip(*(cells for _, cells in rows), strict=True)))


class _Listed(NamedTuple):
    """Rows of equal width, column by column."""

    lines: Ints
    columns: list[tuple[str, ...]]

    def cells(self, place: int) -> tuple[str, ...]:
        """The texts of a column."""
        return self.columns[place]


class _Originals(dict[str, str]):
    """What cells held before they were made harmless for spreadsheets; equal texts share one string."""

    def __missing__(self, cell: str) -> str:
        text = self[cell] = original(cell)
        return text


def _has_width(row: tuple[int, list[str]], width: int, problems: Problems) -> bool:
    line, cells = row
    if len(cells) == width:
        return True
    hint = "a missing or extra separator, or a decimal comma?"
    problems.add(line, None, f"{len(cells)} cells", f"{width} cells, as in the header", hint)
    return False
