"""What several queues cost each alone, and as one queue that everybody answers, whichever the plan is for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.errors import StaffingError
from staffing.forecast import FALLBACK
from staffing.forecast.make import make_forecast
from staffing.history.grain import aggregate
from staffing.parallel import Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.demand import demand_of
from staffing.plan.road import Walked, sized
from staffing.records.columns import ALL_QUEUES
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.records.requirement import Requirement
from staffing.records.schedule import QueueCosts
from staffing.records.service import Service
from staffing.requirement.pooling import busy_agents, pooled_agents

MOST_APART = 100  # queues that are forecast once more only to tell their price


def with_queue_costs(plan: PlanFile, walked: Walked, engine: Engine) -> Walked:
    """The walk with the prices of the choices in its summary; with groups they stand there already."""
    summary = walked.scheduled.summary
    busy = walked.sized.requirement.queue[walked.sized.requirement.offered > 0]
    apart = walked.history.apart
    if summary.queue_costs is not None or not len(busy) or (apart is None and len(np.unique(busy)) < 2):
        return walked
    service = replace(walked.sized.service, uncertainty=None)
    needed = walked.sized.requirement
    if summary.is_repaired or walked.sized.service.uncertainty is not None:  # more than the targets ask for
        needed = sized(plan, walked.sized.made.forecast, service, engine=engine)
    here = _hours(needed, busy_agents(needed, needed.agents))
    if apart is None:
        forecast = walked.sized.made.forecast
        demand = demand_of(forecast, plan.sections.service, plan.opening_hours)
        costs = QueueCosts("alone", here, None, _hours(needed, pooled_agents(demand, service)))
    else:
        costs = QueueCosts("merge", _hours_apart(plan, apart, walked, service, engine), None, here)
    scheduled = replace(walked.scheduled, summary=replace(summary, queue_costs=costs))
    return replace(walked, scheduled=scheduled)


def _hours(needed: Requirement, agents: Floats | None) -> float | None:
    return None if agents is None else float(agents.sum()) * needed.interval_minutes / 60


def _hours_apart(
    plan: PlanFile, apart: History, walked: Walked, service: Service, engine: Engine
) -> float | None:
    """Of the queues that the plan merges; None where that is much work for a price, or cannot be known."""
    if len(apart.queues) > MOST_APART or apart.interval_minutes > plan.interval_minutes:
        return None
    made = walked.sized.made
    asked = replace(plan.forecast_options(made.as_of), method=FALLBACK, new_queues=(), engine=engine)
    past = aggregate(apart, plan.interval_minutes, str(plan.path))
    try:
        forecast = _in_shares(make_forecast(past, asked).forecast, made.forecast)
        if np.isnan(forecast.aht_seconds[forecast.offered > 0]).any():
            return None
        needed = sized(plan, forecast, service, engine=engine)
    except StaffingError:  # a price is no reason to end a run
        return None
    return _hours(needed, busy_agents(needed, needed.agents))


def _in_shares(by_queue: Forecast, merged: Forecast) -> Forecast:
    """The contacts of a merged forecast in the shares of one by queue, and its new queues as they are."""
    is_merged = merged.queue_names == ALL_QUEUES
    whole, new = merged.rows(is_merged), merged.rows(~is_merged)
    known = by_queue.rows(np.isin(by_queue.interval_start, whole.interval_start))
    place = np.searchsorted(whole.interval_start, known.interval_start)
    total = np.bincount(place, known.offered, len(whole))
    factor = np.divide(whole.offered, total, out=np.ones(len(whole)), where=total > 0)
    shared = replace(known, offered=known.offered * factor[place])
    return Forecast.joined([shared, new]) if len(new) else shared
