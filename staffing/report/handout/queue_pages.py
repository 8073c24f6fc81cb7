"""The sheets with a row an interval and queue: the forecast, and the agents that it needs."""

from __future__ import annotations

import numpy as np

from staffing.records.columns import IntervalRows
from staffing.records.forecast import Forecast
from staffing.records.requirement import Requirement
from staffing.report.handout.page import MOST_ROWS, Cell, Formula, Page
from staffing.timegrid import DAY_NAMES

CHANGE = "Summary!$B$5"  # the change of volume that a planner may enter
CONTACTS, WORKLOAD = "F", "J"  # columns of the forecast: contacts with that change, hours of work in them
HEADS = "J"  # of the need
Columns = list[tuple[str, str, list[Cell | None]]]


def put_forecast(page: Page, forecast: Forecast) -> None:
    """Contacts as forecast and with the change of the summary; the hours that handling them takes."""
    if _is_too_long(page, forecast, "forecast.csv"):
        return
    offered, aht = np.nan_to_num(forecast.offered).tolist(), forecast.aht_seconds.tolist()
    rows = range(2, len(forecast) + 2)
    with_change = [Formula(f"=E{r}*(1+{CHANGE})", x) for r, x in zip(rows, offered, strict=True)]
    hours = np.nan_to_num(forecast.offered * forecast.aht_seconds / 3600).tolist()
    columns: Columns = [
        *_when(forecast),
        ("contacts", "to change", list(offered)),
        ("contacts with the change of the summary", "number", list(with_change)),
        ("10 % of intervals have fewer", "number", forecast.offered_p10.tolist()),
        ("10 % have more", "number", forecast.offered_p90.tolist()),
        ("handle time, seconds", "to change", aht),
        (
            "workload, hours",
            "number",
            [Formula(f"={CONTACTS}{r}*I{r}/3600", x) for r, x in zip(rows, hours, strict=True)],
        ),
    ]
    page.table(columns)


def put_need(page: Page, requirement: Requirement) -> dict[np.datetime64, list[tuple[str, float]]] | None:
    """Agents, and the heads for them; of each interval start the cells of its heads (None: no rows)."""
    if _is_too_long(page, requirement, "requirement.csv"):
        return None
    agents, heads = requirement.agents, requirement.scheduled
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(heads > 0, agents / heads, np.nan)
    rows = range(2, len(requirement) + 2)
    columns: Columns = [
        *_when(requirement),
        ("contacts", "number", requirement.offered.tolist()),
        ("handle time, seconds", "number", requirement.aht_seconds.tolist()),
        ("load, erlangs", "number", requirement.load_erlangs.tolist()),
        ("agents on the phones", "to change", agents.tolist()),
        ("share of heads on the phones", "share to change", share.tolist()),
        (
            "heads to schedule",
            "number",
            [Formula(f"=IF(N(I{r})>0,H{r}/I{r},0)", x) for r, x in zip(rows, heads.tolist(), strict=True)],
        ),
        ("service level", "share", requirement.service_level.tolist()),
        ("mean wait, seconds", "number", requirement.mean_wait_seconds.tolist()),
        ("occupancy", "share", requirement.occupancy.tolist()),
    ]
    page.table(columns)
    cells: dict[np.datetime64, list[tuple[str, float]]] = {}
    for row, start, value in zip(rows, requirement.interval_start, heads.tolist(), strict=True):
        cells.setdefault(start, []).append((f"Need!{HEADS}{row}", value))
    return cells


def _when(rows: IntervalRows) -> Columns:
    """Local date, weekday and time, and the queue."""
    local = rows.local.astype("datetime64[s]").tolist()
    return [
        ("date", "date", [moment.date() for moment in local]),
        ("weekday", "text", [DAY_NAMES[moment.weekday()] for moment in local]),
        ("time", "time", [moment.time() for moment in local]),
        ("queue", "text", rows.queue_names.tolist()),
    ]


def _is_too_long(page: Page, rows: IntervalRows, file: str) -> bool:
    """Whether a sheet cannot hold the rows; it then says where they are."""
    if len(rows) < MOST_ROWS:
        return False
    page.put(0, 0, f"{len(rows):,} rows are more than a sheet can hold: see {file}")
    return True
