"""The first sheet: totals that follow the other sheets, and the two cells that a planner may change."""

from __future__ import annotations

import numpy as np

from staffing.records.coverage import Coverage
from staffing.records.handout import Handout
from staffing.report.handout.heat_map import DIFFERENCE, REQUIRED, WORKING, CoverageRow
from staffing.report.handout.page import MOST_ROWS, Cell, Formula, Page
from staffing.report.handout.people_pages import PAID
from staffing.report.handout.queue_pages import CONTACTS, WORKLOAD
from staffing.timegrid import spacing_minutes

_HINT = "Yellow cells are yours to change: everything that depends on them is recalculated."
_LIMIT = "Agents do not follow a change of volume here: plan it with staffing whatif --volume."


def put_summary(page: Page, handout: Handout, rows: list[CoverageRow]) -> None:
    """Row 5 is the change of volume (`CHANGE`), row 6 the cost of an hour."""
    page.put(0, 0, handout.name, "title")
    page.put(1, 0, _HINT)
    page.put(2, 0, _LIMIT)
    lines: list[tuple[str, Cell, str]] = [
        ("change of volume", 0.0, "share to change"),
        ("cost of a paid hour", 0.0, "to change"),
        *_people(handout),
        *_heads(handout, rows),
        *_contacts(handout),
    ]
    for row, (words, cell, look) in enumerate(lines, start=4):
        page.put(row, 0, words)
        page.put(row, 1, cell, look)
    page.sheet.set_column(0, 0, 44)
    page.sheet.set_column(1, 1, 16)


def _people(handout: Handout) -> list[tuple[str, Cell, str]]:
    shifts = handout.shifts
    if not 0 < len(shifts) < MOST_ROWS:
        return []
    days, last, paid = shifts.date.astype("datetime64[D]"), len(shifts) + 1, f"{PAID}$2:${PAID}$"
    return [
        ("first day", days.min().item(), "date"),
        ("last day", days.max().item(), "date"),
        ("shifts", Formula(f"=COUNTA(Shifts!$A$2:$A${last})", len(shifts)), "count"),
        ("paid hours", Formula(f"=SUM(Shifts!${paid}{last})", float(shifts.paid_hours.sum())), "number"),
        ("cost", Formula(f"=B6*SUM(Shifts!${paid}{last})", 0.0), "number"),
    ]


def _heads(handout: Handout, rows: list[CoverageRow]) -> list[tuple[str, Cell, str]]:
    if not rows:
        return []
    coverage, last = handout.coverage, len(rows) + 1
    hours = (
        coverage.interval_minutes
        if isinstance(coverage, Coverage)
        else spacing_minutes(coverage.interval_start)
    ) / 60
    difference = np.array([row.difference for row in rows])

    def total(column: str, values: float, condition: str = "") -> Formula:
        area = f"Coverage!${column}$2:${column}${last}"
        inner = f'SUMIF({area},"{condition}")' if condition else f"SUM({area})"
        return Formula(f"={inner}*{hours!r}", values * hours)

    return [
        ("hours required, of heads", total(REQUIRED, sum(row.required for row in rows)), "number"),
        ("hours at work", total(WORKING, sum(row.working for row in rows)), "number"),
        ("hours short", total(DIFFERENCE, float(difference[difference < 0].sum()), "<0"), "number"),
        ("hours spare", total(DIFFERENCE, float(difference[difference > 0].sum()), ">0"), "number"),
    ]


def _contacts(handout: Handout) -> list[tuple[str, Cell, str]]:
    forecast = handout.forecast
    if forecast is None or not 0 < len(forecast) < MOST_ROWS:
        return []
    last, work = len(forecast) + 1, forecast.offered * forecast.aht_seconds / 3600
    return [
        (
            "contacts, with the change",
            Formula(f"=SUM(Forecast!${CONTACTS}$2:${CONTACTS}${last})", float(np.nansum(forecast.offered))),
            "number",
        ),
        (
            "workload, hours",
            Formula(f"=SUM(Forecast!${WORKLOAD}$2:${WORKLOAD}${last})", float(np.nansum(work))),
            "number",
        ),
    ]
