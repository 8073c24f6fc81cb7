"""Queues and days that know nothing of one another, played side by side, in step over all replications.

What NumPy takes for a call is shared by all that are played at once. Each has the numbers it would have
alone: what is played beside it makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from staffing.arrays import Floats
from staffing.simulation.incoming import ContactBlock, Incoming, OneDay, blocks
from staffing.simulation.numbers import Draws
from staffing.simulation.played import BlockTally, Played
from staffing.simulation.staff import Staff


def play_abreast(queues: Sequence[tuple[Incoming, Draws]], staff: Staff) -> list[Played]:
    """What came out of each; nothing but patience ends a wait. `draws` are of the same replications.

    The lanes of the staff are the replications of the first, then those of the second, and so on.
    """
    lines = [_QueueInStep(incoming, draws, number) for number, (incoming, draws) in enumerate(queues)]
    lanes = sum(len(draws) for _, draws in queues)
    while sum(line.move_on() for line in lines):
        count = max(len(line.block.time) for line in lines if line.block is not None)
        time, handle, start = (np.empty((count + 1, lanes)) for _ in range(3))
        latest = np.full((count + 1, lanes), -np.inf)
        for line in lines:
            line.put(time[:, line.lanes], latest[:, line.lanes], handle[:, line.lanes])
        staff.answer_all(time, latest, handle, start)
        for line in lines:
            line.count(start[:, line.lanes], latest[:, line.lanes])
    return [line.tally.played(present) for line, present in zip(lines, staff.present(), strict=True)]


class _QueueInStep:
    """The contacts of one queue, some at a time, and what becomes of them."""

    def __init__(self, incoming: Incoming, draws: Draws, number: int) -> None:
        count = len(draws)
        self.lanes = slice(number * count, (number + 1) * count)
        self.tally = BlockTally(incoming, count)
        self.block: ContactBlock | None = None
        self._day = incoming.days[0]
        self._stream = _stream(incoming, draws)
        self._time: Floats = np.full(count, float(incoming.start[0]))  # of the last contacts

    def move_on(self) -> bool:
        """To the next contacts; whether there are any."""
        following = next(self._stream, None)
        if following is None:
            self.block = None
            return False
        self._day, self.block = following
        return True

    def put(self, time: Floats, latest: Floats, handle: Floats) -> None:
        """The contacts into the columns of the queue's lanes; behind them nobody comes."""
        count = 0
        if self.block is not None:
            count = len(self.block.time)
            time[:count], handle[:count] = self.block.time, self.block.handle
            np.add(self.block.time, self.block.limit, out=latest[:count])
            self._time = self.block.time[-1]
        time[count:], handle[count:] = self._time, 0.0

    def count(self, start: Floats, latest: Floats) -> None:
        """What became of them."""
        if self.block is not None:
            count = len(self.block.time)
            self.tally.count(self._day, self.block, start[:count] <= latest[:count], start[:count])


def _stream(incoming: Incoming, draws: Draws) -> Iterator[tuple[OneDay, ContactBlock]]:
    for day in incoming.days:
        for block in blocks(day, draws):
            yield day, block
