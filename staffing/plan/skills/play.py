"""The shifts of groups played: particular people of each group, and the contacts of every queue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from zlib import crc32

import numpy as np

from staffing.arrays import Ints
from staffing.errors import InputError, Problem
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.contacts import asked_of, incoming_of
from staffing.plan.skills.table import SkillTable
from staffing.records.demand import Demand
from staffing.records.schedule import ShiftPlan
from staffing.records.service import Service
from staffing.simulation.groups.crew import GroupCrew
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.people import OnThePhones, crew_by_place
from staffing.simulation.playing import Playing
from staffing.simulation.queue_to_play import GroupsToPlay, RoutedQueue

_COPIES = 1024  # people on the same shift who are told apart


@dataclass(frozen=True, eq=False)
class PlayedGroups:
    """Who calls, who serves what, and how they are played."""

    demand: Demand
    table: SkillTable
    service: Service
    choice: PlayChoice
    cyclic_week: bool

    @cached_property
    def _chance(self) -> OnThePhones:
        people = self.service.people
        return OnThePhones(
            attendance=people.attendance,
            ready=people.adherence * (1.0 - people.shrinkage),
            spell_seconds=60.0 * people.spell_minutes,
        )

    @property
    def how(self) -> Playing:
        """How often, with which numbers, by which definition."""
        choice = self.choice
        return Playing(choice.replications, choice.seed, self.service.targets.definition, choice.engine)

    @cached_property
    def given(self) -> GroupsToPlay:
        """The queues, and nobody to answer them."""
        return queues_to_play(self.demand, self.table, self.service, self.choice, self._chance)

    def crew(self, shifts: ShiftPlan) -> GroupCrew:
        """The people of these shifts."""
        moments, seconds = self.given.queues[0].rows.interval_start, 60.0 * self.demand.interval_minutes
        return crew_of_groups(
            shifts, self.table, self._chance, moments, seconds, cyclic_week=self.cyclic_week
        )

    def with_crew(self, shifts: ShiftPlan) -> GroupsToPlay:
        """The queues with the people of these shifts."""
        return replace(self.given, game=replace(self.given.game, crew=self.crew(shifts)))


def queues_to_play(
    demand: Demand, table: SkillTable, service: Service, choice: PlayChoice, chance: OnThePhones
) -> GroupsToPlay:
    """Every queue of the demand on the intervals in which anybody calls, and nobody yet to answer."""
    service = replace(service, uncertainty=None)
    busy = np.unique(demand.interval_start[demand.offered > 0])
    queues, incoming = [], []
    for code, name in enumerate(demand.queues):
        rows = demand.rows(np.flatnonzero((demand.queue == code) & np.isin(demand.interval_start, busy)))
        rows = rows.rows(np.argsort(rows.interval_start, kind="stable"))
        if not np.array_equal(rows.interval_start, busy):
            hint = "add the missing rows, with 0 contacts"
            raise InputError(Problem("the demand", "every queue in the same intervals", hint, value=name))
        incoming.append(incoming_of(rows, service, choice, busy[0]))
        queues.append(RoutedQueue(name, rows, rows.offered, asked_of(rows, service)))
    agents = np.zeros((len(table.groups), len(busy)))
    game = GroupGame(
        tuple(incoming),
        table.level,
        table.slower(service.writing_ratio),
        agents,
        crew=GroupCrew.nobody(chance),
        at_once=table.at_once,
    )
    return GroupsToPlay(game, tuple(queues))


def crew_of_groups(
    plan: ShiftPlan,
    table: SkillTable,
    chance: OnThePhones,
    moments: np.ndarray,
    seconds: float,
    *,
    cyclic_week: bool = False,
) -> GroupCrew:
    """The people of a plan; each keeps the numbers of chance of its shift, whoever else there is."""
    assert plan.group is not None
    end = moments[-1] + np.timedelta64(int(seconds), "s")
    crew = crew_by_place(plan, moments[0], end, cyclic_week=cyclic_week)
    row = np.repeat(np.arange(len(plan)), plan.agents)
    people = len(row)
    names = list(table.groups)
    group = np.array([names.index(name) for name in plan.group.tolist()], dtype=np.int64)
    keys = _keys(plan)[row] + _copy(plan)
    number = keys[crew.number % people] + (crew.number // people) * _COPIES if people else crew.number
    return GroupCrew(replace(crew, number=number), group[row][crew.number % max(people, 1)], chance)


def _keys(plan: ShiftPlan) -> Ints:
    """A number for each distinct shift."""
    columns = (plan.group, plan.start.astype(np.int64), plan.length_minutes, plan.rest_start.astype(np.int64))
    texts = ["|".join(str(np.asarray(column)[row]) for column in columns) for row in range(len(plan))]
    return np.array([crc32(text.encode()) * 2 * _COPIES for text in texts], dtype=np.int64)


def _copy(plan: ShiftPlan) -> Ints:
    """0, 1, …: of those on the same shift."""
    first = np.cumsum(plan.agents) - plan.agents
    return np.arange(int(plan.agents.sum())) - np.repeat(first, plan.agents)
