"""From the forecast to what is to be staffed: each row with what the plan asks of it."""

from __future__ import annotations

import numpy as np

from staffing.plan.options import opening_hours
from staffing.plan.schema import Plan
from staffing.records import Floats, Forecast
from staffing.requirement.demand import Demand
from staffing.timegrid import to_local


def demand_of(plan: Plan, forecast: Forecast) -> Demand:
    """The forecast's rows; the minimum of agents holds while the centre is open."""
    return Demand(
        interval_start=forecast.interval_start,
        utc_offset_minutes=forecast.utc_offset_minutes,
        queue=forecast.queue,
        queues=forecast.queues,
        interval_minutes=forecast.interval_minutes,
        offered=forecast.offered,
        aht_seconds=forecast.aht_seconds,
        offered_p10=forecast.offered_p10,
        offered_p90=forecast.offered_p90,
        min_agents=_min_agents(plan, forecast),
    )


def _min_agents(plan: Plan, forecast: Forecast) -> Floats:
    hours = opening_hours(plan)
    local = to_local(forecast.interval_start, forecast.utc_offset_minutes)
    is_open = np.ones(len(forecast), dtype=bool) if hours is None else hours.contains(local)
    return np.where(is_open, plan.service.min_agents, 0.0)
