"""Write typed columns as CSV: UTF-8, comma, LF, numbers in the shortest form that reads back the same.

Texts that a spreadsheet would run as a formula are made harmless (`tables/formula.py`).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.tables.formula import harmless
from staffing.tables.source import write_text

CHUNK_ROWS = 1 << 15
Cells = NDArray[Any] | Sequence[str]


def write_csv(target: str | Path, columns: Mapping[str, Cells]) -> None:
    """Write equal-length columns under their names; numbers are formatted, NaN is an empty cell."""
    length = len(next(iter(columns.values())))
    with write_text(target) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        for start in range(0, length, CHUNK_ROWS):
            part = slice(start, start + CHUNK_ROWS)
            writer.writerows(zip(*(_texts(column[part]) for column in columns.values()), strict=True))


def _texts(cells: Cells) -> Sequence[str]:
    if isinstance(cells, np.ndarray):
        if np.issubdtype(cells.dtype, np.floating):
            return [number_text(value) for value in cells.tolist()]
        known = {value: harmless(str(value)) for value in np.unique(cells).tolist()}
        return [known[value] for value in cells.tolist()]
    return [harmless(text) for text in cells]


def number_text(value: float) -> str:
    """`5` for 5.0, an empty text for NaN."""
    if math.isnan(value):
        return ""
    text = repr(value)
    return text[:-2] if text.endswith(".0") else text
