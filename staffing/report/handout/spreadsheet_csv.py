"""CSV that Excel opens with a double click where `;` parts lists: with a BOM, local times, two decimals.

The decimal mark is that of the user's locale (`LC_ALL`, `LC_NUMERIC` or `LANG`), by its language and country;
Windows, which sets none of these, is asked for its own.
"""

from __future__ import annotations

import csv
import locale
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from staffing.errors import InputError, Problem
from staffing.records.handout import Handout
from staffing.report.handout.folder import require_folder
from staffing.report.handout.roster_grid import roster_grid
from staffing.tables.look import Look
from staffing.tables.records import columns_of
from staffing.tables.shortest import number_text
from staffing.tables.source import write_text
from staffing.tables.spreadsheet_safe import harmless
from staffing.tables.write import Cells
from staffing.timegrid import DAY_NAMES

LOOK = Look(local_times=True, decimals=2)
_FILES = ("shifts", "coverage", "requirement", "forecast", "roster")
_MARK = "\ufeff"  # which no other file of this package begins with
_POINT = re.compile(  # languages that write 0.5, and places of languages that do not
    r"c|posix|(en|zh|ja|ko|th|he|ar|hi|bn|ta|te|ur|ga|mt|cy|ms|sw|fil)(_(?!za|dk)\w+)?"
    r"|de_(ch|li)|it_ch|es_(mx|us|pr|gt|hn|ni|sv|pa|do|pe)"
)


def require(target: str) -> None:
    """InputError where the folder cannot be made or has files of these names that are of others."""
    folder = require_folder(target, "CSV files")
    others = [path for name in _FILES if _is_of_others(path := folder / f"{name}.csv")]
    if others:
        expected = "a free name for a CSV to open in Excel"
        hint = "the file there is not one of these and would be lost: name another folder"
        raise InputError([Problem(str(path), expected, hint) for path in others])


def write(handout: Handout, target: str) -> None:
    """`shifts.csv`, `roster.csv` (people down, days across), `coverage.csv`, and what they are for."""
    require(target)  # again: the run itself may have been written there since
    folder, mark = Path(target), decimal_mark(os.environ, system_mark() if os.name == "nt" else ".")
    for name, record in (
        ("shifts", handout.shifts),
        ("coverage", handout.coverage),
        ("requirement", handout.requirement),
        ("forecast", handout.forecast),
    ):
        if record is not None:
            columns = LOOK.of(columns_of(record))
            cells = [_texts(column, mark) for column in columns.values()]
            _write(folder / f"{name}.csv", [list(columns), *zip(*cells, strict=True)])
    _write(folder / "roster.csv", _roster(handout))


def decimal_mark(environment: Mapping[str, str], otherwise: str = ".") -> str:
    """`,` or `.`: POSIX takes the first of the three variables that is not empty; `otherwise` without any."""
    names = ("LC_ALL", "LC_NUMERIC", "LANG")
    known = next((environment[name] for name in names if environment.get(name)), None)
    if known is None:
        return otherwise
    place = known.partition(".")[0].partition("@")[0].lower()
    return "." if _POINT.fullmatch(place) else ","


def system_mark() -> str:
    """The decimal mark of the system's own settings; the locale of this process stays what it was."""
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return "," if locale.localeconv()["decimal_point"] == "," else "."
    except locale.Error:
        return "."
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)


def _is_of_others(path: Path) -> bool:
    """Whether there is something that does not begin as the files of this module do."""
    if not path.is_file():
        return path.exists()
    with path.open("rb") as stream:
        return stream.read(3) != _MARK.encode()


def _texts(column: Cells, mark: str) -> list[str]:
    if isinstance(column, np.ndarray) and column.dtype.kind == "f":
        return [number_text(value).replace(".", mark) for value in column.tolist()]
    return [harmless(str(cell)) for cell in column]


def _roster(handout: Handout) -> Iterable[Sequence[str]]:
    grid = roster_grid(handout.shifts)
    yield ["agent", *(f"{DAY_NAMES[date.weekday()]} {date}" for date in grid.dates)]
    for name, own in grid.cells.items():
        yield [harmless(name), *(own.get(date, "").replace("\n", " ") for date in grid.dates)]


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with write_text(path) as stream:
        stream.write(_MARK)
        csv.writer(stream, delimiter=";").writerows(rows)
