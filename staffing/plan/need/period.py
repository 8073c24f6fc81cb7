"""The service level of a day or a week: the floor of each interval, and what heads above it are worth.

All queues are pooled, as `coverage.csv` predicts them: agents answer every queue. So one target holds for
all contacts of a period together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.errors import InputError, Problem
from staffing.records.columns import IntervalRows
from staffing.records.need import Need
from staffing.records.service import Service
from staffing.records.service_target import TargetPeriod
from staffing.requirement.pooled import pooled_service_level
from staffing.requirement.size import size
from staffing.shifts.formulation.blocks.service import PeriodService
from staffing.timegrid import local_day

WEEK = 7


@dataclass(frozen=True, eq=False)
class PeriodTarget:
    """Heads that every interval must have, and the service level that every `day` or `week` must reach."""

    kind: str
    floor: Floats
    service: PeriodService


def period_target(
    asked: TargetPeriod | None, heads: Need, options: Service, requirement: str
) -> PeriodTarget | None:
    """What the period asks of these heads; None where the target holds in every interval.

    InputError, naming the `requirement`, where it does not say who calls.
    """
    if asked is None:
        return None
    unknown = heads.required.any() and not (np.nan_to_num(heads.offered) > 0).any()
    if unknown or np.isnan(heads.aht_seconds[np.nan_to_num(heads.offered) > 0]).any():
        expected = f"contacts and their handle times, for a target by the {asked.kind}"
        hint = 'add the columns offered and aht_seconds, or set [service] period = "interval"'
        raise InputError(Problem(requirement, expected, hint))
    service = PeriodService(
        contacts=np.nan_to_num(heads.offered),
        period=periods_of(asked.kind, heads),
        target=float(options.targets.service_level),
        of_heads=lambda working: _service_level(heads, working * heads.phone_share, options),
    )
    return PeriodTarget(asked.kind, _floor(heads, options, asked.least_service_level), service)


def periods_of(kind: str, rows: IntervalRows) -> Ints:
    """The number of each interval's local day, or week of seven of them, from the first of the horizon."""
    day = local_day(rows.local).astype(np.int64)
    period: Ints = (day - day[0]) // (1 if kind == "day" else WEEK)
    return period


def _floor(heads: Need, options: Service, least: float) -> Floats:
    """Heads for the least service level, and for all that is asked of each interval besides.

    Where nobody is known to call, the requirement stands: that of opened doors.
    """
    asked = options.targets
    targets = replace(asked, service_level=np.asarray(least), min_agents=np.maximum(asked.min_agents, 1.0))
    agents = size(heads.demand, replace(options, targets=targets, uncertainty=None)).agents
    return np.where(np.nan_to_num(heads.offered) > 0, agents / heads.phone_share, heads.required)


def _service_level(heads: Need, agents: Floats, options: Service) -> Floats:
    """Between whole agents the straight line (now one number comes, now the other), or less if predicted."""
    below = np.floor(agents + 1e-9)
    share = np.clip(agents - below, 0.0, 1.0)
    low, high = (pooled_service_level(heads, n, options) for n in (below, below + 1.0))
    straight = low + share * (high - low)
    return np.minimum(straight, pooled_service_level(heads, np.maximum(agents, below), options))
