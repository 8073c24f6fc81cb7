"""Calabrio WFM (Teleopti) queue data: no header, 21 fields in a fixed order, semicolons preferred.

help.calabrio.com, "Queue data file format": fields 1 to 5 are interval length, date, time, queue id and
queue name, 6 to 21 the data. Their meanings are those of the product's table `queue_logg`, whose columns
follow the same order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from staffing.history.reading.build import averaged, history_of
from staffing.history.reading.choices import Reading
from staffing.history.reading.clock import parse_times
from staffing.history.reading.layout import Match, When
from staffing.records.history import History
from staffing.tables.columns import Column
from staffing.tables.read import read_places
from staffing.tables.rows import Row, Rows

WHEN = When((("field 2 (date)",), ("field 3 (time)",)), patterns=("%Y%m%d %H:%M", "%Y%m%d %H:%M:%S"))
FIELDS = (
    ("interval", "length of the interval in minutes"),
    ("date", "interval_start: yyyymmdd or yyyy-mm-dd"),
    ("time", "interval_start: hh:mm"),
    ("queue id", ""),
    ("queue", "queue"),
    ("offered directly", "offered, with field 7"),
    ("overflow in", "offered, with field 6"),
    ("abandoned", "abandoned"),
    ("overflow out", ""),
    ("answered", "answered"),
    ("waited, answered", "wait_seconds, total"),
    ("waited, abandoned", "abandon_wait_seconds, total"),
    ("talked", "talk_seconds, total"),
    ("after-call work", "wrap_seconds, total"),
    ("longest wait, answered", ""),
    ("longest wait, abandoned", ""),
    ("agents available", ""),
    ("answered within target", "answered_within_target"),
    ("available time", ""),
    ("abandoned shortly", ""),
    ("abandoned within target", "abandoned_within_target"),
)
_TEXTS = {2, 3, 5}
_HEADER = [f"field {place} ({name})" for place, (name, _) in enumerate(FIELDS, 1)]


class CalabrioFormat:
    """Told by its 21 fields, of which the first three are minutes, a date and a time."""

    name = "calabrio"
    title = "Calabrio WFM: queue data import file, without a header"
    quirks = (
        "0 stands for no data too: a queue of zeros may be a queue without data",
        "offered = offered directly + overflow in; handle time = talk + after-call work",
        "times and counts are totals in seconds",
    )
    assumed = "the meaning of fields 6 to 21 is taken from the columns of the product's table queue_logg"

    def columns(self) -> list[tuple[str, str]]:
        """The fields that are read, by number."""
        return [(_HEADER[i], meaning) for i, (_, meaning) in enumerate(FIELDS) if meaning]

    def match(self, head: Sequence[Row]) -> Match | None:
        """The first row is data already."""
        if not head or len(head[0][1]) != len(FIELDS):
            return None
        interval, date, time = (cell.strip() for cell in head[0][1][:3])
        told = interval.isdecimal() and re.fullmatch(r"\d{8}|\d{4}-\d\d-\d\d", date)
        told = told and re.fullmatch(r"\d{1,2}:\d\d(:\d\d)?", time)
        return (
            Match("21 fields without a header, beginning with interval length, date and time")
            if told
            else None
        )

    def read(self, rows: Rows, reading: Reading) -> History:
        """The file's rows at the file's own interval."""
        places = {
            place - 1: Column(_HEADER[place - 1], "text" if place in _TEXTS else "number", meaning, minimum=0)
            for place, (_, meaning) in enumerate(FIELDS, 1)
            if meaning
        }
        table = read_places(rows, _HEADER, places)

        def field(place: int) -> str:
            return _HEADER[place - 1]

        dates, times = table.texts[field(2)], table.texts[field(3)]
        texts = [f"{date} {time}" for date, time in zip(dates, times, strict=True)]
        cells, notes = parse_times(texts, WHEN, reading, table.line_numbers, table.problems)
        table.times["interval_start"] = cells
        table.texts["queue"] = table.texts[field(5)]
        words = {
            "offered": table.number(field(6)) + table.number(field(7)),
            "answered": table.number(field(10)),
            "abandoned": table.number(field(8)),
            "answered_within_target": table.number(field(18)),
            "abandoned_within_target": table.number(field(21)),
        }
        totals = {
            "wait_seconds": table.number(field(11)),
            "abandon_wait_seconds": table.number(field(12)),
            "talk_seconds": table.number(field(13)),
            "wrap_seconds": table.number(field(14)),
        }
        return history_of(table, averaged({**words, **totals}, totals), reading, notes=notes)


FORMAT = CalabrioFormat()
