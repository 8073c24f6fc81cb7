"""The weeks behind the forecast: what came on the same weekdays before, as far as the history is at hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from staffing.arrays import Floats, Times
from staffing.records.run_page import RunPage
from staffing.timegrid import local_day, minute_of_day

_WEEKS = 4  # of single intervals
_DAYS = 56  # of whole days


def weeks_behind(page: RunPage, queue: str | None) -> list[dict[str, Any]]:
    """Of the last four weeks each day with contacts: its date, weekday (0 Monday), and contacts.

    These are in equal `step`s of minutes `from` the first of the clock with any.
    """
    if page.past is None:
        return []
    local, offered = _known(page, queue)
    if not len(local):
        return []
    day, minute, step = local_day(local), minute_of_day(local), page.past.interval_minutes
    is_recent = day > day.max() - np.timedelta64(7 * _WEEKS, "D")
    found = []
    for date in np.unique(day[is_recent]):
        mine = day == date
        place = minute[mine] // step
        total = np.bincount(place, offered[mine])
        busy = np.flatnonzero(total > 0)
        if len(busy):
            contacts = total[busy[0] : busy[-1] + 1]
            found.append(
                {
                    "date": str(date),
                    "weekday": date.item().weekday(),
                    "from": int(busy[0] * step),
                    "step": step,
                    "offered": [round(value, 1) if value % 1 else int(value) for value in contacts.tolist()],
                }
            )
    return found


def days_behind(page: RunPage, queue: str | None) -> tuple[Times, Floats]:
    """The last eight weeks: dates, and the contacts of each."""
    if page.past is None:
        return np.zeros(0, dtype="datetime64[D]"), np.zeros(0)
    local, offered = _known(page, queue)
    if not len(local):
        return np.zeros(0, dtype="datetime64[D]"), np.zeros(0)
    dates, place = np.unique(local_day(local), return_inverse=True)
    total = np.bincount(place.ravel(), offered)
    is_recent = dates > dates.max() - np.timedelta64(_DAYS, "D")
    return dates[is_recent], total[is_recent]


def _known(page: RunPage, queue: str | None) -> tuple[Times, Floats]:
    """Local times and contacts of the rows with a known count, of the queue or of all."""
    assert page.past is not None
    known = np.isfinite(page.past.offered)
    if queue is not None:
        known &= page.past.queue_names == queue
    rows = page.past.rows(known)
    return rows.local, rows.offered
