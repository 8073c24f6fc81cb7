"""Excel and OpenDocument workbooks as rows (extra `excel`, python-calamine): a table for each sheet."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from staffing.errors import InputError, Problem
from staffing.tables.cell_text import cell_text
from staffing.tables.extras import library
from staffing.tables.rows import Row, Rows
from staffing.tables.source import STANDARD, display_name


def excel_sheets(source: str | Path) -> list[Rows]:
    """The rows of each sheet, in the workbook's order; `line` is the sheet's row number."""
    name = display_name(source)
    calamine = library("python_calamine", name, "which reads Excel")
    standard = str(source) == STANDARD
    try:
        data = io.BytesIO(sys.stdin.buffer.read()) if standard else str(source)
        book = calamine.load_workbook(data)
        titles = list(book.sheet_names)
        sheets = [
            book.get_sheet_by_index(place).to_python(skip_empty_area=False) for place in range(len(titles))
        ]
    except Exception as fault:  # calamine's errors share no base but Exception
        hint = "open it in Excel and save it again, or export CSV"
        raise InputError(Problem(name, f"a readable Excel file ({fault})", hint)) from None
    if not titles:
        hint = "the file is damaged: export it again"
        raise InputError(Problem(name, "a workbook with a sheet", hint))
    several = len(titles) > 1
    return [
        Rows(name, _rows(cells), title if several else "")
        for title, cells in zip(titles, sheets, strict=True)
    ]


def _rows(cells: list[list[object]]) -> Iterator[Row]:
    for number, row in enumerate(cells, 1):
        texts = [cell_text(value) for value in row]
        if any(text.strip() for text in texts):
            yield number, texts
