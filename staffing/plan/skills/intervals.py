"""The demand of each interval as a system of queues and groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from staffing.arrays import Floats, Ints, Times
from staffing.errors import UsageError
from staffing.plan.play.contacts import require_one_at_a_time
from staffing.plan.skills.table import SkillTable
from staffing.queueing.model import Traffic
from staffing.records.columns import IntervalRows
from staffing.records.demand import Demand
from staffing.records.groups import RoutedService
from staffing.records.service import Service
from staffing.requirement.size import targets_of, traffic_of
from staffing.skills.measured import Measured
from staffing.skills.system import SkillSystem
from staffing.skills.targets import QueueTargets

_MEASURES = tuple(item.name for item in fields(Measured))


@dataclass(frozen=True, eq=False)
class SkillIntervals:
    """Intervals with contacts in any of the queues, and what each queue brings and is asked."""

    demand: Demand
    table: SkillTable
    traffic: Traffic
    service: Service

    @cached_property
    def moments(self) -> Times:
        """Start of each interval, in order."""
        return np.unique(self.demand.interval_start)

    @cached_property
    def _place(self) -> tuple[Ints, Ints]:
        return np.searchsorted(self.moments, self.demand.interval_start), self.demand.queue

    def grid(self, column: Floats, absent: float) -> Floats:
        """A column of the demand's rows by interval and queue."""
        grid = np.full((len(self.moments), len(self.table.queues)), absent)
        grid[self._place] = column
        return grid

    def rows_of(self, grid: Floats) -> Floats:
        """Values by interval and queue in the order of the demand's rows."""
        return np.asarray(grid[self._place])

    @cached_property
    def systems(self) -> list[SkillSystem]:
        """One for each interval."""
        rate = self.grid(self.traffic.arrivals_per_second, 0.0)
        rows = self.demand.offered.shape
        handled = self.traffic.arrivals_per_second > 0
        aht = self.grid(np.where(handled, self.traffic.aht_seconds, 1.0), 1.0)
        patience = self.grid(np.broadcast_to(self.traffic.patience_seconds, rows), np.inf)
        asked = targets_of(self.demand, self.service)
        seconds = self.grid(np.broadcast_to(asked.target_seconds, rows), 0.0)
        table = self.table
        return [
            SkillSystem(
                *columns,
                table.level,
                table.slower(self.service.writing_ratio),
                table.breadth,
                None if (table.at_once == 1).all() else table.at_once,
            )
            for columns in zip(rate, aht, patience, seconds, strict=True)
        ]

    @cached_property
    def targets(self) -> list[QueueTargets]:
        """What is asked of each interval."""
        rows, asked = self.demand.offered.shape, targets_of(self.demand, self.service)
        level = self.grid(np.broadcast_to(asked.service_level, rows), 0.0)
        wait = self.grid(np.broadcast_to(asked.max_wait_seconds, rows), np.inf)
        gone = self.grid(np.broadcast_to(asked.max_abandonment, rows), np.inf)
        return [QueueTargets(*columns) for columns in zip(level, wait, gone, strict=True)]

    def group_rows(self) -> IntervalRows:
        """The rows of a table by interval and group."""
        first = np.unique(self.demand.interval_start, return_index=True)[1]
        times = len(self.table.groups)
        return IntervalRows(
            queue=np.zeros(len(first) * times, dtype=np.int64),
            queues=("all",),
            interval_start=np.repeat(self.moments, times),
            utc_offset_minutes=np.repeat(self.demand.utc_offset_minutes[first], times),
            interval_minutes=self.demand.interval_minutes,
            timezone=self.demand.timezone,
        )


def skill_intervals(demand: Demand, table: SkillTable, service: Service) -> SkillIntervals:
    """UsageError for what groups of skills are not predicted with."""
    require_one_at_a_time(service)
    if service.targets.definition != "offered":
        hint = "leave out --definition, or give agents by queue"
        raise UsageError("with groups, service level is that of all contacts offered", hint=hint)
    patient = np.full(len(demand), np.inf)
    traffic = traffic_of(demand, service)
    if service.model == "erlang-c":
        traffic = Traffic(traffic.arrivals_per_second, traffic.aht_seconds, patient)
    return SkillIntervals(demand, table, traffic, service)


def service_of(intervals: SkillIntervals, found: Sequence[Measured]) -> RoutedService:
    """What was predicted, as rows of the demand."""
    columns: dict[str, Any] = {
        name: intervals.rows_of(np.array([getattr(one, name) for one in found])) for name in _MEASURES
    }
    if all(one.is_exact.all() for one in found):
        columns |= {
            name: np.full(len(intervals.demand), np.nan) for name in _MEASURES if name.endswith("_se")
        }
    return RoutedService(**intervals.demand.same_rows(), offered=intervals.demand.offered, **columns)


def assumption_notes(service: Service) -> list[str]:
    """What groups are predicted without, where the service asks for it."""
    left_out = {
        f"variation {service.variation}": service.variation != "sipp",
        f"patience law {service.patience_law}": service.patience_law != "exponential",
        "the forecast's range": service.uncertainty is not None,
        "chance attendance": service.binomial,
        "max_occupancy": bool(np.isfinite(service.targets.max_occupancy).any()),
    }
    named = ", ".join(name for name, holds in left_out.items() if holds)
    if not named:
        return []
    return [
        "groups are predicted interval by interval in a steady state, with exponential patience: "
        f"not used: {named}"
    ]
