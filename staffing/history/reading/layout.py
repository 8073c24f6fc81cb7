"""How an export is laid out, as data: which column holds which word, its unit, and how times are written.

A format with a header row is a few `Layout`s and nothing else; `history/table.py` reads any of them.
Headers are matched without regard to case, spaces and punctuation: exports of one system differ in just
these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Unit = Literal[
    "count",
    "share",
    "percent",
    "seconds",
    "minutes",
    "hours",
    "days",
    "milliseconds",
    "mm:ss",
    "hh:mm",
    "hh:mm:ss",
]
HEAD_ROWS = 20  # a header is looked for below a title and a few lines about the report


@dataclass(frozen=True)
class Field:
    """One word of the glossary and the headers under which exports carry it, the usual one first.

    `total`: the cells are sums over the interval's contacts, to be divided by them. `style` is how the file
    writes its numbers (`tables/numbers.py`), None as the contract of house files has it. Counts of several
    fields of one word are added up.
    """

    word: str
    headers: tuple[str, ...]
    unit: Unit = "count"
    total: bool = False
    required: bool = False
    style: str | None = None

    @property
    def meaning(self) -> str:
        """Unit and kind, for the list of formats."""
        if self.unit == "count":
            return self.word
        return f"{self.word}, {self.unit}{', total' if self.total else ''}"


@dataclass(frozen=True)
class When:
    """The columns that give an interval's time, joined by a space, and how that text is written.

    `order`: `iso` is unmistakable; `mdy` and `dmy` are fixed by the system; `any` depends on the settings of
    whoever exported, and is found from the dates themselves. `patterns` are further strptime patterns.
    `utc`: times without an offset are UTC, not the centre's wall time. `end`: the time is the interval's end.
    `ranges`: the time names both ends, such as 8:00-8:30. `worded`: dates and times may be written as people
    do, such as 2 March 2026 8:30 PM. `months`: the rows are whole months.
    """

    columns: tuple[tuple[str, ...], ...]
    order: Literal["iso", "mdy", "dmy", "any", "day-number"] = "iso"
    patterns: tuple[str, ...] = ()
    utc: bool = False
    end: bool = False
    ranges: bool = False
    worded: bool = False
    months: bool = False


@dataclass(frozen=True)
class Layout:
    """One layout of a format's files.

    Rows of one queue that differ in `channel` (voice, email) become queues of their own where a file has
    several, and those that differ in `apart` always; rows that differ in `split` (skill, language) are added
    up. `same` are columns that must hold one value all through, such as a zone. `unknown` are texts that mean
    an empty cell. `sums` gives a word that the system does not export as the sum of others. `never` are
    columns that files of this layout lack.
    """

    title: str
    when: When
    queue: tuple[str, ...]
    fields: tuple[Field, ...]
    marks: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    never: tuple[str, ...] = ()

    def needed(self) -> list[tuple[str, ...]]:
        """Alternatives for each header that must be there for a file to be of this layout."""
        marks = [(mark,) for mark in self.marks]
        return [*marks, *self.when.columns, *(f.headers for f in self.fields if f.required)]

    def columns(self) -> list[tuple[str, str]]:
        """Each column under its usual name, and what it means."""
        utc = " in UTC" if self.when.utc else ""
        when = [
            (names[0], f"interval_{'end' if self.when.end else 'start'}{utc}") for names in self.when.columns
        ]
        texts = [(name, "queue") for name in self.queue[:1]]
        texts += [(name, "kept apart where there are several") for name in self.channel[:1]]
        texts += [(name, "added up") for name in self.split]
        texts += [(name, "must not change") for name in self.same]
        return [*when, *texts, *((field.headers[0], field.meaning) for field in self.fields)]

    def unread(self, header: Sequence[str]) -> list[str]:
        """The headers of a file that this layout takes nothing from."""
        texts = (self.queue, self.channel, self.apart, self.split, self.same, self.marks)
        names = [name for group in (*self.when.columns, *texts) for name in group]
        names += [name for field in self.fields for name in field.headers]
        known = [re.escape(plain(name)).replace("threshold", r"\d+") for name in names]
        return [cell for cell in header if cell.strip() and not re.fullmatch("|".join(known), plain(cell))]

    def reads(self, word: str, header: Sequence[str]) -> bool:
        """Whether a file has a column of that word."""
        there = {plain(cell) for cell in header}
        return any(field.word == word and there & set(map(plain, field.headers)) for field in self.fields)

    def missing(self, header: Sequence[str]) -> list[str]:
        """The needed headers that are not there, by their usual names, and those that must not be."""
        there = {plain(cell) for cell in header}
        needed = [names[0] for names in self.needed() if not there & {plain(name) for name in names}]
        return [*needed, *(f"no {name}" for name in self.never if plain(name) in there)]


@dataclass(frozen=True)
class Match:
    """A file is of a format: why, and which row of the head is its header (0: the data begin at once)."""

    why: str
    header_row: int = 0


@lru_cache(maxsize=1 << 12)  # each of the formats asks for the same headers again
def plain(header: str) -> str:
    """A header without case, spaces and punctuation; the `#fields` that NICE begins with is no part of it."""
    return re.sub(r"[\W_]+", "", header.strip().casefold().removeprefix("#fields"))
