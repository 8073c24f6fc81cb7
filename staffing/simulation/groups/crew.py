"""People of groups with skills, replication by replication: who comes, and how contacts find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.compiled import loop_floats, loop_ints
from staffing.queueing.skill_routing import NONE, group_choices
from staffing.simulation.groups.crew_routing import CrewState, PhoneCrew, RoutedCalls, Skills, route_crew
from staffing.simulation.groups.routing import RoutedContacts
from staffing.simulation.incoming import Incoming
from staffing.simulation.numbers import Draws, Purpose, exponential, uniform
from staffing.simulation.people import OnThePhones, ShiftWorkers

_FEWEST_SPELLS = 8  # for which a person has numbers of chance; and so many times those expected:
_SPELLS_BEYOND = 3.0


@dataclass(frozen=True, eq=False)
class CrewPlay:
    """What became of the contacts of one replication, and when people were at work and off the phones.

    start, group: of each contact, infinite and `NONE` where nobody answered
    begin, end:   stretches at work; `off`: those away from the phones
    """

    start: Floats
    group: Ints
    begin: Floats
    end: Floats
    off: Ints


@dataclass(frozen=True, eq=False)
class GroupCrew:
    """People with the group of each, and how much of their shifts they are there."""

    people: ShiftWorkers
    group: Ints
    chance: OnThePhones

    @classmethod
    def nobody(cls, chance: OnThePhones) -> GroupCrew:
        """Who could come, were there anybody."""
        none, never = np.zeros(0, dtype=np.int64), np.zeros(0)
        no_rests = never.reshape(0, 0)
        return cls(ShiftWorkers(none, none, never, never, no_rests, no_rests), none, chance)

    def within(self, begin: float, end: float) -> GroupCrew:
        """Those who are there at any time between two moments."""
        here = np.flatnonzero((self.people.end > begin) & (self.people.start < end))
        return replace(self, people=self.people.rows(here), group=self.group[here])

    def between_seconds(self, queues: Sequence[Incoming]) -> float:
        """From the end of a spell until the next is due, so that the share on the phones is as asked.

        What is due waits for the end of a contact: as long as what is left of one, where people are busy.
        """
        chance, people = self.chance, self.people
        contacts = sum(float(one.offered.sum()) for one in queues)
        work = sum(float((one.traffic.load * one.seconds).sum()) for one in queues)
        rests = np.where(np.isfinite(people.rest_start), people.rest_seconds, 0.0).sum()
        there = float((people.end - people.start).sum() - rests) * chance.attendance * chance.ready
        if not (contacts > 0 and there > 0):
            return chance.between_seconds(0.0)
        left = 0.5 * (1.0 + queues[0].handle_times.squared_variation) * work / contacts
        return chance.between_seconds(min(work / there, 1.0) * left)

    def play(
        self, contacts: RoutedContacts, skills: Skills, draws: Draws, between_seconds: float
    ) -> CrewPlay:
        """One replication."""
        crew, group = self._there(draws, between_seconds)
        calls = RoutedCalls(
            time=loop_floats(contacts.time),
            queue=loop_ints(contacts.queue),
            work=loop_floats(contacts.work),
            limit=loop_floats(contacts.limit),
        )
        state = new_crew_state(len(contacts.time), skills, len(group), crew)
        route_crew(calls, skills, crew, state)
        by, spans = np.asarray(state.by, dtype=np.int64), int(state.sizes[1])
        answered = by != NONE
        of = np.full(len(by), NONE)
        of[answered] = group[by[answered]]
        return CrewPlay(
            start=np.asarray(state.begun, dtype=np.float64),
            group=of,
            begin=np.asarray(state.begin[:spans], dtype=np.float64),
            end=np.asarray(state.end[:spans], dtype=np.float64),
            off=np.asarray(state.off[:spans], dtype=np.int64),
        )

    def _there(self, draws: Draws, between_seconds: float) -> tuple[PhoneCrew, Ints]:
        """Those who come in this replication, and their groups."""
        row, people = np.zeros(1, dtype=np.int64), self.people
        comes = uniform(draws.of_people(Purpose.ATTENDANCE, row, people.number), 0) < self.chance.attendance
        here = np.flatnonzero(comes)
        people, group = people.rows(here), self.group[here]
        has_spells = self.chance.ready < 1.0
        longest = float((people.end - people.start).max(initial=0.0))
        spells = _FEWEST_SPELLS + int(_SPELLS_BEYOND * longest / between_seconds) if has_spells else 0
        keys = draws.of_people(Purpose.SPELL, row, people.number, people.turn)
        numbers = exponential(keys[:, None], np.arange(2 * spells + 1)) if len(here) else np.zeros((0, 1))
        never = np.full((len(here), 1), np.inf)
        crew = PhoneCrew(
            sizes=loop_ints([people.rest_start.shape[1] + 1, numbers.shape[1]]),
            group=loop_ints(group),
            start=loop_floats(people.start),
            end=loop_floats(people.end),
            rest_start=loop_floats(np.concatenate([people.rest_start, never], axis=1).ravel()),
            rest_seconds=loop_floats(
                np.concatenate([people.rest_seconds, np.zeros_like(never)], axis=1).ravel()
            ),
            numbers=loop_floats(numbers.ravel()),
            spells=loop_floats(
                [
                    self.chance.spell_seconds if has_spells else 0.0,
                    between_seconds,
                    float(np.log(self.chance.ready)),
                ]
            ),
        )
        return crew, group


def skills_of(level: Ints, factor: Floats, at_once: Ints) -> Skills:
    """By group (rows) and queue, as the loops want them."""
    groups, queues = level.shape
    return Skills(
        sizes=loop_ints([queues, groups]),
        level=loop_ints(level.ravel()),
        factor=loop_floats(factor.ravel()),
        at_once=loop_ints(at_once.ravel()),
        choice=loop_ints(group_choices(level).ravel()),
    )


def new_crew_state(contacts: int, skills: Skills, people: int, crew: PhoneCrew) -> CrewState:
    """Nobody there, nobody waiting."""
    queues, groups = skills.sizes
    lines = groups * (queues + 1)
    heap = contacts + 2 * people + 1
    spans = people * (crew.sizes[0] + crew.sizes[1] + 1) + 1

    def none(size: int) -> list[int]:
        return [NONE] * size

    return CrewState(
        begun=loop_floats(np.full(contacts, np.inf)),
        by=loop_ints(none(contacts)),
        follower=loop_ints(none(contacts)),
        head=loop_ints(none(queues)),
        tail=loop_ints(none(queues)),
        status=loop_ints(np.zeros(people)),
        hand=loop_ints(np.zeros(people)),
        of_queue=loop_ints(np.zeros(people)),
        due=loop_floats(np.full(people, np.inf)),
        spell_due=loop_floats(np.full(people, np.inf)),
        is_due=loop_ints(np.zeros(people)),
        rests=loop_ints(np.zeros(people)),
        spells=loop_ints(np.zeros(people)),
        line=loop_ints(none(people)),
        before=loop_ints(none(people)),
        after=loop_ints(none(people)),
        first=loop_ints(none(lines)),
        last=loop_ints(none(lines)),
        time=loop_floats(np.zeros(heap)),
        code=loop_ints(np.zeros(heap)),
        begin=loop_floats(np.zeros(spans)),
        end=loop_floats(np.zeros(spans)),
        off=loop_ints(np.zeros(spans)),
        sizes=loop_ints([0, 0]),
    )
