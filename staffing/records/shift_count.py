"""Heads per interval, counted from the shifts alone.

The count goes minute by minute and knows nothing of any model on purpose: by it a schedule is checked and
reported.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints, Times
from staffing.records.schedule import ShiftPlan


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
