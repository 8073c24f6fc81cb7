"""A plain table whose first row holds data: its columns are called by their places, and have to be named."""

from __future__ import annotations

from staffing.history.headers.holds import kind_of
from staffing.history.shapes.flat import CellGrid, Flat, ShapeFit, unique
from staffing.history.shapes.plain import header_place

_LEAST_ROWS = 3
_MOSTLY = 0.9
_TIMES = frozenset({"moment", "date", "month", "clock"})


class Headerless:
    """A row per interval or contact, from the first row on."""

    name = "a table without a header row"

    def match(self, grid: CellGrid) -> ShapeFit | None:
        """No header anywhere, a time and a number in each row, and the same kinds of cells in most rows."""
        if len(grid.rows) < _LEAST_ROWS or grid.width < 2 or header_place(grid) is not None:
            return None
        kinds = [tuple(map(kind_of, cells)) for _, cells in grid.rows]
        first = kinds[0]
        alike = sum(
            all(one in {mine, ""} for one, mine in zip(row, first, strict=True)) for row in kinds
        ) / len(kinds)
        if not set(first) & _TIMES or "number" not in first or alike < _MOSTLY:
            return None
        return ShapeFit(0.2, "a time and a number in each row, from the first one on")

    def flatten(self, grid: CellGrid) -> Flat:
        """All rows, under `column 1`, `column 2` …"""
        note = "the file has no header row: its columns are called by their places"
        return Flat(unique([""] * grid.width), list(grid.rows), grid.rows[0][0], (note,))


SHAPE = Headerless()
