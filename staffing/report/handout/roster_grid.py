"""A roster as planners lay it out: people down, days across."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Times
from staffing.records.by_person import ShiftsByPerson

NOT_NAMED = "Nobody is named yet: a row is a shift's place in its day, not a person."


@dataclass(frozen=True)
class RosterGrid:
    """`cells[name][date]` holds the local times of a person's shifts, `09:00–17:00`, a line each."""

    dates: tuple[dt.date, ...]
    cells: dict[str, dict[dt.date, str]]


def roster_grid(shifts: ShiftsByPerson) -> RosterGrid:
    """All dates from the first to the last, also those on which nobody works; people by name."""
    if not len(shifts):
        return RosterGrid((), {})
    day = shifts.date.astype("datetime64[D]")
    dates = tuple(np.arange(day.min(), day.max() + np.timedelta64(1, "D")).tolist())
    cells: dict[str, dict[dt.date, str]] = {str(name): {} for name in np.unique(shifts.agent)}
    start, end = clocks(shifts, shifts.start), clocks(shifts, shifts.end)
    for row in np.argsort(shifts.start, kind="stable").tolist():
        own, date = cells[str(shifts.agent[row])], day[row].item()
        text = f"{start[row]:%H:%M}–{end[row]:%H:%M}"
        own[date] = f"{own[date]}\n{text}" if date in own else text
    return RosterGrid(dates, cells)


def clocks(shifts: ShiftsByPerson, moments: Times) -> list[dt.time | None]:
    """Local times of day; None for no moment."""
    local = shifts.zone.local(moments).astype("datetime64[s]").tolist()
    return [None if moment is None else moment.time() for moment in local]
