"""The starts of a week lie within a tolerance: each window of starts is searched by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Bools, Floats, Ints

if TYPE_CHECKING:
    from staffing.roster.person import Person


@dataclass(frozen=True, eq=False)
class StartWindows:
    """`outside` (windows, days, candidates) is infinite where a window lacks a start; `prices` by window."""

    outside: Floats
    prices: Floats

    @cached_property
    def count(self) -> int:
        """How many."""
        return len(self.prices)


def windows_of(person: Person, minute: Ints, usable: Bools, first: int, stop: int) -> StartWindows | None:
    """Those of a person on some dates; None where all starts are within the tolerance, or need not be."""
    tolerance = person.tolerance
    if tolerance is None:
        return None
    free = [day for day in range(first, stop) if day not in person.fixed_days]
    starts = np.unique(minute[free][usable[free]]) if free else np.zeros(0, dtype=np.int64)
    if not len(starts) or starts[-1] - starts[0] <= tolerance.minutes:
        return None
    spans: list[tuple[int, int, float]] = []
    for low in starts.tolist():
        within = starts[starts >= low]
        highs = within if np.isfinite(tolerance.price) else within[within <= low + tolerance.minutes][-1:]
        for high in highs.tolist():
            cost = tolerance.cost([low, high])
            if high == highs[-1] or high - low >= tolerance.minutes:
                spans.append((low, high, cost))
    spans = [one for one in spans if not any(_holds(other, one) for other in spans)]
    low, high, prices = (np.array(column) for column in zip(*spans, strict=True))
    inside = (minute[None, first:stop] >= low[:, None, None]) & (
        minute[None, first:stop] <= high[:, None, None]
    )
    for day in person.fixed_days:
        if first <= day < stop:
            inside[:, day - first] = True
    return StartWindows(np.where(inside, 0.0, np.inf), prices.astype(np.float64))


def _holds(other: tuple[int, int, float], one: tuple[int, int, float]) -> bool:
    """Whether another window has all starts of one at no higher price."""
    return other != one and other[0] <= one[0] and other[1] >= one[1] and other[2] <= one[2]
