"""Interval rows of any order and queues, on the intervals of a plan: pooled, or queue by queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.records.columns import IntervalRows


def places(rows: IntervalRows, interval_start: Times) -> Ints:
    """Where each row lies on the grid; −1 beside it."""
    found = np.searchsorted(interval_start, rows.interval_start)
    inside = np.minimum(found, len(interval_start) - 1)
    return np.where(interval_start[inside] == rows.interval_start, inside, -1)


def places_by_queue(rows: IntervalRows, interval_start: Times, queues: Sequence[str]) -> Ints:
    """Where each row lies on the grid of the first queue, of the second, and so on; −1 beside them.

    One queue alone has all rows, whatever their names.
    """
    place = places(rows, interval_start)
    if len(queues) == 1:
        return place
    names = list(queues)
    code = np.array([names.index(name) if name in names else -1 for name in rows.queues], dtype=np.int64)
    of_row = code[rows.queue]
    return np.where((place >= 0) & (of_row >= 0), of_row * len(interval_start) + place, -1)


def total(place: Ints, values: Floats, chosen: Bools, intervals: int) -> Floats:
    """The sum of the chosen rows per interval, NaN where one of them is unknown or none is there."""
    mine = chosen & (place >= 0)
    amount = np.bincount(place[mine], values[mine], minlength=intervals)
    there = np.bincount(place[mine], minlength=intervals)
    return np.where(there > 0, amount, np.nan)


def mean(place: Ints, values: Floats, weight: Floats, chosen: Bools, intervals: int) -> Floats:
    """The weighted mean of the chosen rows whose value is known, NaN where there is none."""
    known = chosen & np.isfinite(values) & (weight > 0)
    share = np.where(known, weight, 0.0)
    whole = np.nan_to_num(total(place, share, chosen, intervals))
    amount = np.nan_to_num(total(place, np.where(known, values, 0.0) * share, chosen, intervals))
    return np.where(whole > 0, amount / np.where(whole > 0, whole, 1.0), np.nan)


def measure_of(measures: Mapping[str, Floats], name: str, length: int) -> Floats:
    """A column of a history; NaN throughout where it has none."""
    return measures.get(name, np.full(length, np.nan))
