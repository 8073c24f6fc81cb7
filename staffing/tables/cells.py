"""Cells to typed values: numbers, durations, times, texts; each bad one is a problem with line and column."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import cast

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints
from staffing.errors import SHOWN_PROBLEMS, InputError, Problem
from staffing.tables.columns import Column
from staffing.tables.durations import durations
from staffing.tables.grouped import Grouped, said
from staffing.tables.numbers import is_unknown, unstyled
from staffing.tables.spreadsheet_safe import original

YEARS = range(1970, 2200)  # outside them a date is a mistake, and zones have no rules
_SLIPS = 1e6  # a maximum from here on only stops slips
_PER_SECOND = {10: 1, 13: 1000}  # digits of a moment counted since 1970 → units in a second
_DATE_AND_HOUR = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-4])")
_END_OF_DAY = re.compile(r"(\d{4}-\d\d-\d\d)[T ]24:00(?::00(?:\.0+)?)?(|Z|[+-]\d\d:?\d\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_EXCEL_SERIAL = re.compile(r"(?:3[7-9]|[4-6]\d)\d{3}(?:[.,]\d+)?")  # days: of 2001 to 2091
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)")
_EXCEL_DAY_0 = dt.datetime(1899, 12, 30)
_EPOCH = dt.datetime(1970, 1, 1)
_EPOCH_UTC = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LAST = int(dt.datetime(YEARS.stop, 1, 1, tzinfo=dt.UTC).timestamp())  # seconds since 1970


class Problems:
    """Collects the wrong cells of one file; keeps the first 20, counts them all.

    `names` are what the file itself calls columns that were renamed on the way.
    """

    def __init__(self, file: str, names: Mapping[str, str] | None = None) -> None:
        self.file, self.names = file, names or {}
        self.first: list[Problem] = []
        self.count = 0
        self._told: set[tuple[int, str]] = set()
        self.unknown: Counter[str] = Counter()  # marks that stand for no number, such as #N/A

    def add(self, line: int, column: str | None, value: str | None, expected: str, hint: str) -> None:
        self.count += 1
        self._told.add((int(line), column or ""))
        column = self.names.get(column or "", column)
        if len(self.first) < SHOWN_PROBLEMS:
            self.first.append(Problem(self.file, expected, hint, int(line), column, value))

    def is_told(self, line: int, *columns: str) -> bool:
        """Whether a cell of that line in one of the columns is among the problems."""
        return any((line, column) in self._told for column in columns)

    def take(self, others: Problems) -> None:
        """The problems of the same file that were collected apart."""
        self.count += others.count
        self.first += others.first[: SHOWN_PROBLEMS - len(self.first)]

    def raise_if_any(self) -> None:
        if self.count:
            self.first.sort(key=lambda problem: problem.line or 0)
            raise InputError(self.first, count=self.count)


@dataclass(frozen=True)
class TimeCells:
    """Parsed times: UTC seconds where the text had an offset, wall-clock seconds where it had none."""

    seconds: Ints
    offset_minutes: Ints
    naive: Bools

    @property
    def empty(self) -> Bools:
        """Cells without a time: what was not parsed is left at 1970 in UTC."""
        return np.asarray(~self.naive & (self.seconds == 0))

    def rows(self, chosen: Bools) -> TimeCells:
        """Those of the chosen rows."""
        return TimeCells(self.seconds[chosen], self.offset_minutes[chosen], self.naive[chosen])

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The calendar days as written, whatever the zone."""
        wall = self.seconds + np.where(self.naive, 0, self.offset_minutes * 60)
        return wall.astype("datetime64[s]").astype("datetime64[D]")


def typed(
    cells: Sequence[str],
    column: Column,
    lines: Ints,
    problems: Problems,
    shared: dict[str, str],
    *,
    grouped: Grouped | None = None,
) -> Floats | list[str] | TimeCells:
    if column.unknown:
        cells = ["" if cell.strip() in column.unknown else cell for cell in cells]
    if column.style is not None and column.kind in {"number", "duration"}:
        found = {cell: cell if ":" in cell else unstyled(cell, column.style) for cell in set(cells)}
        marks = {cell for cell in found if cell.strip() and is_unknown(cell)}
        if marks:
            problems.unknown.update(cell.strip() for cell in cells if cell in marks)
        cells = [found[cell] for cell in cells]
    if column.style is not None:
        grouped = None
    if column.kind == "number":
        return _numbers(cells, column, lines, problems, grouped)
    if column.kind == "duration":
        return _durations(cells, column, lines, problems, grouped)
    if column.kind == "time":
        return _times(cells, column, lines, problems)
    texts = [
        shared[cell] if cell in shared else shared.setdefault(cell, original(cell.strip())) for cell in cells
    ]
    if any("\0" in text for text in set(texts)):
        for row in [i for i, text in enumerate(texts) if "\0" in text]:
            hint = "the file is damaged: export it again"
            problems.add(lines[row], column.name, texts[row], "text without NUL bytes", hint)
    if column.filled:
        for row in [i for i, text in enumerate(texts) if not text]:
            problems.add(lines[row], column.name, "", "a value", "fill the cell or remove the row")
    return texts


def _numbers(
    cells: Sequence[str], column: Column, lines: Ints, problems: Problems, grouped: Grouped | None
) -> Floats:
    joined = "".join(cells)
    suspect = "_" in joined  # Python reads 1_000; nobody else does
    try:
        values = np.array([float(cell) if cell else np.nan for cell in cells])
    except ValueError:
        suspect = True
    if grouped is not None and (suspect or ("." in joined and grouped.is_open(column))):
        cells = grouped.without(cells, column, lines)
        suspect = True
    if suspect:
        values = np.array([_number(cell) for cell in cells])
    values = _checked(values, cells, column, lines, problems)
    if grouped is not None:
        grouped.known(column, values)
    return values


def _durations(
    cells: Sequence[str], column: Column, lines: Ints, problems: Problems, grouped: Grouped | None
) -> Floats:
    if grouped is not None:
        joined = "".join(cells)
        if "," in joined or ("." in joined and grouped.is_open(column)):
            cells = grouped.without(cells, column, lines)
    seconds = durations(cells, column.clock_parts, column.plain_seconds)
    return _checked(seconds, cells, column, lines, problems)


def settle(
    grouped: Grouped, numbers: Mapping[str, Floats], problems: Problems, kept: Ints | None = None
) -> list[str]:
    """Read the cells that were set aside into `numbers`; what to say of it. Two readings are a problem.

    `kept` are the rows of the file that the numbers are of, in order; None: all.
    """
    styles, doubts = grouped.settled()
    for cell, column, readings in doubts:
        one, other = map(_number, readings)
        expected = f"a number that can be read in one way: {one:,g} or {other:,g}"
        if not np.isfinite([one, other]).all():
            expected = "a number written as in the other columns"
        hint = "export numbers without marks between thousands and with a point before decimals"
        if column.name.endswith("_seconds"):
            hint += f", or say that they are minutes: --column {column.name}:minutes={column.name}"
        problems.add(cell.line, column.name, cell.text, expected, hint)
    for name, (style, cells) in styles.items():
        column = grouped.columns[name].column
        texts = [unstyled(cell.text, style) if style else cell.text for cell in cells]
        values = np.array([_number(text) for text in texts]) * column.plain_seconds
        lines = np.array([cell.line for cell in cells])
        values = _checked(values, [cell.text for cell in cells], column, lines, problems)
        rows = np.array([cell.row for cell in cells])
        if kept is not None:
            is_kept = np.isin(rows, kept)
            rows, values = np.searchsorted(kept, rows[is_kept]), values[is_kept]
        numbers[name][rows] = values
    text = said(styles)
    return [text] if text else []


def outside(values: Floats, column: Column) -> Bools:
    """Which values are no numbers within the column's bounds."""
    bad: Bools = np.isnan(values) | np.isneginf(values) if column.endless else ~np.isfinite(values)
    if column.minimum is not None:
        bad |= values < column.minimum
    if column.maximum is not None:
        bad |= values > column.maximum
    if column.whole:
        bad |= values != np.round(values)
    return bad


def _checked(values: Floats, cells: Sequence[str], column: Column, lines: Ints, problems: Problems) -> Floats:
    """The values that are numbers within the column's bounds; the others are problems, and NaN."""
    bad = outside(values, column)
    if not bad.any():
        return values
    for row in np.flatnonzero(bad).tolist():
        text = cells[row].strip()
        if text and not column.filled and is_unknown(text):
            problems.unknown[text] += 1
        elif text or column.filled:
            expected = _bounds(column, values[row])
            problems.add(lines[row], column.name, text, expected, _number_hint(text, column))
    return np.where(bad, np.nan, values)


def _number(text: str) -> float:
    """The number, NaN for an empty cell, minus infinity (never allowed) for what is no number."""
    text = text.strip()
    if not text:
        return np.nan
    try:
        return float(text) if "_" not in text else -np.inf
    except ValueError:
        return -np.inf


def _bounds(column: Column, value: float) -> str:
    """What the value should have been; a maximum that stops slips alone is told to those who exceed it."""
    kind = "a whole number" if column.whole else "a number"
    if column.kind == "duration":
        kind = "seconds, hh:mm:ss" + (" or mm:ss" if column.clock_parts < 3 else "")
    is_told = column.maximum is not None and (column.maximum < _SLIPS or value > column.maximum)
    if column.minimum is not None and is_told:
        return f"{kind} from {column.minimum:g} to {column.maximum:.15g}"
    return f"{kind} of at least {column.minimum:g}" if column.minimum is not None else kind


def _number_hint(text: str, column: Column) -> str:
    if not text:
        return "fill the cell or remove the row"
    if "," in text:
        return "write decimals with a point and no thousands separator"
    if ":" in text and column.kind != "duration":
        return "write seconds, not hh:mm:ss"
    if "%" in text:
        is_share = column.maximum is not None and column.maximum <= 1
        return (
            "write a fraction, such as 0.8" if is_share else "this column holds no shares: correct the cell"
        )
    return "leave the cell empty if unknown" if not column.filled else "correct the cell"


def _times(cells: Sequence[str], column: Column, lines: Ints, problems: Problems) -> TimeCells:
    parsed = list(map(_time, cells))
    if None in parsed:
        for row in [row for row, time in enumerate(parsed) if time is None]:
            text = cells[row].strip()
            parsed[row] = (0, 0, False)
            if text or column.filled:
                problems.add(lines[row], column.name, text, *_time_wanted(text))
    flat = chain.from_iterable(cast(list[tuple[int, int, bool]], parsed))
    seconds, offset, naive = np.fromiter(flat, dtype=np.int64, count=3 * len(parsed)).reshape(-1, 3).T.copy()
    return TimeCells(seconds, offset, naive.astype(bool))


@lru_cache(maxsize=1 << 17)  # every queue has the same times: a year of quarter-hours is 35,040
def _time(cell: str) -> tuple[int, int, bool] | None:
    return parse_iso(cell.strip())


def _time_wanted(text: str) -> tuple[str, str]:
    """What was expected in place of a text that is no time of these centuries, and what to do."""
    if found := _DAY_FIRST.match(text):
        one, other, year = found.groups()
        one, other = (one, other) if int(other) <= 12 else (other, one)
        return "year-month-day", f"write {year}-{int(other):02}-{int(one):02}, if {one} is the day"
    try:
        year = dt.datetime.fromisoformat(text).year
    except ValueError:
        return "a time in ISO 8601", time_hint(text)
    return year_wanted(), f"correct the year {year}"


def time_hint(text: str) -> str:
    """What to do about a text that is no time: a number of Excel, a word, a date that is none, or another."""
    if _EXCEL_SERIAL.fullmatch(text):
        moment = _EXCEL_DAY_0 + dt.timedelta(minutes=round(float(text.replace(",", ".")) * 1440))
        return (
            f"this is Excel's serial number of {moment:%Y-%m-%dT%H:%M}: give the cells the number format "
            "yyyy-mm-dd hh:mm and save the file again"
        )
    if not any(map(str.isdigit, text)):
        return "fill in the time, such as 2026-11-23T08:30, or remove the row if it is the total of others"
    if _ISO_DATE.match(text):
        return "no calendar or clock shows this: correct the month, day or time"
    return "write ISO 8601, such as 2026-11-23T08:30 or 2026-11-23T08:30:00-05:00"


def year_wanted() -> str:
    """What was expected in place of a date outside the years that dates may have."""
    return f"a year from {YEARS.start} to {YEARS.stop - 1}"


def parse_iso(text: str) -> tuple[int, int, bool] | None:
    """(seconds since 1970, offset minutes, naive) of an ISO 8601 text, or None.

    24:00 is the end of its day. Ten digits are seconds since 1970 in UTC, thirteen milliseconds.
    """
    if len(text) in _PER_SECOND and text.isdecimal() and text.isascii():  # 1770021000000 is no year 1770
        return _since_1970(text)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return _end_of_day(text)
    if moment.year not in YEARS:
        return None
    offset = moment.utcoffset()
    since = moment - (_EPOCH if offset is None else _EPOCH_UTC)
    seconds = since.days * 86400 + since.seconds
    return seconds, 0 if offset is None else round(offset.total_seconds() / 60), offset is None


def _since_1970(text: str) -> tuple[int, int, bool] | None:
    """As `parse_iso`, of ten or thirteen digits; None outside the years of dates, and of 2026030214."""
    seconds = int(text) // _PER_SECOND[len(text)]
    if _DATE_AND_HOUR.fullmatch(text) or seconds >= _LAST:
        return None  # a date with its hour would be a moment of 2034
    return seconds, 0, False


def _end_of_day(text: str) -> tuple[int, int, bool] | None:
    if found := _END_OF_DAY.fullmatch(text):
        start = parse_iso(f"{found[1]}T00:00{found[2]}")
        return None if start is None else (start[0] + 86400, *start[1:])
    return None
