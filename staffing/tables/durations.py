"""Cells that hold how long something took: seconds, mm:ss, hh:mm:ss or d.hh:mm:ss."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from staffing.arrays import Floats

_CLOCK = re.compile(r"(?:(\d+)[. ])?(?:(\d+):)?(\d*):([0-5]\d(?:\.\d+)?)")


def durations(cells: Sequence[str], clock_parts: int, plain_seconds: float) -> Floats:
    """Seconds of each cell: NaN for an empty one, infinity (never allowed) for what is no duration."""
    known: dict[str, float] = {}
    for cell in cells:
        if cell not in known:
            known[cell] = _seconds(cell.strip(), clock_parts, plain_seconds)
    return np.array([known[cell] for cell in cells])


def _seconds(text: str, clock_parts: int, plain_seconds: float) -> float:
    if not text:
        return np.nan
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        return _clock_seconds(clock, clock_parts)
    try:
        return float(text) * plain_seconds if "_" not in text else np.inf
    except ValueError:
        return np.inf


def _clock_seconds(clock: re.Match[str], clock_parts: int) -> float:
    days, hours, minutes, seconds = clock.groups()
    # 4:05 is minutes and seconds only where the export says so; elsewhere it may be hours and minutes.
    if hours is None and (clock_parts > 2 or days is not None):
        return np.inf
    if hours is not None and (not minutes or int(minutes) > 59):
        return np.inf
    return 86400 * int(days or 0) + 3600 * int(hours or 0) + 60 * int(minutes or 0) + float(seconds)


def seconds_text(value: float | None) -> str:
    """Seconds as a cell holds them; empty where they are not known."""
    return "" if value is None else f"{value:g}" if value == int(value) else repr(value)
