"""The axes of a matrix as spreadsheets write them, and what stands along its edges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from staffing.history.load import Source, read_native

_DAYS = [dt.date(2026, 3, 12) + dt.timedelta(days=day) for day in range(6)]
_MINUTES = [480 + 30 * place for place in range(10)]
_TIMES: dict[str, Callable[[int], str]] = {
    "0830": lambda m: f"{m // 60:02}{m % 60:02}",
    "830": lambda m: f"{m // 60}{m % 60:02}",
    "08.30": lambda m: f"{m // 60:02}.{m % 60:02}",
    "8.30": lambda m: f"{m // 60}.{m % 60:02}",
}
_DATES: dict[str, Callable[[dt.date], str]] = {
    "iso": dt.date.isoformat,
    "compact": lambda day: f"{day:%Y%m%d}",
    "worded": lambda day: f"{day:%a} {day.day} {day:%b %Y}",
}


def count(day: dt.date, minute: int) -> int:
    return (day.day * 7 + minute * 11) % 43


@pytest.mark.parametrize("time", _TIMES)
@pytest.mark.parametrize("date", _DATES)
@pytest.mark.parametrize("is_down", [True, False])
def test_axes_of_numbers_are_times_and_dates(tmp_path: Path, time: str, date: str, is_down: bool) -> None:
    """They rise by one step; counts do not."""
    days, times = [_DATES[date](day) for day in _DAYS], [_TIMES[time](minute) for minute in _MINUTES]
    cells = [[count(day, minute) for minute in _MINUTES] for day in _DAYS]
    if not is_down:
        days, times, cells = times, days, [list(column) for column in zip(*cells, strict=True)]
    lines = [";".join(["Day", *times])]
    lines += [";".join([name, *map(str, row)]) for name, row in zip(days, cells, strict=True)]
    path = tmp_path / "matrix.csv"
    path.write_text("\n".join(lines) + "\n")
    history = read_native(Source(str(path)))
    found = dict(zip(history.iso(), history.offered.tolist(), strict=True))
    assert found == {
        f"{day}T{minute // 60:02}:{minute % 60:02}:00+00:00": count(day, minute)
        for day in _DAYS
        for minute in _MINUTES
    }


@pytest.mark.parametrize(("name", "edge"), [("Max", max), ("Lowest", min), ("?", sum)])
def test_rows_below_a_matrix_are_told_by_arithmetic(
    tmp_path: Path, name: str, edge: Callable[[list[int]], int]
) -> None:
    """The highest and the lowest of each column are no day of their own."""
    rows = [[day.isoformat(), *(count(day, minute) for minute in _MINUTES)] for day in _DAYS]
    foot = [edge([count(day, minute) for day in _DAYS]) for minute in _MINUTES]
    lines = [["Day", *map(_TIMES["08.30"], _MINUTES)], *rows, [name, *foot]]
    path = tmp_path / "matrix.csv"
    path.write_text("\n".join(",".join(map(str, line)) for line in lines) + "\n")
    history = read_native(Source(str(path)))
    assert history.offered.sum() == sum(count(day, minute) for day in _DAYS for minute in _MINUTES)
    assert any(f"({name}) is the" in note for note in history.notes)
