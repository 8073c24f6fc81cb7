"""One stream of work that may wait in a program: what is done ahead of its due dates, as a stock in flow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.programs.assemble import Assembly
from staffing.records.work import WorkToDo


@dataclass(frozen=True, eq=False)
class StreamRows:
    """The columns of one stream of the work of that name in each of some `intervals`, and their rows.

    done:  z, heads at it; −1 where it may not be done
    ahead: e, hours done ahead of their due dates at the end
    row:   what is due in each, and so the one that may give where something is late
    """

    name: str
    intervals: Ints
    done: Ints
    ahead: Ints
    row: Ints


@dataclass(frozen=True, eq=False)
class WorkRows:
    """What work has added to a program: `above` are the columns h of the intervals `at`, and the streams."""

    at: Ints
    above: Ints
    streams: tuple[StreamRows, ...]

    @property
    def columns(self) -> Ints:
        """All columns of it."""
        own = [part for one in self.streams for part in (one.done[one.done >= 0], one.ahead)]
        return np.concatenate([self.above, *own])


def enter_stream(
    assembly: Assembly, work: WorkToDo, pieces: Ints, capacity: Ints, gives: Floats
) -> StreamRows | None:
    """Add the stream of those pieces; None where nothing of it is due within the horizon.

    `capacity` is the row of each interval that bounds all who are at such work (−1: nobody can be), `gives`
    the hours of one of them.
    """
    pieces = pieces[work.due[pieces] < len(gives)]
    if not len(pieces):
        return None
    ready, due, hours = work.ready[pieces], work.due[pieces], work.hours[pieces]
    first = int(ready.min())
    at = np.arange(first, int(due.max()) + 1)
    due_in = np.bincount(due - first, hours, len(at)).astype(np.float64)
    at_hand = np.cumsum(np.bincount(ready - first, hours, len(at)) - due_in)
    ahead = assembly.columns(np.zeros(len(at)), np.maximum(at_hand, 0.0))
    row = assembly.rows(due_in, due_in)
    assembly.enter(row, ahead, -1.0)
    assembly.enter(row[1:], ahead[:-1], 1.0)
    may = work.may_do[at] & (capacity[at] >= 0)
    done = np.full(len(at), -1, dtype=np.int64)
    done[may] = assembly.columns(np.zeros(int(may.sum())))
    assembly.enter(row[may], done[may], gives[at[may]])
    assembly.enter(capacity[at[may]], done[may], 1.0)
    return StreamRows(work.name, at, done, ahead, row)
