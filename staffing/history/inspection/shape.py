"""The week of a queue: what is usual by weekday and time, and the hours in which it is open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.history.inspection.days import DaysAsRead
from staffing.timegrid import DAY_NAMES, MINUTES_PER_DAY, clock_spans

OPEN_SHARE = 0.5
BUSY_SHARE = 0.02


@dataclass(frozen=True, eq=False)
class Week:
    """[weekday, slot], Monday first: the mean of what was offered, and where the queue is open."""

    offered: Floats
    open: Bools
    interval_minutes: int

    def hours(self) -> dict[str, str]:
        """Opening hours by weekday, `closed` where there are none."""
        return {
            name: ", ".join(clock_spans(self.open[day], self.interval_minutes)) or "closed"
            for day, name in enumerate(DAY_NAMES)
        }


def week_of(queue: DaysAsRead) -> Week:
    """What is usual: a slot is open where contacts came on at least half of its weekday's days.

    What is blank or missing is unknown. Quiet slots of an open day count as open where they hold at least 2 %
    of the queue's mean.
    """
    days, counts = queue.days, queue.offered
    slots = counts.shape[1]
    offered, opened = np.zeros((7, slots)), np.zeros((7, slots), dtype=bool)
    known = np.isfinite(days.totals)
    mean = float(_known_mean(counts[known].reshape(-1)))
    for day in range(7):
        of_weekday = (days.weekday == day) & known
        whole = (days.weekday == day).sum()
        if of_weekday.any() and of_weekday.sum() >= OPEN_SHARE * whole / 2:
            offered[day] = _known_mean(counts[of_weekday])
            came = np.where(np.isnan(counts[of_weekday]), np.nan, counts[of_weekday] > 0)
            often = _known_mean(came) >= OPEN_SHARE
            opened[day] = often | (offered[day] >= max(BUSY_SHARE * mean, 1e-9)) & _between(often)
    return Week(offered, opened, MINUTES_PER_DAY // slots)


def _known_mean(values: Floats) -> Floats:
    """Means of the known values along the first axis; 0 where there are none."""
    known = np.isfinite(values)
    return np.asarray(np.where(known, values, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1))


def _between(flags: Bools) -> Bools:
    """True from the first True to the last."""
    return np.asarray(np.maximum.accumulate(flags) & np.maximum.accumulate(flags[::-1])[::-1])
