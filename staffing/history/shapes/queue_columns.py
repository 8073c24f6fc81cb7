"""A column of counts for each queue, under the queue's own name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.history.headers.columns import COUNTS, SECONDS, Told, told
from staffing.history.headers.near import near_words
from staffing.history.headers.styles import styles_found
from staffing.history.headers.times import times_found
from staffing.history.shapes.flat import LOOKED_AT, Flat
from staffing.history.shapes.matrix import OFFERED
from staffing.history.shapes.sums import one_may_be_part, relation, values
from staffing.tables.rows import Row


def _queues(header: Sequence[str], rows: Sequence[Row]) -> tuple[list[int], list[int], list[str]] | None:
    """The places of the times and of the queues, and what is said of the columns that are sums or means."""
    looked_at = [cells for _, cells in rows[:LOOKED_AT]]
    columns = told(header, looked_at)
    when, _, _ = times_found(columns)
    used = {column.place for column in when}
    rest = [column for column in columns if column.place not in used]
    if not when or any(set(column.scores) & {*COUNTS, *SECONDS} for column in rest if not _is_total(column)):
        return None
    styles, _ = styles_found(columns)
    worded = [column for column in rest if column.header.average or column.header.extreme]
    counts = [c for c in rest if c.holds.is_count and "other" not in c.scores and c not in worded]
    total = _total(counts, styles)
    queues = [column for column in counts if column is not total]
    near = near_words(queues)
    if len(queues) < 2 or not near.keys().isdisjoint(COUNTS):
        return None
    counted = [values(queue.holds.cells, styles.get(queue.place, "")) for queue in queues]
    if total is None and (near or one_may_be_part(counted)):
        return None
    edges = [(column, _kind(column, queues, styles)) for column in ([total] if total else []) + worded]
    if any(kind is None for _, kind in edges):
        return None
    said = [f"column {column.name} is the {kind} of the others and is left out" for column, kind in edges]
    return [column.place for column in when], [c.place for c in queues], said


def _is_total(column: Told) -> bool:
    return column.header.total


def _total(counts: Sequence[Told], styles: dict[int, str]) -> Told | None:
    """The column that is the sum of all others; of two queues' only where it is called one."""
    for column in reversed(counts):
        others = [other for other in counts if other is not column]
        if len(others) < 2:
            continue
        if _kind(column, others, styles) == "sum" and (len(others) > 2 or column.header.total):
            return column
    return None


def _kind(column: Told, others: Sequence[Told], styles: dict[int, str]) -> str | None:
    """What a column is of the others, row by row."""
    body = np.array([values(other.holds.cells, styles.get(other.place, "")) for other in others]).T
    return relation(values(column.holds.cells, styles.get(column.place, "")), body)


def matches(header: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether a table has a column for each queue."""
    return _queues(header, rows) is not None


def flatten(flat: Flat) -> Flat:
    """A row for each row and queue."""
    found = _queues(flat.header, flat.rows)
    assert found is not None
    when, queues, said = found
    names = [flat.header[place] for place in queues]
    rows: list[Row] = [
        (line, [*(cells[p] for p in when), name, cells[place]])
        for line, cells in flat.rows
        for place, name in zip(queues, names, strict=True)
    ]
    notes = [f"columns {', '.join(names)} are read as a queue each, their cells as contacts offered"]
    header = [*(flat.header[place] for place in when), "Queue", OFFERED]
    return Flat(header, rows, flat.line, (*flat.notes, *notes, *said))
