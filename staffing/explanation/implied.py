"""How many agents the observed service speaks for, where nobody recorded how many there were."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from staffing.arrays import Floats
from staffing.explanation.factors import Inputs, times
from staffing.queueing.performance import Performance

MULTIPLES = np.linspace(0.3, 1.7, 29)


def with_other_agents(actual: Inputs, predict: Callable[[Inputs], Performance]) -> Performance:
    """The day as it happened with so many times the agents; shape (multiples, intervals)."""
    return predict(times(actual, len(MULTIPLES), attendance=MULTIPLES[:, None]))


def implied_share(service: Floats, observed: Floats) -> Floats:
    """The multiple whose service, (multiples, periods), is the observed; NaN where none of them has it."""
    found = np.full(len(observed), np.nan)
    for period, level in enumerate(observed.tolist()):
        rising = np.maximum.accumulate(service[:, period])
        if rising[0] <= level <= rising[-1]:
            found[period] = np.interp(level, rising, MULTIPLES)
    return found
