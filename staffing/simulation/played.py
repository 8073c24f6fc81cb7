"""What comes out of a play, and how it is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.simulation.incoming import NOBODY, ContactBlock, Incoming, OneDay, of_rows
from staffing.simulation.tally import CountedCells, Outcome, OutcomeTally, outcomes_of
from staffing.simulation.trunks import is_limited


@dataclass(frozen=True, eq=False)
class Played:
    """What came out, of shape (replications, intervals).

    outcomes:  contacts by `Outcome`, along a third axis
    waited:    seconds that the answered waited
    busy:      seconds that contacts were in hand, whenever they came
    present:   seconds that agents were on the phones
    """

    outcomes: Ints
    waited: Floats
    busy: Floats
    present: Floats

    @classmethod
    def joined(cls, parts: Sequence[Played]) -> Played:
        """The intervals of one part after the other."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts], axis=1) for name in _COLUMNS))

    @classmethod
    def stacked(cls, parts: Sequence[Played]) -> Played:
        """The replications of one part after the other."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS))

    @classmethod
    def added(cls, plays: Sequence[Played], places: Sequence[Ints], intervals: int) -> Played:
        """Several queues as one; `places` are where the intervals of each stand among all."""
        total = {}
        for name in _COLUMNS:
            first = getattr(plays[0], name)
            column = np.zeros((first.shape[0], intervals, *first.shape[2:]), dtype=first.dtype)
            for played, place in zip(plays, places, strict=True):
                column[:, place] += getattr(played, name)
            total[name] = column
        return cls(**total)

    def summed(self, period: Ints, periods: int) -> Played:
        """Periods in place of intervals; `period` is that of each interval."""
        total = {}
        for name in _COLUMNS:
            column = getattr(self, name)
            sums = np.zeros((column.shape[0], periods, *column.shape[2:]), dtype=column.dtype)
            for number in range(periods):
                sums[:, number] = column[:, period == number].sum(axis=1)
            total[name] = sums
        return Played(**total)


_COLUMNS = tuple(item.name for item in fields(Played))


class BlockTally:
    """What became of the contacts of a queue, block by block."""

    def __init__(self, incoming: Incoming, replications: int, *, turned_away: bool = False) -> None:
        """`turned_away`: those who are not answered get a busy signal."""
        self._incoming, self._turned_away = incoming, turned_away
        self._row = np.arange(replications)
        self._limited = is_limited(incoming.traffic.lines)
        self._tally = OutcomeTally(replications, len(incoming), incoming.grid)

    def played(self, present: Floats) -> Played:
        """What has been counted, with the seconds on the phones."""
        tally = self._tally
        return Played(tally.outcomes, tally.waited, busy=tally.seconds_busy(), present=present)

    def count(
        self, day: OneDay, block: ContactBlock, answered: Bools, start: Floats, room: Bools | None = None
    ) -> None:
        """Contacts, those answered and when; `room`: those who got a line (None: all)."""
        comes = block.limit > NOBODY
        come = slice(None) if comes.all() else comes.reshape(-1)  # copies nothing where all do
        whole = (np.broadcast_to(self._row, comes.shape), block.row, answered, block.patience, start)
        columns: Any = (column.reshape(-1)[come] for column in (*whole, block.time, block.handle))
        replication, row, served, patience, begins, time, handle = columns
        wait = np.where(served, begins - time, 0.0)
        outcome = outcomes_of(served, wait, patience, of_rows(self._incoming.target_seconds[day.rows], row))
        if self._turned_away:
            outcome[~served] = Outcome.BLOCKED
        elif room is not None and self._limited:
            outcome[~room.reshape(-1)[come]] = Outcome.BLOCKED
        intervals = day.end - day.first
        cells = CountedCells(day.first, intervals, replication * intervals + row)
        self._tally.count(cells, outcome, wait)
        begun = time + wait
        interval_end = of_rows(self._incoming.start[day.rows], row) + self._incoming.seconds
        self._tally.work(cells, begun, begun + handle * served, interval_end)
