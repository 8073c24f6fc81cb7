"""Shifts of one person that a schedule of groups may have more or fewer of, and what each is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.records.schedule import ShiftPlan
from staffing.records.shift_count import coverage_of
from staffing.shifts.formulation.cost import plan_cost
from staffing.shifts.groups.asked import AskedShifts
from staffing.shifts.groups.merged import bare_rests
from staffing.shifts.verify import are_shifts_allowed
from staffing.timegrid import local_day


@dataclass(frozen=True, eq=False)
class HeadCandidates:
    """Distinct shifts: those of a schedule, what lies a step beside them, and the same for other groups.

    rows:    one person on each
    heads:   how many the schedule has
    cost:    of one
    effect:  by how much one more raises the service level of each queue's day (shifts × queues)
    group:   number of the group of each, of so many `groups`
    day:     local day on which it starts, as a number
    kind:    the same for shifts that differ in their rests alone
    """

    rows: ShiftPlan
    heads: Ints
    cost: Floats
    effect: Floats
    group: Ints
    groups: int
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
    rows, heads = _shifts(asked, plan)
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
    return HeadCandidates(rows, heads, cost, effect, group, len(asked.groups), start_day, kind)


def _shifts(asked: AskedShifts, plan: ShiftPlan) -> tuple[ShiftPlan, Ints]:
    """One person on each shift that may be, and the heads that the schedule has on it."""
    assert plan.group is not None
    nobody = np.zeros(len(plan), dtype=np.int64)
    parts = [plan]
    for number, one in enumerate(asked.groups):
        works = [pattern.name for pattern in asked.horizon_of(number).rules.patterns]
        others = np.isin(plan.pattern, works) & (plan.group != one.name)
        parts.append(replace(plan, group=np.full(len(plan), one.name), agents=nobody).rows(others))
    parts += [replace(one, agents=nobody) for one in _beside(plan, asked)]
    rows = ShiftPlan.joined(parts)
    allowed = are_shifts_allowed(replace(rows, agents=np.ones(len(rows), dtype=np.int64)), asked.horizon)
    allowed[: len(plan)] = True
    rows = rows.rows(allowed & _is_first(rows))
    assert rows.group is not None
    place = {one.name: number for number, one in enumerate(asked.groups)}
    number_of = np.array([place[name] for name in rows.group.tolist()], dtype=np.int64)
    order = np.lexsort((rows.length_minutes, rows.start, rows.pattern, number_of))  # as schedules stand
    rows = rows.rows(order)
    return replace(rows, agents=np.ones(len(rows), dtype=np.int64)), rows.agents


def _beside(plan: ShiftPlan, asked: AskedShifts) -> Iterator[ShiftPlan]:
    """The same shifts a step shorter or longer at either end, and a step sooner or later."""
    rules = asked.horizon.rules
    paid = {pattern.name: pattern for pattern in rules.patterns}
    for sooner, later in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, 1)):
        step = np.timedelta64(60 * rules.start_every_minutes, "s")
        length = plan.length_minutes + (sooner + later) * rules.start_every_minutes
        moved = later * step if sooner == -later else 0 * step
        hours = [
            paid[name].paid_minutes(many) / 60
            for name, many in zip(plan.pattern.tolist(), length.tolist(), strict=True)
        ]
        yield replace(
            plan,
            start=plan.start - sooner * step,
            length_minutes=length,
            rest_start=plan.rest_start + moved,
            paid_hours=np.array(hours),
        )


def _is_first(rows: ShiftPlan) -> Bools:
    """Rows that no row before is the same as."""
    assert rows.group is not None
    columns = (rows.group, rows.pattern, rows.start.astype(np.int64), rows.length_minutes)
    rests = rows.rest_start.astype(np.int64).tolist()
    seen: set[object] = set()
    first = np.zeros(len(rows), dtype=np.bool_)
    for row, key in enumerate(zip(*(column.tolist() for column in columns), map(tuple, rests), strict=True)):
        first[row] = key not in seen
        seen.add(key)
    return first
