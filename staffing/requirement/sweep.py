"""What more or fewer agents buy in one interval: service against agents, and what a point of it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.records.columns import ALL_QUEUES
from staffing.records.demand import Demand
from staffing.records.requirement import SweepRows
from staffing.records.service import Service
from staffing.requirement.size import evaluate, size


@dataclass(frozen=True, eq=False)
class Sweep:
    """The rows, and the agents that the targets ask for."""

    rows: SweepRows
    required: float


def sweep(demand: Demand, options: Service, *, around: int, cost_per_hour: float) -> Sweep:
    """From `around` agents fewer than the targets ask of the one row of `demand` to as many more."""
    required = float(size(demand, options).agents[0])
    agents = np.arange(max(0.0, required - around), required + around + 1)
    repeated = demand.rows(np.zeros(agents.size, dtype=np.int64))
    service = evaluate(repeated, agents, replace(options, variation="sipp"))
    hourly = cost_per_hour * demand.interval_minutes / 60.0
    gained = 100.0 * np.diff(service.service_level, append=np.nan)
    some = gained > 0
    out_of_reach = np.where(np.isnan(gained), np.nan, np.inf)
    per_point = np.where(some, hourly / np.where(some, gained, 1.0), out_of_reach)
    rows = SweepRows(
        agents=service.agents,
        service_level=service.service_level,
        mean_wait_seconds=service.mean_wait_seconds,
        abandonment=service.abandonment,
        occupancy=service.occupancy,
        cost=agents * hourly,
        cost_per_point=per_point,
    )
    return Sweep(rows, required)


def one_interval(offered: float, aht_seconds: float, interval_minutes: int) -> Demand:
    """A demand of one row, of no particular day."""
    return Demand(
        interval_start=np.zeros(1, dtype="datetime64[s]"),
        utc_offset_minutes=np.zeros(1, dtype=np.int64),
        queue=np.zeros(1, dtype=np.int64),
        queues=(ALL_QUEUES,),
        interval_minutes=interval_minutes,
        timezone="UTC",
        offered=np.array([offered]),
        aht_seconds=np.array([aht_seconds]),
    )
