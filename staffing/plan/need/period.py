"""The service level of a day or a week: the floor of each interval, and what heads above it are worth.

All queues are pooled, as `coverage.csv` predicts them: agents answer every queue. So one target holds for
all contacts of a period together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.errors import InputError, Problem
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.heads import Heads
from staffing.records import Floats, Ints, Times
from staffing.requirement.size import ServiceOptions, size
from staffing.requirement.targets import Targets
from staffing.shifts.formulation.service import PeriodService
from staffing.timegrid import local_day, to_local

WEEK = 7


@dataclass(frozen=True, eq=False)
class PeriodTarget:
    """Heads that every interval must have, and the service level that every period must reach."""

    floor: Floats
    service: PeriodService


def period_target(
    plan: PlanFile, heads: Heads, options: ServiceOptions, requirement: str
) -> PeriodTarget | None:
    """What `[service] period` asks, None where the target holds in every interval.

    InputError, naming the `requirement`, where it does not say who calls.
    """
    if plan.sections.service.period == "interval":
        return None
    unknown = heads.required.any() and not (np.nan_to_num(heads.offered) > 0).any()
    if unknown or np.isnan(heads.aht_seconds[np.nan_to_num(heads.offered) > 0]).any():
        expected = f"contacts and their handle times, for a target by the {plan.sections.service.period}"
        hint = 'add the columns offered and aht_seconds, or set [service] period = "interval"'
        raise InputError(Problem(requirement, expected, hint))
    service = PeriodService(
        contacts=np.nan_to_num(heads.offered),
        period=periods_of(plan, heads.interval_start, heads.utc_offset_minutes),
        target=float(options.targets.service_level),
        of_heads=lambda working: _service_level(heads, working * heads.phone_share, options),
    )
    return PeriodTarget(_floor(heads, options, plan.sections.schedule.min_interval_service_level), service)


def periods_of(plan: PlanFile, interval_start: Times, utc_offset_minutes: Ints) -> Ints:
    """The number of each interval's local day, or week of seven of them, from the first of the horizon."""
    day = local_day(to_local(interval_start, utc_offset_minutes)).astype(np.int64)
    period: Ints = (day - day[0]) // (1 if plan.sections.service.period == "day" else WEEK)
    return period


def _floor(heads: Heads, options: ServiceOptions, least: float) -> Floats:
    """Heads for the least service level, and for all that is asked of each interval besides.

    Where nobody is known to call, the requirement stands: that of opened doors.
    """
    asked = options.targets
    targets = Targets(
        least,
        asked.target_seconds,
        definition=asked.definition,
        max_wait_seconds=asked.max_wait_seconds,
        max_abandonment=asked.max_abandonment,
        max_occupancy=asked.max_occupancy,
        min_agents=np.maximum(asked.min_agents, 1.0),
    )
    agents = size(heads.demand, replace(options, targets=targets, uncertainty=None)).agents
    return np.where(np.nan_to_num(heads.offered) > 0, agents / heads.phone_share, heads.required)


def _service_level(heads: Heads, agents: Floats, options: ServiceOptions) -> Floats:
    """Between whole agents the straight line (now one number comes, now the other), or less if predicted."""
    below = np.floor(agents + 1e-9)
    share = np.clip(agents - below, 0.0, 1.0)
    low, high = (heads.service_level(n, options) for n in (below, below + 1.0))
    straight = low + share * (high - low)
    return np.minimum(straight, heads.service_level(np.maximum(agents, below), options))
