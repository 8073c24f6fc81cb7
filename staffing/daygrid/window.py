"""Sums over the same weekday in the weeks around, so that rules follow a queue as its hours change."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats

WEEKS_EACH_SIDE = 4


def same_weekday_sum(cells: Floats | Bools) -> Floats:
    """For each day, the sum over that weekday from four weeks before it to four weeks after it.

    `cells` is [day, ...]; days outside it count as nothing, so windows are shorter at both ends.
    """
    days = cells.shape[0]
    weeks = -(-days // 7)
    padded = np.zeros((weeks * 7, *cells.shape[1:]))
    padded[:days] = cells
    by_week = padded.reshape(weeks, 7, *cells.shape[1:])
    running = np.concatenate([np.zeros((1, *by_week.shape[1:])), np.cumsum(by_week, axis=0)])
    week = np.arange(weeks)
    after = np.minimum(week + WEEKS_EACH_SIDE + 1, weeks)
    before = np.maximum(week - WEEKS_EACH_SIDE, 0)
    return np.asarray((running[after] - running[before]).reshape(padded.shape)[:days])


def near(days: Bools, reach: int) -> Bools:
    """True for days within `reach` days of a True one."""
    width = 2 * reach + 1
    return np.asarray(np.convolve(days, np.ones(width), mode="full")[reach : reach + len(days)] > 0.5)
