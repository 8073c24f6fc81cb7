"""Workbooks, read back by another library than wrote them."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError, UsageError
from staffing.records.handout import Handout
from staffing.records.roster import RosterCoverage
from staffing.report.handout.workbook import require, write
from tests.report.small_calculator import Calculator
from tests.report.small_handout import small_handout, whole_handout


def read(handout: Handout, folder: Path) -> Calculator:
    write(handout, str(folder / "plan.xlsx"))
    return Calculator(folder / "plan.xlsx")


def test_every_formula_gives_the_number_that_it_carries(tmp_path: Path) -> None:
    """On every sheet that has any; worked out from the cells that it names."""
    book = read(whole_handout(), tmp_path)
    assert {sheet for sheet, _ in book.formulas} == set(book.sheets)
    for sheet, cell in book.formulas:
        assert book.result(sheet, cell) == pytest.approx(book.value(sheet, cell)), (sheet, cell)


def test_what_a_planner_changes_is_what_formulas_hang_on(tmp_path: Path) -> None:
    """Volume, cost, share on the phones, heads on shift, times of a shift: each moves what it should."""
    book = read(whole_handout(), tmp_path)
    for sheet, cell, entered, follows in (
        ("Summary", "B5", 0.1, ("Forecast", "F2", 11.0)),
        ("Summary", "B6", 20.0, ("Summary", "B11", 610.0)),
        ("Need", "I2", 0.4, ("Need", "J2", 4.0)),
        ("Need", "J2", 4.0, ("Coverage", "E2", 5.5)),
        ("Coverage", "F2", 3.0, ("Coverage", "H2", 3.0)),
        ("Coverage", "H2", 3.0, ("Coverage", "I2", -0.5)),
        ("Coverage", "I2", -0.5, ("Heat map", "B5", -0.5)),
        ("Shifts", "E3", dt.time(18, 0), ("Shifts", "F3", 8.5)),
        ("Shifts", "F3", 8.5, ("Roster", "C5", 16.0)),
    ):
        column, row = ord(cell[0]) - ord("A"), int(cell[1:]) - 1
        before = book.sheets[sheet][row][column]
        book.sheets[sheet][row][column] = entered
        assert book.result(*follows[:2]) == pytest.approx(follows[2]), (sheet, cell)
        book.sheets[sheet][row][column] = before


def test_the_roster_has_people_down_and_days_across(tmp_path: Path) -> None:
    """Dates are dates; who is off has an empty cell; without names the sheet says so."""
    _, _, header, night, first, second = read(small_handout(), tmp_path).sheets["Roster"]
    assert header == ["agent", "shifts", "paid hours", dt.date(2026, 10, 24), dt.date(2026, 10, 25)]
    assert night == ["=night 001", 1.0, 8.0, "22:00–05:00", ""]
    assert first == ["day 001", 2.0, 15.0, "09:00–17:00", "09:00–17:00"]
    assert second == ["day 002", 1.0, 7.5, "09:00–17:00", ""]


def test_people_whose_names_differ_in_case_are_two(tmp_path: Path) -> None:
    """Spreadsheets take `ann` and `Ann` for equal unless they are asked to be exact."""
    handout = small_handout()
    shifts = replace(handout.shifts, agent=np.array(["Ann", "ann", "Ann", "Ann"]), is_named=True)
    book = read(replace(handout, shifts=shifts), tmp_path)
    assert [row[:2] for row in book.sheets["Roster"][3:]] == [["Ann", 3.0], ["ann", 1.0]]
    assert "EXACT(" in book.formulas["Roster", "B4"]


def test_the_heat_map_shows_numbers_and_colours(tmp_path: Path) -> None:
    """Days across, times down, closed times left out; the scale has its middle at even."""
    book = read(small_handout(), tmp_path)
    assert book.sheets["Heat map"][4:] == [[dt.time(9, 0), -1.5, 0.0]]
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as parts:
        text = parts.read("xl/worksheets/sheet2.xml").decode()
    assert '<conditionalFormatting sqref="B5:C5"><cfRule type="colorScale"' in text
    assert '<cfvo type="num" val="0"/>' in text


def test_a_roster_of_groups_has_a_heat_map_each(tmp_path: Path) -> None:
    """One beneath the other."""
    handout = small_handout()
    coverage = RosterCoverage(
        interval_start=np.array(["2026-10-24T08:00"] * 2, dtype="datetime64[s]"),
        group=np.array(["=sales", "service"]),
        required=np.array([2.0, 1.0]),
        scheduled=np.array([3.0, 1.0]),
        on_break=np.array([0.5, 0.5]),
        working=np.array([2.5, 0.5]),
        over=np.array([0.5, 0.0]),
        under=np.array([0.0, 0.5]),
        timezone="Europe/London",
    )
    rows = read(replace(handout, coverage=coverage), tmp_path).sheets["Heat map"]
    assert [row for row in rows if row[0] in {"=sales", "service", dt.time(9, 0)}] == [
        ["=sales", "sat"],
        [dt.time(9, 0), 0.5],
        ["service", "sat"],
        [dt.time(9, 0), -0.5],
    ]


@pytest.mark.parametrize(
    "name",
    [
        "=cmd()",
        "+1+1",
        "@SUM(A1)",
        "{=1}",
        "http://x.test",
        "<script>",
        "x" * 40_000,
        "a\r\nb",
        "🙂",
        "مرحبا",
        "7",
    ],
)
def test_names_are_text(tmp_path: Path, name: str) -> None:
    """No name becomes a formula, a link or a number; one that is too long for a cell is cut."""
    handout = whole_handout()
    shifts = replace(handout.shifts, agent=np.array([name, "b", "c", name]), is_named=True)
    plain = set(
        read(replace(handout, shifts=replace(shifts, agent=np.array(list("abca")))), tmp_path).formulas
    )
    book = read(replace(handout, name=name, shifts=shifts), tmp_path)
    shown = name.replace("\r\n", "\\r\\n")[:32_767]
    assert book.sheets["Summary"][0][0] == shown
    assert shown in {row[0] for row in book.sheets["Roster"]}
    assert set(book.formulas) == plain
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as parts:
        assert not [part for part in parts.namelist() if "_rels/sheet" in part]


def test_the_same_plan_is_the_same_bytes(tmp_path: Path) -> None:
    """No moment of writing stands in the file."""
    for name in ("a.xlsx", "b.xlsx"):
        write(whole_handout(), str(tmp_path / name))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_plan_without_shifts_is_a_workbook_too(tmp_path: Path) -> None:
    """A closed week: nothing to sum up."""
    handout = small_handout()
    nobody = handout.shifts.rows(np.zeros(4, dtype=np.bool_))
    none = handout.coverage.rows(np.zeros(3, dtype=np.bool_))
    book = read(replace(handout, shifts=nobody, coverage=none), tmp_path)
    assert [row[0] for row in book.sheets["Summary"][4:]] == ["change of volume", "cost of a paid hour"]


def test_another_name_than_of_a_workbook_is_refused() -> None:
    """Excel would not open it."""
    with pytest.raises(UsageError, match=r"ends in \.xlsx"):
        require("plan.csv")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("nowhere/plan.xlsx", "a writable place"),
        ("file/plan.xlsx", "a writable place"),
        ("folder.xlsx", "a file"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path, target: str, expected: str) -> None:
    """A folder that does not exist, a file in its place, a folder of that name; nothing is left there."""
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=f"expected {expected}"):
        require(str(tmp_path / target))
    require(str(tmp_path / "plan.xlsx"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.xlsx"]
