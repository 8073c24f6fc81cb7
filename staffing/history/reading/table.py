"""Reads any format that is laid out as data: header, times, units, totals, what unknown looks like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.errors import InputError, Problem
from staffing.history.reading.build import averaged, history_of
from staffing.history.reading.choices import Reading
from staffing.history.reading.clock import is_time, parse_times, refuse_untimed, without_times
from staffing.history.reading.day_totals import sums_of_days
from staffing.history.reading.footers import Footers
from staffing.history.reading.half_days import row_after_noon
from staffing.history.reading.layout import HEAD_ROWS, Field, Layout, Match, plain
from staffing.records.columns import ALL_QUEUES
from staffing.records.history import History
from staffing.tables.columns import Column
from staffing.tables.read import read_places
from staffing.tables.rows import Row, Rows
from staffing.tables.table import Table

_PLAIN_SECONDS = {"milliseconds": 0.001, "minutes": 60.0, "hours": 3600.0, "days": 86400.0}
_MOST_NAMED = 300  # letters of the columns that a note names
_AFTER = {"hh:mm": 60.0, "percent": 0.01}  # hours and minutes are read as minutes and seconds
_RATES = {"answer_rate": "answered", "abandon_rate": "abandoned"}


@dataclass(frozen=True)
class TableFormat:
    """A format told by its header: one or more layouts.

    `quirks` say what to know of its numbers; `assumed` what public documents leave open.
    """

    name: str
    title: str
    layouts: tuple[Layout, ...]
    quirks: tuple[str, ...] = ()
    assumed: str = ""

    def match(self, head: Sequence[Row]) -> Match | None:
        """The layout whose headers stand in one of the first rows."""
        for place, (_, cells) in enumerate(head):
            for layout in self.layouts:
                if not layout.missing(cells):
                    names = ", ".join(names[0] for names in layout.needed())
                    return Match(f"columns {names}", place + 1)
        return None

    def read(self, rows: Rows, reading: Reading) -> History:
        """The file's rows at the file's own interval; raises InputError naming every bad cell."""
        match = self.match(rows.head(HEAD_ROWS))
        if match is None:
            raise InputError(self._unlike(rows))
        for _ in range(match.header_row - 1):
            next(rows)  # titles above the header
        line, header = next(rows)
        layout = next(layout for layout in self.layouts if not layout.missing(header))
        history = read_layout(rows, line, header, layout, reading)
        unread = ", ".join(layout.unread(header))[:_MOST_NAMED]
        note = f"{rows.name}: columns that are not read: {unread}"
        return replace(history, notes=(note, *history.notes)) if unread else history

    def columns(self) -> list[tuple[str, str]]:
        """Each column under its usual name and what it means, layout by layout."""
        return [pair for layout in self.layouts for pair in layout.columns()]

    def _unlike(self, rows: Rows) -> Problem:
        head = rows.head(HEAD_ROWS)
        line, header = max(head, key=lambda row: len(row[1]), default=(1, []))
        least = min((layout.missing(header) for layout in self.layouts), key=len)
        hint = f"the file has: {', '.join(header)[:300]}; see staffing formats"
        return Problem(rows.name, f"the columns of {self.name}: {', '.join(least)}", hint, line)


def read_layout(rows: Rows, line: int, header: list[str], layout: Layout, reading: Reading) -> History:
    """The rows below `header` as a history."""
    header = [cell.strip() for cell in header]
    places = _places(header, layout, reading, rows.name, line)
    whens = [header.index(found) for names in layout.when.columns if (found := _found(header, names))]
    footers = Footers(
        rows, header, whens, lambda text: is_time(text, layout.when, reading), worded=layout.when.worded
    )
    columns = {place: column for place, (column, _) in places.items()}
    table = read_places(footers, header, columns, any_style=True)
    _refuse_mixtures(table, header, layout)
    texts = _texts_joined(table, header, layout.when.columns)
    table.times["interval_start"], notes = parse_times(
        texts, layout.when, reading, table.line_numbers, table.problems
    )
    words = _words(table, places.values(), layout)
    channels = table.texts.get(_found(header, layout.channel) or "", [])
    names = table.texts.get(_found(header, layout.queue) or "", [ALL_QUEUES] * len(table))
    if len(set(channels)) > 1:
        names = [f"{name or ALL_QUEUES} ({channel})" for name, channel in zip(names, channels, strict=True)]
    for further in layout.apart:
        names = [f"{name} / {text}" for name, text in zip(names, table.texts[further], strict=True)]
    table.texts["queue"] = names
    untimed = without_times(texts, layout.when)
    _refuse_half_days(table, texts, np.flatnonzero(~untimed))
    sums = _day_sums(table, texts, words["offered"], untimed, layout)
    split = [place for place in layout.split if _found(header, (place,))]
    parts = _texts_joined(table, header, [(name,) for name in split]) if split else None
    return history_of(
        table,
        words,
        reading,
        split=parts,
        sums=sums,
        ends=layout.when.end,
        months=layout.when.months,
        notes=(*notes, *footers.left_out()),
        left_out=footers.count,
    )


def _found(header: Sequence[str], names: Sequence[str]) -> str | None:
    """The header, as written in the file, of the first of the names that is there."""
    there = {plain(cell): cell for cell in reversed(header)}
    return next((there[plain(name)] for name in names if plain(name) in there), None)


def _places(
    header: Sequence[str], layout: Layout, reading: Reading, file: str, line: int
) -> dict[int, tuple[Column, Field | None]]:
    """What each known column holds; columns are called as in the file, so that messages are too."""
    doubled = sorted({cell for cell in header if cell and header.count(cell) > 1})
    texts = [
        *layout.when.columns,
        layout.queue,
        layout.channel,
        *((n,) for n in (*layout.apart, *layout.split, *layout.same)),
    ]
    places: dict[int, tuple[Column, Field | None]] = {}
    for names in texts:
        if title := _found(header, names):
            places[header.index(title)] = (Column(title, "text"), None)
    for field in layout.fields:
        names = tuple(name.replace("{threshold}", f"{reading.threshold_seconds:g}") for name in field.headers)
        if title := _found(header, names):
            places[header.index(title)] = (_column(title, field, layout), field)
    wrong = [
        Problem(file, "each column once", "remove one", line, name)
        for name in doubled
        if header.index(name) in places
    ]
    if wrong:
        raise InputError(wrong)
    return places


def _column(name: str, field: Field, layout: Layout) -> Column:
    return Column(
        name,
        "number" if field.unit in {"count", "share", "percent", "seconds"} else "duration",
        field.word,
        minimum=0,
        maximum={"share": 1, "percent": 100}.get(field.unit),
        clock_parts=2 if field.unit in {"mm:ss", "hh:mm"} else 3,
        plain_seconds=_PLAIN_SECONDS.get(field.unit, 1.0),
        unknown=frozenset(layout.unknown),
        style=field.style,
    )


def _texts_joined(table: Table, header: Sequence[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """The texts of several columns of each row, put together with a space."""
    found = [name for names in columns if (name := _found(header, names))]
    if len(found) == 1:
        return table.texts[found[0]]
    return [" ".join(parts) for parts in zip(*(table.texts[name] for name in found), strict=True)]


def _refuse_mixtures(table: Table, header: Sequence[str], layout: Layout) -> None:
    """A column such as the time zone must say the same on every row."""
    for name in layout.same:
        found = _found(header, (name,))
        values = list(dict.fromkeys(table.texts[found])) if found else []
        if found and len(values) > 1:
            row = table.texts[found].index(values[1])
            expected, hint = f"'{values[0]}' as above", "export one time zone at a time"
            table.problems.add(table.line_numbers[row], found, values[1], expected, hint)


def _day_sums(table: Table, texts: list[str], offered: Floats, untimed: Bools, layout: Layout) -> Bools:
    """The `untimed` rows that hold the sum of their day; the others go to the problems."""
    if not untimed.any():
        return untimed
    queue, _ = table.codes("queue", ALL_QUEUES)
    sums = sums_of_days(table.times["interval_start"].seconds, queue, offered, untimed)
    column = " ".join(names[0] for names in layout.when.columns)
    open_ones = {texts[row] for row in np.flatnonzero(untimed & ~sums).tolist()}
    refuse_untimed(texts, open_ones, column, table.line_numbers, table.problems)
    return sums


def _refuse_half_days(table: Table, texts: Sequence[str], timed: Ints) -> None:
    """Afternoons written as 1:00 would be counted at night; `timed` are the rows that have a time."""
    seconds, (queue, _) = table.times["interval_start"].seconds, table.codes("queue", ALL_QUEUES)
    place = row_after_noon(seconds[timed], queue[timed])
    if place is not None:
        row = int(timed[place])
        expected = "hours from 0 to 24, or AM and PM: the times of each day go back at noon"
        hint = "export the times with AM and PM or as 13:00; in a spreadsheet, format the column as hh:mm"
        line = int(table.line_numbers[row])
        raise InputError(Problem(table.file, expected, hint, line, "interval_start", texts[row].strip()))


def _words(table: Table, columns: Iterable[tuple[Column, Field | None]], layout: Layout) -> dict[str, Floats]:
    """The glossary's words from the file's columns: units to seconds, totals to averages, sums made."""
    words: dict[str, Floats] = {}
    totals: list[str] = []
    for column, field in columns:
        if field is None:
            continue
        values = table.numbers[column.name] * _AFTER.get(field.unit, 1.0)
        words[field.word] = words[field.word] + values if field.word in words else values
        if field.unit == "milliseconds":
            _refuse_seconds(table, column.name)
        totals += [field.word] if field.total else []
    for word, parts in layout.sums:
        if word not in words and all(part in words for part in parts):
            words[word] = np.sum([words[part] for part in parts], axis=0)
    for rate, word in _RATES.items():
        if rate in words and word not in words:
            words[word] = words["offered"] * words[rate]
        words.pop(rate, None)
    return averaged(words, totals)


def _refuse_seconds(table: Table, name: str) -> None:
    """Milliseconds that average under one second are seconds: a handle time would come out a thousandth."""
    values = table.numbers[name]
    known = values[np.isfinite(values) & (values > 0)]
    if len(known) and float(np.median(known)) < 1:
        hint = 'export durations as hh:mm:ss, or name the columns in [history.columns] (format = "columns")'
        value = f"{np.median(known) * 1000:g} in the middle"
        table.problems.add(int(table.line_numbers[0]), name, value, "milliseconds", hint)
