"""How handle times scatter, as a plan or a command says: a law by its name, or times as measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.errors import InputError, Problem
from staffing.simulation.handle_times import (
    HandleTimeLaw,
    MeasuredHandling,
    measured_file,
    parse_handle_times,
)
from staffing.tables.columns import Column
from staffing.tables.read import read_csv

COLUMNS = ("handle_seconds", "service_seconds", "service_s", "service")  # the first that a file has is read


def handle_times_of(text: str, folder: Path) -> HandleTimeLaw:
    """The law of `exponential`, `deterministic`, `lognormal:0.8` or `measured:FILE` (a path in that folder).

    UsageError for another text, InputError for what is wrong in the file.
    """
    file = measured_file(text)
    return parse_handle_times(text) if file is None else read_handle_times(folder / file)


def read_handle_times(source: str | Path) -> MeasuredHandling:
    """Handle times from a table with a row per contact, such as a list of calls.

    Empty cells and zeros, those of contacts that nobody answered, are left out.
    """
    table = read_csv(source, tuple(Column(name, "duration", minimum=0, maximum=1e6) for name in COLUMNS))
    table.problems.raise_if_any()
    name = next((name for name in COLUMNS if name in table.numbers), None)
    if name is None:
        hint = "rename the one that holds seconds of talk, hold and after-call work"
        raise InputError(Problem(table.file, f"a column named {' or '.join(COLUMNS)}", hint, 1))
    seconds = table.number(name)
    answered = np.nan_to_num(seconds) > 0
    if not answered.any():
        raise InputError(
            Problem(table.file, "at least one time above 0", "name a file of calls", column=name)
        )
    return MeasuredHandling.of(seconds[answered])
