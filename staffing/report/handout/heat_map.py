"""Coverage as a table, and as a heat map of days across and times down, of each group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from staffing.records.columns import ALL_QUEUES
from staffing.records.coverage import Coverage
from staffing.records.roster import RosterCoverage
from staffing.report.handout.page import Cell, Formula, Page
from staffing.timegrid import DAY_NAMES

REQUIRED, WORKING, DIFFERENCE = "E", "H", "I"  # columns of the coverage
_MOST_CELLS = 100  # of a sum: a formula holds 8,192 characters
_SAME = 1e-6  # heads: sums of queues differ by rounding
_LEGEND = "Heads at work minus heads required: below 0 (orange) short, 0 even, above 0 (blue) spare."


@dataclass(frozen=True)
class CoverageRow:
    """A row of the sheet: local start, group, and the difference with the cell that holds it."""

    local: dt.datetime
    group: str
    cell: str
    difference: float
    required: float
    working: float


Heads = Mapping[np.datetime64, list[tuple[str, float]]]


def put_coverage(page: Page, coverage: Coverage | RosterCoverage, heads: Heads | None) -> list[CoverageRow]:
    """Heads of each interval; those required add up the cells of the need where these are the same."""
    local = coverage.zone.local(coverage.interval_start).astype("datetime64[s]").tolist()
    groups = coverage.group.tolist() if isinstance(coverage, RosterCoverage) else [ALL_QUEUES] * len(local)
    working = coverage.scheduled - coverage.on_break
    rows = [
        CoverageRow(moment, group, f"Coverage!{DIFFERENCE}{at}", difference, required, there)
        for at, (moment, group, difference, required, there) in enumerate(
            zip(
                local,
                groups,
                (working - coverage.required).tolist(),
                coverage.required.tolist(),
                working.tolist(),
                strict=True,
            ),
            start=2,
        )
    ]
    required: list[Cell | None] = [
        _required(row, (heads or {}).get(start, []))
        for row, start in zip(rows, coverage.interval_start, strict=True)
    ]
    page.table(
        [
            ("date", "date", [row.local.date() for row in rows]),
            ("weekday", "text", [DAY_NAMES[row.local.weekday()] for row in rows]),
            ("time", "time", [row.local.time() for row in rows]),
            ("group", "text", [row.group or ALL_QUEUES for row in rows]),
            ("heads required", "number", required),
            ("heads on shift", "to change", coverage.scheduled.tolist()),
            ("of those on a break", "number", coverage.on_break.tolist()),
            (
                "heads at work",
                "number",
                [Formula(f"=F{at}-G{at}", row.working) for at, row in enumerate(rows, 2)],
            ),
            (
                "difference",
                "difference",
                [Formula(f"={WORKING}{at}-{REQUIRED}{at}", row.difference) for at, row in enumerate(rows, 2)],
            ),
            *_service(coverage),
        ]
    )
    return rows


def put_heat_map(page: Page, rows: list[CoverageRow]) -> None:
    """A block a group; each cell shows the number, and refers to the coverage; none where all is closed."""
    page.put(0, 0, _LEGEND)
    rows = [row for row in rows if row.required > 0 or row.working > 0]
    differences = np.array([abs(row.difference) for row in rows])
    widest = max(float(np.nanquantile(differences, 0.95)) if rows else 0.0, 1.0)
    top = 2
    for group in dict.fromkeys(row.group for row in rows):
        own = [row for row in rows if row.group == group]
        dates = {date: at for at, date in enumerate(sorted({row.local.date() for row in own}), start=1)}
        times = {time: at for at, time in enumerate(sorted({row.local.time() for row in own}), start=2)}
        page.put(top, 0, group or ALL_QUEUES, "header")
        for date, column in dates.items():
            page.put(top, column, DAY_NAMES[date.weekday()], "header")
            page.put(top + 1, column, date, "day")
        for time, row in times.items():
            page.put(top + row, 0, time, "time")
        for cell in own:  # of an hour that clocks repeat the second is seen
            at = top + times[cell.local.time()], dates[cell.local.date()]
            page.put(*at, Formula(f"={cell.cell}", cell.difference), "difference")
        page.shades((top + 2, 1, top + 1 + len(times), len(dates)), widest)
        top += len(times) + 4
    page.sheet.freeze_panes(0, 1)
    page.sheet.set_column(1, 400, 7)


def _required(row: CoverageRow, cells: list[tuple[str, float]]) -> Cell:
    """The sum of the need's cells where that is what is required; else the number."""
    if 0 < len(cells) <= _MOST_CELLS and abs(sum(value for _, value in cells) - row.required) < _SAME:
        return Formula("=" + "+".join(cell for cell, _ in cells), row.required)
    return row.required


def _service(coverage: Coverage | RosterCoverage) -> list[tuple[str, str, list[Cell | None]]]:
    if isinstance(coverage, RosterCoverage):
        return []
    return [("service level, predicted", "share", coverage.service_level.tolist())]
