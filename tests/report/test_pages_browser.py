"""The pages of commands in a real browser: nothing of them runs off a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from staffing.report.html.page import write_page
from tests.browser import Browser, chromium

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        chromium() is None, reason="no Chromium: install it, or name one in STAFFING_CHROMIUM"
    ),
]
WIDE = "<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"


def test_a_wide_table_is_cards_on_a_phone(tmp_path: Path) -> None:
    """Every figure stands beside the name of its column, inside the window; on a desk it is a table."""
    path = tmp_path / "page.html"
    heads = "".join(f"<th>column {at}" for at in range(12))
    cells = "".join(f"<td>{at:,}" for at in range(100_000, 100_012))
    write_page(path, "Wide", WIDE.format(heads=heads, cells=cells))
    right = "Math.max(...[...document.querySelectorAll('td')].map(one => one.getBoundingClientRect().right))"
    with Browser(tmp_path / "profile") as browser:
        browser.open(path, 400)
        assert browser.run(f"{right} <= innerWidth")
        label = "getComputedStyle(document.querySelectorAll('td')[3], '::before').content"
        assert browser.run(label) == '"column 3"'
        assert browser.errors == []
        browser.open(path, 1280)
        assert browser.run("getComputedStyle(document.querySelector('tbody tr')).display") == "table-row"
