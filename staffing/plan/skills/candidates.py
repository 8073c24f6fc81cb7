"""Shifts of one person that a schedule of groups may have more or fewer of, and what each is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.records.schedule import ShiftPlan
from staffing.records.shift_count import coverage_of
from staffing.shifts.formulation.cost import plan_cost
from staffing.shifts.groups.asked import AskedShifts
from staffing.shifts.groups.merged import bare_rests
from staffing.timegrid import local_day


@dataclass(frozen=True, eq=False)
class HeadCandidates:
    """Distinct shifts: those of a schedule, and the same for every other group that may work them.

    rows:    one person on each
    heads:   how many the schedule has
    cost:    of one
    effect:  by how much one more raises the service level of each queue's day (shifts × queues)
    day:     local day on which it starts, as a number
    kind:    the same for shifts that differ in their rests alone
    """

    rows: ShiftPlan
    heads: Ints
    cost: Floats
    effect: Floats
    day: Ints
    kind: Ints

    def plan(self, heads: Ints) -> ShiftPlan:
        """The schedule with so many on each."""
        return replace(self.rows, agents=heads).rows(heads > 0)


def candidates_of(
    asked: AskedShifts, plan: ShiftPlan, slope: Floats, moments: np.ndarray, day: Ints
) -> HeadCandidates:
    """`slope`: what an agent more of a group gives to the day of a queue, by interval, group and queue.

    `moments` are the starts of these intervals, `day` their local days.
    """
    assert plan.group is not None
    alone = [replace(plan, group=np.full(len(plan), one.name)) for one in asked.groups]
    may = [
        np.isin(plan.pattern, [p.name for p in asked.horizon_of(number).rules.patterns])
        for number in range(len(asked.groups))
    ]
    rows = ShiftPlan.joined([one.rows(allowed) for one, allowed in zip(alone, may, strict=True)])
    own = [np.where(plan.group == one.name, plan.agents, 0) for one in asked.groups]
    heads = np.concatenate([have[allowed] for have, allowed in zip(own, may, strict=True)])
    rows = replace(rows, agents=np.ones(len(rows), dtype=np.int64))
    number_of = {one.name: number for number, one in enumerate(asked.groups)}
    group = np.array([number_of[name] for name in np.asarray(rows.group).tolist()], dtype=np.int64)
    grid = asked.horizon.starts
    place = np.searchsorted(grid, moments)
    start_day = local_day(rows.zone.local(rows.start)).astype(np.int64)
    cost, effect = np.zeros(len(rows)), np.zeros((len(rows), slope.shape[2]))
    for row in range(len(rows)):
        one = rows.rows(np.array([row]))
        cost[row] = plan_cost(bare_rests(one), asked.horizon_of(int(group[row])))
        there, away = coverage_of(one, grid, asked.horizon.interval_minutes, cyclic_week=asked.horizon.cyclic)
        present = (there - away)[place] * (day == start_day[row])
        effect[row] = present @ slope[:, group[row], :]
    of = np.column_stack([group, rows.start.astype(np.int64), rows.length_minutes])
    kind = np.unique(of, axis=0, return_inverse=True)[1].ravel()
    return HeadCandidates(rows, heads, cost, effect, start_day, kind)
