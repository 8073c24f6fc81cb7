"""A record as the columns of its file, and back, by the layout that documents the file.

Cells are what stands in the file: moments in local time with their offset, local days as dates, queues by
their names; numbers stay numbers. Whatever writes them (`write_csv` today) knows nothing of records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Generic, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Ints
from staffing.records.columns import ALL_QUEUES, Columns, IntervalRows, QueueRows
from staffing.tables.columns import Column, Layout
from staffing.tables.open import open_rows
from staffing.tables.read import read_table
from staffing.tables.table import Table
from staffing.tables.write import Cells
from staffing.timegrid import spacing_minutes

R = TypeVar("R", bound=Columns)


@dataclass(frozen=True)
class Named:
    """Columns of which a record has any number: `field` holds them by the key that a header stands for."""

    field: str
    key: Callable[[str], str | float | None]


@dataclass(frozen=True)
class Codec(Generic[R]):
    """How one kind of record stands in its file.

    `fields` are the record's names of columns that the file calls otherwise. Columns of the layout that are
    no fields are computed from them: written, and not read. `may_be_empty`: a header alone is a record too.
    """

    record: type[R]
    layout: Layout
    fields: Mapping[str, str] = field(default_factory=dict)
    named: Named | None = None
    may_be_empty: bool = False

    def columns(self, record: R) -> dict[str, Cells]:
        """Header → cells, in the order of the layout; named columns behind."""
        return self.columns_but(record, self.unknown(record))

    def unknown(self, record: R) -> frozenset[str]:
        """The headers that are left out, since all of their cells are unknown."""
        known = Columns.columns(record)
        sparse = ((column.name, self._field(column)) for column in self.layout if column.sparse)
        return frozenset(header for header, name in sparse if name in known and np.isnan(known[name]).all())

    def columns_but(self, record: R, left_out: frozenset[str]) -> dict[str, Cells]:
        """The same without those headers: of some rows of a record, those that the whole leaves out."""
        starts = {"interval_start": record.iso()} if isinstance(record, IntervalRows) else {}
        known = record.columns() | starts  # after what it takes to word a million moments is freed
        cells: dict[str, Cells] = {}
        for column in self.layout:
            name = self._field(column)
            values = known[name] if name in known else getattr(record, name, None)
            if values is not None and column.name not in left_out:
                cells[column.name] = _cells(record, values)
        if self.named is not None:
            keys = {name: self.named.key(name) for name in known if name not in cells}
            cells |= {name: known[name] for name, key in keys.items() if key is not None}
        return cells

    def read(self, source: str | Path, timezone: str = "UTC", interval_minutes: int | None = None) -> R:
        """The record that a file holds, as `columns` gave it; InputError names every bad cell.

        Times without an offset are wall times of `timezone`. Where it is not said how long intervals are,
        the least distance between two tells it.
        """
        table = self.table(source).in_zone(timezone)
        table.interval_minutes = interval_minutes
        record = self.record_of(table)
        table.problems.raise_if_any()
        return record

    def table(self, source: str | Path) -> Table:
        """The file's columns; bad cells wait in the table, to be raised with what the caller finds."""
        with open_rows(source) as rows:
            return read_table(rows, self.layout, further=self.further, may_be_empty=self.may_be_empty)

    def further(self, header: str) -> Column | None:
        """What a header means that the layout does not name; None: nothing."""
        known = self.named is not None and self.named.key(header) is not None
        return Column(header, "number", minimum=0) if known else None

    def record_of(self, table: Table) -> R:
        """The record of a table's rows; what is wrong in them is added to its problems."""
        hints = get_type_hints(self.record)
        values = self._of_rows(table)
        for column in self.layout:
            name = self._field(column)
            if name in hints and name not in values and not self._is_absent(table, column):
                values[name] = _values(table, column, whole=hints[name] == Ints)
        if self.named is not None:
            keys = {header: self.named.key(header) for header in table.numbers}
            values[self.named.field] = {
                key: table.numbers[header]
                for header, key in keys.items()
                if key is not None and self._field_of(header) not in values
            }
        return self.record(**values)

    def _is_absent(self, table: Table, column: Column) -> bool:
        """Whether the file has no such column, of text or one that is left out where nothing is known.

        And the record can be without.
        """
        may_be = any(
            item.name == self._field(column) and item.default is None for item in fields(self.record)
        )
        if column.kind == "number":
            return may_be and column.sparse and column.name not in table.numbers
        return may_be and column.kind == "text" and column.name not in table.texts

    def _of_rows(self, table: Table) -> dict[str, Any]:
        """The fields that say whose and which intervals the rows are."""
        values: dict[str, Any] = {}
        if issubclass(self.record, QueueRows):
            values["queue"], values["queues"] = table.codes("queue", ALL_QUEUES)
        if issubclass(self.record, IntervalRows):
            utc, offset = table.moments("interval_start", values["queue"])
            values |= {"interval_start": utc, "utc_offset_minutes": offset}
            values["interval_minutes"] = table.interval_minutes or spacing_minutes(utc)
        if any(item.name == "timezone" for item in fields(self.record)):
            values["timezone"] = table.zone.name
        return values

    def _field(self, column: Column) -> str:
        return self._field_of(column.name)

    def _field_of(self, header: str) -> str:
        return self.fields.get(header, header)


def _cells(record: Columns, values: NDArray[Any]) -> Cells:
    """What stands in the file for a column's values."""
    if values.dtype == "datetime64[D]":
        return np.where(np.isnat(values), "", values.astype(str))
    return record.zone.iso(values) if values.dtype.kind == "M" else values  # type: ignore[attr-defined]


def _values(table: Table, column: Column, *, whole: bool) -> NDArray[Any]:
    """A column's values as a record holds them; unknown where the file has no such column."""
    if column.kind == "number":
        numbers = table.number(column.name)
        return np.nan_to_num(numbers).astype(np.int64) if whole else numbers
    if column.kind == "text":
        return np.array(table.texts.get(column.name, [""] * len(table)), dtype=np.str_)
    if column.whole:
        cells = table.times[column.name]
        return np.where(cells.empty, np.datetime64("NaT", "D"), cells.days)
    alone = np.arange(len(table))  # equal times of rows are the same moment, not the hour that repeats
    return table.some_moments(column.name, alone)
