"""People with shifts: each comes or not, takes lunch and breaks, is off the phones at times, and leaves.

Whatever is due, a rest, a spell off the phones or the end of the shift, begins when the contact in hand ends,
and a rest or spell keeps its length. The clock that says when the next spell is due stops during rests.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints
from staffing.simulation.numbers import Draws, Keys, Purpose, exponential, uniform
from staffing.simulation.people import NO_REST, OnThePhones, ShiftWorkers
from staffing.simulation.staff import NEVER
from staffing.simulation.tally import SpanGrid, Spans

_AHEAD = 900.0  # seconds: who starts within them is looked at together
_SHORTEST = 60.0  # seconds between two spells, at least
_LOOK_EVERY = 16  # contacts after which everybody is looked at


class ShiftStaff:
    """A `Staff` of the people of a crew.

    What is due of a person is settled when it matters: at the latest when the next contact would be theirs.
    To settle what is due of many at once, everybody is looked at after some contacts.

    `delay_seconds` is how long a spell that is due waits for the end of a contact, on average: the time
    between spells is shorter by it, so that the share on the phones is that asked for.
    """

    def __init__(
        self,
        crew: ShiftWorkers,
        chance: OnThePhones,
        draws: Draws,
        grid: SpanGrid,
        delay_seconds: float = 0.0,
    ) -> None:
        self._crew = _with_no_rest_behind(crew.rows(np.argsort(crew.start, kind="stable")))
        self._chance, self._draws = chance, draws
        usual = chance.spell_seconds * chance.ready / max(1.0 - chance.ready, 1e-12)
        self._between = max(usual - delay_seconds, _SHORTEST)
        self._spells = chance.ready < 1.0 and not chance.evenly
        self._at_work, self._off_phone = Spans(len(draws), grid), Spans(len(draws), grid)
        self._row = np.arange(len(draws))
        self._known = 0  # so many of the crew have been looked at
        self._who = np.zeros(1, dtype=np.int64)
        nobody = len(draws)  # one person who never comes; place = row × people + column
        self._free: Floats = np.full(nobody, NEVER)  # when a person can take a contact
        self._due: Floats = np.full(nobody, NEVER)  # when the next rest, spell or the end is due
        self._spell_due: Floats = np.full(nobody, NEVER)
        self._keys = np.zeros(nobody, dtype=np.uint64)
        self._rests = np.zeros(nobody, dtype=np.int64)  # taken so far
        self._spell = np.zeros(nobody, dtype=np.int64)
        self._place = self._first_place = self._row
        self._unseen = 0  # contacts since everybody was looked at
        self._opens = float(self._crew.start[0]) if len(self._crew) else NEVER
        self._bring_in(self._opens)

    def first_free(self, time: Floats, start: Floats) -> None:
        """See `Staff`."""
        self._unseen += 1
        if self._unseen >= _LOOK_EVERY:
            self._unseen = 0
            self._settle(time)
        while True:
            self._first_there(time, start)
            if self._opens == NEVER or np.maximum.reduce(start) < self._opens:
                return
            self._bring_in(self._opens)

    def take(self, takes: Bools, until: Floats) -> None:
        """See `Staff`."""
        self._free[self._place] = np.where(takes, until, self._free[self._place])

    def close(self, time: float) -> None:
        """See `Staff`."""
        while self._settle(np.full(len(self._row), time)):
            pass

    def present(self) -> Floats:
        """See `Staff`."""
        self._bring_in(NEVER)
        self.close(NEVER)
        return self._at_work.total() - self._off_phone.total()

    def _first_there(self, time: Floats, start: Floats) -> None:
        """When the first is free of whom nothing is due before, and the places of those."""
        by_row = self._by_row(self._free)
        self._place = by_row.argmin(axis=1)
        self._place += self._first_place
        np.maximum(self._free[self._place], time, out=start)
        due = self._due[self._place]
        late = start >= due
        if not np.logical_or.reduce(late):
            return
        rows = np.flatnonzero(late & (due < NEVER))
        while rows.size:
            self._off(self._place[rows])
            place = by_row[rows].argmin(axis=1) + self._first_place[rows]
            begins, due = np.maximum(self._free[place], time[rows]), self._due[place]
            self._place[rows], start[rows] = place, begins
            rows = rows[(begins >= due) & (due < NEVER)]

    def _settle(self, time: Floats) -> bool:
        """One thing of each of whom any is due by then, or before they are free again; whether there was."""
        soonest = np.maximum(self._by_row(self._free), time[:, None])
        places = np.flatnonzero(self._by_row(self._due) < soonest)
        self._off(places)
        return places.size > 0

    def _off(self, places: Ints) -> None:
        """The next thing that is due of these people."""
        row, column = np.divmod(places, len(self._who))
        who, rests = self._who[column], self._rests[places]
        due, spell_due = self._due[places], self._spell_due[places]
        begins = np.maximum(self._free[places], due)
        end = self._crew.end[who]
        stays = begins < end
        rest = stays & (due < spell_due)
        length = self._crew.rest_seconds[who, rests]
        spell_due += length
        spells = np.flatnonzero(stays & ~rest)
        if spells.size:
            length[spells], ready = self._spell_of(places[spells])
            spell_due[spells] = begins[spells] + length[spells] + ready
        back = begins + length
        rests += rest
        due = np.minimum(np.minimum(self._crew.rest_start[who, rests], spell_due), end)
        if stays.all():
            self._off_phone.add(row, begins, back)
        else:
            gone = ~stays
            self._at_work.add(row[gone], self._crew.start[who[gone]], begins[gone])
            self._off_phone.add(row[stays], begins[stays], back[stays])
            back[gone] = due[gone] = NEVER
        self._free[places], self._due[places] = back, due
        self._spell_due[places], self._rests[places] = spell_due, rests

    def _spell_of(self, places: Ints) -> tuple[Floats, Floats]:
        """Seconds that a spell takes, and from its end until the next is due."""
        spell = self._spell[places]
        self._spell[places] = spell + 1
        numbers = exponential(self._keys[places], 2 * spell + np.array([[1], [2]]))
        return self._chance.spell_seconds * numbers[0], self._between * numbers[1]

    def _bring_in(self, until: float) -> None:
        """Those who start by then, and a little later; those whom everybody has lost go."""
        stop = int(np.searchsorted(self._crew.start, until + _AHEAD, side="right"))
        new = np.arange(self._known, stop)
        self._known = stop
        self._opens = float(self._crew.start[stop]) if stop < len(self._crew) else NEVER
        here = np.flatnonzero((self._by_row(self._free) < NEVER).any(axis=0))
        if here.size + new.size:
            self._who = np.concatenate([self._who[here], new])
            self._first_place = self._row * len(self._who)
            start = np.where(self._comes(new), self._crew.start[new], NEVER)
            self._join(here, start, self._spell_keys(new))

    def _join(self, here: Ints, start: Floats, keys: Keys) -> None:
        """People beside those who are `here`: when they start in each replication, and their numbers."""
        none = np.zeros(start.shape, dtype=np.int64)
        spell_due = start + self._between * exponential(keys, 0) if self._spells else none + NEVER
        new = self._who[here.size :]
        due = np.minimum(np.minimum(self._crew.rest_start[new, 0], spell_due), self._crew.end[new])
        beside = partial(self._beside, here)
        self._keys, self._free = beside(self._keys, keys), beside(self._free, start)
        self._spell_due = beside(self._spell_due, spell_due)
        self._due = beside(self._due, np.where(start < NEVER, due, NEVER))
        self._rests, self._spell = beside(self._rests, none), beside(self._spell, none)

    def _by_row(self, places: NDArray[Any]) -> NDArray[Any]:
        """A view of the shape (replications, people)."""
        return places.reshape(len(self._row), -1)

    def _beside(self, here: Ints, places: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
        """Those of the columns `here`, and new columns."""
        return np.concatenate([self._by_row(places)[:, here], new], axis=1).ravel()

    def _spell_keys(self, new: Ints) -> Keys:
        number, turn = self._crew.number[new], self._crew.turn[new]
        return self._draws.of_people(Purpose.SPELL, self._row[:, None], number, turn)

    def _comes(self, new: Ints) -> Bools:
        """Who of these comes to work, in each replication."""
        rows = self._row[:, None]
        if not self._chance.evenly:
            keys = self._draws.of_people(Purpose.ATTENDANCE, rows, self._crew.number[new])
            return uniform(keys, 0) < self._chance.attendance
        share = self._chance.attendance * self._chance.ready
        offset = uniform(self._draws.of_people(Purpose.ATTENDANCE, rows, 0), 0)
        return np.asarray(np.floor((new + 1) * share + offset) > np.floor(new * share + offset))


def _with_no_rest_behind(crew: ShiftWorkers) -> ShiftWorkers:
    """The same with a rest that never comes behind the last of everybody."""
    none = np.zeros((len(crew), 1))
    return replace(
        crew,
        rest_start=np.concatenate([crew.rest_start, none + NO_REST], axis=1),
        rest_seconds=np.concatenate([crew.rest_seconds, none], axis=1),
    )
