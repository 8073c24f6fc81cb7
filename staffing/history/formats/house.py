"""The house format: the columns of the glossary, one row per interval and queue.

Only `interval_start` and `offered` are required; an empty cell is unknown, not zero. Times without an
offset are wall times of the plan's zone. See `docs/reference/file-formats.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from staffing.history.reading.build import history_of
from staffing.history.reading.choices import Reading
from staffing.history.reading.clock import parse_times
from staffing.history.reading.footers import OwnRows
from staffing.history.reading.layout import HEAD_ROWS, Match, When
from staffing.history.reading.shard_rows import ShardRows
from staffing.records.history import History
from staffing.tables.cells import parse_iso
from staffing.tables.columns import HISTORY
from staffing.tables.read import places_of, read_places
from staffing.tables.rows import Row, Rows

_WHEN = When((("interval_start",),), order="any", worded=True)
_REMEDY = "rename the one that holds it, or name it with --column"
_OTHER_TIMES = frozenset({"date", "time", "timestamp", "datetime"})


class StaffingFormat:
    """What `staffing` writes itself, and asks for where nothing else fits."""

    name = "staffing"
    title = "the house format: the words of the glossary as headers"
    quirks = ("an empty cell is unknown, not zero",)
    assumed = ""

    def match(self, head: Sequence[Row]) -> Match | None:
        """The first row holds the two words that every history has."""
        words = {cell.strip().lower() for cell in head[0][1]} if head else set()
        return Match("columns interval_start, offered", 1) if {"interval_start", "offered"} <= words else None

    def near(self, head: Sequence[Row]) -> bool:
        """The first row names `interval_start` and other words of the glossary: this is what was meant."""
        words = {column.name for column in HISTORY}
        there = {cell.strip().lower() for cell in head[0][1]} if head else set()
        return ("interval_start" in there and len(words & there) > 1) or (
            {"offered", "aht_seconds"} <= there and not there & _OTHER_TIMES
        )

    def columns(self) -> list[tuple[str, str]]:
        """Each column and what it means."""
        return [(column.name, column.meaning) for column in HISTORY]

    def read(self, rows: Rows, reading: Reading) -> History:
        """The rows in file order, at the file's own interval."""
        _, header = next(rows)
        own = OwnRows(rows, header)
        places = places_of(header, HISTORY, rows.name, remedy=_REMEDY)
        as_text = not _begins_in_iso(own, header)
        if as_text:
            as_texts = (replace(HISTORY[0], kind="text"), *HISTORY[1:])
            places = places_of(header, as_texts, rows.name)
        shard_rows = None if reading.shard is None or as_text else ShardRows(reading.shard)
        table = read_places(own, header, places, any_style=True, keeps=shard_rows)
        notes = own.left_out()
        if as_text:
            texts, (lines, problems) = table.texts.pop("interval_start"), (table.line_numbers, table.problems)
            table.times["interval_start"], said = parse_times(texts, _WHEN, reading, lines, problems)
            notes += said
        words = {"offered": table.number("offered"), "aht_seconds": table.number("aht_seconds")}
        ends = reading.booked == "end"
        history = history_of(
            table, {**words, **table.numbers}, reading, ends=ends, notes=notes, left_out=own.headers
        )
        return history if shard_rows is None else replace(history, of_all=shard_rows.counts())


def _begins_in_iso(rows: Rows, header: Sequence[str]) -> bool:
    """Whether one of the first times at least is one of ISO 8601: then any other is a fault."""
    names = [cell.strip().lower() for cell in header]
    if HISTORY[0].name not in names:
        return True  # the column itself is missing, which reading the header says
    place = names.index(HISTORY[0].name)
    cells = [cells[place] for _, cells in rows.head(HEAD_ROWS) if place < len(cells)]
    return not cells or any(parse_iso(cell.strip()) for cell in cells)


FORMAT = StaffingFormat()
