"""From the forecast to what is to be staffed: each row with what the plan asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.plan.file.schema import ServiceChoice
from staffing.records.columns import IntervalRows
from staffing.records.demand import Demand
from staffing.records.forecast import Forecast
from staffing.timegrid import OpeningHours, minute_of_day, weekday

Key = tuple[str, int]  # a queue, and the start of an interval in UTC seconds
Aims = Mapping[Key, float]  # service levels to size for in place of the targets


def demand_of(forecast: Forecast, asked: ServiceChoice, hours: OpeningHours | None) -> Demand:
    """The forecast's rows with their own targets; the minimum of agents holds in the opening hours."""
    service_level, seconds = targets_of(asked, forecast)
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


def aimed(demand: Demand, aims: Aims) -> Demand:
    """The demand with these service levels in place of its targets, where they name its rows."""
    if not aims:
        return demand
    level = np.array([aims.get(key, np.nan) for key in keys_of(demand)])
    own = demand.target_service_level
    return replace(
        demand, target_service_level=level if own is None else np.where(np.isfinite(level), level, own)
    )


def keys_of(rows: IntervalRows) -> list[Key]:
    """Queue and start of each row."""
    starts = rows.interval_start.astype("datetime64[s]").astype(np.int64).tolist()
    return list(zip(rows.queue_names.tolist(), starts, strict=True))


def _min_agents(asked: ServiceChoice, rows: IntervalRows, hours: OpeningHours | None) -> Floats:
    is_open = np.ones(len(rows), dtype=bool) if hours is None else hours.contains(rows.local)
    return np.where(is_open, asked.min_agents, 0.0)


def targets_of(asked: ServiceChoice, rows: IntervalRows) -> tuple[Floats, Floats]:
    """What `[[service.override]]` asks of each row, NaN where the plan's one target holds."""
    day, minute = weekday(rows.local), minute_of_day(rows.local)
    service_level, seconds = (np.full(len(rows), np.nan) for _ in range(2))
    for override in asked.override:
        holds = np.isin(day, list(override.days)) & (minute >= override.start) & (minute < override.end)
        if override.queue is not None:
            holds &= rows.queue_names == override.queue
        service_level[holds], seconds[holds] = override.target.value
    return service_level, seconds


def with_overrides(demand: Demand, asked: ServiceChoice, hours: OpeningHours | None) -> Demand:
    """Rows of a file with what the plan asks of them, where they have no target of their own."""
    service_level, seconds = targets_of(asked, demand)
    own_level, own_seconds = demand.target_service_level, demand.target_seconds
    if own_level is not None and own_seconds is not None:
        is_own = np.isfinite(own_level)
        service_level, seconds = (
            np.where(is_own, own_level, service_level),
            np.where(is_own, own_seconds, seconds),
        )
    return replace(
        demand,
        target_service_level=service_level,
        target_seconds=seconds,
        min_agents=_min_agents(asked, demand, hours),
    )
