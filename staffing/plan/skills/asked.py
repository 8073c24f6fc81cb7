"""What `[[group]]` of a plan asks of the shifts: rules of each group, and who may stand in for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from staffing.arrays import Floats
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.skills.table import SkillTable
from staffing.shifts.groups.asked import AskedGroup, AskedShifts, Transfer
from staffing.shifts.horizon import ShiftHorizon


def is_routed(plan: PlanFile, queues: Sequence[str]) -> bool:
    """Whether groups differ in what they answer: one group that answers every queue is no group.

    PlanError where there is one that does not answer every queue, or is slower: nobody else is there.
    """
    groups = plan.sections.group
    if len(groups) != 1:
        return len(groups) > 1
    (one,) = groups
    unserved = [queue for queue in queues if queue not in one.queues]
    if unserved:
        expected, hint = f"a group for queue {', '.join(unserved)}", "add it to queues, or add a [[group]]"
        raise plan.wrong("group.queues", expected, hint)
    if any(factor != 1.0 for factor in one.aht_factor.values()):
        hint = "leave it out: the queue's own handle time is that of its only group"
        raise plan.wrong("group.aht_factor", "no factors where there is one group", hint)
    if any(many > 1 for many in one.at_once.values()):
        hint = "leave it out, or set [service] at_once, which holds for every queue"
        raise plan.wrong("group.at_once", "one contact at once where there is one group", hint)
    return False


def asked_shifts(plan: PlanFile, table: SkillTable, heads: Floats, horizon: ShiftHorizon) -> AskedShifts:
    """The shifts that groups need for `heads` (groups × intervals)."""
    groups = tuple(
        AskedGroup(
            name=one.name,
            required=row,
            patterns=None if one.patterns is None else tuple(one.patterns),
            cost_factor=one.cost_factor,
            max_agents=one.max_agents,
        )
        for one, row in zip(plan.sections.group, heads, strict=True)
    )
    return AskedShifts(
        horizon, groups, tuple(_transfers(table, table.slower(plan.service.writing_ratio) / table.at_once))
    )


def _transfers(table: SkillTable, takes: Floats) -> Iterator[Transfer]:
    """From each group to each whose queues it all serves, by how much longer it takes in the worst of them.

    `takes`: time of an agent that a contact takes, by group and queue.
    """
    serves = table.level > 0
    for giver in range(len(table.groups)):
        for taker in range(len(table.groups)):
            if giver != taker and (serves[giver] >= serves[taker]).all():
                slower = (takes[giver] / takes[taker])[serves[taker]]
                yield Transfer(giver, taker, min(1.0, 1.0 / float(np.max(slower))))
