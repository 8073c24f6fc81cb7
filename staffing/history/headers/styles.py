"""How the columns of a file write their numbers: what one column proves holds for the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.arrays import Floats
from staffing.history.headers.columns import COUNTS, Told
from staffing.tables.numbers import PLAIN, is_simple, is_unknown, styles_of, unstyled


def styles_found(columns: Sequence[Told]) -> tuple[dict[int, str], list[str]]:
    """How each column of numbers writes them, and the columns of which that stays open.

    Counts are whole, so `1.100` among them is a thousand and a hundred; what one column proves holds for
    the others.
    """
    fitting: dict[int, set[str]] = {}
    for column in columns:
        if column.holds.kind not in {"number", "percent", "duration"} or is_simple_column(column):
            continue
        is_count = bool(set(column.scores) & {*COUNTS, "value"}) or not column.scores
        texts = [cell for cell in column.holds.numbers if ":" not in cell]
        whole = column.holds.styles(whole=True) if is_count else set()
        fitting[column.place] = (
            whole or column.holds.styles(whole=False)
            if not any(":" in cell for cell in column.holds.distinct)
            else styles_of(texts, whole=False)
        )
    proved = set.intersection(*fitting.values()) if fitting else set()
    styles, open_ones = {}, []
    for column in columns:
        if column.place not in fitting:
            styles[column.place] = PLAIN
            continue
        mine = fitting[column.place] & proved or fitting[column.place]
        if len(mine) == 1 and (proved or len(fitting) == 1):
            styles[column.place] = next(iter(mine))
        elif len(mine) == 1 and not proved:
            open_ones.append(column.name)
        elif mine and all(
            unstyled(cell, first) == unstyled(cell, second)
            for first, second in [tuple(mine)[:2]]
            for cell in column.holds.numbers
        ):
            styles[column.place] = next(iter(mine))
        else:
            open_ones.append(column.name)
    return styles, open_ones


def is_simple_column(column: Told) -> bool:
    """Digits with at most a decimal point, of which none may be a thousand."""
    cells = column.holds.numbers
    return is_simple(cells) and not any(_may_be_thousands(cell) for cell in cells)


def _may_be_thousands(cell: str) -> bool:
    whole, point, decimals = cell.lstrip("+-").partition(".")
    return bool(point) and len(decimals) == 3 and 1 <= len(whole) <= 3 and whole != "0"


def numbers_of(column: Told, style: str) -> Floats:
    """The looked-at cells as numbers; NaN where they are none."""
    return np.array([_number(cell, style) for cell in column.holds.cells])


def _number(cell: str, style: str) -> float:
    try:
        return np.nan if is_unknown(cell) else float(unstyled(cell, style))
    except ValueError:
        return np.nan
