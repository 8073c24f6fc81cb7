"""Rows to be staffed: what one row says must agree with itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.requirement.read import read_demand


def problems_of(path: Path, header: str, *rows: str) -> list[tuple[int | None, str | None]]:
    """Line and column of all that is wrong with such a file."""
    start = "2026-11-23T09:00:00+00:00,10,240,"
    path.write_text(
        "\n".join([f"interval_start,offered,aht_seconds,{header}", *(start + row for row in rows)]) + "\n"
    )
    with pytest.raises(InputError) as caught:
        read_demand(path, timezone="UTC", interval_minutes=30)
    return [(problem.line, problem.column) for problem in caught.value.problems]


def test_a_parameter_outside_the_bounds_of_its_rows_law_names_the_line(tmp_path: Path) -> None:
    """Weibull takes no 0 and hyperexponential no 0.5; what a law needs no parameter for is not judged."""
    wrong = problems_of(
        tmp_path / "demand.csv",
        "patience_law,patience_parameter",
        "weibull,0",
        "hyperexponential,0.5",
        "weibull,1.5",
        "weibull,",
        "exponential,0",
    )
    assert wrong == [(2, "patience_parameter"), (3, "patience_parameter")]


def test_a_range_upside_down_names_the_line(tmp_path: Path) -> None:
    """p10 above p90 is wrong; equal ones, and half a range, are not."""
    wrong = problems_of(tmp_path / "demand.csv", "offered_p10,offered_p90", "5,15", "15,5", "10,10", ",5")
    assert wrong == [(3, "offered_p10")]


def test_a_handle_time_of_zero_is_shown_as_it_stands(tmp_path: Path) -> None:
    """Not as an empty cell; one that is negative is told once."""
    path = tmp_path / "demand.csv"
    path.write_text(
        "interval_start,offered,aht_seconds\n2026-11-23T09:00,10,0\n2026-11-23T09:30,10,-5\n2026-11-23T10:00,1,\n"
    )
    with pytest.raises(InputError) as caught:
        read_demand(path, timezone="UTC", interval_minutes=30)
    assert [(p.line, p.value) for p in caught.value.problems] == [(2, "0"), (3, "-5"), (4, "")]


def test_handle_times_of_no_seconds_to_speak_of_are_asked_about(tmp_path: Path) -> None:
    """Four seconds are minutes, most often."""
    path = tmp_path / "demand.csv"
    path.write_text("interval_start,offered,aht_seconds\n2026-11-23T09:00,10,240\n2026-11-23T09:30,10,4\n")
    notes = read_demand(path, timezone="UTC", interval_minutes=30).notes
    assert any("first in line 3 (4): is it in minutes?" in note for note in notes)
