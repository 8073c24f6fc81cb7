"""A typed value of a database, sheet or Parquet file as the text a CSV would hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

from staffing.tables.write import number_text


def cell_text(value: Any) -> str:
    """ISO times, plain numbers, durations in seconds; `""` for nothing."""
    if value is None:
        return ""
    if isinstance(value, dt.timedelta):
        value = round(value.total_seconds(), 6)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        # Sheets keep days as fractions: 08:30 may come as 08:29:59.9999.
        value = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)
