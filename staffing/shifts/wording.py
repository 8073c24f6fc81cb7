"""Intervals in a planner's words: "Tue 3 Nov 07:00–08:00"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Times
from staffing.shifts.horizon import ShiftHorizon
from staffing.timegrid import DAY_NAMES, minute_of_day, weekday

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SHOWN = 5


@dataclass(frozen=True)
class Stretch:
    """Intervals `first` to `last` (inclusive), one after the other on one local day, and their name."""

    first: int
    last: int
    name: str


def local_edges(horizon: ShiftHorizon) -> Times:
    """Wall times at which the intervals begin, and the last one ends."""
    return horizon.local(np.arange(horizon.intervals + 1) * horizon.interval_minutes)


def stretches(chosen: Bools, local: Times, alike: Floats | None = None) -> list[Stretch]:
    """The chosen intervals as unbroken stretches, each within one local day, and of one value of `alike`.

    `local` are the edges of the intervals, one more than these.
    """
    days = local.astype("datetime64[D]")
    found = []
    first = None
    for i in range(len(local)):
        is_chosen = i < len(chosen) and bool(chosen[i])
        differs = first is not None and is_chosen and alike is not None and alike[i] != alike[first]
        if first is not None and (not is_chosen or days[i] != days[first] or differs):
            name = f"{day_name(days[first])} {_clock(local[first])}–{_clock(local[i])}"
            found.append(Stretch(first, i - 1, name))
            first = None
        if is_chosen and first is None:
            first = i
    return found


def day_name(day: np.datetime64) -> str:
    """`Tue 3 Nov`."""
    name = DAY_NAMES[int(weekday(np.array([day]))[0])].capitalize()
    month = int(day.astype("datetime64[M]").astype(int)) % 12
    date = int((day - day.astype("datetime64[M]").astype("datetime64[D]")).astype(int)) + 1
    return f"{name} {date} {MONTHS[month]}"


def heads(number: float) -> str:
    """`14.2`, `9`, `1000000`."""
    return f"{round(number, 1):.15g}"


def listed(parts: list[str], joint: str = "; ", shown: int = SHOWN) -> str:
    """The first few, and how many more."""
    more = len(parts) - shown
    return joint.join(parts[:shown]) + (f" … and {more} more" if more > 0 else "")


def shown(parts: list[str]) -> list[str]:
    """The first few, and how many more, for a list of lines."""
    more = len(parts) - SHOWN
    return parts[:SHOWN] + ([f"… and {more} more"] if more > 0 else [])


def peak(values: Floats, stretch: Stretch) -> float:
    """The largest value within the stretch."""
    return float(values[stretch.first : stretch.last + 1].max())


def _clock(local: np.datetime64) -> str:
    minutes = int(minute_of_day(np.array([local]))[0])
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
