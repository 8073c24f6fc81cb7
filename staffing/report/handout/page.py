"""A sheet in the making: texts that stay texts, dates, times, numbers, and formulas with their results."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from staffing.wording import legible

MOST_ROWS = 1_048_576  # of a sheet, by the format
_LONGEST_TEXT = 32_767  # characters of a cell, by the format
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "header": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "text": {},
    "wrapped": {"text_wrap": True, "align": "center", "valign": "vcenter"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "day": {"num_format": "dd mmm", "bold": True, "bottom": 1, "align": "center"},
    "time": {"num_format": "hh:mm", "align": "left"},
    "number": {"num_format": "#,##0.00"},
    "count": {"num_format": "#,##0"},
    "difference": {"num_format": "+0.0;-0.0;0.0", "align": "center"},
    "share": {"num_format": "0.0%"},
    "to change": {"num_format": "#,##0.00", "bg_color": "#FFF2CC", "border": 1, "border_color": "#BF9000"},
    "time to change": {
        "num_format": "hh:mm",
        "align": "left",
        "bg_color": "#FFF2CC",
        "border": 1,
        "border_color": "#BF9000",
    },
    "share to change": {"num_format": "0.0%", "bg_color": "#FFF2CC", "border": 1, "border_color": "#BF9000"},
}


@dataclass(frozen=True)
class Formula:
    """A formula, and its result as it is now, for programs that do not calculate."""

    text: str
    result: float


Cell = str | float | dt.date | dt.time | Formula


class Book:
    """A workbook whose texts are never run: neither as formulas nor as links."""

    def __init__(self, xlsxwriter: Any, stream: Any, made: dt.datetime) -> None:
        off = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        self._book = xlsxwriter.Workbook(stream, off)
        self._book.set_properties({"created": made})  # not now: the same plan is the same bytes
        self._formats = {name: self._book.add_format(look) for name, look in _FORMATS.items()}

    def page(self, name: str) -> Page:
        """A further sheet."""
        return Page(self._book.add_worksheet(name), self._formats)

    def close(self) -> None:
        """Write all of it."""
        self._book.close()


class Page:
    """One sheet; rows and columns are counted from 0."""

    def __init__(self, sheet: Any, formats: Mapping[str, Any]) -> None:
        self.sheet = sheet
        self._formats = formats

    def put(self, row: int, column: int, cell: Cell, look: str = "text") -> None:
        """One cell; a number that is not known stays empty."""
        form = self._formats[look]
        if isinstance(cell, str):
            self.sheet.write_string(row, column, legible(cell)[:_LONGEST_TEXT], form)
        elif isinstance(cell, Formula):
            result = cell.result if math.isfinite(cell.result) else ""
            self.sheet.write_formula(row, column, cell.text, form, result)
        elif isinstance(cell, dt.date | dt.time):
            self.sheet.write_datetime(row, column, cell, form)
        elif math.isfinite(cell):
            self.sheet.write_number(row, column, cell, form)

    def table(self, columns: Sequence[tuple[str, str, Iterable[Cell | None]]]) -> None:
        """Columns of a header, a look and cells, from the first row on; the header stays in sight."""
        for at, (header, look, cells) in enumerate(columns):
            self.put(0, at, header, "header")
            for row, cell in enumerate(cells, start=1):
                if cell is not None:
                    self.put(row, at, cell, look)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_column(0, len(columns) - 1, 12)

    def shades(self, area: tuple[int, int, int, int], widest: float) -> None:
        """Orange for short, white for even, blue for spare: told apart by who sees no red or green, too."""
        self.sheet.conditional_format(
            *area,
            {
                "type": "3_color_scale",
                "min_type": "num",
                "mid_type": "num",
                "max_type": "num",
                "min_value": -widest,
                "mid_value": 0,
                "max_value": widest,
                "min_color": "#E66101",
                "mid_color": "#FFFFFF",
                "max_color": "#5AA5D6",
            },
        )
