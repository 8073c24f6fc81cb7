"""Last week again: the newest known value of the same weekday and time."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.forecast.method import Method, Past
from staffing.forecast.sums.weekly import ahead, weeks_back


def seasonal_naive(past: Past, days_ahead: int) -> Floats:
    """Last week's value; where it is unknown, that of the newest earlier week in which it is known."""
    stack = weeks_back(past)
    if not len(stack):
        return ahead(np.full(stack.shape[1:], np.nan), past, days_ahead)
    newest = np.isfinite(stack).argmax(axis=0)
    return ahead(np.take_along_axis(stack, newest[None], axis=0)[0], past, days_ahead)


METHOD: Method = seasonal_naive
