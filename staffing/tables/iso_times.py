"""Times of ISO 8601 of many cells at once, where all of a column are written in the one way.

`2026-11-23T08:30`, with or without seconds, with `Z`, with an offset such as +01:00, or with neither.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.tables.cut import Cut
from staffing.tables.digits import EIGHT, Whole, digit, like, words

YEARS = range(1970, 2200)  # outside them a date is a mistake, and zones have no rules
_MONTHS = np.arange(f"{YEARS.start}-01", f"{YEARS.stop}-02", dtype="datetime64[M]")
_FIRST_DAYS = _MONTHS.astype("datetime64[D]").astype(np.int64)
_WALL, _UTC, _OFFSET = {16, 19}, {17, 20}, {22, 25}
_SECONDS = {19, 20, 25}


def iso_times(cut: Cut, place: int) -> tuple[Ints, Ints, Bools] | None:
    """Seconds since 1970, offset minutes and whether there is none, of each cell; None where one is else."""
    start, end = cut.start[:, place], cut.end[:, place]
    length = int(end[0] - start[0])
    if length not in _WALL | _UTC | _OFFSET or ((end - start) != length).any():
        return None
    eights = words(cut.data)
    days, fits = _days(eights[start], eights[start + EIGHT])
    later = eights[start + EIGHT]
    hour, minute = digit(later, 3) * 10 + digit(later, 4), digit(later, 6) * 10 + digit(later, 7)
    seconds = days * 86400 + hour * 3600 + minute * 60
    fits &= like(later, "00T00:00") | like(later, "00 00:00")
    fits &= (hour < 24) & (minute < 60)
    if length in _SECONDS:
        last = eights[start + 12]  # 0:30:00
        second = digit(last, 5) * 10 + digit(last, 6)
        seconds += second
        fits &= like(last, "0:00:00?") & (second < 60)
    offset = np.zeros(len(start), dtype=np.int64)
    if length in _UTC:
        fits &= like(eights[end - EIGHT], "???????Z")
    elif length in _OFFSET:
        stated = eights[end - EIGHT]
        ahead, behind = like(stated, "00+00:00"), like(stated, "00-00:00")
        hour, minute = digit(stated, 3) * 10 + digit(stated, 4), digit(stated, 6) * 10 + digit(stated, 7)
        fits &= (ahead | behind) & (hour < 24) & (minute < 60)
        offset = np.where(behind, -1, 1) * (hour * 60 + minute)
    if not fits.all():
        return None
    return seconds - offset * 60, offset, np.full(len(start), length in _WALL)


def _days(date: Whole, day_first: Whole) -> tuple[Ints, Bools]:
    """Days since 1970, and whether there is such a day, of the bytes `YYYY-MM-` and of those behind them."""
    year = digit(date, 0) * 1000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3)
    month, day = digit(date, 5) * 10 + digit(date, 6), digit(day_first, 0) * 10 + digit(day_first, 1)
    fits = like(date, "0000-00-") & (year >= YEARS.start) & (year < YEARS.stop) & (month > 0) & (month <= 12)
    months = np.where(fits, (year - YEARS.start) * 12 + month - 1, 0)
    first = _FIRST_DAYS[months]
    fits &= (day > 0) & (day <= _FIRST_DAYS[months + 1] - first)
    return first + day - 1, fits
