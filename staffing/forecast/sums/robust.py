"""Spread that a few wild days cannot move: the median absolute deviation, as a standard deviation."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats

MAD_TO_SD = 1.4826  # of a normal law (Hampel 1974)


def robust_sd(residual: Floats) -> float:
    """The median of the absolute values, scaled so that it is the standard deviation of normal noise."""
    return MAD_TO_SD * median(np.abs(residual))


def median(values: Floats) -> float:
    """The median of one or more numbers; that of NumPy takes several times as long for a year of days."""
    middle = len(values) // 2
    if len(values) % 2:
        return float(np.partition(values, middle)[middle])
    low, high = np.partition(values, (middle - 1, middle))[middle - 1 : middle + 1]
    return float((low + high) / 2.0)
