"""One pool of agents, first come, first served, played in step over all replications."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.simulation.incoming import NOBODY, ContactBlock, Incoming, OneDay, blocks, of_rows
from staffing.simulation.numbers import Draws
from staffing.simulation.redialling import Redialling
from staffing.simulation.staff import Staff
from staffing.simulation.tally import CountedCells, Outcome, OutcomeTally, outcomes_of
from staffing.simulation.trunks import TrunkLines, is_limited


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


@dataclass(frozen=True)
class PoolRules:
    """What becomes of those who are not answered at once.

    turned_away:      they get a busy signal (Erlang B)
    redial, _blocked: shares of those who gave up, or were blocked, who try again
    """

    turned_away: bool = False
    redial: float = 0.0
    redial_blocked: float = 0.0

    @property
    def redials(self) -> bool:
        """Whether anybody tries again."""
        return self.redial > 0 or self.redial_blocked > 0


def play(
    incoming: Incoming,
    staff: Callable[[Incoming, Draws], Staff],
    draws: Draws,
    rules: PoolRules | None = None,
) -> Played:
    """The contacts of a queue and those who answer, day by day, from an empty start."""
    return _Pool(incoming, staff(incoming, draws), draws, rules or PoolRules()).played()


def is_answered_in_blocks(incoming: Incoming, rules: PoolRules) -> bool:
    """Whether there is nothing but patience that can end a wait."""
    return not (rules.turned_away or rules.redials or is_limited(incoming.traffic.lines))


class BlockTally:
    """What became of the contacts of a queue, block by block."""

    def __init__(self, incoming: Incoming, replications: int, rules: PoolRules) -> None:
        self._incoming, self._rules = incoming, rules
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
        if self._rules.turned_away:
            outcome[~served] = Outcome.BLOCKED
        elif room is not None and self._limited:
            outcome[~room.reshape(-1)[come]] = Outcome.BLOCKED
        intervals = day.end - day.first
        cells = CountedCells(day.first, intervals, replication * intervals + row)
        self._tally.count(cells, outcome, wait)
        begun = time + wait
        interval_end = of_rows(self._incoming.start[day.rows], row) + self._incoming.seconds
        self._tally.work(cells, begun, begun + handle * served, interval_end)


class _Pool:
    """A pool while it is played."""

    def __init__(self, incoming: Incoming, staff: Staff, draws: Draws, rules: PoolRules) -> None:
        self.incoming, self.staff, self.rules, self.draws = incoming, staff, rules, draws
        count = len(draws)
        self.tally = BlockTally(incoming, count, rules)
        self.lines = TrunkLines.of(incoming.traffic.lines, count)
        self.redialling = Redialling(draws, rules.redial, rules.redial_blocked) if rules.redials else None

    def played(self) -> Played:
        for day in self.incoming.days:
            for block, answered, room, start in self._of_day(day):
                self.tally.count(day, block, answered, start, room)
            self.staff.close(day.closes)
        return self.tally.played(self.staff.present()[0])

    def _of_day(self, day: OneDay) -> Iterator[tuple[ContactBlock, Bools, Bools, Floats]]:
        """Blocks of contacts with whether they are answered, whether they get a line, and when."""
        if self.redialling is not None:
            yield from self.redialling.of_day(day, self._answer)
            return
        for block in blocks(day, self.draws):
            answered, room = np.empty(block.time.shape, dtype=bool), np.ones(block.time.shape, dtype=bool)
            start = np.empty(block.time.shape)
            for k in range(len(block.time)):
                self._answer(day, block.contact(k), answered[k], room[k], start[k])
            yield block, answered, room, start

    def _answer(
        self, day: OneDay, contact: ContactBlock, answered: Bools, room: Bools, start: Floats
    ) -> None:
        """The next contact of every replication; what becomes of it is put into the last three."""
        time = contact.time
        self.staff.first_free(time, start)
        np.less_equal(start, time + contact.limit, out=answered)
        if self.rules.turned_away:
            answered &= start <= time
        if self.lines is not None:
            self._take_line(day, contact, answered, room, start)
        self.staff.take(answered, start + contact.handle)

    def _take_line(
        self, day: OneDay, contact: ContactBlock, answered: Bools, room: Bools, begins: Floats
    ) -> None:
        assert self.lines is not None
        lines = self.incoming.traffic.lines[day.rows][contact.row]
        np.copyto(room, self.lines.free(contact.time, lines))
        answered &= room
        waits = np.where(answered, begins - contact.time + contact.handle, contact.limit)
        self.lines.hold(room & (contact.limit > NOBODY), contact.time + waits)
