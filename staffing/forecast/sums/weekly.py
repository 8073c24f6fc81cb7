"""The week as the unit of memory: past weeks as a stack, a weekly profile back to days, unseen times filled.

Where a method has nothing to say about a weekday and slot, because it was never seen, these steps follow
until one gives an answer: the mean of that slot on other days of the same kind (Monday to Friday, or the
weekend); the mean of that slot on all days; zero, for nights are not like days.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.forecast.method import Past

KINDS_OF_DAY = (slice(0, 5), slice(5, 7))  # Monday to Friday, weekend


def weeks_back(past: Past, weeks: int | None = None) -> Floats:
    """[weeks ago, weekday, slot], newest first: the past in weeks that end with its last day."""
    return past.weeks[:weeks]


def mean_where(cells: Floats, chosen: Bools, axis: int | tuple[int, ...], keepdims: bool = False) -> Floats:
    """Mean over `axis` of the chosen cells, NaN where none is."""
    count = np.count_nonzero(chosen, axis=axis, keepdims=keepdims)
    total = np.where(chosen, cells, 0.0).sum(axis=axis, keepdims=keepdims)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def fill_unseen(profile: Floats) -> Floats:
    """A profile [weekday, slot] without unknowns, by the steps of the module."""
    if np.isfinite(profile).all():
        return profile
    filled = profile.copy()
    for kind in KINDS_OF_DAY:
        filled[kind] = _or_mean_over(filled[kind], axis=0)
    filled = _or_mean_over(filled, axis=0)
    return np.nan_to_num(filled, nan=0.0)


def ahead(profile: Floats, past: Past, days_ahead: int) -> Floats:
    """A filled weekly profile laid over the days to forecast."""
    return fill_unseen(profile)[past.weekdays(past.origin, days_ahead)]


def _or_mean_over(cells: Floats, axis: int) -> Floats:
    known = np.isfinite(cells)
    return np.where(known, cells, mean_where(cells, known, axis, keepdims=True))
