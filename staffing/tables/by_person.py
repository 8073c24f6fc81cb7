"""Shifts for people to read: local clock times without offsets, as a noticeboard has them."""

from __future__ import annotations

import re

import numpy as np

from staffing.arrays import Times
from staffing.records.by_person import ShiftsByPerson
from staffing.tables.columns import SHIFTS_BY_PERSON
from staffing.tables.write import Cells
from staffing.timegrid import DAY_NAMES

_REST = re.compile(r"(lunch|break_1)_(start|end)")


def by_person_columns(shifts: ShiftsByPerson) -> dict[str, Cells]:
    """Header → cells, a row a shift; an end at or before its start is on the next day."""
    day = shifts.date.astype("datetime64[D]")
    known: dict[str, Cells] = {
        "agent": shifts.agent,
        "date": day.astype(str),
        "weekday": np.array(DAY_NAMES)[(day.astype(np.int64) + 3) % 7],  # 1970-01-01 was a Thursday
        "start": _clock(shifts, shifts.start),
        "end": _clock(shifts, shifts.end),
        "group": shifts.group,
        "pattern": shifts.pattern,
        "paid_hours": shifts.paid_hours,
    }
    cells: dict[str, Cells] = {}
    for column in SHIFTS_BY_PERSON:
        cells |= _rests(shifts) if _REST.fullmatch(column.name) else {column.name: known[column.name]}
    return cells


def _rests(shifts: ShiftsByPerson) -> dict[str, Cells]:
    """The start and the end of every rest; lunch even where nobody takes it."""
    nothing: Cells = [""] * len(shifts)
    cells: dict[str, Cells] = {"lunch_start": nothing, "lunch_end": nothing}
    for k, name in enumerate(shifts.rest_names):
        cells[f"{name}_start"] = _clock(shifts, shifts.rest_start[:, k])
        cells[f"{name}_end"] = _clock(shifts, shifts.rest_end[:, k])
    return cells


def _clock(shifts: ShiftsByPerson, moments: Times) -> Cells:
    """`08:30` on the wall; empty for no moment."""
    local = shifts.zone.local(moments)
    texts = np.datetime_as_string(local, unit="m")
    return [text[11:] if known else "" for text, known in zip(texts.tolist(), ~np.isnat(local), strict=True)]
