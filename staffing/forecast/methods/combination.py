"""The default: the house method with three memories, mixed with the median of the last weeks.

Forecasts that err differently are better together than any of them, and weights learnt on a few weeks of
errors are hardly better than fixed ones (Bates & Granger 1969; Clemen 1989). The three share level and
calendar and differ in how long their profile remembers: averaging them spares the choice. The median has
nothing in common with them, and stands by when a queue does what no calendar knows; on the series measured
it deserves about a fifth.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.forecast.method import Method, Past
from staffing.forecast.methods.day_profile import choose_profile, day_profile, week_counts
from staffing.forecast.methods.level_calendar_profile import totals_ahead
from staffing.forecast.methods.median_of_weeks import median_of_weeks

MEMORIES_WEEKS = (8.0, 16.0)  # beside the chosen one
MEDIAN_WEIGHT = 0.2


def combination(past: Past, days_ahead: int) -> Floats:
    """The weighted mean of the house method with its averaged profile, and the median."""
    counts = week_counts(past)
    profile = day_profile(counts, choose_profile(counts), MEMORIES_WEEKS)
    spread = profile[past.weekdays(past.origin, days_ahead)]
    modelled = totals_ahead(past, days_ahead)[:, None] * spread
    mixed = (1.0 - MEDIAN_WEIGHT) * modelled + MEDIAN_WEIGHT * median_of_weeks(past, days_ahead)
    return np.asarray(mixed)


METHOD: Method = combination
