"""Columns of lines that are cut at once, typed at once where every cell is plain.

Plain are decimals, ISO times, and texts. Of any other column nothing is decided here: its cells are typed one
by one (`cells.py`), which says what is wrong with them. Both give the same values.
"""

from __future__ import annotations

import re

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.tables.cells import TimeCells, outside
from staffing.tables.columns import Column
from staffing.tables.cut import MARGIN, Cut
from staffing.tables.decimals import decimals
from staffing.tables.grouped import Grouped
from staffing.tables.iso_times import iso_times
from staffing.tables.numbers import PLAIN, POINT
from staffing.tables.spreadsheet_safe import original

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|inf")
_FEW = 0.2  # the share of cells that may be plain and yet left to `float`


class Words(dict[bytes, str]):
    """Texts by the bytes of their cells; equal ones share one string."""

    def __missing__(self, cell: bytes) -> str:
        text = self[cell] = original(cell.decode("utf-8", "surrogatepass").strip())
        return text


def plain_column(
    cut: Cut, place: int, column: Column, words: Words, grouped: Grouped | None
) -> Floats | list[str] | TimeCells | None:
    """The column as `typed` gives it; None where a cell is not plain, or is a problem."""
    if column.unknown or column.style not in {None, PLAIN, POINT}:
        return None
    if column.kind == "time":
        times = iso_times(cut, place)
        return None if times is None else TimeCells(*times)
    if column.kind == "text":
        texts = _texts(cut, place, words)
        return None if texts is None or (column.filled and "" in texts) else texts
    if column.style is not None:
        grouped = None
    if grouped is not None and cut.points[:, place].any() and grouped.is_open(column):
        return None
    values = _numbers(cut, place, column)
    if values is not None and grouped is not None and column.kind == "number":
        grouped.known(column, values)
    return values


def _numbers(cut: Cut, place: int, column: Column) -> Floats | None:
    """The numbers, those of clocks in seconds; None where one is no number, or out of bounds."""
    values, sure = decimals(cut, place)
    unsure = np.flatnonzero(~sure).tolist()
    if len(unsure) > _FEW * len(sure):
        return None
    for row in unsure:
        text = cut.cell(row, place).decode("utf-8", "surrogatepass")
        if not _NUMBER.fullmatch(text) or not text.isascii():
            return None
        values[row] = float(text)
    if column.kind == "duration":
        values *= column.plain_seconds
    bad = outside(values, column)
    if column.filled:
        return None if bad.any() else values
    empty: Bools = cut.end[:, place] == cut.start[:, place]
    return None if (bad & ~empty).any() else values


def _texts(cut: Cut, place: int, words: Words) -> list[str] | None:
    start, length = cut.start[:, place], cut.end[:, place] - cut.start[:, place]
    width = int(length.max())
    if not 0 < width <= MARGIN:
        return None
    shape = (len(cut.data) - width + 1, width)
    cells = np.ndarray(shape, dtype=np.uint8, buffer=cut.data, strides=(1, 1))[start]
    cells[np.arange(width) >= length[:, None]] = 0  # NumPy takes zeros at the end for none
    return list(map(words.__getitem__, cells.view(f"S{width}").ravel().tolist()))
