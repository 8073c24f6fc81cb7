"""Agents by interval and group that somebody gives: what they serve is in the plan, or every queue."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.arrays import Floats, Times
from staffing.errors import InputError, Problem, UsageError
from staffing.plan.file.schema import SkillGroup
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.contacts import asked_of, incoming_of, require_one_at_a_time
from staffing.plan.play.given_staff import GivenStaff
from staffing.plan.skills.table import skill_table
from staffing.records.demand import Demand
from staffing.records.service import Service
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.queue_to_play import GroupsToPlay, RoutedQueue


def groups_to_play(
    demand: Demand, staff: GivenStaff, skills: Sequence[SkillGroup], service: Service, choice: PlayChoice
) -> GroupsToPlay:
    """The queues of the demand, and groups of agents who serve them by the plan's `[[group]]`.

    Staff without a group answers every queue. InputError where groups, queues or intervals do not fit.
    """
    require_one_at_a_time(service)
    names = tuple(dict.fromkeys(staff.group.tolist()))
    moments = np.unique(demand.interval_start)
    queues, incoming = [], []
    for code, name in enumerate(demand.queues):
        rows = demand.rows(np.flatnonzero(demand.queue == code))
        rows = rows.rows(np.argsort(rows.interval_start, kind="stable"))
        if not np.array_equal(rows.interval_start, moments):
            hint = "add the missing rows, with 0 contacts"
            raise InputError(Problem("the demand", "every queue in the same intervals", hint, value=name))
        incoming.append(incoming_of(rows, service, choice, moments[0]))
        queues.append(RoutedQueue(name, rows, rows.offered, asked_of(rows, service)))
    table = skill_table(names, skills, demand.queues, staff.file)
    if (table.at_once > 1).any():
        hint = "simulate a run of staffing plan, in which people have names of their own"
        raise UsageError("several contacts at once: not with agents by interval and group", hint=hint)
    agents = _agents(staff, names, moments)
    return GroupsToPlay(GroupGame(tuple(incoming), table.level, table.factor, agents), tuple(queues))


def _agents(staff: GivenStaff, names: Sequence[str], moments: Times) -> Floats:
    """By group and interval; nobody where the file has no row."""
    agents = np.zeros((len(names), len(moments)))
    place = np.minimum(np.searchsorted(moments, staff.rows.interval_start), len(moments) - 1)
    here = moments[place] == staff.rows.interval_start
    group = np.array([names.index(name) for name in staff.group.tolist()], dtype=np.int64)
    agents[group[here], place[here]] = staff.agents[here]
    return agents
