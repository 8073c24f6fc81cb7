"""The interval of a file, found from its rows; and adding finer intervals up to coarser ones."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.errors import InputError, Problem
from staffing.records.history import History
from staffing.timegrid import MINUTES_PER_DAY, MINUTES_PER_MONTH
from staffing.wording import counted

MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
MOSTLY = 0.9
# Which counts an average is weighted with when intervals are added up; all else is a count itself.
AVERAGE_WEIGHTS: dict[str, str] = {
    "aht_seconds": "answered",
    "talk_seconds": "answered",
    "hold_seconds": "answered",
    "wrap_seconds": "answered",
    "wait_seconds": "answered",
    "abandon_wait_seconds": "abandoned",
    "service_level": "offered",
    "rings": "answered",
}

# Heads, averaged over time.
HEADS = frozenset({"scheduled", "present", "on_break", "agents"})

_DAYS_HINT = (
    "days are too coarse to staff from: export half-hours, or spread them with --profile "
    "over a week of yours (staffing inspect and scorecard do read days)"
)
_LONGER_HINT = (
    "{periods} are too coarse to staff from: export half-hours, or spread them with --profile over a week of "
    "yours (staffing inspect and scorecard do read {periods})"
)


def aggregate(history: History, interval_minutes: int, file: str) -> History:
    """The history at `interval_minutes`, sorted by queue and time.

    Counts are added, averages weighted by the calls they belong to. A blank part makes the whole
    unknown, for blank is not zero. Raises InputError if the rows are coarser than asked.
    """
    if history.interval_minutes > interval_minutes or interval_minutes % history.interval_minutes:
        found = f"{history.interval_minutes}-minute rows"
        hint = f"set interval_minutes (--interval-minutes) to {history.interval_minutes}"
        if history.interval_minutes >= MINUTES_PER_DAY:
            found, hint = "one row a day", _DAYS_HINT
        if history.interval_minutes > MINUTES_PER_DAY:
            period = "month" if history.interval_minutes >= MINUTES_PER_MONTH else "week"
            found, hint = f"one row a {period}", _LONGER_HINT.format(periods=f"{period}s")
        expected = f"intervals of {interval_minutes} minutes or parts of it"
        raise InputError(Problem(file, expected, hint, value=found))
    return add_up(history, interval_minutes)


def add_up(history: History, interval_minutes: int) -> History:
    """Rows of one queue that start in the same interval as one row, sorted by queue and time."""
    width = interval_minutes * 60
    start = history.interval_start.astype(np.int64)
    # Whole intervals of the wall clock: zones such as India's are half an hour off UTC.
    wall = start + history.utc_offset_minutes * 60
    start = start - wall % width
    order = np.lexsort((start, history.queue))
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = ~_as_before(history.queue[order], start[order])
    groups = _Groups(order, np.flatnonzero(fresh))
    rows = order[groups.first]
    weights = _weights(history)
    columns = {"aht_seconds": history.aht_seconds, **history.measures}
    weights |= dict.fromkeys(HEADS, np.ones(len(history)))
    added = {
        name: groups.average(column, weights[AVERAGE_WEIGHTS.get(name, name)])
        if name in AVERAGE_WEIGHTS or name in HEADS
        else groups.total(column)
        for name, column in columns.items()
    }
    whole = History(
        interval_start=start[rows].astype("datetime64[s]"),
        utc_offset_minutes=history.utc_offset_minutes[rows],
        queue=history.queue[rows],
        queues=history.queues,
        interval_minutes=interval_minutes,
        timezone=history.timezone,
        offered=groups.total(history.offered),
        aht_seconds=added.pop("aht_seconds"),
        measures=added,
        notes=history.notes,
        left_out=history.left_out,
        repaired=history.repaired,
        histograms=history.histograms,
        apart=history.apart,
    )
    parts = np.diff(groups.first, append=len(order))
    return _without_partial(whole, parts < interval_minutes // history.interval_minutes)


def _without_partial(history: History, partial: Bools) -> History:
    """Counts unknown where a part of the interval has no row, in queues that mostly have all parts.

    Times of the week at which a part is usually absent are left: the centre opens at a quarter past, or its
    export leaves zeros out.
    """
    if not partial.any():
        return history
    minute = (history.interval_start.astype(np.int64) // 60 + history.utc_offset_minutes) % MINUTES_PER_WEEK
    _, slot = np.unique(history.queue * MINUTES_PER_WEEK + minute, return_inverse=True)
    absent = np.bincount(slot, partial)[slot]
    usual = partial & (absent > 1) & (absent > np.bincount(slot)[slot] / 2)
    regular = np.maximum(np.bincount(history.queue, ~usual), 1)
    mostly = np.bincount(history.queue, ~partial) >= MOSTLY * regular
    gone = partial & ~usual & mostly[history.queue]
    if not gone.any():
        return history
    first = history.rows(gone).iso()[0]
    return replace(
        history,
        repaired=history.repaired + int(gone.sum()),
        offered=np.where(gone, np.nan, history.offered),
        measures={
            name: column if name in AVERAGE_WEIGHTS or name in HEADS else np.where(gone, np.nan, column)
            for name, column in history.measures.items()
        },
        notes=(
            *history.notes,
            f"{counted(int(gone.sum()), 'interval')} of which a part has no row "
            f"{'is' if gone.sum() == 1 else 'are'} unknown, first {first}",
        ),
    )


class _Groups(NamedTuple):
    """Rows in sorted order and where each group of them begins."""

    order: Ints
    first: Ints

    def total(self, column: Floats) -> Floats:
        ordered = column[self.order]
        return (
            ordered if len(self.first) == len(ordered) else np.asarray(np.add.reduceat(ordered, self.first))
        )

    def average(self, column: Floats, weight: Floats) -> Floats:
        """Weighted mean of the known cells; unknown (NaN) where no call has a known value."""
        known = np.isfinite(column) & (weight > 0)
        share = np.where(known, weight, 0.0)
        amount = self.total(np.where(known, column, 0.0) * share)
        calls = self.total(share)
        return np.where(calls > 0, amount / np.where(calls > 0, calls, 1.0), np.nan)


def _weights(history: History) -> dict[str, Floats]:
    """Answered and abandoned contacts; offered stands in where the file does not say."""
    offered = np.nan_to_num(history.offered)
    weights = {"answered": offered, "abandoned": offered, "offered": offered}
    for name in ("answered", "abandoned"):
        if name in history.measures:
            column = history.measures[name]
            weights[name] = np.where(np.isfinite(column), column, offered)
    return weights


def doubled(history: History) -> Ints:
    """The rows of intervals that their queue has already, in order of queue and time."""
    start = history.interval_start.astype(np.int64)
    order = np.lexsort((start, history.queue))
    return np.asarray(order[1:][_as_before(history.queue[order], start[order])])


def _as_before(queue: Ints, start: Ints) -> Bools:
    """Whether each row but the first has the queue and the start of the row before it."""
    return np.asarray((queue[1:] == queue[:-1]) & (start[1:] == start[:-1]))


def refuse_doubles(history: History, file: str) -> None:
    """InputError where a queue has an interval twice."""
    doubles = doubled(history)
    if len(doubles):
        problems = [
            Problem(
                file,
                "each interval of a queue once",
                "remove one of the two rows",
                column="interval_start",
                value=f"{history.rows(np.array([row])).iso()[0]} twice for queue "
                f"{history.queues[history.queue[row]]}",
            )
            for row in doubles[:20].tolist()
        ]
        raise InputError(problems, count=len(doubles))
