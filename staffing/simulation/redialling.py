"""Those who gave up or met a busy signal and try again, as contacts of their own.

They come back after an exponential time of ten minutes on average: late enough to come at random, as
`staffing.queueing.redials` takes it. Each attempt is booked where it falls; those that would fall behind
the day's last interval are not made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.simulation.incoming import NOBODY, ContactBlock, OneDay, blocks
from staffing.simulation.numbers import Draws, Purpose, exponential, uniform

MEAN_DELAY_SECONDS = 600.0
_PURPOSES = (Purpose.REDIAL, Purpose.REDIAL_DELAY, Purpose.REDIAL_HANDLE, Purpose.REDIAL_PATIENCE)

Answer = Callable[[OneDay, ContactBlock, Bools, Bools, Floats], None]
Answered = tuple[ContactBlock, Bools, Bools, Floats]


class Redialling:
    """Attempts that are still to come, by replication."""

    def __init__(self, draws: Draws, redial: float, redial_blocked: float) -> None:
        """Shares of those who gave up and of those who were blocked who try again."""
        self._draws, self._share, self._share_blocked = draws, redial, redial_blocked
        self._row = np.arange(len(draws))
        self._pending: Floats = np.full((len(draws), 4), np.inf)
        self._attempts = np.zeros(len(draws), dtype=np.int64)
        self._now: Floats = np.full(len(draws), -np.inf)

    def of_day(self, day: OneDay, answer: Answer) -> Iterator[Answered]:
        """The contacts of a day with the attempts between them, and what becomes of each."""
        first = float(day.incoming.start[day.first])
        self._pending[self._pending < first] = np.inf  # nobody calls a closed centre
        self._now = np.maximum(self._now, first)
        self._keys = [self._draws.of_queue(purpose) for purpose in _PURPOSES]
        for block in blocks(day, self._draws):
            yield from self._among(day, block, block.time[-1], answer)
        none = np.empty((0, len(self._draws)))
        empty = ContactBlock(none, none.astype(np.int64), none, none, none)
        yield from self._among(day, empty, np.full(len(self._draws), day.closes), answer)

    def _among(self, day: OneDay, block: ContactBlock, until: Floats, answer: Answer) -> Iterator[Answered]:
        """The contacts of a block and the attempts made until then."""
        pointer, size = np.zeros(len(self._row), dtype=np.int64), len(block.time)
        padded = block.with_none_behind()
        found: list[Answered] = []
        while True:
            fresh = padded.at(pointer, self._row)
            again = self._pending.argmin(axis=1)
            due = self._pending[self._row, again]
            repeats = (due < fresh.time) & (due < until)
            comes = repeats | (pointer < size)
            if not comes.any():
                break
            contact = self._next(day, fresh, due, repeats, comes)
            self._pending[self._row[repeats], again[repeats]] = np.inf
            pointer += comes & ~repeats
            shape = self._row.shape
            answered, room, start = np.empty(shape, dtype=bool), np.ones(shape, dtype=bool), np.empty(shape)
            answer(day, contact, answered, room, start)
            self._now = contact.time
            self._call_again(contact, answered, room)
            found.append((contact, answered, room, start))
        if found:
            together = ContactBlock.of([contact for contact, *_ in found])
            answers, rooms, starts = (np.array([one[part] for one in found]) for part in (1, 2, 3))
            yield together, answers, rooms, starts

    def _next(
        self, day: OneDay, fresh: ContactBlock, due: Floats, repeats: Bools, comes: Bools
    ) -> ContactBlock:
        """The repeated attempt where one is due before the next new contact."""
        if not repeats.any():
            time = np.where(comes, fresh.time, self._now)
            return fresh._replace(time=time, limit=np.where(comes, fresh.limit, NOBODY))
        time = np.where(repeats, due, np.where(comes, fresh.time, self._now))
        row, inside = day.interval_at(time)
        u_handle, u_patience = (uniform(key, self._attempts) for key in self._keys[2:])
        patience = np.where(repeats, day.patience(row, u_patience), fresh.patience)
        limit = np.minimum(patience, day.closing[row] - time)
        limit = np.where(repeats & inside, limit, np.where(repeats | ~comes, NOBODY, fresh.limit))
        return ContactBlock(
            time=time,
            row=np.where(repeats, row, fresh.row),
            handle=np.where(repeats, day.handle(row, u_handle), fresh.handle),
            patience=patience,
            limit=limit,
        )

    def _call_again(self, contact: ContactBlock, answered: Bools, room: Bools) -> None:
        """By chance some of those who were not answered."""
        gone = room & (contact.patience < np.inf)
        share = np.where(gone, self._share, np.where(room, 0.0, self._share_blocked))
        again = (contact.limit > NOBODY) & ~answered & (uniform(self._keys[0], self._attempts) < share)
        left = contact.time + np.where(gone, contact.patience, 0.0)
        moment = left + MEAN_DELAY_SECONDS * exponential(self._keys[1], self._attempts)
        self._attempts += 1
        rows: Ints = np.flatnonzero(again)
        if not rows.size:
            return
        if np.isfinite(self._pending[rows]).all(axis=1).any():
            self._pending = np.concatenate([self._pending, np.full_like(self._pending, np.inf)], axis=1)
        place = self._pending[rows].argmax(axis=1)
        self._pending[rows, place] = moment[rows]
