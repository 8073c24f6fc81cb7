"""new-queues.csv: the queues that have no history yet, what they will bring and whom they are like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from staffing.forecast.new_queue import MOST_OF_A_RAMP, RAMP_HINT, USUAL_DOUBT, NewQueue, wrong_like
from staffing.records.columns import ALL_QUEUES
from staffing.tables.columns import NEW_QUEUES
from staffing.tables.read import read_csv
from staffing.tables.table import Table

SEPARATOR = ";"


def read_new_queues(path: str | Path, queues: Sequence[str]) -> tuple[NewQueue, ...]:
    """The new queues of a file, beside the `queues` of the history; InputError names every bad cell."""
    return new_queues_of(read_csv(path, NEW_QUEUES), queues)


def new_queues_of(table: Table, queues: Sequence[str] | None) -> tuple[NewQueue, ...]:
    """The new queues of the rows that were read, beside the `queues` of the history (None: not known yet).

    InputError names every bad cell.
    """
    _refuse_doubles(table)
    ramps = [_ramp(table, row) for row in range(len(table))]
    likes = [_like(table, row, queues) for row in range(len(table))]
    table.problems.raise_if_any()
    starts = table.times["start"].seconds if "start" in table.times else np.zeros(len(table), dtype=np.int64)
    aht_seconds, doubt = table.number("aht_seconds"), table.number("doubt")
    return tuple(
        NewQueue(
            name=name,
            contacts_per_week=float(table.number("contacts_per_week")[row]),
            like=likes[row],
            start=starts[row].astype("datetime64[s]").astype("datetime64[D]") if starts[row] else None,
            ramp=ramps[row],
            aht_seconds=float(aht_seconds[row]) if aht_seconds[row] > 0 else None,
            doubt=float(doubt[row]) if np.isfinite(doubt[row]) else USUAL_DOUBT,
        )
        for row, name in enumerate(table.texts["queue"])
    )


def _refuse_doubles(table: Table) -> None:
    names = table.texts["queue"]
    for row, name in enumerate(names):
        if name and name in names[:row]:
            hint = "one row holds its start, its ramp and its total"
            table.problems.add(int(table.line_numbers[row]), "queue", name, "each queue once", hint)


def _ramp(table: Table, row: int) -> tuple[float, ...]:
    """The shares of the first weeks; what is none becomes a problem of the table."""
    text = table.texts["ramp"][row] if "ramp" in table.texts else ""
    try:
        shares = tuple(float(part) for part in _parts(text))
    except ValueError:
        shares = (-1.0,)
    if not all(0 <= share <= MOST_OF_A_RAMP for share in shares):
        expected = f"shares from 0 to {MOST_OF_A_RAMP:g}, with ; between"
        table.problems.add(int(table.line_numbers[row]), "ramp", text, expected, RAMP_HINT)
    return shares


def _like(table: Table, row: int, queues: Sequence[str] | None) -> tuple[str, ...]:
    """The queues it is like; itself, or one that the history lacks, becomes a problem of the table."""
    names = tuple(_parts(table.texts["like"][row])) if "like" in table.texts else ()
    for name in names:
        known = (name,) if queues is None else queues or (ALL_QUEUES,)
        if wrong := wrong_like(table.texts["queue"][row], name, known):
            table.problems.add(int(table.line_numbers[row]), "like", name, *wrong)
    return names


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]
