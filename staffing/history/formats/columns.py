"""Any other table with a header: the plan says which column holds which word (`[history.columns]`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from staffing.errors import InputError, Problem
from staffing.history.reading.choices import Reading
from staffing.history.reading.layout import HEAD_ROWS, Field, Layout, Match, Unit, When
from staffing.history.reading.table import TableFormat
from staffing.records.history import History
from staffing.tables.columns import HISTORY
from staffing.tables.rows import Row, Rows


class ColumnsFormat:
    """Reads by the mapping of the plan; never chosen without one."""

    name = "columns"
    title = "anything else with a header: the plan names the columns under [history.columns]"
    quirks = (
        'as in the file: offered = "Calls", or { column = "Talk", unit = "mm:ss", total = true }',
        'interval_start may name several columns: ["Date", "Time"]',
    )
    assumed = ""

    def columns(self) -> list[tuple[str, str]]:
        """The words that can be mapped."""
        return [(column.name, column.meaning) for column in HISTORY]

    def match(self, head: Sequence[Row]) -> Match | None:  # noqa: ARG002 - never recognised
        """Never: it fits whatever the plan says it fits."""
        return None

    def read(self, rows: Rows, reading: Reading) -> History:
        """The rows, by the plan's mapping."""
        if not {"interval_start", "offered"} <= reading.columns.keys():
            hint = "name them in the plan: [history.columns] with interval_start and offered"
            raise InputError(Problem(rows.name, "a mapping of columns", hint))
        table = TableFormat(self.name, self.title, (layout_of(reading),))
        rows.head(HEAD_ROWS)
        return table.read(rows, reading)


def layout_of(reading: Reading) -> Layout:
    """The plan's mapping as a layout."""
    columns = reading.columns
    times = tuple((name,) for name in columns["interval_start"].headers)
    return Layout(
        title="the plan's columns",
        when=When(times, order="any", end=reading.booked == "end", ranges=True),
        queue=columns["queue"].headers[:1] if "queue" in columns else (),
        apart=columns["queue"].headers[1:] if "queue" in columns else (),
        split=columns["merge"].headers if "merge" in columns else (),
        unknown=("—", "–", "-", "--", "N/A", "n/a"),
        fields=tuple(
            Field(
                word,
                mapped.headers,
                cast(Unit, mapped.unit) if word.endswith("_seconds") else "count",
                total=mapped.total,
                required=True,
            )
            for word, mapped in columns.items()
            if word not in {"interval_start", "queue", "merge"}
        ),
    )


FORMAT = ColumnsFormat()
