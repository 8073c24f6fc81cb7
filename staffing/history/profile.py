"""Days, weeks and months spread over a profile of intervals, for centres that do not have both at once.

The profile is any history or typical week: what each interval brings as a share of its weekday, and each
weekday as a share of the week.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.errors import InputError, Problem
from staffing.history.grain import AVERAGE_WEIGHTS
from staffing.records import History
from staffing.timegrid import DAY_NAMES, MINUTES_PER_DAY, MINUTES_PER_MONTH, minute_of_day, weekday


def shares_of(profile: History) -> Floats:
    """Shares as [weekday, interval of the day]; rows of weekdays without contacts are zero."""
    slots = MINUTES_PER_DAY // profile.interval_minutes
    local = profile.local
    place = weekday(local) * slots + minute_of_day(local) // profile.interval_minutes
    sums = np.bincount(place, np.nan_to_num(profile.offered), 7 * slots).reshape(7, slots)
    totals = sums.sum(axis=1, keepdims=True)
    return np.asarray(sums / np.where(totals > 0, totals, 1.0))


def spread(rows: History, profile: History, file: str) -> History:
    """Each row's counts over its days and the intervals of their weekdays, its averages in each of them.

    Raises InputError where a day has contacts and its weekday none in the profile.
    """
    if profile.interval_minutes >= MINUTES_PER_DAY:
        hint = "give a week or a history of half-hours or hours"
        raise InputError(Problem(file, "a profile of intervals within the day", hint))
    days = rows if rows.interval_minutes == MINUTES_PER_DAY else _by_days(rows, profile)
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
    share = share / np.bincount(row, share, len(days))[row]  # an hour that clocks skip has no contacts

    def part(name: str, column: Floats) -> Floats:
        return column[row] if name in AVERAGE_WEIGHTS else column[row] * share

    period = {MINUTES_PER_DAY: "days", MINUTES_PER_MONTH: "months"}.get(rows.interval_minutes, "weeks")
    note = f"{file}: {period} are spread over the intervals of a profile, by weekday"
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


def _by_days(rows: History, profile: History) -> History:
    """Weeks or months as the days that they have, each with its weekday's share."""
    of_weekday = _weekday_means(profile)
    first = rows.local.astype("datetime64[D]")
    if rows.interval_minutes == MINUTES_PER_MONTH:
        month = first.astype("datetime64[M]")
        counts = (
            (month + np.timedelta64(1, "M")).astype("datetime64[D]") - month.astype("datetime64[D]")
        ).astype(np.int64)
    else:
        counts = np.full(len(rows), 7)
    row = np.repeat(np.arange(len(rows)), counts)
    step = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    day = first[row] + step.astype("timedelta64[D]")
    weight = of_weekday[weekday(day)]
    share = weight / np.bincount(row, weight, len(rows))[row]
    start, _ = rows.zone.utc(day.astype("datetime64[s]"))

    def part(name: str, column: Floats) -> Floats:
        return column[row] if name in AVERAGE_WEIGHTS else column[row] * share

    return replace(
        rows,
        interval_start=start,
        utc_offset_minutes=rows.zone.offset_minutes(start),
        queue=rows.queue[row],
        interval_minutes=MINUTES_PER_DAY,
        offered=rows.offered[row] * share,
        aht_seconds=rows.aht_seconds[row],
        measures={name: part(name, column) for name, column in rows.measures.items()},
        histograms={},
    )


def _weekday_means(profile: History) -> Floats:
    """What a day of each weekday brings in the profile, Monday first."""
    day = profile.local.astype("datetime64[D]")
    sums = np.bincount(weekday(day), np.nan_to_num(profile.offered), 7)
    return np.asarray(sums / np.maximum(np.bincount(weekday(np.unique(day)), minlength=7), 1))
