"""Nothing we write runs in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from staffing.tables.columns import HISTORY
from staffing.tables.read import read_csv
from staffing.tables.spreadsheet_safe import harmless, original
from staffing.tables.write import write_csv
from tests.conftest import Staffing


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_defused(text: str) -> None:
    """An apostrophe in front."""
    assert harmless(text) == f"'{text}"


@given(st.text(alphabet="'=+-@\t\r15.e a", max_size=6))
@example("'=1")
@example("''+3")
def test_reading_takes_back_what_writing_put_in_front(text: str) -> None:
    """Whatever the text, apostrophes of its own included."""
    assert original(harmless(text)) == text


@pytest.mark.parametrize("text", ["", "sales", "-5.5", "+3", "1e-3", "Ärger = 1", "'n Abend", "'-5"])
def test_texts_and_numbers_stay(text: str) -> None:
    """Negative numbers are no formulas."""
    assert harmless(text) == text


def test_a_queue_named_like_a_formula_is_written_harmless(staffing: Staffing) -> None:
    """Through a whole command, extra columns included."""
    rows = "interval_start,queue,offered,aht_seconds,note\n2026-11-23T08:00,=2+5,10,180,@x\n"
    done = staffing("size", "-", "--patience", "60", stdin=rows)
    assert done.returncode == 0
    assert ",'=2+5," in done.stdout
    assert "'@x" in done.stdout


def test_names_with_a_sign_are_the_same_when_read_back(tmp_path: Path) -> None:
    """Of queues, of extra columns and of their headers; a second pass writes the same bytes."""
    columns = {"interval_start": ["2026-11-23T08:00Z"] * 2, "queue": ["+49 30 line", "'=x"]}
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    write_csv(first, columns | {"offered": np.ones(2), "=note": ["@x", " -y"]})
    table = read_csv(first, HISTORY, keep_extras=True)
    assert table.texts["queue"] == ["+49 30 line", "'=x"]
    assert table.extras == {"=note": ["@x", " -y"]}
    write_csv(second, columns | {"offered": np.ones(2)} | table.extras)
    assert second.read_bytes() == first.read_bytes()
    assert b"'=note" in first.read_bytes()
