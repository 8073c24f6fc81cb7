"""The formulas of our workbooks, worked out from the other cells: enough of a spreadsheet to check one."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import python_calamine

_REFERENCE = re.compile(r"(?:(\w+)!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"[^>]*><f>(.*?)</f>')


class Calculator:
    """A workbook read back: `values` of all cells, `formulas` by sheet and cell."""

    def __init__(self, path: Path) -> None:
        book = python_calamine.CalamineWorkbook.from_path(path)
        self.sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
        self.formulas: dict[tuple[str, str], str] = {}
        with zipfile.ZipFile(path) as parts:
            for number, name in enumerate(book.sheet_names, start=1):
                text = parts.read(f"xl/worksheets/sheet{number}.xml").decode()
                self.formulas |= {(name, cell): _plain(formula) for cell, formula in _FORMULA.findall(text)}

    def value(self, sheet: str, cell: str) -> Any:
        """What a cell holds; dates and times as a spreadsheet counts them."""
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
        return _counted(self.sheets[sheet][int(number) - 1][_column(letters)])

    def result(self, sheet: str, cell: str) -> float:
        """What the formula of a cell gives."""

        def cells(found: re.Match[str]) -> str:
            page, first, top, last, bottom = found.groups()
            if last is None:
                return repr(self.value(page or sheet, f"{first}{top}"))
            column = [self.value(page or sheet, f"{first}{row}") for row in range(int(top), int(bottom) + 1)]
            return f"A({column!r})"

        expression = _REFERENCE.sub(cells, self.formulas[sheet, cell])
        return float(eval(expression.replace("=", "=="), dict(_FUNCTIONS)))


def _plain(formula: str) -> str:
    return formula.replace("&gt;", ">").replace("&lt;", "<").replace("&quot;", '"').replace("&amp;", "&")


def _column(letters: str) -> int:
    return sum((ord(letter) - 64) * 26**place for place, letter in enumerate(reversed(letters))) - 1


def _counted(cell: Any) -> Any:
    if isinstance(cell, dt.time):
        return (cell.hour * 60 + cell.minute) / 1440
    return cell


def _sum_if(values: Any, condition: str) -> float:
    chosen = values < 0 if condition == "<0" else values > 0
    return float(values[chosen].sum())


_FUNCTIONS: dict[str, Any] = {
    "A": np.array,
    "SUM": np.sum,
    "SUMPRODUCT": np.sum,
    "SUMIF": _sum_if,
    "COUNTA": len,
    "EXACT": lambda values, text: values == text,
    "MOD": lambda value, by: value % by,
    "N": lambda value: value if isinstance(value, float) else 0.0,
    "IF": lambda condition, yes, no: yes if condition else no,
}
