"""A long table: a column names the measure, another holds its value."""

from __future__ import annotations

from collections.abc import Sequence

from staffing.history.headers.columns import COUNTS, LEAST, SECONDS, SHARES, Told, told
from staffing.history.headers.header import header_of
from staffing.history.shapes.flat import LOOKED_AT, Flat, unique
from staffing.tables.rows import Row

_MOST_KEYS = 0.75  # of the rows: several measures stand for what the other columns tell apart
_MEASURES = frozenset({*COUNTS, *SECONDS, *SHARES})


def _columns(header: Sequence[str], rows: Sequence[Row]) -> tuple[int, int] | None:
    """The places of the measure and of its value."""
    columns = told(header, [cells for _, cells in rows[:LOOKED_AT]])
    metrics = [column for column in columns if _names_measures(column)]
    values = [
        column
        for column in columns
        if column.holds.kind in {"number", "percent", "duration", "clock"} and "when" not in column.scores
    ]
    if len(metrics) != 1 or not values:
        return None
    value = max(values, key=lambda column: (column.header.score("value"), -column.place))
    found = metrics[0].place, value.place
    keys = {tuple(c for place, c in enumerate(cells) if place not in found) for _, cells in rows[:LOOKED_AT]}
    shown = min(len(rows), LOOKED_AT)
    return found if len(keys) <= _MOST_KEYS * shown else None  # else a status, with one row each


def _names_measures(column: Told) -> bool:
    names = column.holds.distinct
    if column.holds.kind != "text" or not 2 <= len(names) <= 40:
        return False
    known = [name for name in names if (best := header_of(name).best)[1] >= LEAST and best[0] in _MEASURES]
    counts = [name for name in known if header_of(name).best[0] in COUNTS]
    return len(known) >= 2 and len(known) >= 0.4 * len(names) and bool(counts)


def matches(header: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether a table is long."""
    return _columns(header, rows) is not None


def flatten(flat: Flat) -> Flat:
    """A column for each measure, a row for what the other columns tell apart."""
    found = _columns(flat.header, flat.rows)
    assert found is not None
    metric, value = found
    keys = [place for place in range(len(flat.header)) if place not in found]
    names = list(dict.fromkeys(cells[metric] for _, cells in flat.rows if cells[metric]))
    made: dict[tuple[str, ...], tuple[int, dict[str, str]]] = {}
    for line, cells in flat.rows:
        _, of = made.setdefault(tuple(cells[place] for place in keys), (line, {}))
        of.setdefault(cells[metric], cells[value])
    rows: list[Row] = [(line, [*of, *(m.get(name, "") for name in names)]) for of, (line, m) in made.items()]
    header = unique([*(flat.header[place] for place in keys), *names])
    note = f"each row of the file holds one measure ({flat.header[metric]}, {flat.header[value]})"
    return Flat(header, rows, flat.line, (*flat.notes, note))
