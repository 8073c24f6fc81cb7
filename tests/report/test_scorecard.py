"""The scorecard as a page: what the terminal tells, it tells too."""

from __future__ import annotations

import re
from pathlib import Path

from staffing.report.html.page import STYLE
from staffing.report.html.scorecard import scorecard_section
from tests.scorecard.centre import HISTORY, scored


def test_the_page_tells_what_is_partial_who_is_who_and_what_is_to_be_noted(tmp_path: Path) -> None:
    """A month known in part, a team's and an agent's row, and a note; texts are escaped."""
    history = HISTORY.replace(",50,50,0,0,50,", ",50,50,0,0,51,")
    card = scored(tmp_path, by="month", history=history, members=("team", "agent"))
    page = scorecard_section("R&D", card)
    assert "R&amp;D" in page
    assert re.search(r"<h3>month 2026-11 \(partial: \d+% known\)</h3>", page)
    assert "<h3>month 2026-11, teams" in page
    assert re.search(r"<tr><td>south<td>occupancy .*?<td class=number>47\.4%", page)  # bob: 1350 of 2850 s
    assert re.search(r"<tr><td>ann<td>adherence", page)
    assert "<li>impossible: answered within the target &gt; answered in 1 interval" in page
    assert "contacts monitored per agent" in page


def test_values_do_not_wrap(tmp_path: Path) -> None:
    """A number and its unit stay on one line."""
    page = scorecard_section("centre", scored(tmp_path))
    assert re.search(r"\.number, [^{]*\{ white-space: nowrap", STYLE)
    cells = re.findall(r"<td( class=number)?>[\d.,]+ (?:%|s)<", page)
    assert cells
    assert all(cells)
