"""Write typed columns as CSV: UTF-8, comma, LF, numbers in the shortest form that reads back the same.

Texts that a spreadsheet would run as a formula are made harmless (`tables/spreadsheet_safe.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.tables.source import write_text
from staffing.tables.spreadsheet_safe import harmless

CHUNK_ROWS = 1 << 15
Cells = NDArray[Any] | Sequence[str]
_EXACT = 2.0**53
_SPECIAL = re.compile(r'[,"\r\n]')


def write_csv(target: str | Path, columns: Mapping[str, Cells]) -> None:
    """Write equal-length columns under their names; numbers are formatted, NaN is an empty cell."""
    length = len(next(iter(columns.values())))
    parts = (slice(start, start + CHUNK_ROWS) for start in range(0, max(length, 1), CHUNK_ROWS))
    write_parts(target, ({name: column[part] for name, column in columns.items()} for part in parts))


def write_parts(target: str | Path, parts: Iterable[Mapping[str, Cells]]) -> None:
    """The same, part after part: one at least, all of the same names; what is written is not kept."""
    is_first = True
    with write_text(target) as stream:
        for columns in parts:
            if is_first:
                stream.write(",".join(_quoted([harmless(name) for name in columns])) + "\n")
                is_first = False
            rows = zip(*(_texts(column) for column in columns.values()), strict=True)
            if lines := "\n".join(map(",".join, rows)):
                stream.write(lines + "\n")


def _texts(cells: Cells) -> Sequence[str]:
    if not isinstance(cells, np.ndarray):
        return _quoted([harmless(cell) for cell in cells])
    if np.issubdtype(cells.dtype, np.floating):
        return _number_texts(cells)
    known = {value: harmless(str(value)) for value in np.unique(cells).tolist()}
    return _quoted([known[value] for value in cells.tolist()])


def _number_texts(values: NDArray[np.float64]) -> list[str]:
    """`number_text` of each: `repr` in one sweep, then the few that it writes otherwise."""
    if (np.abs(values) < _EXACT).all() and (values == np.floor(values)).all():
        return list(map(str, values.astype(np.int64).tolist()))
    texts = list(map(repr, values.tolist()))
    for row in np.flatnonzero(np.isnan(values) | (values == np.floor(values))).tolist():
        texts[row] = number_text(float(values[row]))
    return texts


def _quoted(cells: Sequence[str]) -> Sequence[str]:
    """Cells as CSV has them: in quotation marks where they hold a separator, a mark or a line break."""
    if not _SPECIAL.search("\0".join(cells)):
        return cells
    return ['"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell for cell in cells]


def number_text(value: float) -> str:
    """`5` for 5.0, an empty text for NaN."""
    if math.isnan(value):
        return ""
    text = repr(value)
    return text[:-2] if text.endswith(".0") else text
