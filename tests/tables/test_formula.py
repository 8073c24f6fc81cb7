"""Nothing we write runs in a spreadsheet."""

from __future__ import annotations

import pytest

from staffing.tables.spreadsheet_safe import harmless
from tests.conftest import Staffing


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_defused_once(text: str) -> None:
    """An apostrophe in front; doing it again changes nothing."""
    assert harmless(text) == f"'{text}"
    assert harmless(harmless(text)) == harmless(text)


@pytest.mark.parametrize("text", ["", "sales", "-5.5", "+3", "1e-3", "Ärger = 1", "'=1"])
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
