"""A workbook (.xlsx): summary, heat map, roster, shifts, coverage, need and forecast.

What a planner would change is a cell with a yellow ground, and what hangs on it is a formula. Formulas carry
their results, for programs that do not calculate.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from staffing.errors import UsageError
from staffing.records.handout import Handout
from staffing.report.handout.folder import require_place
from staffing.report.handout.heat_map import put_coverage, put_heat_map
from staffing.report.handout.page import Book
from staffing.report.handout.people_pages import put_roster, put_shifts
from staffing.report.handout.queue_pages import put_forecast, put_need
from staffing.report.handout.summary_page import put_summary
from staffing.tables.extras import library
from staffing.tables.source import write_text


def require(target: str) -> None:
    """An error where the library is missing, the name is none of a workbook or cannot be written."""
    if not target.lower().endswith(".xlsx"):
        raise UsageError(f"--excel writes a workbook, got {target}", hint="name a file that ends in .xlsx")
    _library(target)
    require_place(target)


def write(handout: Handout, target: str) -> None:
    """The same handout is the same bytes."""
    stream = io.BytesIO()
    days = handout.shifts.date.astype("datetime64[D]")
    first = days.min().item() if len(days) else dt.date(2000, 1, 1)
    book = Book(_library(target), stream, dt.datetime.combine(first, dt.time()))
    summary, heat_map = book.page("Summary"), book.page("Heat map")
    roster, shifts = book.page("Roster"), book.page("Shifts")
    coverage = book.page("Coverage")
    heads = None if handout.requirement is None else put_need(book.page("Need"), handout.requirement)
    rows = put_coverage(coverage, handout.coverage, heads)
    put_heat_map(heat_map, rows)
    put_shifts(shifts, handout.shifts)
    put_roster(roster, handout.shifts)
    if handout.forecast is not None:
        put_forecast(book.page("Forecast"), handout.forecast)
    put_summary(summary, handout, rows)
    book.close()
    with write_text(target) as file:
        file.buffer.write(stream.getvalue())


def _library(file: str) -> Any:
    return library("xlsxwriter", file, "which writes workbooks")
