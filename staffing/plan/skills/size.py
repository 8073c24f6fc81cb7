"""The cheapest agents of each group, interval by interval, with which every queue meets its targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.arrays import Floats, Times
from staffing.errors import InfeasibleError
from staffing.plan.file.schema import SkillGroup
from staffing.plan.skills.intervals import SkillIntervals, service_of, skill_intervals
from staffing.plan.skills.table import SkillTable, skill_table
from staffing.progress import Progress, silent
from staffing.records.demand import Demand
from staffing.records.groups import GroupAgents, GroupStep, RoutedService, StaffedInterval, StaffedIntervals
from staffing.records.service import Service
from staffing.skills.judge import CAREFUL, LIKE_A_NEIGHBOUR, ROUGH, Care
from staffing.skills.size import GroupPrices, Learnt, SizedSystem, size_system
from staffing.skills.system import SkillSystem
from staffing.tables.json_file import write_json
from staffing.tables.records import write_record

_NEIGHBOURS = 2
_ALIKE = 0.2  # load that differs by no more is nearly the same; and where
_NEAR = 0.5  # load that differs by a larger part of it is no neighbour's


@dataclass(frozen=True, eq=False)
class SizedGroups:
    """Agents by interval and group, the service they give, and what binds in each interval.

    `moments` are the starts of the intervals, `found` what was found for each.
    """

    table: SkillTable
    moments: Times
    found: tuple[SizedSystem, ...]
    agents: GroupAgents
    service: RoutedService

    @property
    def intervals(self) -> tuple[StaffedInterval, ...]:
        """What binds in each interval with contacts, and what an agent more or less would do."""
        starts = self.agents.iso()[:: len(self.table.groups)]
        return tuple(
            _described(str(start), one, self.table)
            for start, one in zip(starts, self.found, strict=True)
            if one.agents.any()
        )

    @property
    def level_per_agent(self) -> Floats:
        """By moment, group and queue: by how much an agent more raises the service level.

        The slope in normal quantiles that sizing has learnt, at the level it found.
        """
        from scipy.special import ndtri

        level = np.clip([one.measured.service_level for one in self.found], 0.01, 0.99)
        density = np.exp(-0.5 * ndtri(level) ** 2) / np.sqrt(2.0 * np.pi)
        slopes = np.array([one.learnt.slopes.T for one in self.found])
        return np.asarray(slopes * density[:, None, :])

    @property
    def cost(self) -> float:
        """Agents × their cost, of all intervals."""
        return sum(one.cost for one in self.found)

    @property
    def cost_each_queue_alone(self) -> float:
        """The same where each queue has agents of its own, of the cheapest group that serves it."""
        return sum(one.cost_alone for one in self.found)


def size_groups(
    demand: Demand,
    skills: Sequence[SkillGroup],
    service: Service,
    source: str,
    *,
    tell: Progress = silent,
    care: Care = CAREFUL,
) -> SizedGroups:
    """Sized in the order of their load: an interval starts from the staffing of the one most like it.

    InfeasibleError, naming the interval, where no staffing that was tried is enough.
    """
    table = skill_table([one.name for one in skills], skills, demand.queues, source)
    intervals = skill_intervals(demand, table, service)
    found = _sized(intervals, tell, care)
    agents = np.array([one.agents for one in found])
    rows = intervals.group_rows()
    whole = GroupAgents(
        **rows.same_rows(),
        group=np.tile(np.array(table.groups), len(found)),
        agents=agents.ravel().astype(np.float64),
        scheduled=service.people.scheduled(agents.ravel().astype(np.float64)),
    )
    routed = service_of(intervals, [one.measured for one in found])
    return SizedGroups(table, intervals.moments, tuple(found), whole, routed)


def write_groups(folder: Path, sized: SizedGroups) -> None:
    """`groups.csv`, `service.csv`, and `groups.json`: what binds, and what an agent more or less would do."""
    write_record(folder / "groups.csv", sized.agents)
    write_record(folder / "service.csv", sized.service)
    write_json(folder / "groups.json", StaffedIntervals(sized.intervals))


def _sized(intervals: SkillIntervals, tell: Progress, care: Care) -> list[SizedSystem]:
    """Of each interval; those that are the same are one problem."""
    systems, targets, cost = intervals.systems, intervals.targets, intervals.table.cost
    prices = GroupPrices(cost)
    same: dict[bytes, SizedSystem] = {}
    keys = [system.key + asked.key for system, asked in zip(systems, targets, strict=True)]
    order = sorted(range(len(systems)), key=lambda place: (-float(systems[place].load_erlangs.sum()), place))
    for done, place in enumerate(order):
        tell("sizing groups", done / len(order))
        if keys[place] in same:
            continue
        system = systems[place]
        known = list(same.values())
        own = LIKE_A_NEIGHBOUR if care is ROUGH and _is_near(system, known) else care
        found = size_system(system, targets[place], prices, _neighbours(system, known), care=own)
        if found is None:
            hint = "lower the target of a queue, or let more groups serve it"
            moment = intervals.group_rows().iso()[place * len(cost)]
            raise InfeasibleError(f"no staffing of the groups meets the targets at {moment}", hint=hint)
        same[keys[place]] = found
    return [same[key] for key in keys]


def _is_near(system: SkillSystem, known: Sequence[SizedSystem]) -> bool:
    """Whether an interval is so like another one that its staffing will nearly do."""
    most = _ALIKE * system.load_erlangs.sum()
    return any(float(np.abs(one.learnt.load_erlangs - system.load_erlangs).sum()) <= most for one in known)


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
