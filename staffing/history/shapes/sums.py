"""Totals and means along the edges of a matrix, found by arithmetic: they are no contacts of their own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.arrays import Floats
from staffing.tables.numbers import is_unknown, unstyled

_CLOSE = 0.02
_MOST_ABOVE = 0.98  # share of rows in which one count is at least another: then it may be a part of it
_LEAST_ROWS_OF_PART = 4
_EXTREMES = ("highest", "lowest")
_LEAST_OF_EXTREMES = 3  # columns of which the largest is no longer one of two


def values(cells: Sequence[str], style: str = "") -> Floats:
    """The cells as numbers; blank ones NaN, and what is no number too."""
    return np.array([_value(cell, style) for cell in cells], dtype=np.float64)


def _value(cell: str, style: str) -> float:
    if is_unknown(cell):
        return np.nan
    try:
        return float(unstyled(cell, style))
    except ValueError:
        return np.nan


def relation(edge: Floats, body: Floats) -> str | None:
    """What the edge is of the body's columns, row by row: `sum`, `mean`, `highest`, `lowest`, or None.

    `body` has a row per value of the edge.
    """
    known = np.isfinite(edge)
    if not known.any() or not body.size:
        return None
    filled = np.nan_to_num(body)
    counts = np.maximum(np.isfinite(body).sum(axis=1), 1)
    candidates = (
        ("sum", filled.sum(axis=1)),
        ("mean", filled.sum(axis=1) / counts),
        ("highest", np.where(np.isfinite(body), body, -np.inf).max(axis=1)),
        ("lowest", np.where(np.isfinite(body), body, np.inf).min(axis=1)),
    )
    for name, expected in candidates:
        wrong = np.abs(edge - expected) > np.maximum(_CLOSE * np.abs(expected), 0.51)
        if name in _EXTREMES and body.shape[1] < _LEAST_OF_EXTREMES:
            continue
        if not wrong[known].mean() > 0.05:
            return name
    return None


def one_may_be_part(columns: Sequence[Floats]) -> bool:
    """Whether one column is never above another: offered and answered look so under any name."""
    for place, one in enumerate(columns):
        for other in (*columns[:place], *columns[place + 1 :]):
            both = np.isfinite(one) & np.isfinite(other)
            if both.sum() >= _LEAST_ROWS_OF_PART and (one[both] <= other[both]).mean() >= _MOST_ABOVE:
                return True
    return False
