"""A typed value of a database, sheet or Parquet file as the text a CSV would hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

from staffing.tables.shortest import number_text

_SHEET_ZERO, _FIRST_YEAR = dt.datetime(1899, 12, 31), 1901  # calamine shows 25:00:00 as a day of 1900


def cell_text(value: Any) -> str:
    """ISO times, plain numbers, durations in seconds; `""` for nothing."""
    if value is None:
        return ""
    if isinstance(value, dt.timedelta):
        value = round(value.total_seconds(), 6)
    if isinstance(value, dt.datetime) and value.year < _FIRST_YEAR:
        value = round((value - _SHEET_ZERO).total_seconds(), 6)  # a duration of a day or more
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        value = _whole_seconds(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _whole_seconds(moment: dt.datetime) -> dt.datetime:
    """To the nearest second: sheets keep days as fractions, and 08:30 may come as 08:29:59.9999."""
    try:
        return (moment + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    except OverflowError:  # 9999-12-31 23:59:59.997, how databases write never, has no second after it
        return moment.replace(microsecond=0)
