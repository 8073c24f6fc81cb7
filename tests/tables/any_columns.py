"""Any column of a record: odd names, unknown numbers, days, and moments at which clocks change."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

CLOCKS_CHANGE = ("2026-03-29", "2026-10-25", "2026-11-01", "2026-04-05", "2026-10-04")
ZONES = (
    "UTC",
    "America/New_York",
    "America/St_Johns",
    "Europe/Berlin",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
)
# `filter(bool)` lets empty names through in the oldest hypothesis of the range.
NAMES = st.text(alphabet="'=+-@ ,;\"\n\té0aB.|", max_size=8).map(str.strip).map(lambda name: name or "all")
SHARES = st.floats(0, 1)
AMOUNTS = st.floats(0, 1e9)
SIGNED = st.floats(-1e15, 1e15)
COUNTS = st.integers(0, 10**9)
PROBABILITIES = (
    st.integers(1, 999_999).map(lambda n: float(f"0.{n:06d}")).filter(lambda p: p not in (0.1, 0.9))
)

Numbers = st.SearchStrategy[float]


def unknown(values: Numbers) -> Numbers:
    """The same, or NaN."""
    return st.just(np.nan) | values


def column(rows: int, values: st.SearchStrategy[Any], kind: type | str) -> st.SearchStrategy[NDArray[Any]]:
    """That many values."""
    return st.lists(values, min_size=rows, max_size=rows).map(lambda cells: np.array(cells, dtype=kind))


def floats(rows: int, **values: Numbers) -> st.SearchStrategy[dict[str, NDArray[Any]]]:
    """Columns of numbers by their names."""
    return st.fixed_dictionaries({name: column(rows, each, float) for name, each in values.items()})


def moments(rows: int) -> st.SearchStrategy[NDArray[Any]]:
    """Whole minutes near a change of clocks, or anywhere in two centuries."""
    near = [int(np.datetime64(day, "m").astype(np.int64)) for day in CLOCKS_CHANGE]
    on_such_a_day = st.builds(lambda day, minute: day + minute, st.sampled_from(near), st.integers(0, 2000))
    minute = on_such_a_day | st.integers(10_500_000, 100_000_000)
    return column(rows, minute.map(lambda minute: minute * 60), "datetime64[s]")


def days(rows: int) -> st.SearchStrategy[NDArray[Any]]:
    """Local days."""
    return column(rows, st.integers(7300, 70_000), "datetime64[D]")
