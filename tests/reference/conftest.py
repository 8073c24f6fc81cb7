"""Read the truth tables; what they are and where they come from is in README.md."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

Rows = list[dict[str, str]]


@pytest.fixture
def rows() -> Callable[[str], Rows]:
    """The rows of a table of this folder, cells as text."""

    def read(name: str) -> Rows:
        with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
