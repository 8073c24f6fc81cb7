"""The service of several queues whose agents are scheduled together, queue by queue.

Each queue is sized for itself, so its service is that of its own agents, not of a pool that nobody has
trained. Of the heads at work in an interval each queue has the share that it has of the heads required then:
with as many as required every queue gets what it was sized for, with more or fewer all gain or lose alike.
Where a day or week has the target, each has its floor first, and of the heads above that the share that it
has of those required above it: a queue of one agent then keeps that agent.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.records.demand import Demand
from staffing.records.need import Need, QueueNeeds
from staffing.records.schedule import QueueService
from staffing.records.service import Service
from staffing.records.service_target import TargetPeriod
from staffing.requirement.size import service_levels, size


def pooled_service_level(need: Need, agents: Floats, service: Service) -> Floats:
    """Predicted with that many agents on the phones, all queues pooled; NaN where contacts are unknown."""
    expected = replace(service, uncertainty=None)  # the pool has no range of its own
    return np.where(need.known, service_levels(need.demand, agents, expected), np.nan)


def service_level_of(need: Need, working: Floats, service: Service, levels: Floats | None = None) -> Floats:
    """Per interval with so many heads at work: the mean over contacts of what each queue gets.

    Heads are by interval, or by interval and part of it, here and below.
    NaN where contacts are unknown. Of one queue, or where nobody calls, that of the need as it stands.
    `levels` are those of its rows with these heads, where they are predicted already.
    """
    pooled = pooled_service_level(need, _times(working, need.phone_share), service)
    if need.by_queue is None:
        return pooled
    level = levels_of_rows(need, working, service) if levels is None else levels
    offered = need.by_queue.demand.offered
    busy = offered > 0
    place, size = need.by_queue.place[busy], len(need)
    contacts = np.bincount(place, offered[busy], size)
    served = np.bincount(place, (offered * level)[busy], size)
    mean = np.divide(served, contacts, out=pooled.copy(), where=contacts > 0)
    return np.where(need.known, mean, np.nan)


def services_by_queue(need: Need, level: Floats, service: Service) -> tuple[QueueService, ...]:
    """The service over the whole need, queue by queue in the order of their names; empty where there is one.

    `level` is that of each of its rows, as `levels_of_rows` predicts it.
    """
    if need.by_queue is None:
        return ()
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


def levels_of_rows(need: Need, working: Floats, service: Service, *, at_rest: bool = False) -> Floats:
    """Of each of the need's `queue_rows`, with its heads of those at work; NaN where contacts are unknown."""
    rows = need.queue_rows
    agents = agents_of(need, rows, working[rows.place])
    return levels_with(need, rows, agents, service, at_rest=at_rest)


def levels_with(
    need: Need, rows: QueueNeeds, agents: Floats, service: Service, *, at_rest: bool = False
) -> Floats:
    """The same with so many agents of each row on the phones; `at_rest`, whatever was before."""
    no_work = (rows.demand.offered == 0) | (rows.demand.aht_seconds == 0)
    known = np.isfinite(rows.demand.offered) & (np.isfinite(rows.demand.aht_seconds) | no_work)
    if need.by_queue is None:
        known &= need.known
    asked = replace(rows.demand, offered=np.where(known, rows.demand.offered, 0.0))
    level = service_levels(asked, agents, replace(service, uncertainty=None), at_rest=at_rest)
    return np.where(known, level, np.nan)


def agents_of(need: Need, rows: QueueNeeds, working: Floats) -> Floats:
    """Agents of each row on the phones, with so many heads at work in its interval."""
    return _times(heads_by_queue(need, rows, working), phone_share_of(need, rows))


def phone_share_of(need: Need, rows: QueueNeeds) -> Floats:
    """Agents of each row on the phones per head."""
    return _ratio(rows.agents, rows.heads, need.phone_share[rows.place])


def heads_by_queue(need: Need, rows: QueueNeeds, working: Floats) -> Floats:
    """Of the heads at work in its interval those of each row; `working` is by row.

    Where nobody is required they are shared by work, and where there is none of that, nobody is.
    """
    working = np.maximum(working, 0.0)
    load = np.nan_to_num(rows.demand.offered * rows.demand.aht_seconds)
    by_load = _share(need, rows, load, 0.0)
    if rows.floor is None:
        return _times(working, _share(need, rows, rows.heads, by_load))
    floor = np.bincount(rows.place, rows.floor, len(need))[rows.place]
    by_floor = _share(need, rows, rows.floor, by_load)
    above = _share(need, rows, np.maximum(rows.heads - rows.floor, 0.0), by_floor)
    rows_then_parts = working.T  # so that what is by row fits both forms
    shared = by_floor * np.minimum(rows_then_parts, floor) + above * np.maximum(rows_then_parts - floor, 0.0)
    return np.ascontiguousarray(shared.T)


def with_floors(need: Need, service: Service, asked: TargetPeriod | None) -> Need:
    """The need with the heads that each of several queues has in any case, where a period has the target."""
    if asked is None or need.by_queue is None:
        return need
    return replace(need, by_queue=replace(need.by_queue, floor=floor_of_rows(need, service, asked)))


def floor_of_rows(need: Need, service: Service, asked: TargetPeriod) -> Floats:
    """Heads of each row for its least service level, and for all that is asked of each interval besides.

    Where nobody is known to call, the requirement stands: that of opened doors.
    """
    rows, least = need.queue_rows, np.asarray(asked.least_service_level)
    one = np.maximum(service.targets.min_agents, 1.0)
    targets = replace(service.targets, service_level=least, min_agents=one)
    offered = np.nan_to_num(rows.demand.offered)
    demand = replace(rows.demand, offered=offered, target_service_level=None)
    agents = size(demand, replace(service, targets=targets, uncertainty=None)).agents
    required = need.required if need.by_queue is None else rows.heads
    return np.where(offered > 0, agents / phone_share_of(need, rows), required)


def _times(heads: Floats, share: Floats) -> Floats:
    """Heads by row, or by row and part, times what is by row."""
    return heads * share if heads.ndim == 1 else heads * share[:, None]


def _share(need: Need, rows: QueueNeeds, part: Floats, otherwise: Floats | float) -> Floats:
    """Of each row in the sum over its interval."""
    return _ratio(part, np.bincount(rows.place, part, len(need)).astype(np.float64)[rows.place], otherwise)


def _ratio(part: Floats, whole: Floats, otherwise: Floats | float) -> Floats:
    out = np.broadcast_to(np.asarray(otherwise, dtype=np.float64), part.shape).copy()
    return np.divide(part, whole, out=out, where=whole > 0)
