"""How large chance usually is, when the day's contacts and handle time are known.

The variance of the service over all days that such a plan may bring (`queueing/variability.py`) holds days of
more and of fewer contacts. An account knows how many came, and how long they took, and gives that to volume
and handle time; so what these explain is taken off, as in a regression: with s the slope of the service of
period P on the log of contacts and N of them on the day, Cov² ÷ Var = s² ÷ N, and for the mean of n handle
times, exponential as the model's, s² ÷ n. What remains is not less than if contacts fared independently.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.explanation.day_data import Contacts
from staffing.explanation.factors import Inputs, times
from staffing.queueing.performance import Performance

STEP = 0.01
LEAST = 0.5


@dataclass(frozen=True, eq=False)
class Chance:
    """Per interval of a share: variance per contact, and slopes on log contacts and log handle time."""

    variance: Floats
    on_volume: Floats
    on_handle_time: Floats


def chance_of(
    actual: Inputs,
    predict: Callable[[Inputs], Performance],
    measure: Callable[[Performance], Floats],
    variance: Floats,
) -> Chance:
    """Around the model's value for the day as it happened."""
    more = np.array([[1.0, 1.0], [1.0 + STEP, 1.0], [1.0, 1.0 + STEP]])
    cases = times(actual, 3, level=more[:, :1], aht_seconds=more[:, 1:])
    value, volume, handle_time = measure(predict(cases))
    return Chance(variance, (volume - value) / STEP, (handle_time - value) / STEP)


def typical(chance: Chance, came: Contacts, day: Ints, first: Ints) -> Floats:
    """The standard deviation per period; NaN where it is not known, or nobody came."""
    total = np.add.reduceat(came.offered, first)
    whole = np.where(total > 0, total, np.nan)
    weight = came.offered / np.repeat(whole, np.diff(first, append=len(day)))
    spread = np.add.reduceat(weight * chance.variance, first) / whole
    known = _explained(weight * chance.on_volume, came.offered, day, first)
    told = np.where(came.handle_time_known, came.answered, 0.0)
    known += _explained(weight * chance.on_handle_time, told, day, first)
    return np.sqrt(np.maximum(spread - known, spread * LEAST**2))


def _explained(slope: Floats, count: Floats, day: Ints, first: Ints) -> Floats:
    """Σ over the days of a period of (Σ slope)² ÷ the day's count, of days that have one."""
    of_day = np.bincount(day, count)
    pieces = np.union1d(first, np.flatnonzero(np.diff(day, prepend=-1)))
    there = of_day[day[pieces]]
    part = np.add.reduceat(slope, pieces) ** 2 / np.where(there > 0, there, np.inf)
    return np.asarray(np.add.reduceat(part, np.searchsorted(pieces, first)))
