"""A measured patience curve from CSV: `staffing patience` writes one, `size` and `evaluate` read it."""

from __future__ import annotations

from pathlib import Path

from staffing.errors import InputError, Problem, UsageError
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.tables.columns import PATIENCE_CURVE
from staffing.tables.read import read_csv


def read_patience_curve(source: str | Path) -> PatienceCurve:
    """The curve of a file; rows where nobody is left waiting are left out. InputError names what is wrong."""
    table = read_csv(source, PATIENCE_CURVE)
    table.problems.raise_if_any()
    left = table.number("still_waiting") > 0
    try:
        return PatienceCurve(table.number("seconds")[left], table.number("still_waiting")[left])
    except UsageError as error:
        raise InputError(Problem(table.file, f"a patience curve: {error.message}", error.hint)) from None
