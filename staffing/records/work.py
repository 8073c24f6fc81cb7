"""Work that may wait, piece by piece: callbacks, complaint replies, letters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats, Ints

BEFORE = -1  # the interval of what was open when the horizon began


@dataclass(frozen=True, eq=False)
class WorkToDo:
    """One kind of work over a horizon; a piece is what came in together and is due together.

    arrived:  interval in which a piece came in; BEFORE where it was open at the start
    ready:    first interval in which it can be done
    due:      last interval in which it is done in time; beyond the horizon where that is later
    contacts: of the piece
    hours:    of work that it takes, of somebody who is at it
    may_do:   [interval] whether it may be done then
    overdue:  of a piece whether it is late at the start; `due` then says by when it is done all the same
    """

    name: str
    arrived: Ints
    ready: Ints
    due: Ints
    contacts: Floats
    hours: Floats
    may_do: Bools
    overdue: Bools

    @property
    def streams(self) -> tuple[Ints, ...]:
        """Its pieces by due date, in one or two groups in each of which what is ready first is due first."""
        order, old = np.lexsort((self.ready, self.due)), self.arrived == BEFORE
        groups = (order[old[order]], order[~old[order]])
        return tuple(group for group in groups if len(group))

    @property
    def last_chance(self) -> Ints:
        """Of each piece the last interval up to `due` in which it may be done; −1: none; `due` if beyond."""
        size = len(self.may_do)
        latest = np.maximum.accumulate(np.where(self.may_do, np.arange(size), -1))
        return np.where(self.due < size, latest[np.minimum(self.due, size - 1)], self.due)
