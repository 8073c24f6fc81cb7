"""Half-hours, hours, days, ISO weeks, calendar months, quarters and years, in local time.

A period is known by its start: UTC for half-hours and hours (of which clocks may repeat one), the local first
day for the others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Ints, Times
from staffing.scorecard import GRAINS
from staffing.timegrid import MINUTES_PER_DAY, MINUTES_PER_MONTH, iso, minute_of_day, weekday

_MINUTES = {"half-hour": 30, "hour": 60, "day": 1440, "week": 7 * 1440}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_YEAR = np.timedelta64(364, "D")  # the same weekday


def minutes_of(grain: str) -> int:
    """The length of a period; a nominal one for months and longer ones."""
    return _MINUTES[grain] if grain in _MINUTES else _MONTHS[grain] * MINUTES_PER_MONTH


def is_interval(grain: str) -> bool:
    """Half-hours and hours, whose starts are moments and not days."""
    return grain in {"half-hour", "hour"}


def coarser(one: str, other: str) -> str:
    """The coarser of two grains."""
    return max(one, other, key=GRAINS.index)


def starts(start: Times, wall: Times, grain: str) -> Times:
    """The start of the period that each row lies in; `datetime64[s]`."""
    if is_interval(grain):
        into = wall.astype("datetime64[s]").astype(np.int64) % (_MINUTES[grain] * 60)
        return np.asarray(start.astype("datetime64[s]") - into.astype("timedelta64[s]"))
    day = wall.astype("datetime64[D]")
    if grain == "day":
        first = day
    elif grain == "week":
        first = day - ((day.astype(np.int64) + 3) % 7).astype("timedelta64[D]")
    else:
        month = day.astype("datetime64[M]").astype(np.int64)
        first = (month - month % _MONTHS[grain]).astype("datetime64[M]").astype("datetime64[D]")
    return first.astype("datetime64[s]")


def ends(period: Times, grain: str) -> Times:
    """The start of the next period."""
    if grain in _MONTHS:
        months = period.astype("datetime64[M]") + np.timedelta64(_MONTHS[grain], "M")
        return np.asarray(months.astype("datetime64[s]"))
    return np.asarray(period + np.timedelta64(minutes_of(grain), "m"))


def year_before(wall: Times, grain: str) -> Times:
    """The same period a year before: of days the same weekday, of weeks the same ISO number.

    The week 53 of a year that follows one without has the week 52 weeks before.
    """
    if grain in _MONTHS:
        return np.asarray((wall.astype("datetime64[M]") - np.timedelta64(12, "M")).astype("datetime64[s]"))
    before = wall - _YEAR
    if grain == "week":
        earlier = before - np.timedelta64(7, "D")
        return np.where(_iso_week(earlier) == _iso_week(wall), earlier, before)
    return np.asarray(before)


def slot_of_week(wall: Times, grain: str) -> Ints:
    """Minutes since Monday of half-hours, hours and days; nought for longer periods."""
    if minutes_of(grain) > _MINUTES["day"]:
        return np.zeros(len(wall), dtype=np.int64)
    return np.asarray(weekday(wall) * MINUTES_PER_DAY + minute_of_day(wall))


def labels(period: Times, offset_minutes: Ints, grain: str) -> NDArray[np.str_]:
    """`2026-11-23T08:30:00-05:00`, `2026-11-23`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`."""
    if not len(period):
        return np.array([], dtype=np.str_)
    if is_interval(grain):
        return iso(period, offset_minutes)
    days = period.astype("datetime64[D]")
    if grain == "week":
        years = (days + np.timedelta64(3, "D")).astype("datetime64[Y]").astype(str)
        return np.char.add(np.char.add(years, "-W"), np.char.zfill(_iso_week(period).astype(str), 2))
    if grain == "quarter":
        quarter = period.astype("datetime64[M]").astype(np.int64) % 12 // 3 + 1
        years = days.astype("datetime64[Y]").astype(str)
        return np.char.add(np.char.add(years, "-Q"), quarter.astype(str))
    return days.astype(
        {"day": "datetime64[D]", "month": "datetime64[M]", "year": "datetime64[Y]"}[grain]
    ).astype(str)


def year_share(period: Times, grain: str) -> NDArray[np.float64]:
    """The share of a year (365.25 days) that each period is."""
    seconds = (ends(period, grain) - period).astype("timedelta64[s]").astype(np.float64)
    return np.asarray(seconds / (365.25 * 86400))


def _iso_week(monday: Times) -> Ints:
    """The ISO number of the weeks that begin on these Mondays: that of their Thursday's year."""
    thursday = monday.astype("datetime64[D]") + np.timedelta64(3, "D")
    into_year = thursday - thursday.astype("datetime64[Y]").astype("datetime64[D]")
    return np.asarray(into_year.astype(np.int64) // 7 + 1)
