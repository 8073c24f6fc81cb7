"""What the calendar does to a day beside its weekday: columns of a regression, and how large they may be.

Days next to holidays, bridge days, the week of Christmas, and the turn of the month, when salaries come and
bills are due. Public holidays themselves are not here: `holiday_effects` has them. Three yearly Fourier
pairs join once two years are known (a single year cannot tell a season from a trend).

Each effect is on the log scale and has a prior around zero, whose standard deviation says how large such
effects are in the queues measured: a ridge regression in its Bayesian reading (Hoerl & Kennard 1970).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats
from staffing.timegrid import weekday

WEEKDAY_SD = 1.0
AFTER_HOLIDAY_SD = 0.2  # what could not be asked on the holiday is asked on the day after
EFFECT_SD = 0.1
SEASON_SD = 0.1
DAYS_OF_A_YEAR = 365.25
YEARLY_PAIRS = 3
YEARS_FOR_SEASONS = 2.0

Days = NDArray[np.datetime64]


def calendar_columns(days: Days, holidays: Days, years_known: float) -> tuple[Floats, Floats]:
    """[day, column], and the prior standard deviation of each column's effect; weekdays come first.

    Queues that share a calendar share the columns, which are therefore not to be changed.
    """
    return _columns(days[0], len(days), holidays.tobytes(), years_known >= YEARS_FOR_SEASONS)


@lru_cache(maxsize=32)
def _columns(
    first_day: np.datetime64, count: int, holiday_bytes: bytes, with_seasons: bool
) -> tuple[Floats, Floats]:
    days = first_day + np.arange(count).astype("timedelta64[D]")
    holidays = np.frombuffer(holiday_bytes, dtype="datetime64[D]")
    of_weekday = weekday(days)[:, None] == np.arange(7)
    festive = np.column_stack([*_beside_holidays(days, holidays), _christmas(days)])
    month = np.column_stack(_turn_of_month(days))
    columns = [part.astype(float) for part in (of_weekday, festive, month)]
    sd = [
        np.full(7, WEEKDAY_SD),
        np.array([AFTER_HOLIDAY_SD, EFFECT_SD, EFFECT_SD, EFFECT_SD]),
        np.full(month.shape[1], EFFECT_SD),
    ]
    if with_seasons:
        columns.append(_yearly(days))
        sd.append(np.full(2 * YEARLY_PAIRS, SEASON_SD))
    joined = np.concatenate(columns, axis=1), np.concatenate(sd)
    for part in joined:
        part.setflags(write=False)
    return joined


def _beside_holidays(days: Days, holidays: Days) -> tuple[Bools, Bools, Bools]:
    """After a holiday, before one, and between one and the weekend."""
    today = weekday(days)

    def is_holiday(shift: int) -> Bools:
        return np.isin(days + np.timedelta64(shift, "D"), holidays)

    after = is_holiday(-1) | ((today == 0) & is_holiday(-3))  # Monday after a Friday that was one
    before = is_holiday(1) | ((today == 4) & is_holiday(3))
    bridge = ((today == 0) & is_holiday(1)) | ((today == 4) & is_holiday(-1))
    return after & ~bridge, before & ~bridge, bridge


def _turn_of_month(days: Days) -> tuple[Bools, ...]:
    """The first three days, the rest of the first week, the middle, and the last three days."""
    month = days.astype("datetime64[M]")
    day = (days - month.astype("datetime64[D]")).astype(np.int64) + 1
    left = ((month + np.timedelta64(1, "M")).astype("datetime64[D]") - days).astype(np.int64)
    return day <= 3, (day > 3) & (day <= 7), (day >= 14) & (day <= 17), left <= 3


def _christmas(days: Days) -> Bools:
    """From 23 December to 2 January."""
    month = days.astype("datetime64[M]")
    day = (days - month.astype("datetime64[D]")).astype(np.int64) + 1
    of_year = month.astype(np.int64) % 12
    return np.asarray(((of_year == 11) & (day >= 23)) | ((of_year == 0) & (day <= 2)))


def _yearly(days: Days) -> Floats:
    """Sines and cosines of one, two and three waves a year."""
    angle = 2 * np.pi * days.astype("datetime64[D]").astype(np.int64) / DAYS_OF_A_YEAR
    waves = angle[:, None] * np.arange(1, YEARLY_PAIRS + 1)
    return np.concatenate([np.sin(waves), np.cos(waves)], axis=1)
