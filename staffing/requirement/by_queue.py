"""The service of several queues whose agents are scheduled together, queue by queue.

Each queue is sized for itself, so its service is that of its own agents, not of a pool that nobody has
trained. Of the heads at work in an interval each queue has the share that it has of the heads required then:
with as many as required every queue gets what it was sized for, with more or fewer all gain or lose alike.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.records.demand import Demand
from staffing.records.need import Need, QueueNeeds
from staffing.records.schedule import QueueService
from staffing.records.service import Service
from staffing.requirement.pooled import pooled_service_level
from staffing.requirement.size import evaluate


def service_level_of(need: Need, working: Floats, service: Service) -> Floats:
    """Per interval with so many heads at work: the mean over contacts of what each queue gets.

    NaN where contacts are unknown. Of one queue, or where nobody calls, that of the need as it stands.
    """
    pooled = pooled_service_level(need, working * need.phone_share, service)
    if need.by_queue is None:
        return pooled
    level = levels_by_row(need, need.by_queue, working, service)
    offered = need.by_queue.demand.offered
    busy = offered > 0
    place, size = need.by_queue.place[busy], len(need)
    contacts = np.bincount(place, offered[busy], size)
    served = np.bincount(place, (offered * level)[busy], size)
    mean = np.divide(served, contacts, out=pooled.copy(), where=contacts > 0)
    return np.where(need.known, mean, np.nan)


def services_by_queue(need: Need, working: Floats, service: Service) -> tuple[QueueService, ...]:
    """The same over the whole need, queue by queue in the order of their names; empty where there is one."""
    if need.by_queue is None:
        return ()
    level = levels_by_row(need, need.by_queue, working, service)
    demand = need.by_queue.demand
    found = []
    for code, name in enumerate(demand.queues):
        mine = (demand.queue == code) & (demand.offered > 0)
        known = mine & np.isfinite(level)
        mean = float(np.average(level[known], weights=demand.offered[known])) if known.any() else None
        contacts = float(demand.offered[mine].sum())
        found.append(QueueService(name, contacts, mean, _target(demand, mine, service)))
    return tuple(sorted(found, key=lambda one: one.queue))


def _target(demand: Demand, mine: Bools, service: Service) -> float | None:
    """The service level that is asked of the queue, a mean over its contacts; None where none is."""
    asked = service.targets.service_level
    level = np.broadcast_to(np.nan if asked is None else asked, mine.shape)
    if demand.target_service_level is not None:
        level = np.where(np.isfinite(demand.target_service_level), demand.target_service_level, level)
    level = level[mine & (level > 0)]
    weights = demand.offered[mine] if len(level) == mine.sum() else None
    return float(np.average(level, weights=weights)) if len(level) else None


def head_shares(need: Need, rows: QueueNeeds) -> Floats:
    """Of each row: its share of the heads at work in its interval."""
    required: Floats = np.bincount(rows.place, rows.heads, len(need)).astype(np.float64)
    load = np.nan_to_num(rows.demand.offered * rows.demand.aht_seconds)
    total_load: Floats = np.bincount(rows.place, load, len(need)).astype(np.float64)
    return _ratio(rows.heads, required[rows.place], _ratio(load, total_load[rows.place], 0.0))


def levels_by_row(need: Need, rows: QueueNeeds, working: Floats, service: Service) -> Floats:
    """Service level of each row, with its share of the heads at work."""
    share = head_shares(need, rows)
    load = np.nan_to_num(rows.demand.offered * rows.demand.aht_seconds)
    on_the_phones = _ratio(rows.agents, rows.heads, need.phone_share[rows.place])
    agents = np.maximum(working[rows.place], 0.0) * share * on_the_phones
    known = np.isfinite(rows.demand.offered) & (np.isfinite(rows.demand.aht_seconds) | (load == 0))
    asked = replace(rows.demand, offered=np.where(known, rows.demand.offered, 0.0))
    level = evaluate(asked, agents, replace(service, uncertainty=None)).service_level
    return np.where(known, level, np.nan)


def _ratio(part: Floats, whole: Floats, otherwise: Floats | float) -> Floats:
    out = np.broadcast_to(np.asarray(otherwise, dtype=np.float64), part.shape).copy()
    return np.divide(part, whole, out=out, where=whole > 0)
