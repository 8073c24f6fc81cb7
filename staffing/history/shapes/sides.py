"""Where the two axes of a matrix stand: one along a row, the other down a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from staffing.history.headers.holds import kind_of
from staffing.history.shapes.axes import Axis, axis_of, is_scale
from staffing.history.shapes.flat import CellGrid
from staffing.tables.numbers import is_number, is_unknown

DEEPEST = 40
_OTHER = {  # what stands down the side of such a matrix
    "clock": ("date", "weekday"),
    "hour": ("date", "weekday"),
    "date": ("clock", "hour"),
    "weekday": ("clock", "hour"),
}


@dataclass(frozen=True)
class Sides:
    """Where the axes stand: the header's row and axis, the column of the other axis, and the key columns."""

    row: int
    across: Axis
    down_place: int
    down: Axis
    keys: tuple[int, ...]


def sides_of(grid: CellGrid) -> Sides | None:
    for row in range(min(DEEPEST, len(grid.rows) - 1)):
        across = axis_of(grid.cells(row))
        if across is None or not is_scale(across) or not _is_label(grid.cells(row), across):
            continue
        if _names_measures(grid.cells(row + 1), across):
            continue  # a second header row: several measures stand under each time
        first = across.places[0]
        before = range(first) if first else range(0)
        for place in before:
            below = [cells[place] for _, cells in grid.rows[row + 1 :]]
            down = _axis_down(below)
            if (
                down is not None
                and down.kind in _OTHER.get(across.kind, ())
                and _holds_numbers(grid, row, across)
            ):
                keys = tuple(p for p in before if p != place and any(c[p] for _, c in grid.rows[row + 1 :]))
                return Sides(row, across, place, down, keys)
    return None


def _is_label(cells: Sequence[str], across: Axis) -> bool:
    """Whether what stands before the axis names it: a row of data has its own date or number there."""
    return all(kind_of(cell) in {"", "text"} for cell in cells[: across.places[0]])


def _names_measures(cells: Sequence[str], across: Axis) -> bool:
    """Whether the row below the axis holds words, not numbers."""
    below = [kind_of(cells[place]) for place in across.places if cells[place]]
    return bool(below) and below.count("text") > len(below) / 2


def _axis_down(cells: Sequence[str]) -> Axis | None:
    """The axis down a column; days repeat where each queue has a row of its own."""
    return axis_of(cells, 0.6) or (axis_of(tuple(dict.fromkeys(cells))) and axis_of(cells, 0.5))


def _holds_numbers(grid: CellGrid, row: int, across: Axis) -> bool:
    body = [cells[p] for _, cells in grid.rows[row + 1 :] for p in across.places]
    known = [cell for cell in body if not is_unknown(cell)]
    return bool(known) and sum(is_number(cell) or ":" in cell for cell in known) >= 0.8 * len(known)
