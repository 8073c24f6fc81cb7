"""One pool of agents, first come, first served, played in step over all replications."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.simulation.incoming import NOBODY, ContactBlock, Incoming, OneDay, blocks
from staffing.simulation.numbers import Draws
from staffing.simulation.played import BlockTally, Played
from staffing.simulation.redialling import Redialling
from staffing.simulation.staff import Staff
from staffing.simulation.trunks import TrunkLines, is_limited


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


class _Pool:
    """A pool while it is played."""

    def __init__(self, incoming: Incoming, staff: Staff, draws: Draws, rules: PoolRules) -> None:
        self.incoming, self.staff, self.rules, self.draws = incoming, staff, rules, draws
        count = len(draws)
        self.tally = BlockTally(incoming, count, turned_away=rules.turned_away)
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
