"""Which sheets of a workbook are read: those that hold what happened, and the others are named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from staffing.errors import InputError
from staffing.history.headers.lexicon import is_planned
from staffing.history.load import read_native
from staffing.history.reading.choices import Reading
from staffing.history.source import Source

Cells = Sequence[str | float]
HEADER = ("Date", "Time", "Calls", "Answered")
SUMMARY: list[Cells] = [("Month", "Calls Offered"), ("Jan 2026", 73877), ("Feb 2026", 66793)]


def workbook(path: Path, **sheets: Sequence[Cells]) -> Source:
    """A workbook with these rows on these sheets."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return Source(str(path)).at("Europe/Berlin", 30)


def half_hours(day: int, calls: int, *, answered: bool = True) -> list[Cells]:
    """Eight half-hours of each of three days, with this many calls each."""
    rows: list[Cells] = [HEADER if answered else HEADER[:3]]
    for at in range(24):
        time = f"{9 + at % 8 // 2:02}:{at % 2 * 30:02}"
        row = (f"2026-02-{day + at // 8:02}", time, calls + at % 3, calls - 1)
        rows.append(row if answered else row[:3])
    return rows


@pytest.mark.parametrize("name", ["Forecast", "Prognose_2026", "Previsión", "予測", "Plan Q2", "budget"])
def test_a_sheet_that_is_named_a_forecast_is_not_read(tmp_path: Path, name: str) -> None:
    """What is expected is no history, in whatever language; the sheet is named, and can be asked for."""
    source = workbook(tmp_path / "a.xlsx", Data=half_hours(2, 10), **{name: half_hours(16, 30)})
    history = read_native(source)
    assert history.offered.sum() == 24 * 11
    assert any(f"sheet {name} is not read" in note and "--sheet" in note for note in history.notes)
    asked = Source(source.path, reading=Reading(sheet=name)).at("Europe/Berlin", 30)
    assert read_native(asked).offered.sum() == 24 * 31


def test_only_a_sheet_of_that_name_is_read(tmp_path: Path) -> None:
    """Where no other sheet holds intervals the name does not matter."""
    source = workbook(tmp_path / "a.xlsx", Notes=[("About", "By"), ("all", "me")], Forecast=half_hours(2, 10))
    assert read_native(source).offered.sum() == 24 * 11


@pytest.mark.parametrize("name", ["Planet", "Sales", "Jan 2026", "Daten", "Support"])
def test_other_names_say_no_forecast(name: str) -> None:
    """A word counts as a whole."""
    assert not is_planned(name)


def test_a_sheet_that_goes_on_without_answers_is_not_read(tmp_path: Path) -> None:
    """Contacts alone, after the last that were answered, are what is expected."""
    source = workbook(tmp_path / "a.xlsx", Actuals=half_hours(2, 10), Next=half_hours(16, 30, answered=False))
    history = read_native(source)
    assert history.offered.sum() == 24 * 11
    assert any("sheet Next is not read" in note for note in history.notes)


def test_a_month_without_answers_before_others_is_read(tmp_path: Path) -> None:
    """An older export may lack the column."""
    source = workbook(tmp_path / "a.xlsx", Old=half_hours(2, 10, answered=False), New=half_hours(16, 30))
    assert read_native(source).offered.sum() == 24 * 11 + 24 * 31


def test_a_summary_in_front_is_named_as_unread(tmp_path: Path) -> None:
    """It has sums of months, and the next sheet has them."""
    history = read_native(workbook(tmp_path / "a.xlsx", Summary=SUMMARY, Data=half_hours(2, 10)))
    assert history.offered.sum() == 24 * 11
    assert any("sheet Summary is not read" in note for note in history.notes)


def test_of_sheets_that_cannot_be_read_one_may_be_named(tmp_path: Path) -> None:
    """The message is about the longest sheet, and names the option."""
    teams: list[Cells] = [("Team", "Calls Offered"), *((f"T{n}", n) for n in range(9))]
    with pytest.raises(InputError, match=r"sheet Teams.*--sheet \(there are Sites, Teams\)"):
        read_native(workbook(tmp_path / "a.xlsx", Sites=teams[:3], Teams=teams))


def test_a_shorter_sheet_without_times_is_passed_over(tmp_path: Path) -> None:
    """Sums by team stand before the data."""
    sites: list[Cells] = [("Team", "Calls Offered"), ("Nord", 12), ("Sued", 9)]
    history = read_native(workbook(tmp_path / "a.xlsx", Sites=sites, Data=half_hours(2, 10)))
    assert history.offered.sum() == 24 * 11
    assert any("sheet Sites is not read: it holds no intervals" in note for note in history.notes)
