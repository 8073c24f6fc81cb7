"""Heads per interval, counted from the shifts alone.

The count goes minute by minute and knows nothing of any model on purpose: by it a schedule is checked and
reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from staffing.arrays import Floats, Ints, Times
from staffing.records.schedule import ShiftPlan

LEAST_PART_MINUTES = 5  # the slices of `mol-psa`; heads inside them are taken as their mean


@dataclass(frozen=True, eq=False)
class HeadsInParts:
    """Heads in equal parts of intervals, on the finest grain that shifts use; arrays [interval, part].

    scheduled: heads on their shift
    on_break:  of those on a rest
    rests, back: heads whose rest begins, or ends, with the part
    ended:     heads whose shift has ended with the part before
    """

    part_minutes: int
    scheduled: Floats
    on_break: Floats
    rests: Floats
    back: Floats
    ended: Floats

    @property
    def working(self) -> Floats:
        """Heads at work and not on a rest."""
        return np.maximum(self.scheduled - self.on_break, 0.0)

    @property
    def parts(self) -> int:
        """Of an interval."""
        return int(self.scheduled.shape[1])


def part_minutes_of(plan: ShiftPlan, interval_start: Times, interval_minutes: int) -> int:
    """The finest grain that the shifts use: no shift or rest begins or ends inside a part.

    At least five minutes: the mean over a part is taken for what lies between.
    """
    rest = ~np.isnat(plan.rest_start)
    if not len(plan):
        return interval_minutes
    begins = np.concatenate([plan.start, plan.rest_start[rest]])
    minute = (begins - interval_start[0]).astype("timedelta64[m]").astype(np.int64)
    edges = np.concatenate([minute, minute + np.concatenate([plan.length_minutes, plan.rest_minutes[rest]])])
    finest = gcd(interval_minutes, *np.unique(edges % interval_minutes).tolist())
    return finest if finest % LEAST_PART_MINUTES == 0 else LEAST_PART_MINUTES


def heads_in_parts(
    plan: ShiftPlan,
    interval_start: Times,
    interval_minutes: int,
    *,
    cyclic_week: bool,
    part_minutes: int | None = None,
) -> HeadsInParts:
    """Heads in the parts of a regular grid's intervals; `coverage_of` has the mean of an interval's parts.

    `part_minutes`: a finer grain than the shifts' own, where several plans are set side by side.
    """
    part = part_minutes or part_minutes_of(plan, interval_start, interval_minutes)
    parts = interval_minutes // part
    size = len(interval_start) * parts
    step = np.arange(parts) * np.timedelta64(part, "m")
    fine = (interval_start[:, None] + step).reshape(-1)
    scheduled, on_break = coverage_of(plan, fine, part, cyclic_week=cyclic_week)
    rest = ~np.isnat(plan.rest_start)
    heads = np.broadcast_to(plan.agents[:, None], rest.shape)[rest]

    def at(moments: Times, after_minutes: Ints, count: Ints) -> Floats:
        minute = (moments - interval_start[0]).astype("timedelta64[m]").astype(np.int64) + after_minutes
        place = minute // part % size if cyclic_week else minute // part
        inside = (place >= 0) & (place < size)
        return np.bincount(place[inside], count[inside], size).astype(np.float64)

    starts, lasts = plan.rest_start[rest], plan.rest_minutes[rest]
    ended = at(plan.start, plan.length_minutes, plan.agents)
    flat = (scheduled, on_break, at(starts, 0 * lasts, heads), at(starts, lasts, heads), ended)
    return HeadsInParts(part, *(column.reshape(-1, parts) for column in flat))


def coverage_of(
    plan: ShiftPlan, interval_start: Times, interval_minutes: int, *, cyclic_week: bool
) -> tuple[Floats, Floats]:
    """Heads scheduled, and heads on a rest, in each interval of a regular grid (fractions of an interval).

    In a cyclic week, what runs past an end of the grid is counted at the other; else it is left out.
    """
    rest = ~np.isnat(plan.rest_start)
    heads = np.broadcast_to(plan.agents[:, None], rest.shape)[rest]
    scheduled = (plan.start, plan.length_minutes, plan.agents)
    on_break = (plan.rest_start[rest], plan.rest_minutes[rest], heads)
    return (
        _mean_heads(scheduled, interval_start, interval_minutes, cyclic=cyclic_week),
        _mean_heads(on_break, interval_start, interval_minutes, cyclic=cyclic_week),
    )


def _mean_heads(
    stretches: tuple[Times, Ints, Ints], interval_start: Times, interval_minutes: int, *, cyclic: bool
) -> Floats:
    """Mean over each interval of the heads inside their stretch; stretches are (start, minutes, heads)."""
    start, minutes, heads = stretches
    horizon = len(interval_start) * interval_minutes
    begin = (start - interval_start[0]).astype("timedelta64[m]").astype(np.int64)
    end = begin + minutes
    if cyclic:
        end -= begin - begin % horizon
        begin = begin % horizon
    else:
        begin, end = np.clip(begin, 0, horizon), np.clip(end, 0, horizon)
    rounds = int(end.max(initial=0) // horizon) + 1
    change = np.zeros(rounds * horizon + 1)
    np.add.at(change, begin, heads)
    np.add.at(change, end, -heads)
    per_minute = np.cumsum(change)[:-1].reshape(rounds, horizon)
    inside = per_minute.sum(axis=0) if cyclic else per_minute[0]
    mean: Floats = inside.reshape(len(interval_start), interval_minutes).mean(axis=1)
    return mean
