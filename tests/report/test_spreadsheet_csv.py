"""CSV for spreadsheets that part lists by `;`."""

from __future__ import annotations

import locale
from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.report.handout.spreadsheet_csv import decimal_mark, require, system_mark, write
from tests.report.small_handout import small_handout, whole_handout


def test_files_are_as_a_german_excel_reads_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """BOM, semicolons, decimal commas, times without offset, two decimals, no formula."""
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    require(str(tmp_path / "excel"))
    write(whole_handout(), str(tmp_path / "excel"))
    texts = {path.name: path.read_bytes().decode() for path in (tmp_path / "excel").iterdir()}
    assert sorted(texts) == ["coverage.csv", "forecast.csv", "requirement.csv", "roster.csv", "shifts.csv"]
    assert all(text.startswith("\ufeff") and text.endswith("\r\n") for text in texts.values())
    assert texts["coverage.csv"].splitlines()[1] == "2026-10-24 09:00;3,5;2;0;2;0;1,5;0,7"
    assert texts["roster.csv"].splitlines()[2] == "day 001;09:00–17:00;09:00–17:00"
    assert "'=night 001;2026-10-24;sat;22:00;05:00" in texts["shifts.csv"]
    assert ";'=cmd();20;" in texts["requirement.csv"]


def test_what_is_not_known_has_no_file(tmp_path: Path) -> None:
    """A schedule for a requirement has no forecast."""
    write(small_handout(), str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coverage.csv", "roster.csv", "shifts.csv"]


def test_files_of_others_are_never_replaced(tmp_path: Path) -> None:
    """All of them are named, before any work and before writing; files of an earlier run are replaced."""
    write(whole_handout(), str(tmp_path))
    require(str(tmp_path))
    for name in ("requirement.csv", "shifts.csv"):
        (tmp_path / name).write_text("interval_start,agents\n")
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match=r"(?s)shifts\.csv: expected .*requirement\.csv: expected "):
        require(str(tmp_path))
    with pytest.raises(InputError, match="name another folder"):
        write(small_handout(), str(tmp_path))
    assert kept == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("environment", "mark"),
    [
        ({}, "."),
        ({"LANG": "C.UTF-8"}, "."),
        ({"LANG": "en_IE.UTF-8"}, "."),
        ({"LANG": "en_ZA"}, ","),
        ({"LANG": "fr_FR@euro"}, ","),
        ({"LANG": "de_CH.UTF-8"}, "."),
        ({"LANG": "es_MX"}, "."),
        ({"LANG": "es_ES"}, ","),
        ({"LANG": "en_US", "LC_NUMERIC": "de_DE"}, ","),
        ({"LANG": "de_DE", "LC_NUMERIC": "de_DE", "LC_ALL": "C"}, "."),
        ({"LC_ALL": "", "LANG": "pt_BR"}, ","),
    ],
)
def test_the_decimal_mark_is_that_of_the_locale(environment: dict[str, str], mark: str) -> None:
    """By language and country, in the order of POSIX; a locale need not be installed."""
    assert decimal_mark(environment) == mark


def test_where_no_locale_is_named_the_system_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows names none in the environment; what is named there wins, and the process keeps its locale."""
    before = locale.setlocale(locale.LC_NUMERIC)
    monkeypatch.setattr(locale, "localeconv", lambda: {"decimal_point": ","})
    assert system_mark() == ","
    assert locale.setlocale(locale.LC_NUMERIC) == before
    assert decimal_mark({}, system_mark()) == ","
    assert decimal_mark({"LANG": "en_US"}, system_mark()) == "."
