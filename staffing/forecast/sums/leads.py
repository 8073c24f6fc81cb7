"""How far ahead: the ranges of days within which forecasts err alike."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Ints

LAST_DAY_OF_LEAD = (1, 7, 14, 28)  # first day, rest of the first week, second week, later
# Days ahead, first and last; the last range holds beyond its end.
LEADS = tuple((before + 1, last) for before, last in pairwise((0, *LAST_DAY_OF_LEAD)))
LEAD_NAMES = tuple(f"day {first}" if first == last else f"days {first}-{last}" for first, last in LEADS)
LATER = "later"
MOST_DAYS_AHEAD = LAST_DAY_OF_LEAD[-1]


def lead_bucket(ahead: Ints) -> Ints:
    """The index into `LEADS` of each number of days ahead."""
    return np.searchsorted(LAST_DAY_OF_LEAD[:-1], ahead)


def lead_names(ahead: Ints) -> NDArray[np.str_]:
    """The name of each number of days ahead: one of `LEAD_NAMES`, or `LATER` beyond the last of them."""
    return np.array([*LEAD_NAMES, LATER])[np.searchsorted(LAST_DAY_OF_LEAD, ahead)]
