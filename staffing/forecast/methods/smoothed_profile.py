"""Simple exponential smoothing of every weekday and time across weeks, one rate per queue.

Each week the profile moves by the fraction `rate` of its last error (Brown 1959; with gaps, the weighted
mean with weights (1 − rate)^weeks over the known weeks). The rate is the one that would have forecast the
queue's own last half year with the least absolute error, as many weeks ahead as is asked for on average.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.forecast.method import Method, Past
from staffing.forecast.sums.weekly import ahead, weeks_back

RATES = (0.05, 0.1, 0.15, 0.2, 0.3, 0.5)
USUAL_RATE = 0.15
MEMORY_WEEKS = 60
TRIAL_WEEKS = 26
FEWEST_TRIALS = 4


def smoothed_profile(past: Past, days_ahead: int) -> Floats:
    """The smoothed weekly profile, its rate chosen on the queue's own past."""
    stack = weeks_back(past, MEMORY_WEEKS)
    weeks_ahead = -(-days_ahead // 7)
    rate = best_rate(stack, lead_weeks=(1 + weeks_ahead) // 2)
    return ahead(_smoothed(stack, rate, first_week=np.zeros(1, dtype=np.int64))[0], past, days_ahead)


def best_rate(stack: Floats, lead_weeks: int) -> float:
    """The rate with the least absolute error over the last weeks; the usual one where they are too few."""
    trials = min(TRIAL_WEEKS, len(stack) - lead_weeks)
    if trials < FEWEST_TRIALS:
        return USUAL_RATE
    known_from = np.arange(trials) + lead_weeks
    errors = [np.nansum(np.abs(stack[:trials] - _smoothed(stack, rate, known_from))) for rate in RATES]
    return RATES[int(np.argmin(errors))]


def _smoothed(stack: Floats, rate: float, first_week: Ints) -> Floats:
    """[case, weekday, slot]: the profile as smoothed up to `first_week[case]` weeks ago, NaN if unseen."""
    weeks, weekdays, slots = stack.shape
    age = np.arange(weeks)[None, :] - first_week[:, None]
    weight = np.where(age >= 0, (1.0 - rate) ** np.maximum(age, 0), 0.0)
    cells = stack.reshape(weeks, weekdays * slots)
    known = np.isfinite(cells)
    total = weight @ np.where(known, cells, 0.0)
    weights = weight @ known
    mean = np.full(total.shape, np.nan)
    np.divide(total, weights, out=mean, where=weights > 0)
    return mean.reshape(len(first_week), weekdays, slots)


METHOD: Method = smoothed_profile
