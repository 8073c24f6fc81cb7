"""Names in the columns of a terminal."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from staffing.report.text.cells import named, right


@pytest.mark.parametrize(
    "name", ["", "sales", "x" * 500, "客户服务中心热线电话", "خدمات العملاء", "👩‍💻 chat", "two\nlines"]
)
def test_a_name_takes_the_cells_of_its_column(name: str) -> None:
    """Whatever its letters are; a space is left to the next column, or to the one before."""
    for text, edge in ((named(name, 12), -1), (right(name, 12), 0)):
        assert cell_len(text) == 12
        assert "\n" not in text
        assert not name or text[edge] == " " or edge == 0


def test_a_name_that_is_cut_says_so() -> None:
    """With its beginning before the mark."""
    assert named("sales and retention", 10) == "sales an… "
    assert named("sales", 10) == "sales     "
