"""The one road from files to a history: read by format, put together, bring to the plan's interval."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history import format_named
from staffing.history.grain import aggregate
from staffing.records import History
from staffing.tables.source import STANDARD, display_name


def read_history(
    source: str, *, timezone: str, interval_minutes: int, format_name: str = "staffing"
) -> History:
    """Read a path, a glob or `-`; rows sorted by queue and time at `interval_minutes`.

    Raises InputError for missing files and for every bad cell of them.
    """
    parts = [format_named(format_name).read(path, timezone) for path in source_files(source)]
    return aggregate(_joined(parts), interval_minutes, display_name(source))


def source_files(source: str) -> list[str]:
    """The files a source means, in name order; a source that is no pattern means itself."""
    if source == STANDARD or Path(source).exists() or not glob.has_magic(source):
        return [source]
    files = sorted(glob.glob(source, recursive=True))
    if not files:
        raise InputError(Problem(source, "at least one file of that pattern", "check the folder's name"))
    return files


def _joined(parts: Sequence[History]) -> History:
    """Rows of several files as one history; queues are matched by name."""
    if len(parts) == 1:
        return parts[0]
    queues = tuple(dict.fromkeys(name for part in parts for name in part.queues))
    names = dict.fromkeys(name for part in parts for name in part.measures)
    return History(
        interval_start=np.concatenate([part.interval_start for part in parts]),
        utc_offset_minutes=np.concatenate([part.utc_offset_minutes for part in parts]),
        queue=np.concatenate(
            [np.array([queues.index(q) for q in part.queues])[part.queue] for part in parts]
        ),
        queues=queues,
        interval_minutes=int(np.gcd.reduce([part.interval_minutes for part in parts])),
        offered=np.concatenate([part.offered for part in parts]),
        aht_seconds=np.concatenate([part.aht_seconds for part in parts]),
        measures={
            name: np.concatenate([part.measures.get(name, np.full(len(part), np.nan)) for part in parts])
            for name in names
        },
        notes=tuple(note for part in parts for note in part.notes),
    )
