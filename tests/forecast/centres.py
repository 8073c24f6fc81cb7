"""Small made-up centres for the tests of the forecast."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.records import Forecast, History, IntervalRows
from staffing.timegrid import Zone, intervals, minute_of_day, weekday

MONDAY = np.datetime64("2024-01-01")
# Contacts of a half-hour slot of a normal day, Monday first, around one.
WEEKDAY_LEVEL = np.array([1.3, 1.1, 1.0, 1.0, 1.2, 0.6, 0.4])


def shape(local: Times) -> Floats:
    """A smooth day with a peak before noon, quieter at weekends."""
    hour = minute_of_day(local) / 60.0
    return WEEKDAY_LEVEL[weekday(local)] * (0.3 + np.exp(-(((hour - 11.0) / 4.0) ** 2)))


def centre(
    days: int = 70,
    level: float = 50.0,
    *,
    timezone: str = "UTC",
    minutes: int = 30,
    first_day: np.datetime64 = MONDAY,
    aht_seconds: float = np.nan,
    seed: int | None = None,
) -> History:
    """A centre that never closes: `level` × shape, Poisson where a seed is given."""
    zone = Zone(timezone)
    start, end = (zone.midnight(first_day + np.timedelta64(d, "D")) for d in (0, days))
    utc = intervals(start, end, minutes)
    offered = level * shape(zone.local(utc))
    if seed is not None:
        offered = np.random.default_rng(seed).poisson(offered).astype(float)
    return History(
        interval_start=utc,
        utc_offset_minutes=zone.offset_minutes(utc),
        queue=np.zeros(len(utc), dtype=np.int64),
        queues=("all",),
        interval_minutes=minutes,
        timezone=timezone,
        offered=offered,
        aht_seconds=np.full(len(utc), aht_seconds),
    )


def rows(history: History, keep: Bools) -> History:
    """The history with those rows only."""
    return history.rows(keep)


def local(history: IntervalRows) -> Times:
    """Local wall times of the rows."""
    return history.local


def days(history: History) -> Ints:
    """Days since the first row's day, of each row."""
    day = local(history).astype("datetime64[D]")
    return (day - day.min()).astype(np.int64)


def joined(*histories: History, queues: tuple[str, ...]) -> History:
    """Several histories as queues of one."""
    columns = ("interval_start", "utc_offset_minutes", "offered", "aht_seconds")
    return replace(
        histories[0],
        queues=queues,
        queue=np.repeat(np.arange(len(histories)), [len(h) for h in histories]),
        **{name: np.concatenate([getattr(h, name) for h in histories]) for name in columns},
    )


def as_matrix(forecast: Forecast, queue: int = 0, slots: int = 48) -> Floats:
    """[day, slot] of a forecast that starts at midnight and meets no clock change."""
    return forecast.offered[forecast.queue == queue].reshape(-1, slots)
