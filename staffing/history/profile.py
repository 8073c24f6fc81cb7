"""Days spread over a profile of intervals, for centres that have the one and the other but not both at once.

The profile is any history or typical week: what each interval brings as a share of its weekday.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.errors import InputError, Problem
from staffing.history.grain import AVERAGE_WEIGHTS
from staffing.records import History
from staffing.timegrid import DAY_NAMES, MINUTES_PER_DAY, minute_of_day, weekday


def shares_of(profile: History) -> Floats:
    """Shares as [weekday, interval of the day]; rows of weekdays without contacts are zero."""
    slots = MINUTES_PER_DAY // profile.interval_minutes
    local = profile.local
    place = weekday(local) * slots + minute_of_day(local) // profile.interval_minutes
    sums = np.bincount(place, np.nan_to_num(profile.offered), 7 * slots).reshape(7, slots)
    totals = sums.sum(axis=1, keepdims=True)
    return np.asarray(sums / np.where(totals > 0, totals, 1.0))


def spread(days: History, profile: History, file: str) -> History:
    """Each day's counts over the intervals of its weekday, its averages in each of them.

    Raises InputError where a day has contacts and its weekday none in the profile.
    """
    shares, width = shares_of(profile), profile.interval_minutes
    local = days.local.astype("datetime64[D]")
    of_day = shares[weekday(local)]
    empty = (of_day.sum(axis=1) == 0) & (days.offered > 0)
    if empty.any():
        names = ", ".join(DAY_NAMES[day] for day in sorted(set(weekday(local[empty]).tolist())))
        hint = "add them to the profile, or take these days out"
        raise InputError(Problem(file, "a profile of every weekday with contacts", hint, value=names))
    row, slot = np.nonzero(of_day > 0)
    wall = local[row].astype("datetime64[s]") + (slot * width * 60).astype("timedelta64[s]")
    start, exists = days.zone.utc(wall)
    row, slot, start = row[exists], slot[exists], start[exists]
    share = of_day[row, slot]

    def part(name: str, column: Floats) -> Floats:
        return column[row] if name in AVERAGE_WEIGHTS else column[row] * share

    note = f"{file}: days are spread over the intervals of a profile, by weekday"
    return replace(
        days,
        interval_start=start,
        utc_offset_minutes=days.zone.offset_minutes(start),
        queue=days.queue[row],
        interval_minutes=width,
        offered=days.offered[row] * share,
        aht_seconds=days.aht_seconds[row],
        measures={name: part(name, column) for name, column in days.measures.items()},
        notes=(*days.notes, note),
        histograms={},
    )
