"""How weekdays have lately differed from what they usually are.

The weekday effects of the regression hold over the year; but a queue's Sundays can become busier than they
were, by new opening hours, a new customer, or the season. What the regression leaves over on each weekday is
averaged with exponentially falling weights and shrunk to nothing where there is little of it.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.forecast.sums.decay import decayed_sums

MEMORY_WEEKS = 6.0
SHRINKAGE_WEEKS = 2.0
MOST_STEP_SDS = 4.0


def weekday_drift(residual: Floats, weekday: Ints, scale: float) -> Floats:
    """[day, weekday]: the drift of each weekday as it stood at the end of each day.

    `residual` of each past day is on the log scale, NaN where unknown; a single day moves nothing by more
    than four times the usual noise (`scale`) would.
    """
    is_known = np.isfinite(residual)
    held = np.clip(np.where(is_known, residual, 0.0), -MOST_STEP_SDS * scale, MOST_STEP_SDS * scale)
    of_weekday = (weekday[:, None] == np.arange(7)) & is_known[:, None]
    both = np.concatenate([held[:, None] * of_weekday, of_weekday], axis=1)
    sums = decayed_sums(both, np.array([np.exp(-1.0 / (7.0 * MEMORY_WEEKS))]))[:, 0]
    return np.asarray(sums[:, :7] / (sums[:, 7:] + SHRINKAGE_WEEKS))
