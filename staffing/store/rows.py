"""A file's typed columns as rows of a table, and back: moments in UTC, unknown numbers and texts as NULL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats, Times
from staffing.records.columns import ALL_QUEUES
from staffing.store.schema import OFFSET
from staffing.tables.cells import Problems, TimeCells
from staffing.tables.codec import Codec
from staffing.tables.columns import INTERVAL_START, Column
from staffing.tables.table import Table

Values = list[Any]


def header_of(table: Table, codec: Codec[Any]) -> list[str]:
    """The columns of the file that the record knows: the layout's, then its further ones."""
    there = [*table.times, *table.texts, *table.numbers]
    own = [column.name for column in codec.layout if column.name in there]
    return [*own, *(name for name in there if name not in own)]


def values_of(table: Table, codec: Codec[Any], name: str) -> dict[str, Values]:
    """A column of the file as a column of the database; of the start of an interval also its offset."""
    column = column_of(codec, name)
    if column.kind == "text":
        return {name: [text or None for text in table.texts[name]]}
    if column.kind == "number":
        return {name: _numbers(table.numbers[name], whole=column.whole)}
    if column.whole:
        cells = table.times[name]
        return {name: _known(cells.days, ~cells.empty)}
    if column == INTERVAL_START:
        queue, _ = table.codes("queue", ALL_QUEUES)
        utc, offset = table.moments(name, queue)
        return {name: _known(utc, np.ones(len(table), dtype=np.bool_)), OFFSET: offset.tolist()}
    utc = table.some_moments(name, np.arange(len(table)))
    return {name: _known(utc, ~np.isnat(utc))}


def column_of(codec: Codec[Any], name: str) -> Column:
    """What the layout says of a column, or the codec of one that it does not name."""
    known = next((column for column in codec.layout if column.name == name), None) or codec.further(name)
    assert known is not None, name
    return known


class TableOfRows:
    """A file's columns from those of the database, put together as the file's own reader does."""

    def __init__(self, name: str, rows: int, zone: str, interval_minutes: int) -> None:
        self.table = Table(name, np.arange(rows) + 2, Problems(name), interval_minutes=interval_minutes)
        self.table.in_zone(zone)

    def add(self, column: Column, values: Sequence[Any], offset: Sequence[int] | None = None) -> None:
        """A column; `offset` minutes are those of its moments (None: they are shown in the table's zone)."""
        if column.kind == "text":
            self.table.put(column.name, [text or "" for text in values])
        elif column.kind == "number":
            numbers = [np.nan if number is None else number for number in values]
            self.table.put(column.name, np.array(numbers, dtype=np.float64))
        else:
            self.table.put(column.name, _cells(values, offset))


def _cells(values: Sequence[dt.datetime | dt.date | None], offset: Sequence[int] | None) -> TimeCells:
    moments = np.array(values, dtype="datetime64[s]")
    seconds = np.where(np.isnat(moments), 0, moments.astype(np.int64))
    minutes = np.zeros(len(values), dtype=np.int64) if offset is None else np.array(offset, dtype=np.int64)
    return TimeCells(seconds, minutes, np.zeros(len(values), dtype=np.bool_))


def _numbers(numbers: Floats, *, whole: bool) -> Values:
    values = [None if number != number else number for number in numbers.tolist()]  # noqa: PLR0124 - NaN
    return [None if value is None else int(value) for value in values] if whole else values


def _known(moments: Times | NDArray[np.datetime64], known: NDArray[np.bool_]) -> Values:
    return [value if there else None for value, there in zip(moments.tolist(), known.tolist(), strict=True)]


def chunks(columns: dict[str, Values], size: int) -> Iterator[list[dict[str, Any]]]:
    """The rows of equal-length columns, at most `size` at once."""
    names = list(columns)
    length = len(next(iter(columns.values()), []))
    for start in range(0, length, size):
        parts = (values[start : start + size] for values in columns.values())
        yield [dict(zip(names, row, strict=True)) for row in zip(*parts, strict=True)]
