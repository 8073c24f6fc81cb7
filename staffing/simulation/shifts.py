"""People with shifts: each comes or not, takes lunch and breaks, is off the phones at times, and leaves.

Whatever is due, a rest, a spell off the phones or the end of the shift, begins when the contact in hand ends,
and a rest or spell keeps its length. The clock that says when the next spell is due stops during rests.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints
from staffing.simulation.numbers import Draws, Keys, Purpose, exponential, uniform
from staffing.simulation.people import OnThePhones, ShiftWorkers
from staffing.simulation.staff import NEVER
from staffing.simulation.tally import SpanGrid, Spans

_AHEAD = 900.0  # seconds: who starts within them is looked at together
_SHORTEST = 60.0  # seconds between two spells, at least


class ShiftStaff:
    """A `Staff` of the people of a crew.

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
        self._crew = crew.rows(np.argsort(crew.start, kind="stable"))
        self._chance, self._draws = chance, draws
        usual = chance.spell_seconds * chance.ready / max(1.0 - chance.ready, 1e-12)
        self._between = max(usual - delay_seconds, _SHORTEST)
        self._spells = chance.ready < 1.0 and not chance.evenly
        self._present = Spans(len(draws), grid)
        self._row = np.arange(len(draws))
        self._known = 0  # so many of the crew have been looked at
        self._who = np.zeros(1, dtype=np.int64)
        nobody = (len(draws), 1)
        self._free: Floats = np.full(nobody, NEVER)  # when a person can take a contact
        self._due: Floats = np.full(nobody, NEVER)  # when the next rest, spell or the end is due
        self._spell_due: Floats = np.full(nobody, NEVER)
        self._keys = np.zeros(nobody, dtype=np.uint64)
        self._rests = np.zeros(nobody, dtype=np.int64)  # taken so far
        self._spell = np.zeros(nobody, dtype=np.int64)
        self._next: Floats = np.full(len(draws), NEVER)  # when to look again at what is due
        self._opens = float(self._crew.start[0]) if len(self._crew) else NEVER
        self._bring_in(self._opens)

    def first_free(self, time: Floats) -> tuple[Floats, Ints]:
        """See `Staff`."""
        if time.max() >= self._opens:
            self._bring_in(float(time.max()))
        rows = np.flatnonzero(time >= self._next)
        if rows.size:
            self._go_off(rows, time[rows])
        while True:
            place = self._free.argmin(axis=1) + self._row * self._free.shape[1]
            start = np.maximum(self._free.reshape(-1)[place], time)
            latest = float(start.max())
            if latest < self._opens or self._opens == NEVER:
                return start, place
            self._bring_in(min(latest, self._opens))

    def take(self, place: Ints, takes: Bools, until: Floats) -> None:
        """See `Staff`."""
        taken, moment = place[takes], until[takes]
        self._free.reshape(-1)[taken] = moment
        late = moment >= self._due.reshape(-1)[taken]
        self._next[taken[late] // self._free.shape[1]] = -NEVER

    def close(self, time: float) -> None:
        """See `Staff`."""
        self._go_off(self._row, np.full(len(self._row), time))

    def present(self) -> Floats:
        """See `Staff`."""
        self._bring_in(NEVER)
        self.close(NEVER)
        return self._present.total()

    def _go_off(self, rows: Ints, time: Floats) -> None:
        """All in these replications of whom something is due by then, or when they are free again."""
        due = self._due[rows]
        at, columns = np.nonzero((due <= np.maximum(self._free[rows], time[:, None])) & (due < NEVER))
        self._off(rows[at], columns, time[at])
        self._next[rows] = self._due[rows].min(axis=1, initial=NEVER)

    def _off(self, rows: Ints, columns: Ints, time: Floats) -> None:
        """One thing after the other that is due of these people, until they are free after `time` or gone."""
        while rows.size:
            who = self._who[columns]
            due, begins = self._due[rows, columns], self._free[rows, columns]
            begins = np.maximum(begins, due)
            end = self._crew.end[who]
            gone = begins >= end
            rest = ~gone & (due < self._spell_due[rows, columns])
            self._leave(rows[gone], columns[gone], who[gone], begins[gone])
            self._rest(rows[rest], columns[rest], who[rest], begins[rest])
            spell = ~gone & ~rest
            self._take_spell(rows[spell], columns[spell], begins[spell])
            stay = ~gone
            rows, columns, time, who = rows[stay], columns[stay], time[stay], who[stay]
            self._set_due(rows, columns, who)
            again = np.maximum(self._free[rows, columns], time) >= self._due[rows, columns]
            rows, columns, time = rows[again], columns[again], time[again]

    def _leave(self, rows: Ints, columns: Ints, who: Ints, moment: Floats) -> None:
        self._present.add(rows, self._crew.start[who], moment)
        self._free[rows, columns] = NEVER
        self._due[rows, columns] = NEVER

    def _rest(self, rows: Ints, columns: Ints, who: Ints, begins: Floats) -> None:
        length = self._crew.rest_seconds[who, self._rests[rows, columns]]
        self._rests[rows, columns] += 1
        self._free[rows, columns] = begins + length
        self._spell_due[rows, columns] += length
        self._present.add(rows, begins, begins + length, -1.0)

    def _take_spell(self, rows: Ints, columns: Ints, begins: Floats) -> None:
        spell = self._spell[rows, columns]
        length = self._chance.spell_seconds * exponential(self._keys[rows, columns], 2 * spell + 1)
        self._spell[rows, columns] = spell + 1
        self._free[rows, columns] = begins + length
        self._spell_due[rows, columns] = begins + length + self._ready_time(rows, columns, spell + 1)
        self._present.add(rows, begins, begins + length, -1.0)

    def _ready_time(self, rows: Ints, columns: Ints, spell: Ints) -> Floats:
        return self._between * exponential(self._keys[rows, columns], 2 * spell)

    def _set_due(self, rows: Ints, columns: Ints, who: Ints) -> None:
        rests = self._rests[rows, columns]
        planned = self._crew.rest_start.shape[1]
        rest = np.full(rows.size, NEVER)
        some = rests < planned
        rest[some] = self._crew.rest_start[who[some], rests[some]]
        due = np.minimum(np.minimum(rest, self._spell_due[rows, columns]), self._crew.end[who])
        self._due[rows, columns] = due

    def _bring_in(self, until: float) -> None:
        """Those who start by then, and a little later; those whom everybody has lost go."""
        stop = int(np.searchsorted(self._crew.start, until + _AHEAD, side="right"))
        new = np.arange(self._known, stop)
        self._known = stop
        self._opens = float(self._crew.start[stop]) if stop < len(self._crew) else NEVER
        here = np.flatnonzero((self._free < NEVER).any(axis=0))
        if here.size + new.size:
            self._who = np.concatenate([self._who[here], new])
            start = np.where(self._comes(new), self._crew.start[new], NEVER)
            self._join(here, start, self._spell_keys(new))

    def _join(self, here: Ints, start: Floats, keys: Keys) -> None:
        """People beside those who are `here`: when they start in each replication, and their numbers."""
        none = np.zeros(start.shape, dtype=np.int64)
        spell_due = start + self._between * exponential(keys, 0) if self._spells else none + NEVER
        self._keys = _beside(self._keys[:, here], keys)
        self._free = _beside(self._free[:, here], start)
        self._spell_due = _beside(self._spell_due[:, here], spell_due)
        self._due = _beside(self._due[:, here], none + NEVER)
        self._rests = _beside(self._rests[:, here], none)
        self._spell = _beside(self._spell[:, here], none)
        rows, columns = np.nonzero(start < NEVER)
        columns += here.size
        self._set_due(rows, columns, self._who[columns])
        self._next = np.minimum(self._next, self._due[:, here.size :].min(axis=1, initial=NEVER))

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


def _beside(some: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """Columns of both, in rows of memory: `reshape` must give a view."""
    return np.ascontiguousarray(np.concatenate([some, others], axis=1))
