"""Lines of CSV that are all alike, cut into cells at once: the common case of long files.

They are where every line has the same number of separators and no mark of CSV says otherwise. Where the cells
stand is then known for all lines together, and columns of plain numbers and times are read by arithmetic
(`plain_columns.py`) without a text for each cell.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Ints

MARGIN = 64  # bytes before and behind the text, so that those around any cell can be looked at together
_LINE_BREAK, _POINT, _DELETE = 10, 46, 127
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Cut:
    """`width` cells in each of `lines`; cell c of row r is `data[start[r, c] : end[r, c]]`.

    `points` counts the decimal points in a cell, `point` is where the last one stands.
    """

    lines: Ints
    text: str
    delimiter: str
    data: Bytes
    start: Ints
    end: Ints
    points: Ints
    point: Ints

    @property
    def width(self) -> int:
        """Cells to a line."""
        return int(self.end.shape[1])

    @cached_property
    def _cells(self) -> list[str]:
        return self.text.replace("\n", self.delimiter).split(self.delimiter)

    @property
    def filled(self) -> Bools:
        """Which columns are sure to have no blank cell: all begin with a printable character of ASCII."""
        first = self.data[self.start]
        return np.asarray(((self.end > self.start) & (first > ord(" ")) & (first < _DELETE)).all(axis=0))

    def cells(self, place: int) -> list[str]:
        """The texts of a column."""
        return self._cells[place : -1 : self.width]

    def cell(self, row: int, place: int) -> bytes:
        """One cell as it stands in the file, in UTF-8."""
        return self.data[self.start[row, place] : self.end[row, place]].tobytes()

    def rows(self) -> list[tuple[int, list[str]]]:
        """The same row by row."""
        cells = zip(*(self.cells(place) for place in range(self.width)), strict=True)
        return list(zip(self.lines.tolist(), map(list, cells), strict=True))


def cut(lines: Sequence[str], first: int, delimiter: str) -> Cut | None:
    """The lines from number `first` on, cut; None where they are not alike."""
    text = "".join(lines).replace("\r\n", "\n")
    if '"' in text:
        text = _without_quotes(text, delimiter)
    if not text or "\r" in text or "\0" in text:
        return None
    text = text if text.endswith("\n") else f"{text}\n"
    width = text.count(delimiter, 0, text.index("\n")) + 1
    margin = bytes(MARGIN)
    data = np.frombuffer(margin + text.encode("utf-8", "surrogatepass") + margin, dtype=np.uint8)
    marks = np.flatnonzero((data == ord(delimiter)) | (data == _LINE_BREAK) | (data == _POINT))
    kinds = data[marks]
    cell = np.flatnonzero(kinds != _POINT)  # which of the marks end a cell
    breaks = kinds[cell] == _LINE_BREAK
    if width < 2 or len(cell) != len(lines) * width or not breaks[width - 1 :: width].all():
        return None
    if breaks.sum() != len(lines) or max(map(len, lines)) > csv.field_size_limit():
        return None
    end = marks[cell]
    start = np.concatenate([[MARGIN], end[:-1] + 1])
    shape = (len(lines), width)
    parts = np.diff(cell, prepend=-1) - 1
    return Cut(
        np.arange(first, first + len(lines)),
        text,
        delimiter,
        data,
        *(part.reshape(shape) for part in (start, end, parts, marks[cell - 1])),
    )


def _without_quotes(text: str, delimiter: str) -> str:
    """Text whose quotes do no more than embrace whole cells, without them; an empty text of any other."""
    parts = text.split('"')
    outside, inside = parts[::2], "".join(parts[1::2])
    if len(parts) % 2 == 0 or delimiter in inside or "\n" in inside:
        return ""
    between = set(outside[1:-1])
    begins = {part[:1] for part in between} | {outside[-1][:1] or "\n"}
    ends = {part[-1:] for part in between} | {outside[0][-1:] or "\n"}
    return text.replace('"', "") if begins | ends <= {delimiter, "\n"} else ""
