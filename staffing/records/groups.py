"""Agents by interval and group of people with the same skills, and the service that they give."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.arrays import Floats, Texts
from staffing.records.columns import IntervalRows


@dataclass(frozen=True, eq=False)
class GroupAgents(IntervalRows):
    """Agents on the phones of each group, and heads to schedule so that they are there.

    A group answers several queues: `queue` says nothing here.
    """

    group: Texts
    agents: Floats
    scheduled: Floats


@dataclass(frozen=True)
class GroupStep:
    """What one agent of a group more or less would do in an interval.

    With one fewer, `fewer_queue` would lose most, down to `fewer_service_level` (None: the group has nobody);
    with one more, the queue that binds would have `more_service_level`.
    """

    group: str
    agents: int
    fewer_queue: str | None
    fewer_service_level: float | None
    more_service_level: float


@dataclass(frozen=True)
class StaffedInterval:
    """An interval as groups staff it: the queue that binds, and the cost beside that of each queue alone.

    Costs are in agents that cost 1. `binding_queue` has the least to spare above its target.
    """

    interval_start: str
    binding_queue: str
    service_level: float
    cost: float
    cost_each_queue_alone: float
    groups: tuple[GroupStep, ...]


@dataclass(frozen=True)
class StaffedIntervals:
    """All intervals with contacts, as JSON."""

    intervals: tuple[StaffedInterval, ...]


@dataclass(frozen=True)
class SkillChange:
    """What one change would cost in hours of agents at cost 1, and what it saves beside the plan.

    `kind`: "skill" (some people learn a queue), "merge" (two groups are one), "move" (a queue changes hands).
    """

    kind: str
    change: str
    cost: float
    saved: float


@dataclass(frozen=True)
class SkillsWorth:
    """Costs of agents in hours at cost 1, over all intervals, by sizing `intervals` that stand for all.

    `each_queue_alone`: agents for one queue each; `merged`: all contacts as one queue that everybody answers,
    at the price of the cheapest group (None: there is no such staffing).
    """

    cost: float
    each_queue_alone: float
    merged: float | None
    intervals: int
    intervals_in_all: int
    changes: tuple[SkillChange, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class RoutedService(IntervalRows):
    """The service of each queue, whoever answers it.

    Standard errors are NaN throughout where nothing was simulated, and 0 in rows that are exact.
    """

    offered: Floats
    service_level: Floats
    service_level_se: Floats
    mean_wait_seconds: Floats
    mean_wait_seconds_se: Floats
    abandonment: Floats
    abandonment_se: Floats
