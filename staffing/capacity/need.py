"""Heads that each week needs, from the hours on the schedule that the forecast asks for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.capacity.options import CapacityOptions
from staffing.records.requirement import Requirement
from staffing.timegrid import local_day

Days = NDArray[np.datetime64]


def mondays(first_day: np.datetime64, weeks: int) -> Days:
    """The Mondays from the first on or after a day."""
    ahead = (-(int(first_day.astype("datetime64[D]").astype(np.int64)) + 3)) % 7
    return np.asarray(
        first_day.astype("datetime64[D]") + (ahead + 7 * np.arange(weeks)).astype("timedelta64[D]")
    )


def weekly(requirement: Requirement, monday: Days) -> tuple[Floats, Floats]:
    """Contacts, and head-hours on the schedule, of each week; intervals outside them are left out."""
    day = local_day(requirement.local)
    week = (day - monday[0]).astype(np.int64) // 7
    inside = (week >= 0) & (week < len(monday))
    hours = requirement.scheduled * (requirement.interval_minutes / 60)
    return (
        np.bincount(week[inside], np.nan_to_num(requirement.offered[inside]), len(monday)).astype(np.float64),
        np.bincount(week[inside], np.nan_to_num(hours[inside]), len(monday)).astype(np.float64),
    )


def productive_share(shifts: Sequence[tuple[float, float, float]]) -> float:
    """Hours at work ÷ hours paid, of shifts of (length, unpaid rests, paid rests) in minutes, taken alike."""
    working = sum(length - unpaid - paid for length, unpaid, paid in shifts)
    return working / sum(length - unpaid for length, unpaid, _ in shifts)


def heads_needed(head_hours: Floats, at_work: float, options: CapacityOptions) -> Floats:
    """Heads whose paid hours, less breaks (`at_work` is left) and time away, are those on the schedule."""
    return head_hours / (options.weekly_hours * at_work * (1.0 - options.away))
