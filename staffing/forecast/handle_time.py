"""Handle time by weekday and slot: call-weighted means, shrunk to the queue's level where calls are few.

Handle times drift, so calls count half as much for every two weeks of age in the level, and for every
eight weeks in the slots' and weekdays' factors around it (half-lives chosen on two real centres). Each mean
has some calls of the usual length added, so that few calls cannot move it far (empirical Bayes shrinkage).
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.forecast.past.queue_series import QueueSeries
from staffing.timegrid import weekday

LEVEL_HALF_LIFE_WEEKS = 2.0
SHAPE_HALF_LIFE_WEEKS = 8.0
LEVEL_SHRINKAGE_CALLS = 50.0
SLOT_SHRINKAGE_CALLS = 50.0
WEEKDAY_SHRINKAGE_CALLS = 300.0


def expected_handle_time(series: QueueSeries, default_aht_seconds: float | None) -> Floats:
    """[weekday, slot] in seconds; the default where the history knows none, NaN where there is no default.

    A history in which every handle time is 0 knows none.
    """
    known = np.isfinite(series.aht_seconds) & (series.calls > 0)
    if not (series.aht_seconds[known] > 0).any():
        unknown = np.nan if default_aht_seconds is None else default_aht_seconds
        return np.full((7, series.aht_seconds.shape[1]), unknown)
    aht_seconds = np.where(known, series.aht_seconds, 0.0)
    last_known = np.flatnonzero(known.any(axis=1))[-1]
    weeks_ago = np.maximum(last_known - np.arange(len(known)), 0)[:, None] / 7.0

    calls = np.where(known, series.calls, 0.0) * 0.5 ** (weeks_ago / SHAPE_HALF_LIFE_WEEKS)
    usual = (calls * aht_seconds).sum() / calls.sum()
    time = calls * aht_seconds / usual  # in usual calls: the factors are means around 1
    slot_factor = _shrunk(time.sum(axis=0), calls.sum(axis=0), SLOT_SHRINKAGE_CALLS)

    of_weekday = weekday(series.days) == np.arange(7)[:, None]
    # A weekday is compared with what its slots explain: a busy evening is not the weekday's own doing.
    explained = of_weekday @ (calls * slot_factor).sum(axis=1)
    weekday_factor = _shrunk(of_weekday @ time.sum(axis=1), explained, WEEKDAY_SHRINKAGE_CALLS)

    recent = 0.5 ** (weeks_ago / LEVEL_HALF_LIFE_WEEKS - weeks_ago / SHAPE_HALF_LIFE_WEEKS)
    level_factor = _shrunk((recent * time).sum(), (recent * calls).sum(), LEVEL_SHRINKAGE_CALLS)
    return np.asarray(usual * level_factor * weekday_factor[:, None] * slot_factor)


def _shrunk(time: Floats, calls: Floats, shrinkage_calls: float) -> Floats:
    """Mean time per call with that many usual calls added."""
    return np.asarray((time + shrinkage_calls) / (calls + shrinkage_calls))
