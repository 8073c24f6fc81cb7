"""The planning grid: minutes after the first interval, and which intervals a stretch of time overlaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints, Times


@dataclass(frozen=True)
class TimeGrid:
    """`intervals` equal intervals from `first` (UTC); where `cyclic`, the first follows the last again."""

    first: np.datetime64
    intervals: int
    interval_minutes: int
    cyclic: bool

    @property
    def minutes(self) -> int:
        """Length of the horizon."""
        return self.intervals * self.interval_minutes

    @property
    def starts(self) -> Times:
        """UTC of the start of each interval."""
        return self.time(np.arange(self.intervals) * self.interval_minutes)

    def time(self, minutes: Ints) -> Times:
        """UTC of minutes after the first interval."""
        return (self.first + minutes.astype("timedelta64[m]")).astype("datetime64[s]")

    def around(self, minutes: Ints) -> Ints:
        """Minutes inside the horizon, wrapped where it is cyclic."""
        return minutes % self.minutes if self.cyclic else minutes

    def overlap(self, start: Ints, length: Ints) -> tuple[Ints, Ints, Floats]:
        """Which stretches [start, start + length) overlap which intervals, and by what fraction of each.

        Returns parallel arrays (stretch, interval, fraction), ordered by stretch, then time. Parts outside
        a horizon that is not cyclic are left out.
        """
        span = self.interval_minutes
        first = start // span
        count = -(-(start + length) // span) - first
        stretch = np.repeat(np.arange(len(start)), count)
        interval = np.arange(len(stretch)) - np.repeat(np.cumsum(count) - count, count) + first[stretch]
        begin = interval * span
        inside = np.minimum((start + length)[stretch], begin + span) - np.maximum(start[stretch], begin)
        if self.cyclic:
            interval %= self.intervals
        kept = (interval >= 0) & (interval < self.intervals)
        return stretch[kept], interval[kept], inside[kept] / span
