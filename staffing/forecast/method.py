"""What every forecast method answers: the contacts to expect, by day and slot, given the past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats, Ints
from staffing.timegrid import weekday


def _no_days() -> NDArray[np.datetime64]:
    return np.zeros(0, dtype="datetime64[D]")


@dataclass(frozen=True, eq=False)
class Past:
    """What a method may see of one queue.

    `offered` is [local day, wall-clock slot] from `first_day` on, NaN where unknown or not typical (special
    days are blanked). Days are numbered by its rows; the first day to forecast is day `origin`, which is
    the row after the last one. `holidays` are the dates of public holidays, past and ahead: their neighbours
    are not like other days. `earlier` says what was known before some day, where that is not just its rows.
    """

    offered: Floats
    first_day: np.datetime64
    origin: int
    holidays: NDArray[np.datetime64] = field(default_factory=_no_days)
    earlier: Callable[[int], Past] | None = None

    def until(self, origin: int) -> Past:
        """The past as it was known at the start of an earlier day."""
        if self.earlier is not None and origin < self.origin:
            return self.earlier(origin)
        return replace(self, offered=self.offered[:origin], origin=origin)

    def dates(self, first: int, count: int) -> NDArray[np.datetime64]:
        """The dates of `count` days from day `first` on, past or ahead."""
        return np.asarray(self.first_day + np.arange(first, first + count).astype("timedelta64[D]"))

    def weekdays(self, first: int, count: int) -> Ints:
        """0 Monday … 6 Sunday of `count` days from day `first` on, past or ahead."""
        return _weekdays(self.first_day, first, count)

    @cached_property
    def weeks(self) -> Floats:
        """[weeks ago, weekday, slot], newest first: the past in weeks that end with its last day."""
        days, slots = self.offered.shape
        ago, on = _places_in_weeks(self.first_day, days)
        stack = np.full((-(-days // 7), 7, slots), np.nan)
        stack[ago, on] = self.offered
        stack.setflags(write=False)
        return stack


# Of many queues with the same calendar; the arrays are not to be changed.
@lru_cache(maxsize=256)
def _weekdays(first_day: np.datetime64, first: int, count: int) -> Ints:
    return _kept(weekday(first_day + np.arange(first, first + count).astype("timedelta64[D]")))


@lru_cache(maxsize=256)
def _places_in_weeks(first_day: np.datetime64, days: int) -> tuple[Ints, Ints]:
    return _kept(np.arange(days)[::-1] // 7), _weekdays(first_day, 0, days)


def _kept(column: Ints) -> Ints:
    column.setflags(write=False)
    return column


class Method(Protocol):
    """A way to forecast; one file and one line in `staffing.forecast.METHODS` each.

    Deterministic; a method learns what it needs (rates, weights) from the past it is given, so that a
    backtest never sees its own future.
    """

    def __call__(self, past: Past, days_ahead: int, /) -> Floats:
        """Expected contacts [day ahead, slot] from day `past.origin` on: finite, never negative."""
        ...
