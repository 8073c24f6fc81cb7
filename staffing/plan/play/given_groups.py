"""Agents by interval and group that somebody gives: what they serve is in the plan, or every queue."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.arrays import Floats, Ints, Times
from staffing.errors import InputError, Problem, did_you_mean
from staffing.plan.file.schema import SkillGroup
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.contacts import asked_of, incoming_of, require_one_at_a_time
from staffing.plan.play.given_staff import GivenStaff
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
    level, factor = _skills(staff, names, skills, demand.queues)
    return GroupsToPlay(
        GroupGame(tuple(incoming), level, factor, _agents(staff, names, moments)), tuple(queues)
    )


def _skills(
    staff: GivenStaff, names: Sequence[str], skills: Sequence[SkillGroup], queues: Sequence[str]
) -> tuple[Ints, Floats]:
    """Levels and factors of each group and queue."""
    known = {one.name: one for one in skills}
    level, factor = np.zeros((len(names), len(queues)), dtype=np.int64), np.ones((len(names), len(queues)))
    for row, name in enumerate(names):
        if not name and len(names) == 1:
            level[row] = 1
            continue
        if name not in known:
            hint = f"{did_you_mean(name, known)}give --rules PLAN.toml with a [[group]] of that name"
            expected = "a group of the plan"
            raise InputError(Problem(staff.file, expected, hint, column="group", value=name))
        for queue, own in known[name].queues.items():
            if queue not in queues:
                hint = f"{did_you_mean(queue, queues)}the demand has {', '.join(queues)}"
                raise InputError(Problem(f"[[group]] {name}", "a queue of the demand", hint, value=queue))
            level[row, queues.index(queue)] = own
            factor[row, queues.index(queue)] = known[name].aht_factor.get(queue, 1.0)
    unserved = [queue for column, queue in enumerate(queues) if not level[:, column].any()]
    if unserved:
        hint = "add it to the queues of a [[group]], and agents of that group to the staff"
        expected = f"a group for queue {', '.join(unserved)}"
        raise InputError(Problem(staff.file, expected, hint, column="group"))
    return level, factor


def _agents(staff: GivenStaff, names: Sequence[str], moments: Times) -> Floats:
    """By group and interval; nobody where the file has no row."""
    agents = np.zeros((len(names), len(moments)))
    place = np.minimum(np.searchsorted(moments, staff.rows.interval_start), len(moments) - 1)
    here = moments[place] == staff.rows.interval_start
    group = np.array([names.index(name) for name in staff.group.tolist()], dtype=np.int64)
    agents[group[here], place[here]] = staff.agents[here]
    return agents
