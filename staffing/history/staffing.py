"""The house format: the columns of the glossary, one row per interval and queue.

Only `interval_start` and `offered` are required; an empty cell is unknown, not zero. Times without an
offset are wall times of the plan's zone. See `docs/file-formats.md`.
"""

from __future__ import annotations

import numpy as np

from staffing.history.grain import native_interval_minutes
from staffing.records import ALL_QUEUES, History
from staffing.tables.columns import HISTORY
from staffing.tables.read import read_csv

_ROW_COLUMNS = {"interval_start", "queue", "offered", "aht_seconds"}


def read(source: str, timezone: str) -> History:
    """The rows of `source` in file order, at the file's own interval."""
    table = read_csv(source, HISTORY)
    queue, queues = table.codes("queue", ALL_QUEUES)
    offered = table.number("offered")
    # Exports that pad every day to 48 half-hours have rows for the hour that clocks skip.
    padding = ~(offered > 0)
    utc, offset = table.moments("interval_start", timezone, queue, ignorable=padding)
    table.problems.raise_if_any()
    real = ~np.isnat(utc)
    skipped = int(len(real) - real.sum())
    note = f"{table.file}: {skipped} empty rows in the hour that clocks skip in {timezone} were left out"
    return History(
        interval_start=utc[real],
        utc_offset_minutes=offset[real],
        queue=queue[real],
        queues=queues,
        interval_minutes=native_interval_minutes(table, utc),
        offered=offered[real],
        aht_seconds=table.number("aht_seconds")[real],
        measures={n: column[real] for n, column in table.numbers.items() if n not in _ROW_COLUMNS},
        notes=(note,) if skipped else (),
    )
