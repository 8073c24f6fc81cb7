"""When a shift lets its person start again: the rest between two shifts, as a few slots of each day.

After a day a person is ready at some moment; what matters is only which starts of the following days that
allows. So the ready moments of a day are kept as the first start that they allow, and those before all starts
are one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Ints

READY = -(2**40)  # minutes: long ago


@dataclass(frozen=True, eq=False)
class DaySlots:
    """Of one day: `ready` are the moments of its slots, soonest first, after the day; slot 0 is `READY`.

    Candidate c of the day may follow the slots 0 … `source[c]` of the day before, and leads to slot
    `target[c]`; a day off leads from slot i of the day before to `off[i]`.
    """

    ready: Ints
    source: Ints
    target: Ints
    off: Ints


def slots_of(start: Ints, end: Ints, exists: Bools, rest_minutes: int) -> list[DaySlots]:
    """The slots of each day, for candidates in rows by date; minutes after one origin."""
    before = np.array([READY])
    slots = []
    days = len(start)
    for day in range(days):
        later = np.unique(start[day + 1][exists[day + 1]]) if day + 1 < days else np.zeros(0, dtype=np.int64)
        ready = _allowed(end[day] + rest_minutes, later)
        carried = _allowed(before, later)
        after = np.unique(np.concatenate([[READY], ready[exists[day]], carried]))
        slots.append(
            DaySlots(
                ready=after,
                source=np.searchsorted(before, start[day], side="right") - 1,
                target=np.searchsorted(after, np.minimum(ready, after[-1])),
                off=np.searchsorted(after, carried),
            )
        )
        before = after
    return slots


def _allowed(ready: Ints, starts: Ints) -> Ints:
    """The first start of the next day that is not too soon; itself where all are; `READY` where none is."""
    if not len(starts):
        return np.full(len(ready), READY)
    place = np.searchsorted(starts, ready)
    first = starts[np.minimum(place, len(starts) - 1)]
    return np.where(place == 0, READY, np.where(place < len(starts), first, ready))
