"""What headers say against counts: contacts an hour in rows of another length, contacts left out.

And how numbers with marks between thousands, such as 1.100, were read.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from staffing.history.headers.columns import COUNTS, Told
from staffing.history.headers.header import says
from staffing.history.headers.meaning import Meaning, ReasonToAsk
from staffing.tables.numbers import unstyled
from staffing.tables.rows import Row

_HOUR = 60  # minutes
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


def rates_an_hour(
    meaning: Meaning, minutes: int, given: Container[str]
) -> tuple[tuple[ReasonToAsk, ...], list[str]]:
    """What to ask, and what to say, of counts whose header says an hour where rows are of other `minutes`.

    Half-hours read as they stand would have twice their contacts. The words that are `given` by a mapping
    are counts, for somebody says so.
    """
    if minutes == _HOUR:
        return (), []
    rates = [
        (guess.word, name)
        for guess in meaning.guesses
        if guess.word in COUNTS
        for name in guess.headers
        if says(name, "per_hour")
    ]
    asked = tuple(
        ReasonToAsk(f"{name} says contacts an hour: are they counts of these {minutes} minutes?")
        for word, name in rates
        if word not in given
    )
    return asked, [f"{name} is read as counts of {minutes} minutes" for word, name in rates if word in given]


def left_out_of_sum(meaning: Meaning, columns: Sequence[Told]) -> list[str]:
    """What to say where offered is answered + abandoned, and some ended in voicemail or the like."""
    words = {guess.word: guess.headers for guess in meaning.guesses}
    others = [
        column.name
        for column in columns
        if column.name in meaning.left and column.holds.is_count and says(column.name, "elsewhere")
    ]
    if "offered" in words or not others or not {"answered", "abandoned"} <= words.keys():
        return []
    names = [*words["answered"], *words["abandoned"]]
    more = ", ".join(f'"{name}"' for name in (*names, *others))
    return [
        f"contacts offered are {' + '.join(names)}, without {' and '.join(others)}: if these came in too, "
        f"write offered = [{more}] in [columns] of a file for --map (in a plan: [history.columns])"
    ]


def numbers_said(meaning: Meaning, header: Sequence[str], head: Sequence[Row]) -> list[str]:
    """How the first number of each column is read that could be a thousand or one and its decimals."""
    places = {name: place for place, name in enumerate(header)}
    said = []
    for guess in meaning.guesses:
        for name in guess.headers:
            cells = (row[places[name]].strip() for _, row in head if places[name] < len(row))
            if cell := next((cell for cell in cells if _TWO_WAYS.fullmatch(cell)), None):
                said.append(f"{cell} of {name} is read as {float(unstyled(cell, guess.style)):.10g}")
    return said
