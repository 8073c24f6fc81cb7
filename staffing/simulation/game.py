"""What is played: a queue's contacts, and those who answer them alone."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.simulation.abreast import play_abreast
from staffing.simulation.incoming import Incoming
from staffing.simulation.levels import COUNT, LevelStaff
from staffing.simulation.numbers import Draws
from staffing.simulation.people import OnThePhones, ShiftWorkers, evened_rests
from staffing.simulation.played import Played
from staffing.simulation.pool import PoolRules, is_answered_in_blocks, play
from staffing.simulation.shifts import ShiftStaff, Team
from staffing.simulation.staff import Staff


@dataclass(frozen=True, eq=False)
class Game:
    """A queue with a number of its own, answered by `agents` by interval, or by a `crew`.

    Agents leave by `leaving`: `count` or `named` (`levels.py`). Each place of an agent takes one contact at a
    time; `places` is how many places an agent has (chat).
    """

    queue: int
    incoming: Incoming
    agents: Floats | None = None
    crew: ShiftWorkers | None = None
    chance: OnThePhones = field(default_factory=OnThePhones)
    rules: PoolRules = field(default_factory=PoolRules)
    leaving: str = COUNT
    places: int = 1

    @property
    def content(self) -> bytes:
        """A digest of all that is played; it is never the same for games that differ."""
        itself = replace(self, incoming=replace(self.incoming))  # without what is only remembered
        return sha256(pickle.dumps(itself)).digest()

    def play(self, seed: int, replications: Ints) -> Played:
        """What came out in these replications: the same for the same seed, however they are divided up."""
        if self.is_in_blocks:
            return play_side_by_side([self], seed, replications)[0]
        return play(self.incoming, self.staff, Draws(seed, replications, self.queue), self.rules)

    @property
    def is_in_blocks(self) -> bool:
        """Whether nothing but patience can end a wait, so that it may be played beside others."""
        return is_answered_in_blocks(self.incoming, self.rules)

    def staff(self, incoming: Incoming, draws: Draws) -> Staff:
        """Those who answer."""
        if self.crew is None:
            agents = np.zeros(len(incoming)) if self.agents is None else self.agents
            return LevelStaff(incoming.start, incoming.seconds, agents * self.places, draws, self.leaving)
        return ShiftStaff([self.team], self.chance, draws)

    @property
    def team(self) -> Team:
        """Those of the crew, each with as many places as he has."""
        assert self.crew is not None
        crew = self.crew.rows(np.repeat(np.arange(len(self.crew)), self.places))
        return Team(crew, self.incoming.grid, self._delay_seconds)

    @property
    def _delay_seconds(self) -> float:
        """How long what is due waits for the end of a contact: how busy people are × what is left of it."""
        assert self.crew is not None
        crew, contacts = self.crew, float(self.incoming.offered.sum())
        work = float((self.incoming.traffic.load * self.incoming.seconds).sum())
        rests = np.where(np.isfinite(crew.rest_start), crew.rest_seconds, 0.0).sum()
        share = self.chance.attendance * self.chance.ready * self.places
        there = float((crew.end - crew.start).sum() - rests) * share
        if not (contacts > 0 and there > 0):
            return 0.0
        left = 0.5 * (1.0 + self.incoming.handle_times.squared_variation) * work / contacts
        return min(work / there, 1.0) * left

    def stretches(self) -> list[slice]:
        """Intervals that know nothing of others: between them nobody calls, and nobody is at work."""
        edges, incoming = [0], self.incoming
        for row in np.flatnonzero(np.diff(incoming.start) > 1.5 * incoming.seconds) + 1:
            until = incoming.start[row]
            if self.crew is None or not ((self.crew.start < until) & (self.crew.end >= until)).any():
                edges.append(int(row))
        return [slice(*ends) for ends in zip(edges, [*edges[1:], len(incoming)], strict=True)]

    def alone(self) -> list[Game]:
        """The game of each of these."""
        return [self.part(rows) for rows in self.stretches()]

    def part(self, rows: slice) -> Game:
        """Some intervals, from an empty start, with those who work in them."""
        incoming = self.incoming.rows(rows)
        crew = self.crew
        if crew is not None:
            there = (crew.end > incoming.start[0]) & (crew.start < incoming.end)
            crew = crew.rows(np.flatnonzero(there))
        agents = None if self.agents is None else self.agents[rows]
        return replace(self, incoming=incoming, agents=agents, crew=crew)

    def without(self, reason: str) -> Game | None:
        """The same without one kind of trouble, a name of `REASONS`; None where it has none of it."""
        incoming, crew = self.incoming, self.crew
        if reason == RAMP:
            level = replace(self, incoming=replace(incoming, slope=np.zeros_like(incoming.slope)))
            return level if incoming.slope.any() else None
        if reason == FORECAST_ERROR:
            sure = replace(incoming, day_variation=np.zeros_like(incoming.day_variation))
            return replace(self, incoming=sure) if incoming.day_variation.any() else None
        if crew is None:
            return None
        if reason == ABSENCE:
            is_certain = self.chance.attendance >= 1 and self.chance.ready >= 1
            return None if is_certain else replace(self, chance=replace(self.chance, evenly=True))
        even = evened_rests(crew, incoming.seconds)
        differs = not np.array_equal(even.rest_start, crew.rest_start)
        return replace(self, crew=even) if differs else None


def play_side_by_side(games: Sequence[Game], seed: int, replications: Ints) -> list[Played]:
    """As each is played alone: one that `is_in_blocks`, or several with crews of the same `chance`."""
    queues = [(game.incoming, Draws(seed, replications, game.queue)) for game in games]
    if games[0].crew is None:
        return play_abreast(queues, games[0].staff(*queues[0]))
    return play_abreast(queues, ShiftStaff([game.team for game in games], games[0].chance, queues[0][1]))


RAMP, BREAKS, ABSENCE, FORECAST_ERROR = "ramp", "breaks", "absence", "forecast error"
REASONS = (RAMP, BREAKS, ABSENCE)  # of an interval that is weak though the forecast comes true
