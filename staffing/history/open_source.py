"""A source opened as tables, its text in whatever code page the field's words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from staffing.history.source import Source
from staffing.tables.open import open_tables
from staffing.tables.rows import Rows

_CELLS = re.compile(r'[,;\t|\r\n"]+')
_MOST_CELLS = 400


@contextmanager
def open_source(source: Source, file: str | None = None) -> Iterator[list[Rows]]:
    """The tables of a source, or of one file of those that it means."""
    with open_tables(
        source.path if file is None else file, source.query, source.reading.encoding, likeness=field_words
    ) as tables:
        yield tables


def field_words(text: str) -> float:
    """How many letters beyond ASCII stand in headers, outcomes, months and weekdays of the lexicon."""
    from staffing.history.headers.calls import direction_of, outcome_of
    from staffing.history.headers.columns import LEAST
    from staffing.history.headers.header import header_of
    from staffing.history.headers.lexicon import lexicon
    from staffing.history.headers.tokens import folded

    score = 0.0
    for cell in list(dict.fromkeys(_CELLS.split(text)))[:_MOST_CELLS]:
        letters = sum(not letter.isascii() for letter in cell)
        if not letters:
            continue
        found = header_of(cell).best[1]
        known = folded(cell).strip(" .")
        if outcome_of(cell) or direction_of(cell) or known in lexicon().months or known in lexicon().totals:
            found = 1.0
        score += letters * found if found >= LEAST else 0.0
    return score
