"""Where the rows of a history stand on the local calendar."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Ints
from staffing.records.history import History
from staffing.timegrid import (
    MINUTES_PER_DAY,
    local_day,
    minute_of_day,
)


@dataclass(frozen=True, eq=False)
class LocalRows:
    """Where each history row stands on the local calendar, and up to where the past is known.

    `day` counts local days from `first_day`; the past ends before slot `end_slot` of day `end_day`.
    `skipped` are the (day, slot) that the clocks left out; `of_queue` the rows of each queue; `reporting` the
    days on which any queue has a row.
    """

    first_day: np.datetime64
    day: Ints
    slot: Ints
    slots: int
    end_day: int
    end_slot: int
    skipped: tuple[Ints, Ints]
    of_queue: tuple[Ints, ...]
    reporting: Bools


def end_of_past(history: History) -> np.datetime64:
    """UTC of the local midnight after the last known count; after the last row where no count is known."""
    known = history.interval_start[np.isfinite(history.offered)]
    last = known.max() if len(known) else history.interval_start.max()
    return history.zone.midnight(history.zone.date(last) + np.timedelta64(1, "D"))


def local_rows(history: History, as_of: np.datetime64) -> LocalRows:
    """Place the rows of a history (all of them before `as_of`) on the local calendar."""
    local = history.zone.local(history.interval_start)
    day = local_day(local).astype(np.int64)
    end = history.zone.local(np.array([as_of]))
    first = int(day.min())
    end_day = int(local_day(end).astype(np.int64)[0]) - first
    end_slot = int(minute_of_day(end)[0]) // history.interval_minutes
    days = first + np.arange(end_day + (end_slot > 0))
    return LocalRows(
        first_day=np.datetime64(first, "D"),
        day=day - first,
        slot=minute_of_day(local) // history.interval_minutes,
        slots=max(1, MINUTES_PER_DAY // history.interval_minutes),
        end_day=end_day,
        end_slot=end_slot,
        skipped=_skipped(days, history),
        of_queue=history.rows_of_queues,
        reporting=np.bincount(day - first, minlength=end_day + 1) > 0,
    )


def _skipped(days: Ints, history: History) -> tuple[Ints, Ints]:
    """(day counted from the first, slot) of wall-clock times that do not exist; every day does."""
    if history.interval_minutes >= MINUTES_PER_DAY:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    midnights = np.append(days, days[-1] + 1).astype("datetime64[D]").astype("datetime64[s]")
    changes = np.flatnonzero(np.diff(history.zone.utc(midnights)[0]) != np.timedelta64(1, "D"))
    minutes = np.arange(0, MINUTES_PER_DAY, history.interval_minutes).astype("timedelta64[m]")
    exists = history.zone.utc(midnights[changes][:, None] + minutes)[1]
    change, slot = np.nonzero(~exists)
    return changes[change], slot
