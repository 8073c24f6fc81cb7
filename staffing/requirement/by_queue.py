"""The service of several queues whose agents are scheduled together, queue by queue.

Each queue is sized for itself, so its service is that of its own agents, not of a pool that nobody has
trained. Of the heads at work in an interval each queue has the share that it has of the heads required then:
with as many as required every queue gets what it was sized for, with more or fewer all gain or lose alike.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.records.demand import Demand
from staffing.records.need import Need, QueueNeeds
from staffing.records.schedule import QueueService
from staffing.records.service import Service
from staffing.requirement.pooled import pooled_service_level
from staffing.requirement.size import service_levels


def service_level_of(need: Need, working: Floats, service: Service) -> Floats:
    """Per interval with so many heads at work: the mean over contacts of what each queue gets.

    NaN where contacts are unknown. Of one queue, or where nobody calls, that of the need as it stands.
    """
    pooled = pooled_service_level(need, working * need.phone_share, service)
    if need.by_queue is None:
        return pooled
    level = _levels(need, need.by_queue, working, service)
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
    level = _levels(need, need.by_queue, working, service)
    demand = need.by_queue.demand
    found = []
    for name, rows in zip(demand.queues, demand.rows_of_queues, strict=True):
        mine = rows[demand.offered[rows] > 0]
        known = mine[np.isfinite(level[mine])]
        mean = float(np.average(level[known], weights=demand.offered[known])) if len(known) else None
        contacts = float(demand.offered[mine].sum())
        found.append(QueueService(name, contacts, mean, _target(demand, mine, service)))
    return tuple(sorted(found, key=lambda one: one.queue))


def _target(demand: Demand, mine: Ints, service: Service) -> float | None:
    """The service level that is asked of the queue, a mean over its contacts; None where none is."""
    asked = service.targets.service_level
    level = np.broadcast_to(np.nan if asked is None else asked, mine.shape)
    if demand.target_service_level is not None:
        own = demand.target_service_level[mine]
        level = np.where(np.isfinite(own), own, level)
    level = level[level > 0]
    weights = demand.offered[mine] if len(level) == len(mine) else None
    return float(np.average(level, weights=weights)) if len(level) else None


def heads_by_queue(need: Need, rows: QueueNeeds, working: Floats) -> Floats:
    """Of the heads at work in each interval those of each row, its queue's share of the heads required.

    Where nobody is required it is that of the work, and where there is none of that, nobody.
    """
    required: Floats = np.bincount(rows.place, rows.heads, len(need)).astype(np.float64)
    load = np.nan_to_num(rows.demand.offered * rows.demand.aht_seconds)
    total_load: Floats = np.bincount(rows.place, load, len(need)).astype(np.float64)
    share = _ratio(rows.heads, required[rows.place], _ratio(load, total_load[rows.place], 0.0))
    return np.maximum(working[rows.place], 0.0) * share


def _levels(need: Need, rows: QueueNeeds, working: Floats, service: Service) -> Floats:
    """Of each row, with its share of the heads at work."""
    on_the_phones = _ratio(rows.agents, rows.heads, need.phone_share[rows.place])
    agents = heads_by_queue(need, rows, working) * on_the_phones
    no_work = np.nan_to_num(rows.demand.offered * rows.demand.aht_seconds) == 0
    known = np.isfinite(rows.demand.offered) & (np.isfinite(rows.demand.aht_seconds) | no_work)
    asked = replace(rows.demand, offered=np.where(known, rows.demand.offered, 0.0))
    level = service_levels(asked, agents, replace(service, uncertainty=None))
    return np.where(known, level, np.nan)


def _ratio(part: Floats, whole: Floats, otherwise: Floats | float) -> Floats:
    out = np.broadcast_to(np.asarray(otherwise, dtype=np.float64), part.shape).copy()
    return np.divide(part, whole, out=out, where=whole > 0)
