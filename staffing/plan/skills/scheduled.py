"""Shifts of groups as a schedule: what they cover, group by group and in all, and what that amounts to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats
from staffing.plan.run.summary import HEADS_TOLERANCE, days, summarise
from staffing.plan.scheduled import Scheduled
from staffing.records.columns import IntervalRows
from staffing.records.coverage import Coverage
from staffing.records.groups import GroupAgents, RoutedService
from staffing.records.need import Need
from staffing.records.schedule import Proof, QueueCosts
from staffing.shifts.effort import SearchEffort
from staffing.shifts.groups.asked import AskedShifts
from staffing.shifts.groups.build import GroupShifts


@dataclass(frozen=True, eq=False)
class GroupsAsked:
    """What shifts of groups are to cover: heads (`agents`: with those on the phones), and what they give."""

    need: Need
    asked: AskedShifts
    agents: GroupAgents
    service: RoutedService
    costs: QueueCosts


def scheduled_groups(given: GroupsAsked, shifts: GroupShifts, effort: SearchEffort) -> Scheduled:
    """The service level is that of the agents of `groups.csv`, by sizing, over all queues."""
    need, asked = given.need, given.asked
    by_group = _by_group(need, asked, shifts)
    level = _level(given.service, need)
    coverage = Coverage(
        **need.same_rows(),
        required=shifts.required.sum(axis=0),
        scheduled=shifts.scheduled.sum(axis=0),
        on_break=shifts.on_break.sum(axis=0),
        service_level=level,
    )
    proof = Proof(
        objective_hours=shifts.objective_hours,
        lower_bound_hours=shifts.lower_bound_hours,
        gap=shifts.gap,
        solver=shifts.solver,
        solve_seconds=shifts.solve_seconds,
        ended_by=shifts.ended_by,
    )
    contacts, hours = np.nan_to_num(need.offered), need.interval_minutes / 60
    short = by_group.under.reshape(len(need), -1).sum(axis=1)
    summary = replace(
        summarise(coverage, contacts, shifts.plan, proof),
        under_agent_intervals=int((short > HEADS_TOLERANCE).sum()),
        under_agent_hours=float(short.sum()) * hours,
        over_agent_hours=float(by_group.over.sum()) * hours,
        queue_costs=given.costs,
    )
    return Scheduled(
        horizon=asked.horizon,
        effort=effort,
        shifts=shifts.plan,
        coverage=coverage,
        summary=summary,
        days=days(coverage, contacts, shifts.plan),
        lost=shifts.lost,
        by_group=by_group,
    )


def _by_group(need: Need, asked: AskedShifts, shifts: GroupShifts) -> Coverage:
    """A row for each interval and group."""
    many = len(asked.groups)
    rows = IntervalRows(
        interval_start=np.repeat(need.interval_start, many),
        utc_offset_minutes=np.repeat(need.utc_offset_minutes, many),
        queue=np.zeros(len(need) * many, dtype=np.int64),
        queues=need.queues,
        interval_minutes=need.interval_minutes,
        timezone=need.timezone,
    )
    return Coverage(
        **rows.same_rows(),
        required=shifts.required.T.ravel(),
        scheduled=shifts.scheduled.T.ravel(),
        on_break=shifts.on_break.T.ravel(),
        service_level=np.full(len(rows), np.nan),
        group=np.tile(np.array([one.name for one in asked.groups]), len(need)),
    )


def _level(service: RoutedService, need: Need) -> Floats:
    """Service level of all contacts of each interval, by its sizing; NaN where nobody calls."""
    place = np.searchsorted(need.interval_start, service.interval_start)
    busy = np.where(service.offered > 0, service.offered, 0.0)
    good = np.bincount(place, np.nan_to_num(service.service_level) * busy, len(need))
    total = np.bincount(place, busy, len(need))
    level: Floats = np.divide(good, total, out=np.full(len(need), np.nan), where=total > 0)
    return level
