"""Days of the week of which no count was ever known: closed, or like other days, never a bit of both.

Their cells are there and blank. Methods that mix would forecast a share of the other days: a fifth of a
Sunday. Where opening hours say that the centre is open then, the day is like the others; else it is closed,
as the inspection of the history draws it. Either is said.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.daygrid.absent import open_slots
from staffing.forecast import load_method
from staffing.forecast.method import Past
from staffing.forecast.past.queue_series import QueueSeries
from staffing.timegrid import OpeningHours, weekday

LEAST_DAYS = 2
LIKE_OTHERS = "median-of-weeks"  # gives such a day what the other days have
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def unknown_weekdays(series: QueueSeries) -> Bools:
    """[weekday]: True where each of several days has blank cells and nothing but zeros beside them."""
    day = weekday(series.days)
    blank: Bools = np.asarray(np.isnan(series.offered).any(axis=1))
    contacts = np.nansum(series.offered, axis=1)
    found = np.zeros(7, dtype=bool)
    for number in range(7):
        of_day = day == number
        found[number] = of_day.sum() >= LEAST_DAYS and blank[of_day].all() and not contacts[of_day].any()
    return found if contacts.any() else np.zeros(7, dtype=bool)


def without_unknown(
    offered: Floats, series: QueueSeries, past: Past, on: Ints, hours: OpeningHours | None
) -> tuple[Floats, tuple[str, ...]]:
    """`offered` by [day ahead, slot] with such days closed or like others, and what to say.

    `on` are the weekdays of the days ahead.
    """
    unknown = unknown_weekdays(series)
    if not unknown[on].any():
        return offered, ()
    is_open = np.zeros(7, dtype=np.bool_)
    if hours is not None:
        is_open = np.asarray(open_slots(hours, offered.shape[1]).any(axis=1))
    offered = offered.copy()
    offered[unknown[on]] = 0.0
    like_others = (unknown & is_open)[on]
    if like_others.any():
        offered[like_others] = load_method(LIKE_OTHERS)(past, len(offered))[like_others]
    notes = []
    for number in np.flatnonzero(unknown).tolist():
        count = int((weekday(series.days) == number).sum())
        taken = "taken from the other days, for it is open" if is_open[number] else "forecast as closed"
        notes.append(
            f"no count is known of any of the {count} {_NAMES[number]}s of the history: {taken}; write "
            "0 where the centre was closed, or the counts"
        )
    return offered, tuple(notes)
