"""Write typed columns as CSV: UTF-8, comma, LF, numbers in the shortest form that reads back the same.

Texts that a spreadsheet would run as a formula are made harmless (`tables/spreadsheet_safe.py`). Many rows
are put together at once, as characters in a table in which zeros stand for none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.tables.shortest import Bytes, number_bytes, number_text
from staffing.tables.source import write_text
from staffing.tables.spreadsheet_safe import MARK, STARTERS, harmless

CHUNK_ROWS = 1 << 12  # larger ones outgrow the cache
Cells = NDArray[Any] | Sequence[str]
_SPECIAL = re.compile(r'[,"\r\n]')
_WIDEST = 256  # characters of a text that is put in the table
_EXACT = 10**15  # whole numbers below are written as doubles are
_IS_PLAIN = np.array([chr(code) not in ',"\r\n' for code in range(128)])
_BEGINS_PLAIN = np.array([chr(code) not in STARTERS | {MARK} for code in range(128)])


def write_csv(target: str | Path, columns: Mapping[str, Cells]) -> None:
    """Write equal-length columns under their names; numbers are formatted, NaN is an empty cell."""
    write_parts(target, [columns])


def write_parts(target: str | Path, parts: Iterable[Mapping[str, Cells]]) -> None:
    """The same, part after part: one at least, all of the same names; what is written is not kept."""
    is_first = True
    with write_text(target) as stream:
        for columns in parts:
            if is_first:
                stream.write(",".join(_quoted([harmless(name) for name in columns])) + "\n")
                is_first = False
            length = len(next(iter(columns.values())))
            for start in range(0, length, CHUNK_ROWS):
                stream.write(_lines([column[start : start + CHUNK_ROWS] for column in columns.values()]))


def _lines(columns: Sequence[Cells]) -> str:
    """The rows as lines of CSV."""
    tables = [_characters(cells) for cells in columns]
    comma, line_break = (np.full((len(columns[0]), 1), ord(mark), dtype=np.uint8) for mark in ",\n")
    parts: list[Bytes] = []
    for table in tables:
        if table is None:
            return "\n".join(map(",".join, zip(*map(_texts, columns), strict=True))) + "\n"
        parts += [table, comma]
    whole = np.concatenate([*parts[:-1], line_break], axis=1)
    lines: bytes = whole[whole != 0].tobytes()
    return lines.decode()


def _characters(cells: Cells) -> Bytes | None:
    """The cells as UTF-8, a row each; None where they are too wide for it, or hold a zero."""
    if isinstance(cells, np.ndarray):
        if cells.dtype.kind == "f" or (
            cells.dtype.kind == "i" and -_EXACT < cells.min() <= cells.max() < _EXACT
        ):
            return number_bytes(cells.astype(np.float64))
        if cells.dtype.kind == "U" and (table := _plain(cells)) is not None:
            return table
    texts = _texts(cells)
    if max(map(len, texts)) > _WIDEST or any("\0" in text for text in texts):
        return None
    encoded = np.array([text.encode() for text in texts])
    return encoded.view(np.uint8).reshape(len(texts), -1)


def _plain(cells: NDArray[np.str_]) -> Bytes | None:
    """Texts of ASCII that CSV and spreadsheets take as they are; None where one is not."""
    codes = np.ascontiguousarray(cells).view(np.uint32).reshape(len(cells), -1)
    if not 0 < codes.shape[1] <= _WIDEST or codes.max() >= len(_IS_PLAIN):
        return None
    if not _BEGINS_PLAIN[codes[:, 0]].all() or not _IS_PLAIN[codes].all():
        return None
    has_zero = np.count_nonzero(codes) != np.char.str_len(cells).sum()
    return None if has_zero else codes.astype(np.uint8)


def _texts(cells: Cells) -> Sequence[str]:
    if not isinstance(cells, np.ndarray):
        return _quoted([harmless(cell) for cell in cells])
    if np.issubdtype(cells.dtype, np.floating):
        return [number_text(value) for value in cells.tolist()]
    known = {value: harmless(str(value)) for value in np.unique(cells).tolist()}
    return _quoted([known[value] for value in cells.tolist()])


def _quoted(cells: Sequence[str]) -> Sequence[str]:
    """Cells as CSV has them: in quotation marks where they hold a separator, a mark or a line break."""
    if not _SPECIAL.search("\0".join(cells)):
        return cells
    return ['"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell for cell in cells]
