"""The report of a run holds the scorecard of the history behind it."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.slow
def test_the_report_ends_with_the_scorecard_of_the_last_whole_week(bank_run: Path) -> None:
    """Of 20 to 24 October 2003, and what the history of counts alone cannot tell."""
    page = (bank_run / "report.html").read_text(encoding="utf-8")
    section = page[page.index('<section id="scorecard"') :]
    assert "week 2003-W43" in section
    assert "total_calls" in section
    assert "service_level: needs history: answered_within_target" in section
    assert page.count("<html") == page.count("</html>") == 1
