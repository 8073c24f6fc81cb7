"""What a skill is worth: the cost of agents if people learn it, groups merge, or a queue moves to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.errors import InfeasibleError, UsageError
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.checked_history import read_checked
from staffing.plan.need.demand import demand_of
from staffing.plan.road import size_ahead
from staffing.plan.skills.intervals import SkillIntervals, assumption_notes, skill_intervals
from staffing.plan.skills.table import SkillTable, skill_table
from staffing.progress import Progress, silent
from staffing.records.demand import Demand
from staffing.records.groups import SkillChange, SkillsWorth
from staffing.requirement.pooling import pooled_agents
from staffing.skills.judge import ROUGH
from staffing.skills.size import GroupPrices, SizedSystem, size_system

PEOPLE = 10  # heads who learn a further queue
INTERVALS = 8  # that stand for all
_CARE = replace(ROUGH, failures=10, leaps=3)  # what is left to chance is little beside what skills are worth


@dataclass(frozen=True, eq=False)
class _Scenario:
    """Groups as they would be; `most` agents of each."""

    kind: str
    change: str
    table: SkillTable
    most: Floats


def skills_worth(
    plan: PlanFile,
    *,
    as_of: str | None = None,
    people: int = PEOPLE,
    intervals: int = INTERVALS,
    tell: Progress = silent,
) -> SkillsWorth:
    """By re-sizing some intervals that stand for all. PlanError without groups that differ in anything."""
    if len(plan.checked().sections.group) < 2:
        raise plan.wrong("group", "two groups at least", "define who answers what with [[group]]")
    if people < 1 or intervals < 1:
        raise UsageError("--people and --intervals must be 1 or more", hint="10 and 8 are usual")
    moment = None if as_of is None else plan.zone.parse("--as-of", as_of)
    history = read_checked(plan, moment)
    sized = size_ahead(plan, history, plan.forecast_options(moment, history.queues), tell=tell)
    demand = demand_of(sized.made.forecast, plan.sections.service, plan.opening_hours)
    names = [one.name for one in plan.sections.group]
    table = skill_table(names, plan.sections.group, demand.queues, str(plan.path))
    whole = skill_intervals(demand, table, sized.service)
    chosen, busy = _representative(whole, intervals)
    few = _of_moments(demand, whole.moments[chosen])
    hours = busy / len(chosen) * demand.interval_minutes / 60
    agents = people * sized.service.people.phone_share

    def cost_of(scenario: _Scenario) -> list[SizedSystem]:
        asked = skill_intervals(few, scenario.table, sized.service)
        found = [
            size_system(system, targets, GroupPrices(scenario.table.cost, scenario.most), care=_CARE)
            for system, targets in zip(asked.systems, asked.targets, strict=True)
        ]
        if any(one is None for one in found):
            raise InfeasibleError(
                f"no staffing of the groups meets the targets: {scenario.change}",
                hint="lower the target of a queue, or let more groups serve it",
            )
        return [one for one in found if one is not None]

    base = cost_of(_Scenario("", "the groups as they are", table, np.full(len(names), np.inf)))
    least = hours * sum(one.cost for one in base)
    scenarios = list(_scenarios(table, agents, people))
    changes = []
    for number, one in enumerate(scenarios):
        tell("re-sizing", number / len(scenarios))
        cost = hours * sum(found.cost for found in cost_of(one))
        if one.kind == "skill":
            cost = min(cost, least)  # nobody has to use it
        changes.append(SkillChange(one.kind, one.change, cost, least - cost))
    pooled = pooled_agents(few, sized.service)
    return SkillsWorth(
        cost=least,
        each_queue_alone=hours * sum(one.cost_alone for one in base),
        merged=None if pooled is None else float(pooled.sum() * table.cost.min()) * hours,
        intervals=len(chosen),
        intervals_in_all=busy,
        changes=tuple(changes),
        notes=tuple(assumption_notes(sized.service)),
    )


def _representative(whole: SkillIntervals, number: int) -> tuple[Ints, int]:
    """Intervals at even ranks of the load, and how many have contacts."""
    load = np.array([float(system.load_erlangs.sum()) for system in whole.systems])
    order = np.argsort(load, kind="stable")[(load <= 0).sum() :]
    ranks = ((np.arange(min(number, len(order))) + 0.5) / min(number, len(order)) * len(order)).astype(int)
    return order[ranks], len(order)


def _of_moments(demand: Demand, moments: np.ndarray) -> Demand:
    return demand.rows(np.isin(demand.interval_start, moments))


def _scenarios(table: SkillTable, agents: float, people: int) -> Iterator[_Scenario]:
    """Every skill that a group lacks, every two groups, every queue that one group could hand to another."""
    serves = table.level > 0
    free = np.full(len(table.groups), np.inf)
    for group, name in enumerate(table.groups):
        for queue in np.flatnonzero(~serves[group]).tolist():
            taught = _row(table, group, queue)
            most = np.append(free, np.floor(agents + 1e-9))
            change = f"{people} of {name} learn {table.queues[queue]}"
            yield _Scenario("skill", change, _with_group(table, taught, group, f"{name} +"), most)
    for one in range(len(table.groups)):
        for other in range(one + 1, len(table.groups)):
            change = f"{table.groups[one]} and {table.groups[other]} are one group"
            yield _Scenario("merge", change, _merged(table, one, other), free[1:])
    for giver, taker in np.argwhere(~np.eye(len(table.groups), dtype=bool)).tolist():
        for queue in np.flatnonzero(serves[giver] & ~serves[taker]).tolist():
            change = f"{table.queues[queue]} moves from {table.groups[giver]} to {table.groups[taker]}"
            moved = _moved(table, giver, taker, queue)
            yield _Scenario("move", change, moved, free[: len(moved.groups)])


def _row(table: SkillTable, group: int, queue: int) -> Ints:
    """The levels of a group that serves a further queue, after all others."""
    row: Ints = table.level[group].copy()
    row[queue] = row.max() + 1
    return row


def _with_group(table: SkillTable, level: Ints, like: int, name: str) -> SkillTable:
    """One group more, which is as fast and as dear as another one."""
    return SkillTable(
        (*table.groups, name),
        table.queues,
        np.vstack([table.level, level]),
        np.vstack([table.factor, table.factor[like]]),
        np.append(table.breadth, (level > 0).sum()),
        np.append(table.cost, table.cost[like]),
        np.vstack([table.at_once, table.at_once[like]]),
    )


def _merged(table: SkillTable, one: int, other: int) -> SkillTable:
    """Both in one: at the better level of the two, as slowly and as dearly as the other."""
    level, factor = table.level.copy(), table.factor.copy()
    both = (level[one] > 0) & (level[other] > 0)
    level[one] = np.where(both, np.minimum(level[one], level[other]), np.maximum(level[one], level[other]))
    factor[one] = np.maximum(
        np.where(level[one] > 0, factor[one], 1.0), np.where(table.level[other] > 0, factor[other], 1.0)
    )
    cost, breadth = table.cost.copy(), table.breadth.copy()
    cost[one], breadth[one] = max(cost[one], cost[other]), (level[one] > 0).sum()
    left = np.arange(len(table.groups)) != other
    names = tuple(name for place, name in enumerate(table.groups) if place != other)
    at_once = table.at_once.copy()
    at_once[one] = np.maximum(at_once[one], at_once[other])
    return SkillTable(
        names, table.queues, level[left], factor[left], breadth[left], cost[left], at_once[left]
    )


def _moved(table: SkillTable, giver: int, taker: int, queue: int) -> SkillTable:
    """A queue handed over; a group that is left without any is no more."""
    level, breadth = table.level.copy(), table.breadth.copy()
    level[taker] = _row(table, taker, queue)
    level[giver, queue] = 0
    breadth[[giver, taker]] += np.array([-1, 1])
    left = (level > 0).any(axis=1)
    names = tuple(
        name for name, stays in zip(table.groups, np.atleast_1d(left).tolist(), strict=True) if stays
    )
    return SkillTable(
        names,
        table.queues,
        level[left],
        table.factor[left],
        breadth[left],
        table.cost[left],
        table.at_once[left],
    )
