"""The cheapest agents of each group, interval by interval, with which every queue meets its targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.errors import InfeasibleError
from staffing.plan.file.schema import SkillGroup
from staffing.plan.skills.evaluate import service_of
from staffing.plan.skills.intervals import SkillIntervals, skill_intervals
from staffing.plan.skills.table import SkillTable, skill_table
from staffing.progress import Progress, silent
from staffing.records.demand import Demand
from staffing.records.groups import GroupAgents, GroupStep, RoutedService, StaffedInterval, StaffedIntervals
from staffing.records.service import Service
from staffing.skills.size import Learnt, SizedSystem, size_system
from staffing.skills.system import SkillSystem
from staffing.tables.json_file import write_json
from staffing.tables.records import write_record

_NEIGHBOURS = 2
_NEAR = 0.5  # load that differs by a larger part of it is no neighbour's


@dataclass(frozen=True, eq=False)
class SizedGroups:
    """Agents by interval and group, the service they give, and what binds in each interval."""

    agents: GroupAgents
    service: RoutedService
    intervals: tuple[StaffedInterval, ...]


def size_groups(
    demand: Demand, skills: Sequence[SkillGroup], service: Service, source: str, tell: Progress = silent
) -> SizedGroups:
    """Sized in the order of their load: an interval starts from the staffing of the one most like it.

    InfeasibleError, naming the interval, where no staffing that was tried is enough.
    """
    table = skill_table([one.name for one in skills], skills, demand.queues, source)
    intervals = skill_intervals(demand, table, service)
    found = _sized(intervals, tell)
    agents = np.array([one.agents for one in found])
    rows = intervals.group_rows()
    whole = GroupAgents(
        **rows.same_rows(),
        group=np.tile(np.array(table.groups), len(found)),
        agents=agents.ravel().astype(np.float64),
        scheduled=service.people.scheduled(agents.ravel().astype(np.float64)),
    )
    routed = service_of(intervals, [one.measured for one in found])
    moments = rows.iso()[:: len(table.groups)]
    effects = tuple(
        _described(str(moment), one, table)
        for moment, one in zip(moments, found, strict=True)
        if one.agents.any()
    )
    return SizedGroups(whole, routed, effects)


def write_groups(folder: Path, sized: SizedGroups) -> None:
    """`groups.csv`, `service.csv`, and `groups.json`: what binds, and what an agent more or less would do."""
    write_record(folder / "groups.csv", sized.agents)
    write_record(folder / "service.csv", sized.service)
    write_json(folder / "groups.json", StaffedIntervals(sized.intervals))


def _sized(intervals: SkillIntervals, tell: Progress) -> list[SizedSystem]:
    """Of each interval; those that are the same are one problem."""
    systems, targets, cost = intervals.systems, intervals.targets, intervals.table.cost
    same: dict[bytes, SizedSystem] = {}
    keys = [system.key + asked.key for system, asked in zip(systems, targets, strict=True)]
    order = sorted(range(len(systems)), key=lambda place: (-float(systems[place].load_erlangs.sum()), place))
    for done, place in enumerate(order):
        tell("sizing groups", done / len(order))
        if keys[place] in same:
            continue
        system = systems[place]
        found = size_system(system, targets[place], cost, _neighbours(system, list(same.values())))
        if found is None:
            hint = "lower the target of a queue, or let more groups serve it"
            moment = intervals.group_rows().iso()[place * len(cost)]
            raise InfeasibleError(f"no staffing of the groups meets the targets at {moment}", hint=hint)
        same[keys[place]] = found
    return [same[key] for key in keys]


def _neighbours(system: SkillSystem, known: Sequence[SizedSystem]) -> list[Learnt]:
    """What the two intervals most like this one have left; nothing where none is near."""
    away = np.array([float(np.abs(one.learnt.load_erlangs - system.load_erlangs).sum()) for one in known])
    order = np.argsort(away, kind="stable")[:_NEIGHBOURS]
    return [known[place].learnt for place in order if away[place] <= _NEAR * system.load_erlangs.sum()]


def _described(moment: str, found: SizedSystem, table: SkillTable) -> StaffedInterval:
    """The interval in names."""
    steps = []
    for row, (name, fewer, more) in enumerate(zip(table.groups, found.fewer, found.more, strict=True)):
        lost = None if fewer is None else fewer.service_level - found.measured.service_level
        worst = None if lost is None else int(np.argmin(lost))
        level = None if fewer is None or worst is None else float(fewer.service_level[worst])
        queue = None if worst is None else table.queues[worst]
        steps.append(
            GroupStep(name, int(found.agents[row]), queue, level, float(more.service_level[found.binding]))
        )
    return StaffedInterval(
        interval_start=moment,
        binding_queue=table.queues[found.binding],
        service_level=float(found.measured.service_level[found.binding]),
        cost=found.cost,
        cost_each_queue_alone=found.cost_alone,
        groups=tuple(steps),
    )
