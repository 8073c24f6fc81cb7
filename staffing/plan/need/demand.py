"""From the forecast to what is to be staffed: each row with what the plan asks of it."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.plan.file.schema import ServiceChoice
from staffing.records.demand import Demand
from staffing.records.forecast import Forecast
from staffing.timegrid import OpeningHours, minute_of_day, weekday


def demand_of(forecast: Forecast, asked: ServiceChoice, hours: OpeningHours | None) -> Demand:
    """The forecast's rows with their own targets; the minimum of agents holds in the opening hours."""
    service_level, seconds = _targets(asked, forecast)
    return Demand(
        **forecast.same_rows(),
        offered=forecast.offered,
        aht_seconds=forecast.aht_seconds,
        offered_p10=forecast.offered_p10,
        offered_p90=forecast.offered_p90,
        target_service_level=service_level,
        target_seconds=seconds,
        min_agents=_min_agents(asked, forecast, hours),
    )


def _min_agents(asked: ServiceChoice, forecast: Forecast, hours: OpeningHours | None) -> Floats:
    is_open = np.ones(len(forecast), dtype=bool) if hours is None else hours.contains(forecast.local)
    return np.where(is_open, asked.min_agents, 0.0)


def _targets(asked: ServiceChoice, forecast: Forecast) -> tuple[Floats, Floats]:
    """What `[[service.override]]` asks of each row, NaN where the plan's one target holds."""
    day, minute = weekday(forecast.local), minute_of_day(forecast.local)
    service_level, seconds = (np.full(len(forecast), np.nan) for _ in range(2))
    for override in asked.override:
        holds = np.isin(day, list(override.days)) & (minute >= override.start) & (minute < override.end)
        if override.queue is not None:
            holds &= forecast.queue_names == override.queue
        service_level[holds], seconds[holds] = override.target.value
    return service_level, seconds
