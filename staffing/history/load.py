"""The one road from files to a history: recognise, read, put together, bring to the plan's interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.history import AUTO
from staffing.history.all_counts import AllCounts
from staffing.history.grain import add_up, aggregate, doubled
from staffing.history.open_source import open_source
from staffing.history.overlap import put_together
from staffing.history.profile import spread
from staffing.history.rollups import counts_of, without_rollups
from staffing.history.sheets import read_tables
from staffing.history.source import Source, source_files
from staffing.history.treat import without_spikes
from staffing.records.columns import ALL_QUEUES
from staffing.records.history import History
from staffing.tables.database_url import is_database
from staffing.tables.source import STANDARD, display_name
from staffing.timegrid import MINUTES_PER_DAY, minute_of_day


def read_history(path: str, *, timezone: str, interval_minutes: int = 30, format_name: str = AUTO) -> History:
    """Rows sorted by queue and time at `interval_minutes`; times without an offset are of `timezone`.

    Raises InputError for missing files and for every bad cell of them.
    """
    return read_source(Source(path, format_name).at(timezone, interval_minutes))


def read_source(source: Source) -> History:
    """The same of a source that says how to read it."""
    history = read_native(source)
    if source.profile is not None and history.interval_minutes >= MINUTES_PER_DAY:
        week = replace(source, path=source.profile, reading=source.reading.of_another_file(), profile=None)
        history = spread(history, read_native(week), source.name)
    return aggregate(history, source.reading.interval_minutes, source.name)


def read_for_forecast(source: Source, as_of: np.datetime64 | None = None) -> History:
    """The same; where asked without days far above usual as known at `as_of`, which a note names."""
    history = read_source(source)
    return history if source.keep_outliers else without_spikes(history, as_of, source.reading.shard)


def read_native(source: Source) -> History:
    """The rows at the files' own interval, for `inspect`; calls are added up to that of the reading."""
    files = source_files(source.path)
    counts = None if source.reading.shard is None else AllCounts()
    parts = []
    for file in files:
        part = _read(file, source)
        if part.of_all is not None and _may_be_day_totals(part, source):
            part = _read(file, source.of_shard(None))
        if counts is not None:
            counts.add(part.of_all or counts_of(part))
        alone = part if part.of_all is None else replace(part, of_all=None)
        parts.append((display_name(file), alone))
    for file, (_, part) in zip(files, parts, strict=True):
        if len(doubled(part)):
            from staffing.history.finer_rows import refuse_finer_rows

            refuse_finer_rows(file, source, part)
    of_all = None if counts is None else counts.of_all_files()
    history = without_rollups(put_together(parts, source.reading.interval_minutes), source.name, of_all)
    return _merged(history) if source.merge_queues else history


def _may_be_day_totals(part: History, source: Source) -> bool:
    """Whether a queue of the share has rows at midnight alone: sums of all queues' days, whose rows are gone.

    What can be read but once is taken as it is.
    """
    shard = source.reading.shard
    if shard is None or source.path == STANDARD or is_database(source.path):
        return False
    held = np.array([shard.holds(name) for name in part.queues], dtype=bool)
    timed = np.unique(part.queue[minute_of_day(part.local) > 0])
    there = np.unique(part.queue)
    return bool(held[np.setdiff1d(there, timed)].any())


def _read(file: str, source: Source) -> History:
    with open_source(source, file) as tables:
        return read_tables(tables, source.format_name, source.reading)


def _merged(history: History) -> History:
    """All queues as one: an absent row of one of them is taken for nothing offered."""
    if len(history.queues) == 1:
        return history
    one = replace(history, queue=np.zeros(len(history), dtype=np.int64), queues=(ALL_QUEUES,))
    note = f"{len(history.queues)} queues are added up as one: {', '.join(history.queues[:5])}"
    more = ", …" if len(history.queues) > 5 else ""
    whole = add_up(one, history.interval_minutes)
    return replace(whole, notes=(*history.notes, note + more), apart=history)
