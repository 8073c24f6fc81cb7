"""Two header rows: a queue or a day over several measures, with its name in the first of its cells."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.history.headers.columns import COUNTS, LEAST, SECONDS, SHARES
from staffing.history.headers.header import header_of
from staffing.history.headers.holds import kind_of
from staffing.history.headers.lexicon import is_total
from staffing.history.shapes.flat import CellGrid, Flat, ShapeFit, filled, unique
from staffing.history.shapes.sums import relation, values
from staffing.tables.rows import Row

_MEASURES = frozenset({*COUNTS, *SECONDS, *SHARES})
DEEPEST = 30
_MOSTLY = 0.6
_KEYS = frozenset({"when", "end", "hour", "weekday", "month"})


def _is_measure(text: str) -> bool:
    sense, score = header_of(text).best
    return score >= LEAST and sense in _MEASURES


def _headers(grid: CellGrid) -> tuple[int, list[str], list[str]] | None:
    """The place of the upper row, and the names of groups and of measures in each column."""
    for place in range(min(DEEPEST, len(grid.rows) - 2)):
        upper, lower = grid.cells(place), grid.cells(place + 1)
        if not (_is_words(lower) and _is_words(upper, dates=True)):
            continue
        spread = _spread(upper)
        for groups, measures in ((spread, lower), (lower, spread)):
            grouped = [c for c in range(grid.width) if _in_group(c, groups, measures)]
            names = list(dict.fromkeys(groups[c] for c in grouped))
            shared = [measures[c] for c in grouped]
            known = sum(_is_measure(text) for text in shared)
            if len(names) < 2 or known < _MOSTLY * len(shared) or all(map(_is_measure, names)):
                continue
            if any(shared.count(text) > 1 for text in shared):
                return place, groups, measures
    return None


def _is_words(cells: Sequence[str], *, dates: bool = False) -> bool:
    """A row of names, not of data; dates may be the names of groups."""
    kinds = {kind_of(cell) for cell in filled(cells)}
    return len(filled(cells)) >= 2 and kinds <= ({"text", "date"} if dates else {"text"})


def _spread(cells: Sequence[str]) -> list[str]:
    """A name also over the empty cells to its right, as merged cells are exported."""
    made: list[str] = []
    last = ""
    for cell in cells:
        last = cell or last
        made.append(last)
    return made


class TwoHeaders:
    """A group over its measures."""

    name = "a table with two header rows, a group over its measures"

    def match(self, grid: CellGrid) -> ShapeFit | None:
        """Measures that repeat under names that do not."""
        found = _headers(grid)
        if found is None:
            return None
        return ShapeFit(0.8, f"header in lines {grid.rows[found[0]][0]} and {grid.rows[found[0] + 1][0]}")

    def flatten(self, grid: CellGrid) -> Flat:
        """A row for each row and group; the groups become a column, and a total of them is left out."""
        found = _headers(grid)
        assert found is not None
        place, groups, measures = found
        grouped = [c for c in range(grid.width) if _in_group(c, groups, measures)]
        keys = [c for c in range(grid.width) if c not in grouped and (measures[c] or groups[c])]
        names = list(dict.fromkeys(groups[c] for c in grouped))
        body = grid.rows[place + 2 :]
        dropped = [name for name in names if _is_sum(name, found, grouped, body)]
        dates = all(kind_of(name) in {"date", "moment"} for name in names if name not in dropped)
        kinds = list(dict.fromkeys(measures[c] for c in grouped))
        header = [*(measures[c] or groups[c] for c in keys), "Date" if dates else "Queue", *kinds]
        rows: list[Row] = []
        for line, cells in body:
            for name in names:
                if name in dropped:
                    continue
                of = {measures[c]: cells[c] for c in grouped if groups[c] == name}
                rows.append((line, [*(cells[c] for c in keys), name, *(of.get(kind, "") for kind in kinds)]))
        notes = tuple(f"the columns of {name} are the sum of the others and are left out" for name in dropped)
        return Flat(unique(header), rows, grid.rows[place + 1][0], notes)


def _in_group(place: int, groups: Sequence[str], measures: Sequence[str]) -> bool:
    """Whether a column is a measure of a group, not the time before them."""
    if not groups[place] or not measures[place]:
        return False
    return not any(
        header_of(text).best[1] >= LEAST and header_of(text).best[0] in _KEYS
        for text in (groups[place], measures[place])
    )


def _is_sum(
    name: str, found: tuple[int, list[str], list[str]], grouped: Sequence[int], body: Sequence[Row]
) -> bool:
    """Whether the counts of a group are those of the other groups together."""
    _, groups, measures = found
    if len({groups[c] for c in grouped}) < 3 and not is_total(name):
        return False
    for c in grouped:
        sense, _ = header_of(measures[c]).best
        if groups[c] != name or sense not in COUNTS:
            continue
        others = [o for o in grouped if groups[o] != name and measures[o] == measures[c]]
        edge = values([cells[c] for _, cells in body])
        rest = [values([cells[o] for o in others]) for _, cells in body]
        return relation(edge, np.array(rest)) == "sum"
    return False


SHAPE = TwoHeaders()
