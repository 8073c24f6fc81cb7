"""The one road from files to a history: recognise, read, put together, bring to the plan's interval."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history import AUTO
from staffing.history.grain import add_up, aggregate, refuse_doubles
from staffing.history.overlap import put_together
from staffing.history.reading.choices import Reading
from staffing.history.sheets import read_tables
from staffing.history.treat import without_spikes
from staffing.records.columns import ALL_QUEUES
from staffing.records.history import History
from staffing.tables.open import is_database, open_tables
from staffing.tables.source import STANDARD, display_name
from staffing.tables.sql import without_password


@dataclass(frozen=True)
class Source:
    """Where a history comes from: a path, a glob, `-`, or a database URL with its query.

    `reading` says what the file leaves open; `merge_queues` adds all queues up as one; without
    `keep_outliers` `read_for_forecast` sets days far above usual to unknown. `is_of_plan`: a plan has said
    zone and interval.
    """

    path: str
    format_name: str = AUTO
    query: str | None = None
    reading: Reading = field(default_factory=Reading)
    merge_queues: bool = False
    keep_outliers: bool = True
    is_of_plan: bool = False

    def at(self, timezone: str, interval_minutes: int) -> Source:
        """The same, its times in that zone, its rows to be of that interval; that of a plan keeps its own."""
        if self.is_of_plan:
            return self
        return replace(
            self, reading=replace(self.reading, timezone=timezone, interval_minutes=interval_minutes)
        )

    @property
    def name(self) -> str:
        """How messages call it."""
        return without_password(display_name(self.path))


def read_history(path: str, *, timezone: str, interval_minutes: int = 30, format_name: str = AUTO) -> History:
    """Rows sorted by queue and time at `interval_minutes`; times without an offset are of `timezone`.

    Raises InputError for missing files and for every bad cell of them.
    """
    return read_source(Source(path, format_name).at(timezone, interval_minutes))


def read_source(source: Source) -> History:
    """The same of a source that says how to read it."""
    return aggregate(read_native(source), source.reading.interval_minutes, source.name)


def read_for_forecast(source: Source, as_of: np.datetime64 | None = None) -> History:
    """The same; where asked without days far above usual as known at `as_of`, which a note names."""
    history = read_source(source)
    return history if source.keep_outliers else without_spikes(history, as_of)


def read_native(source: Source) -> History:
    """The rows at the files' own interval, for `inspect`; calls are added up to that of the reading."""
    files = source_files(source.path)
    parts = [(display_name(file), _read(file, source)) for file in files]
    for name, part in parts:
        refuse_doubles(part, without_password(name))
    history = put_together(parts, source.reading.interval_minutes)
    return _merged(history) if source.merge_queues else history


def source_files(source: str) -> list[str]:
    """The files a source means, in name order; a source that is no pattern means itself."""
    if source == STANDARD or is_database(source) or Path(source).exists() or not glob.has_magic(source):
        return [source]
    files = sorted(glob.glob(source, recursive=True))
    if not files:
        raise InputError(Problem(source, "at least one file of that pattern", "check the folder's name"))
    return files


def _read(file: str, source: Source) -> History:
    with open_tables(file, source.query, source.reading.encoding) as tables:
        return read_tables(tables, source.format_name, source.reading)


def _merged(history: History) -> History:
    """All queues as one: an absent row of one of them is taken for nothing offered."""
    if len(history.queues) == 1:
        return history
    one = replace(history, queue=np.zeros(len(history), dtype=np.int64), queues=(ALL_QUEUES,))
    note = f"{len(history.queues)} queues are added up as one: {', '.join(history.queues[:5])}"
    more = ", …" if len(history.queues) > 5 else ""
    return replace(add_up(one, history.interval_minutes), notes=(*history.notes, note + more))
