"""Single contacts from CSV, and the measured patience curve to CSV."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history.patience.call_patience import CallPatience, estimate_from_calls
from staffing.tables.columns import CALLS, PATIENCE_CURVE
from staffing.tables.read import read_csv
from staffing.tables.source import STANDARD, open_text
from staffing.tables.write import write_csv

ABANDONED = "abandoned"
WAIT_COLUMNS = ("wait_seconds", "wait_s")


def found_wait_column(source: str | Path, outcome_column: str) -> str | None:
    """The column of waits where a file's header is one of single contacts; `-` is not looked at."""
    if str(source) == STANDARD or not Path(source).is_file():
        return None
    with open_text(source) as stream:
        header = {name.strip().strip('"').lower() for name in re.split(r"[,;\t|]", stream.readline())}
    if outcome_column.lower() not in header:
        return None
    return next((name for name in WAIT_COLUMNS if name in header), None)


def read_calls(source: str | Path, wait_column: str, outcome_column: str) -> CallPatience:
    """The patience of the contacts in a file; InputError names every bad cell, and a file nobody left."""
    wait, outcome = CALLS
    layout = (replace(wait, name=wait_column.lower()), replace(outcome, name=outcome_column.lower()))
    table = read_csv(source, layout)
    table.problems.raise_if_any()
    gave_up = np.array([text.lower() == ABANDONED for text in table.texts[outcome_column.lower()]])
    if not gave_up.any():
        hint = f"the column {outcome_column} must say '{ABANDONED}' of those"
        raise InputError(Problem(table.file, "contacts who gave up, to estimate patience from", hint))
    return estimate_from_calls(table.number(wait_column.lower()), gave_up)


def write_curve(target: str | Path, found: CallPatience) -> None:
    """The curve as `size --patience-curve` reads it."""
    seconds, share = PATIENCE_CURVE
    write_csv(target, {seconds.name: found.seconds, share.name: found.share})
