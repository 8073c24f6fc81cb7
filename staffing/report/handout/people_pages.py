"""The sheets of people: a shift a row, and the roster of people down and days across."""

from __future__ import annotations

import datetime as dt

import numpy as np

from staffing.records.by_person import ShiftsByPerson
from staffing.report.handout.page import MOST_ROWS, Cell, Formula, Page
from staffing.report.handout.roster_grid import NOT_NAMED, clocks, roster_grid
from staffing.timegrid import DAY_NAMES

PAID = "F"  # column of the shifts: hours paid
_TOO_LONG = "{:,} shifts are more than a sheet can hold: see shifts-by-person.csv"


def put_shifts(page: Page, shifts: ShiftsByPerson) -> None:
    """A row a shift; its paid hours follow its times, unless clocks change inside it."""
    if len(shifts) >= MOST_ROWS:
        page.put(0, 0, _TOO_LONG.format(len(shifts)))
        return
    days: list[dt.date] = shifts.date.astype("datetime64[D]").tolist()
    start, end = clocks(shifts, shifts.start), clocks(shifts, shifts.end)
    rests: list[tuple[str, str, list[dt.time | None]]] = []
    for k, name in enumerate(shifts.rest_names):
        word = name.replace("_", " ")
        rests.append((f"{word} start", "time", clocks(shifts, shifts.rest_start[:, k])))
        rests.append((f"{word} end", "time", clocks(shifts, shifts.rest_end[:, k])))
    unpaid, paid = _hours(shifts)
    page.table(
        [
            ("agent", "text", shifts.agent.tolist()),
            ("date", "date", days),
            ("weekday", "text", [DAY_NAMES[day.weekday()] for day in days]),
            ("start", "time to change", start),
            ("end", "time to change", end),
            ("paid hours", "number", paid),
            ("unpaid hours", "to change", unpaid),
            *rests,
            ("group", "text", shifts.group.tolist()),
            ("pattern", "text", shifts.pattern.tolist()),
        ]
    )
    page.sheet.set_column(0, 0, 22)
    page.sheet.autofilter(0, 0, max(len(shifts), 1), 8 + 2 * len(shifts.rest_names))


def _hours(shifts: ShiftsByPerson) -> tuple[list[Cell | None], list[Cell | None]]:
    """Hours of each shift that are not paid, and those that are."""
    real = (shifts.end - shifts.start).astype("timedelta64[s]").astype(np.int64) / 3600
    wall = shifts.zone.local(shifts.end) - shifts.zone.local(shifts.start)
    is_plain = (wall.astype("timedelta64[s]").astype(np.int64) / 3600 == real) & (real < 24)
    unpaid: list[Cell | None] = list((real - shifts.paid_hours).tolist())
    paid: list[Cell | None] = [
        Formula(f"=MOD(E{row}-D{row},1)*24-G{row}", hours) if plain else hours
        for row, (hours, plain) in enumerate(
            zip(shifts.paid_hours.tolist(), is_plain.tolist(), strict=True), start=2
        )
    ]
    return unpaid, paid


def put_roster(page: Page, shifts: ShiftsByPerson) -> None:
    """People down, days across, with their shifts and hours; weekdays stand above the dates."""
    if len(shifts) >= MOST_ROWS:
        page.put(0, 0, _TOO_LONG.format(len(shifts)))
        return
    grid = roster_grid(shifts)
    if not shifts.is_named:
        page.put(0, 0, NOT_NAMED)
    for column, header in enumerate(("agent", "shifts", "paid hours")):
        page.put(2, column, header, "header")
    for column, date in enumerate(grid.dates, start=3):
        page.put(1, column, DAY_NAMES[date.weekday()], "header")
        page.put(2, column, date, "day")
    names, row_of = np.unique(shifts.agent, return_inverse=True)
    hours = np.bincount(row_of, shifts.paid_hours, minlength=len(names)) if len(names) else np.zeros(0)
    last = len(shifts) + 1
    count = np.bincount(row_of, minlength=len(names)).tolist()
    for row, (name, paid) in enumerate(zip(names.tolist(), hours.tolist(), strict=True), start=3):
        own, same = grid.cells[name], f"EXACT(Shifts!$A$2:$A${last},$A{row + 1})"
        page.put(row, 0, name)
        page.put(row, 1, Formula(f"=SUMPRODUCT({same}*1)", count[row - 3]), "count")
        page.put(row, 2, Formula(f"=SUMPRODUCT({same}*Shifts!${PAID}$2:${PAID}${last})", paid), "number")
        for column, date in enumerate(grid.dates, start=3):
            if date in own:
                page.put(row, column, own[date], "wrapped")
    page.sheet.freeze_panes(3, 1)
    page.sheet.set_column(0, 0, 22)
    page.sheet.set_column(3, 3 + len(grid.dates), 12)
    page.sheet.set_landscape()
    page.sheet.fit_to_pages(1, 0)
    page.sheet.repeat_rows(1, 2)
