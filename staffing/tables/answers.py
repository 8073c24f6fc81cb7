"""The answer to a query as rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from staffing.tables.cell_text import cell_text
from staffing.tables.rows import Row, Rows

CHUNK_ROWS = 10_000


def answer_rows(name: str, header: Sequence[str], fetch: Callable[[int], Sequence[Sequence[Any]]]) -> Rows:
    """Header and fetched rows as text."""

    def rows() -> Iterator[Row]:
        yield 1, list(header)
        line = 2
        while chunk := fetch(CHUNK_ROWS):
            for row in chunk:
                yield line, [cell_text(value) for value in row]
                line += 1

    return Rows(name, rows())
