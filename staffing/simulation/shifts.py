"""People with shifts: each comes or not, takes lunch and breaks, is off the phones at times, and leaves.

Whatever is due, a rest, a spell off the phones or the end of the shift, begins when the contact in hand ends,
and a rest or spell keeps its length. The clock that says when the next spell is due stops during rests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints
from staffing.simulation.numbers import Draws, Keys, Purpose, exponential, uniform
from staffing.simulation.people import OnThePhones, ShiftWorkers, joined_crews, with_no_rest_behind
from staffing.simulation.staff import NEVER
from staffing.simulation.tally import SpanGrid, Spans

_AHEAD = 900.0  # seconds: who starts within them is looked at together
_LOOK_EVERY = 16  # contacts after which everybody is looked at
_WAIT = 4  # contacts after which those are looked at who hold their replication up
_GONE = 1e300  # when those are free who left or never came: a number, while what is `NEVER` due is none


class Team(NamedTuple):
    """Those who answer one game, and the intervals of that game.

    `delay_seconds` is how long a spell that is due waits for the end of a contact, on average: the time
    between spells is shorter by it, so that the share on the phones is that asked for.
    """

    crew: ShiftWorkers
    grid: SpanGrid
    delay_seconds: float = 0.0


class ShiftStaff:
    """A `Staff` of the people of some teams, each of which answers a game of its own, side by side.

    A lane is a team in a replication; those of a team stand together. What is due of a person is settled when
    it matters: at the latest when the next contact would be theirs. To settle what is due of many at once,
    everybody is looked at after some contacts.
    """

    def __init__(self, teams: Sequence[Team], chance: OnThePhones, draws: Draws) -> None:
        """`draws`: only replications and seed matter. The grids have intervals of one length."""
        self._chance, self._draws, self._teams = chance, draws, teams
        crews = [team.crew.rows(np.argsort(team.crew.start, kind="stable")) for team in teams]
        self._crew = joined_crews(with_no_rest_behind(crews))
        self._first = np.cumsum([0, *(len(crew) for crew in crews)])
        self._known = self._first[:-1].copy()  # so many of the crew have been looked at, team by team
        replications, self._lanes = len(draws), len(draws) * len(teams)
        self._team = np.repeat(np.arange(len(teams)), replications)
        self._lane = np.arange(self._lanes)
        between = [chance.between_seconds(team.delay_seconds) for team in teams]
        self._between, self._spells = np.array(between)[self._team], chance.ready < 1.0 and not chance.evenly
        self._origin = np.array([team.grid.origin for team in teams])[self._team]
        intervals = max(int(team.grid.place.max(initial=0)) for team in teams) + 1
        grid = SpanGrid(0.0, teams[0].grid.seconds, np.arange(intervals))
        self._at_work, self._off_phone = Spans(self._lanes, grid), Spans(self._lanes, grid)
        self._columns = 0  # people beside one another in a lane; place = lane × columns + column
        self._place = self._first_place = self._lane
        self._who = np.zeros((len(teams), 0), dtype=np.int64)
        self._free: Floats = np.empty(0)  # when a person can take a contact
        self._due: Floats = np.empty(0)  # when the next rest, spell or the end is due
        self._spell_due: Floats = np.empty(0)
        self._keys = np.empty(0, dtype=np.uint64)
        self._rests = np.empty(0, dtype=np.int64)  # taken so far
        self._spell = np.empty(0, dtype=np.int64)
        self._unseen = 0  # contacts since everybody was looked at
        self._opens: Floats = np.full(self._lanes, -NEVER)  # when the next of the team begins who is unknown
        self._bring_in(np.arange(len(teams)))

    def first_free(self, time: Floats, start: Floats) -> None:
        """See `Staff`."""
        self._unseen += 1
        if self._unseen >= _LOOK_EVERY:
            self._unseen = 0
            self._settle(time)
        while True:
            free = self._free.reshape(self._lanes, -1)
            self._place = free.argmin(axis=1) + self._first_place
            np.maximum(self._free[self._place], time, out=start)
            if not self._make_way(np.flatnonzero(start >= self._until()), start):
                np.copyto(start, NEVER, where=start >= _GONE)
                return

    def take(self, takes: Bools, until: Floats) -> None:
        """See `Staff`."""
        self._free[self._place] = np.where(takes, until, self._free[self._place])

    def answer_all(self, time: Floats, latest: Floats, handle: Floats, start: Floats) -> None:
        """See `Staff`.

        Each lane has come to a contact of its own: where somebody's due is to be settled first it waits, so
        that those of several lanes are settled at once.
        """
        lanes, end = self._lanes, time.size - self._lanes
        at, step = self._lane.copy(), 0
        now, free, due, until, last = (np.empty(lanes) for _ in range(5))
        goes, takes = np.empty(lanes, dtype=bool), np.empty(lanes, dtype=bool)
        times, lasts, handles, starts = (column.reshape(-1) for column in (time, latest, handle, start))
        begins = np.empty(lanes)
        by_lane = self._free.reshape(lanes, -1)
        while True:
            times.take(at, out=now, mode="clip")
            place = by_lane.argmin(axis=1)
            place += self._first_place
            self._free.take(place, out=free, mode="clip")
            np.maximum(free, now, out=begins)
            self._due.take(place, out=due, mode="clip")
            np.minimum(due, self._opens, out=due)
            np.less(begins, due, out=goes)
            lasts.take(at, out=last, mode="clip")
            np.less_equal(begins, last, out=takes)
            takes &= goes
            handles.take(at, out=until, mode="clip")
            until += begins
            np.copyto(free, until, where=takes)
            self._free[place] = free
            starts[at] = begins
            np.add(at, lanes, out=at, where=goes)
            np.minimum(at, end + self._lane, out=at)
            step += 1
            if step % _WAIT:
                continue
            if at.min() >= end:
                return
            self._place = place
            self._make_way(np.flatnonzero(~goes), begins)
            if not step % _LOOK_EVERY:
                self._settle(now)
            by_lane = self._free.reshape(lanes, -1)

    def close(self, time: float) -> None:
        """See `Staff`."""
        while self._settle(np.full(self._lanes, time)):
            pass

    def present(self) -> list[Floats]:
        """See `Staff`."""
        while (self._opens < NEVER).any():
            self._bring_in(np.arange(len(self._teams)))
            self.close(_GONE)
        self.close(_GONE)
        seconds = self._at_work.total() - self._off_phone.total()
        return [seconds[self._team == k][:, team.grid.place] for k, team in enumerate(self._teams)]

    def _until(self) -> Floats:
        """Until when the person at the place of each lane can begin, as far as is known."""
        return np.minimum(self._due[self._place], self._opens)

    def _make_way(self, lanes: Ints, start: Floats) -> bool:
        """What these lanes wait for: people off, or others in. Whether there was any."""
        if not lanes.size:
            return False
        places = self._place[lanes]
        due = start[lanes] >= self._due[places]
        self._off(places[due])
        unknown = self._team[lanes[~due]]
        if unknown.size:
            self._bring_in(np.unique(unknown))
        return True

    def _settle(self, time: Floats) -> bool:
        """One thing of each of whom any is due by then, or before they are free again; whether there was."""
        soonest = np.maximum(self._free.reshape(self._lanes, -1), time[:, None])
        places = np.flatnonzero(self._due.reshape(soonest.shape) <= soonest)
        self._off(places)
        return places.size > 0

    def _off(self, places: Ints) -> None:
        """The next thing that is due of these people."""
        if not places.size:
            return
        lane, column = np.divmod(places, self._columns)
        who, rests = self._who[self._team[lane], column], self._rests[places]
        due, spell_due = self._due[places], self._spell_due[places]
        begins = np.maximum(self._free[places], due)
        end = self._crew.end[who]
        stays = begins < end
        rest = stays & (due < spell_due)
        length = self._crew.rest_seconds[who, rests]
        spell_due += length
        spells = np.flatnonzero(stays & ~rest)
        if spells.size:
            length[spells], ready = self._spell_of(lane[spells], places[spells])
            spell_due[spells] = begins[spells] + length[spells] + ready
        back = begins + length
        rests += rest
        due = np.minimum(np.minimum(self._crew.rest_start[who, rests], spell_due), end)
        origin = self._origin[lane]
        if stays.all():
            self._off_phone.add(lane, begins - origin, back - origin)
        else:
            gone = ~stays
            since = self._crew.start[who[gone]]
            self._at_work.add(lane[gone], since - origin[gone], begins[gone] - origin[gone])
            self._off_phone.add(lane[stays], begins[stays] - origin[stays], back[stays] - origin[stays])
            back[gone], due[gone] = _GONE, NEVER
        self._free[places], self._due[places] = back, due
        self._spell_due[places], self._rests[places] = spell_due, rests

    def _spell_of(self, lane: Ints, places: Ints) -> tuple[Floats, Floats]:
        """Seconds that a spell takes, and from its end until the next is due."""
        spell = self._spell[places]
        self._spell[places] = spell + 1
        numbers = exponential(self._keys[places], 2 * spell + np.array([[1], [2]]))
        return self._chance.spell_seconds * numbers[0], self._between[lane] * numbers[1]

    def _bring_in(self, teams: Ints) -> None:
        """Those of these teams who start next, and a little later; those whom every lane has lost go."""
        replications, count = len(self._draws), len(self._teams)
        of_team = (count, replications, self._columns)
        here = [np.flatnonzero(lanes.any(axis=0)) for lanes in self._free.reshape(of_team) < _GONE]
        new = [np.arange(0)] * count
        for team in teams.tolist():
            new[team] = self._next_of(team)
        before, self._columns = self._columns, max(1, *(len(here[k]) + len(new[k]) for k in range(count)))
        shape = (count, replications, self._columns)
        who = np.full((count, self._columns), len(self._crew) - 1)
        columns = (self._free, self._due, self._spell_due, self._keys, self._rests, self._spell)
        moved: list[NDArray[Any]] = [
            np.full(shape, none, old.dtype) for old, none in zip(columns, _NONE, strict=True)
        ]
        for team in range(count):
            kept, come = len(here[team]), len(here[team]) + len(new[team])
            who[team, :kept], who[team, kept:come] = self._who[team, here[team]], new[team]
            for old, column in zip(columns, moved, strict=True):
                own = old.reshape(count, replications, before)[team]
                column[team, :, :kept] = own[:, here[team]]
            if come > kept:
                fresh = self._fresh(team, new[team])
                for column, own in zip(moved, fresh, strict=False):
                    column[team, :, kept:come] = own
        self._who, self._first_place = who, self._lane * self._columns
        self._free, self._due, self._spell_due, self._keys, self._rests, self._spell = (
            column.reshape(-1) for column in moved
        )

    def _next_of(self, team: int) -> Ints:
        """Those of the crew who come in next, and when those begin who do not."""
        first, end = self._known[team], self._first[team + 1]
        starts = self._crew.start[first:end]
        ahead = starts[0] + _AHEAD if starts.size else NEVER
        stop = first + int(np.searchsorted(starts, ahead, side="right"))
        self._known[team] = stop
        self._opens[self._team == team] = self._crew.start[stop] if stop < end else NEVER
        return np.arange(first, stop)

    def _fresh(self, team: int, new: Ints) -> tuple[Floats, Floats, Floats, Keys]:
        """Of people who come in: when they are free, when anything and a spell is due, and their numbers."""
        start = np.where(self._comes(new - self._first[team], new), self._crew.start[new], _GONE)
        rows = np.arange(len(self._draws))[:, None]
        keys = self._draws.of_people(Purpose.SPELL, rows, self._crew.number[new], self._crew.turn[new])
        lane = team * len(self._draws)
        none = np.full(start.shape, NEVER)
        spell_due = start + self._between[lane] * self._wait(keys) if self._spells else none
        due = np.minimum(np.minimum(self._crew.rest_start[new, 0], spell_due), self._crew.end[new])
        return start, np.where(start < _GONE, due, NEVER), spell_due, keys

    def _wait(self, keys: Keys) -> Floats:
        """From the start of a shift to the first spell, ÷ the mean; 0 for those who begin with one.

        As many begin with one as are usually off the phones, so that the share `ready` holds from the start.
        """
        wait: Floats = np.maximum(exponential(keys, 0) + np.log(self._chance.ready), 0.0)
        return wait

    def _comes(self, turn: Ints, new: Ints) -> Bools:
        """Who of these comes to work, in each replication; `turn` counts those of the team."""
        rows = np.arange(len(self._draws))[:, None]
        if not self._chance.evenly:
            keys = self._draws.of_people(Purpose.ATTENDANCE, rows, self._crew.number[new])
            return uniform(keys, 0) < self._chance.attendance
        share = self._chance.attendance * self._chance.ready
        offset = uniform(self._draws.of_people(Purpose.ATTENDANCE, rows, 0), 0)
        return np.asarray(np.floor((turn + 1) * share + offset) > np.floor(turn * share + offset))


_NONE = (_GONE, NEVER, NEVER, 0, 0, 0)  # of a person who is not there: free, due, spell due, and so on
