"""The median of the last six known values of the same weekday and time.

No spike and no lost day can move it, and it follows a level that has shifted after three weeks. The median
of a few small counts lies below their mean, so each weekday's medians are scaled to the median of its day
totals, which are large enough for the two to agree.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.forecast.method import Method, Past
from staffing.forecast.sums.weekly import ahead, weeks_back

WEEKS = 6
MOST_SCALING = 1.25


def median_of_weeks(past: Past, days_ahead: int) -> Floats:
    """The scaled median of each weekday and slot."""
    return ahead(median_week(past), past, days_ahead)


def median_week(past: Past) -> Floats:
    """[weekday, slot]: scaled medians, NaN where nothing is known."""
    stack = weeks_back(past)
    if not len(stack):
        return np.full(stack.shape[1:], np.nan)
    known = np.isfinite(stack)
    newest = known & (np.cumsum(known, axis=0) <= WEEKS)
    slots = _median(np.where(newest, stack, np.nan))
    day = np.where(newest, stack, 0.0).sum(axis=2)
    whole = newest.sum(axis=2) == (newest.any(axis=0)).sum(axis=1)
    whole &= newest.any(axis=2)
    total = _median(np.where(whole, day, np.nan))
    summed = np.nansum(slots, axis=1)
    scale = np.divide(total, summed, out=np.ones(7), where=np.isfinite(total) & (summed > 0))
    return np.asarray(slots * np.clip(scale, 1.0 / MOST_SCALING, MOST_SCALING)[:, None])


def _median(cells: Floats) -> Floats:
    """Median over the first axis of what is known, NaN where nothing is."""
    count = np.isfinite(cells).sum(axis=0)
    ordered = np.sort(cells, axis=0).reshape(len(cells), -1)  # NaN last
    column = np.arange(ordered.shape[1])
    low, high = (np.maximum((count + shift - 1) // 2, 0).ravel() for shift in (0, 1))
    middle = (ordered[low, column] + ordered[high, column]) / 2.0
    return np.where(count > 0, middle.reshape(count.shape), np.nan)


METHOD: Method = median_of_weeks
