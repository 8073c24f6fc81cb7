"""A plain table: a header, perhaps under title lines, and a row for each interval or contact."""

from __future__ import annotations

from collections.abc import Sequence

from staffing.history.headers.columns import LEAST
from staffing.history.headers.header import header_of
from staffing.history.headers.holds import kind_of
from staffing.history.shapes.flat import CellGrid, Flat, ShapeFit, filled, unique

DEEPEST = 60  # rows in which a header is looked for


def header_place(grid: CellGrid) -> int | None:
    """The row that names the columns: mostly words, the most that headers use, with data below it."""
    best: tuple[float, int] | None = None
    for place in range(min(DEEPEST, len(grid.rows) - 1)):
        cells = filled(grid.cells(place))
        if len(cells) < 2 or not looks_like_header(cells):
            continue
        known = sum(header_of(cell).best[1] >= LEAST for cell in cells)
        score = known + 0.2 * len(cells)
        if best is None or score > best[0]:
            best = (score, place)
    return None if best is None else best[1]


def looks_like_header(cells: Sequence[str]) -> bool:
    """Words, and no times or numbers but for a few."""
    kinds = [kind_of(cell) for cell in cells]
    return kinds.count("text") >= 0.7 * len(kinds) and "moment" not in kinds


class PlainTable:
    """A row per interval or contact."""

    name = "a table with a row for each interval"

    def match(self, grid: CellGrid) -> ShapeFit | None:
        """Any sheet with a header row; other shapes that fit go before it."""
        place = header_place(grid)
        return None if place is None else ShapeFit(0.3, f"header in line {grid.rows[place][0]}")

    def flatten(self, grid: CellGrid) -> Flat:
        """The rows below the header."""
        place = header_place(grid)
        assert place is not None
        line, cells = grid.rows[place]
        return Flat(unique(cells), list(grid.rows[place + 1 :]), line)


SHAPE = PlainTable()
