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
from staffing.history.shapes.sums import relation, values
from staffing.tables.rows import Row

_MOST_ABOVE = 0.98  # share of rows in which one count is at least another: then it may be a part of it


def _queues(header: Sequence[str], rows: Sequence[Row]) -> tuple[list[int], list[int], str] | None:
    """The places of the times and of the queues, and the name of a column that is their sum."""
    looked_at = [cells for _, cells in rows[:LOOKED_AT]]
    columns = told(header, looked_at)
    when, _, _ = times_found(columns)
    used = {column.place for column in when}
    rest = [column for column in columns if column.place not in used]
    if not when or any(set(column.scores) & {*COUNTS, *SECONDS} for column in rest if not _is_total(column)):
        return None
    counts = [column for column in rest if column.holds.is_count and "other" not in column.scores]
    total = _total(counts, styles_found(columns)[0])
    queues = [column for column in counts if column is not total]
    if len(queues) < 2 or near_words(queues) or (total is None and _one_may_be_part(queues)):
        return None
    return [column.place for column in when], [c.place for c in queues], total.name if total else ""


def _is_total(column: Told) -> bool:
    return column.header.total


def _total(counts: Sequence[Told], styles: dict[int, str]) -> Told | None:
    """The column that is the sum of all others; of two queues' only where it is called one."""
    for column in reversed(counts):
        others = [other for other in counts if other is not column]
        if len(others) < 2:
            continue
        body = np.array([values(other.holds.cells, styles.get(other.place, "")) for other in others]).T
        edge = values(column.holds.cells, styles.get(column.place, ""))
        if relation(edge, body) == "sum" and (len(others) > 2 or column.header.total):
            return column
    return None


def _one_may_be_part(queues: Sequence[Told]) -> bool:
    """Whether one column is never above another: offered and answered look so under any name."""
    numbers = [values(queue.holds.cells) for queue in queues]
    for place, one in enumerate(numbers):
        for other in numbers[:place] + numbers[place + 1 :]:
            both = np.isfinite(one) & np.isfinite(other)
            if both.sum() >= 4 and (one[both] <= other[both]).mean() >= _MOST_ABOVE:
                return True
    return False


def matches(header: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether a table has a column for each queue."""
    return _queues(header, rows) is not None


def flatten(flat: Flat) -> Flat:
    """A row for each row and queue."""
    found = _queues(flat.header, flat.rows)
    assert found is not None
    when, queues, total = found
    names = [flat.header[place] for place in queues]
    rows: list[Row] = [
        (line, [*(cells[p] for p in when), name, cells[place]])
        for line, cells in flat.rows
        for place, name in zip(queues, names, strict=True)
    ]
    notes = [f"columns {', '.join(names)} are read as a queue each, their cells as contacts offered"]
    if total:
        notes.append(f"column {total} is the sum of the others and is left out")
    header = [*(flat.header[place] for place in when), "Queue", OFFERED]
    return Flat(header, rows, flat.line, (*flat.notes, *notes))
