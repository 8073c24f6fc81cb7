"""A queue without a history: the shape of queues that it will be like, and the total that a planner expects.

The queues named (else the 50 busiest) are pooled as if they were one, and forecast as one: the new queue
takes their profile, seasons, holidays and handle time. The planner's contacts a week stand for what they
bring in a normal week. A queue that starts slowly has its first weeks' shares of that (its ramp).

Nobody knows the total of what has not begun. Its standard deviation, `doubt` as a share of the total, widens
the range of every interval and day: variance = mean + (dispersion + doubt²) × mean² (`quantiles`).

Once contacts have come on 21 days, three weeks as a backtest needs, its own history counts instead. Until
then a queue has no shape that others could borrow either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from staffing.arrays import Floats
from staffing.errors import InputError, Problem
from staffing.forecast.new_queue import NewQueue, wrong_like
from staffing.forecast.past.queue_series import QueueSeries
from staffing.records.history import History
from staffing.timegrid import weekday

DAYS_OF_ITS_OWN = 21
MOST_POOLED = 50
KNOWN_SHARE = 0.5  # of what the pool usually brings at that time


def busy_days(series: QueueSeries) -> int:
    """The days on which contacts came."""
    return int(np.count_nonzero(np.nansum(series.offered, axis=1) > 0))


def busiest(history: History, queues: Sequence[str]) -> list[str]:
    """The queues that stand for all: more of them would hardly change the profile."""
    contacts = np.bincount(history.queue, np.nan_to_num(history.offered), minlength=len(queues))
    chosen = np.sort(np.argsort(-contacts, kind="stable")[:MOST_POOLED])
    return [queues[index] for index in chosen.tolist()]


def pooled(parts: Sequence[QueueSeries]) -> QueueSeries:
    """Several queues as one, from the first day of the oldest.

    Where some of them are unknown, or had not begun, the others stand for all by the share that they usually
    bring at that time; less than half of it is too little to tell.
    """
    first_day = min(part.first_day for part in parts)
    shape = max(len(part.offered) for part in parts), parts[0].offered.shape[1]
    contacts, known_usual, usual, calls, time = (np.zeros(shape) for _ in range(5))
    silent, known_any = np.ones(shape[0], dtype=bool), np.zeros(shape, dtype=bool)
    for part in parts:
        days = slice(int((part.first_day - first_day).astype(np.int64)), None)
        is_known, week = np.isfinite(part.offered), _usual_week(part)
        contacts[days] += np.where(is_known, part.offered, 0.0)
        usual += week[weekday(first_day + np.arange(shape[0]))]
        known_usual[days] += np.where(is_known, week[weekday(part.days)], 0.0)
        known_any[days] |= is_known
        timed = np.where(np.isfinite(part.aht_seconds), part.calls, 0.0)
        calls[days] += timed
        time[days] += timed * np.nan_to_num(part.aht_seconds)
        silent[days] &= part.silent_day
    share = np.divide(known_usual, usual, out=known_any.astype(np.float64), where=usual > 0)
    enough = share >= KNOWN_SHARE
    offered = np.where(enough, contacts / np.where(enough, share, 1.0), np.nan)
    aht_seconds = np.divide(time, calls, out=np.full(shape, np.nan), where=calls > 0)
    earlier = partial(_pooled_until, parts, first_day)
    return QueueSeries(first_day, offered, aht_seconds, calls, silent, earlier)


def _pooled_until(parts: Sequence[QueueSeries], first_day: np.datetime64, day: int) -> QueueSeries:
    """The pool as it was known at the start of an earlier day, without those that had not begun."""
    days = [day - int((part.first_day - first_day).astype(np.int64)) for part in parts]
    return pooled([part.until(until) for part, until in zip(parts, days, strict=True) if until > 0])


def _usual_week(series: QueueSeries) -> Floats:
    """[weekday, slot]: the mean of what is known, zero where nothing is."""
    known = np.isfinite(series.offered)
    of_weekday = (weekday(series.days) == np.arange(7)[:, None]).astype(np.float64)
    count = of_weekday @ known
    return np.asarray((of_weekday @ np.where(known, series.offered, 0.0)) / np.maximum(count, 1.0))


def check_like(new_queues: Iterable[NewQueue], queues: Sequence[str]) -> None:
    """InputError, with the nearest known name, where one is like itself or a queue that the history lacks."""
    problems = [
        Problem(f"new queue {new.name}", *wrong, column="like", value=name)
        for new in new_queues
        for name in new.like
        if (wrong := wrong_like(new.name, name, queues))
    ]
    if problems:
        raise InputError(problems)
