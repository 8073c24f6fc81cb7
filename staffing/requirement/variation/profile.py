"""The rate of contacts inside intervals, from their means: linear in each, never negative, the mean kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.records.columns import IntervalRows
from staffing.requirement.mixture import Mixture
from staffing.requirement.stretches import Stretches

SLICE_MINUTES = 5


@dataclass(frozen=True, eq=False)
class Profile:
    """Contacts per second of rows in order of queue and time, and how they change.

    rate:    mean rate of the row's interval
    slope:   change of the rate from the start to the end of the interval
    opens:   true where no contacts came in the interval before, or none is known: nothing is known of what
             was in progress, which is taken to be in balance with the rate at the start
    """

    rate: Floats
    slope: Floats
    opens: Bools
    aht_seconds: Floats
    seconds: float

    @property
    def slices(self) -> Floats:
        """Midpoints of the slices of an interval, as parts of it from its start."""
        count = max(1, round(self.seconds / (60 * SLICE_MINUTES)))
        return (np.arange(count) + 0.5) / count

    def at(self, part: Floats) -> Floats:
        """The rate at these parts of every interval, a column for each."""
        return self.rate[:, None] + self.slope[:, None] * (part - 0.5)


Rates = Callable[[Profile], Mixture]
"""What a variation is: from the profile to the rates that stand for each interval."""


def mixture_of(rows: IntervalRows, offered: Floats, aht_seconds: Floats, rates: Rates) -> Mixture:
    """The variation's rates for rows in any order."""
    stretches = Stretches.of(rows, offered)
    order = stretches.order
    found = rates(_profile(rows, stretches, offered[order], aht_seconds[order]))
    back = np.empty_like(order)
    back[order] = np.arange(order.size)
    return found.rows(back)


def slopes_of(rows: IntervalRows, offered: Floats) -> Floats:
    """Change of the rate from the start to the end of each row's interval, contacts per second."""
    stretches = Stretches.of(rows, offered)
    slope = np.empty(len(rows))
    slope[stretches.order] = _profile(rows, stretches, offered[stretches.order], np.ones(len(rows))).slope
    return slope


def _profile(rows: IntervalRows, stretches: Stretches, offered: Floats, aht: Floats) -> Profile:
    seconds = 60.0 * rows.interval_minutes
    joined = ~stretches.opens
    rate = offered / seconds
    # A closed or unknown neighbour says nothing about the slope inside: it counts as level.
    before = np.where(joined, np.roll(rate, 1), rate)
    after = np.where(np.roll(joined, -1), np.roll(rate, -1), rate)
    slope = np.clip(0.5 * (after - before), -2.0 * rate, 2.0 * rate)
    handled = np.where(offered > 0, aht, 1.0)
    return Profile(rate, slope, stretches.opens, handled, seconds)
