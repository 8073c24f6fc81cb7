"""Typed values of sheets and databases as texts."""

from __future__ import annotations

import datetime as dt

import pytest

from staffing.tables.cell_text import cell_text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (dt.datetime(2026, 11, 23, 8, 29, 59, 999_900), "2026-11-23T08:30:00"),
        (dt.datetime(9999, 12, 31, 23, 59, 59, 997_000), "9999-12-31T23:59:59"),
        (dt.datetime.max.replace(tzinfo=dt.UTC), "9999-12-31T23:59:59+00:00"),
    ],
)
def test_a_time_is_of_whole_seconds(moment: dt.datetime, text: str) -> None:
    """The nearest, or the last that a calendar has: the `never` of databases."""
    assert cell_text(moment) == text
