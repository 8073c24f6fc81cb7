"""The interval of a file, found from its rows; and adding finer intervals up to coarser ones."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from staffing.arrays import Bools, Floats, Ints, Times
from staffing.errors import InputError, Problem
from staffing.records.history import History
from staffing.tables.read import Table
from staffing.timegrid import MINUTES_PER_DAY, iso

MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
MOSTLY = 0.9
MANY = 20
_DIVISORS = tuple(width for width in range(60, 0, -1) if 60 % width == 0)
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


def native_interval_minutes(table: Table, utc: Times, offset_minutes: Ints, lines: Ints) -> int:
    """The largest interval (1 to 60 minutes, a divisor of an hour) on whose grid the rows lie; or a day.

    Rows that all stand at one time of different days are a daily report. Raises InputError naming the rows
    that lie off every grid, such as 07:00:30, and the few off the grid of all others, such as 09:35 among
    half-hours.
    """
    seconds = np.unique(utc.astype(np.int64))
    for row in np.flatnonzero(utc.astype(np.int64) % 60 != 0).tolist():
        hint = "write the start of the interval, such as 07:00 or 07:30"
        table.problems.add(int(lines[row]), "interval_start", str(utc[row]), "a whole minute", hint)
    table.problems.raise_if_any()
    if len(seconds) == 1:
        return 15  # one moment tells no interval; a quarter-hour fits into all
    if len(np.unique((utc.astype(np.int64) + offset_minutes * 60) % 86400)) == 1:
        return MINUTES_PER_DAY
    wall = utc.astype(np.int64) // 60 + offset_minutes
    width, start = _grid(np.unique(wall))
    off = np.flatnonzero(wall % width != start)
    if start:
        off = np.arange(len(wall))  # every row lies off the clock
    for row in off.tolist():
        moment = str(iso(utc[[row]], offset_minutes[[row]])[0])
        hint = "correct the time; intervals begin on the hour and at whole parts of it"
        expected = f"the start of an interval of {width} minutes, as in the other rows"
        if start:
            expected = f"intervals of {width} minutes that begin on the hour"
        table.problems.add(int(lines[row]), "interval_start", moment, expected, hint)
    table.problems.raise_if_any()
    return width


def _grid(wall: Ints) -> tuple[int, int]:
    """The largest interval on whose grid the distinct wall minutes lie, but for a few, and where it begins.

    Few is one in a hundred, and one of at least twenty; files of a few rows do not tell a shifted grid.
    """
    few = max(1, len(wall) // 100) if len(wall) >= MANY else 0
    for width in _DIVISORS:
        counts = np.bincount(wall % width, minlength=width)
        start = int(counts.argmax())
        if counts[start] >= len(wall) - few and (start == 0 or len(wall) >= MANY):
            return width, start
    return 1, 0


def aggregate(history: History, interval_minutes: int, file: str) -> History:
    """The history at `interval_minutes`, sorted by queue and time.

    Counts are added, averages weighted by the calls they belong to. A blank part makes the whole
    unknown, for blank is not zero. Raises InputError if the rows are coarser than asked.
    """
    if history.interval_minutes > interval_minutes or interval_minutes % history.interval_minutes:
        found = f"{history.interval_minutes}-minute rows"
        hint = f"set interval_minutes (--interval-minutes) to {history.interval_minutes}"
        if history.interval_minutes >= MINUTES_PER_DAY:
            found = "one row a day"
            hint = "days are too coarse to staff from: export half-hours (staffing inspect does read it)"
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
    keys = np.stack([history.queue[order], start[order]])
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = np.any(np.diff(keys, axis=1) != 0, axis=0)
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
        histograms=history.histograms,
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
        offered=np.where(gone, np.nan, history.offered),
        measures={
            name: column if name in AVERAGE_WEIGHTS or name in HEADS else np.where(gone, np.nan, column)
            for name, column in history.measures.items()
        },
        notes=(
            *history.notes,
            f"{int(gone.sum())} intervals of which a part has no row are unknown, first {first}",
        ),
    )


class _Groups(NamedTuple):
    """Rows in sorted order and where each group of them begins."""

    order: Ints
    first: Ints

    def total(self, column: Floats) -> Floats:
        return np.asarray(np.add.reduceat(column[self.order], self.first))

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
    known = {
        name: np.where(np.isfinite(column), column, offered)
        for name in ("answered", "abandoned")
        for column in [history.measures.get(name, np.full(len(history), np.nan))]
    }
    return {**known, "offered": offered}


def refuse_doubles(history: History, file: str) -> None:
    """InputError where a queue has an interval twice."""
    start = history.interval_start.astype(np.int64)
    order = np.lexsort((start, history.queue))
    same = (np.diff(history.queue[order]) == 0) & (np.diff(start[order]) == 0)
    doubles = order[1:][same]
    if len(doubles):
        problems = [
            Problem(
                file,
                "each interval of a queue once",
                "remove one of the two rows, or name the queue column 'queue'",
                column="interval_start",
                value=f"{history.interval_start[row]}Z twice for queue {history.queues[history.queue[row]]}",
            )
            for row in doubles[:20].tolist()
        ]
        raise InputError(problems, count=len(doubles))
