"""Contacts per day on the log scale, made whole where intervals are missing.

A day of which only some intervals are known stands for its whole by the share that those intervals usually
have on that weekday; it weighs as much as that share. Days that bring nothing have no logarithm. On a
weekday that is usually open such a day says nothing about level, unless four open days in a row are empty:
then the queue has stopped, and is believed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.forecast.method import Past
from staffing.forecast.sums.robust import median
from staffing.forecast.sums.weekly import fill_unseen, mean_where, weeks_back

LEAST_SHARE = 0.25
NOTHING = 0.5  # stands for no contacts where the logarithm of a day is needed
FEW_CONTACTS = 10.0  # days of fewer may be empty by chance
BELIEVED_DAYS = 4
RECENT_WEEKS = 8


@dataclass(frozen=True, eq=False)
class DayTotals:
    """One queue by day: `log_total` (NaN where nothing can be said) and its `weight` between 0 and 1.

    `open_weekday` are the weekdays on which contacts come; on others the forecast is zero.
    """

    log_total: Floats
    weight: Floats
    open_weekday: Bools

    @property
    def known(self) -> Bools:
        """Days with a logarithm."""
        return np.isfinite(self.log_total)


def day_totals(past: Past) -> DayTotals:
    """The totals of every past day."""
    days = len(past.offered)
    known = np.isfinite(past.offered)
    usual = fill_unseen(_usual_week(past))
    of_day = usual[past.weekdays(0, days)]
    whole = of_day.sum(axis=1)
    share = np.divide((of_day * known).sum(axis=1), whole, out=np.zeros(days), where=whole > 0)
    seen = np.where(known, past.offered, 0.0).sum(axis=1)
    enough = share >= LEAST_SHARE
    total = np.where(enough, seen / np.where(enough, share, 1.0), np.nan)
    open_weekday = _open_weekdays(past, total)
    total[~open_weekday[past.weekdays(0, days)]] = np.nan
    return DayTotals(_log(total), np.where(enough, share, 0.0), open_weekday)


def _usual_week(past: Past) -> Floats:
    stack = weeks_back(past, 2 * RECENT_WEEKS)
    return mean_where(stack, np.isfinite(stack), axis=0)


def _open_weekdays(past: Past, total: Floats) -> Bools:
    """Weekdays of whose last eight known days any brought contacts."""
    by_week = weeks_back(Past(total[:, None], past.first_day, past.origin))[:, :, 0]
    known = np.isfinite(by_week)
    recent = known & (np.cumsum(known, axis=0) <= RECENT_WEEKS)
    return np.asarray((recent & (by_week > 0)).any(axis=0))


def _log(total: Floats) -> Floats:
    """The logarithm; of empty days only where they may be chance or have lasted (see the module)."""
    known = np.flatnonzero(np.isfinite(total))
    values = total[known]
    empty = values <= 0
    if empty.any():
        few = median(values[~empty]) < FEW_CONTACTS if (~empty).any() else True
        believed = empty if few else empty & lasting(empty)
        values = np.where(believed, NOTHING, np.where(empty, np.nan, np.maximum(values, 1e-9)))
    out = np.full(len(total), np.nan)
    out[known] = np.log(values)
    return out


def lasting(marked: Bools, least: int = BELIEVED_DAYS) -> Bools:
    """True for the days of every run of at least `least` marked ones."""
    if np.count_nonzero(marked) < least:
        return np.zeros(len(marked), dtype=bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    out = np.zeros(len(marked) + 1, dtype=np.int64)
    starts, ends = edges[::2], edges[1::2]
    long_enough = ends - starts >= least
    np.add.at(out, starts[long_enough], 1)
    np.add.at(out, ends[long_enough], -1)
    return np.asarray(np.cumsum(out)[:-1] > 0)
