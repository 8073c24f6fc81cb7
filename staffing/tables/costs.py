"""What finance writes down: amounts, each for its days."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.records.history import CostDays
from staffing.tables.columns import COSTS
from staffing.tables.read import read_csv

MOST_DAYS = 3660


def read_costs(source: str | Path) -> CostDays:
    """Each amount spread evenly over its days; InputError names every bad cell."""
    table = read_csv(source, COSTS)
    first = table.times["date"].days
    last = first.copy()
    if "last_date" in table.times:
        cells = table.times["last_date"]
        last = np.where(cells.empty, first, cells.days)
    days = (last - first).astype(np.int64) + 1
    for row in np.flatnonzero((days < 1) | (days > MOST_DAYS)).tolist():
        expected = "a last day from the first on, within ten years"
        hint = "leave it empty for a cost of one day"
        table.problems.add(table.line_numbers[row], "last_date", str(last[row]), expected, hint)
    table.problems.raise_if_any()
    each = np.repeat(table.number("amount") / days, days)
    place = np.arange(days.sum()) - np.repeat(np.cumsum(days) - days, days)
    return CostDays(day=np.repeat(first, days) + place.astype("timedelta64[D]"), amount=each)
