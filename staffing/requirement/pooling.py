"""What queues cost by being sized apart: whole agents of small ones add up to far more than a pool's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.errors import StaffingError
from staffing.records.demand import Demand
from staffing.records.requirement import Requirement
from staffing.records.service import Service
from staffing.requirement.size import size

FAR_MORE = 1.25  # times the agent-hours of one queue; three queues of a hundred people stay below


def pooling_notes(rows: Demand | Requirement, agents: Floats, service: Service) -> tuple[str, ...]:
    """A note with both figures where agents of queues add up to far more than one queue of all would need."""
    busy = rows.offered > 0
    queues = len(np.unique(rows.queue[busy]))
    if queues < 2:
        return ()
    apart = _by_interval(rows, np.where(busy, agents, 0.0))
    together = pooled_agents(rows, service)
    if together is None or not apart.sum() >= FAR_MORE * together.sum():
        return ()
    peak = int(apart.argmax())
    hours = rows.interval_minutes / 60
    return (
        f"{queues} queues sized apart need {apart.sum() * hours:,.0f} "
        f"agent-hours, {apart[peak]:,.0f} agents in the busiest interval; as one queue that every agent "
        f"answers, {together.sum() * hours:,.0f} agent-hours and {together[peak]:,.0f} agents are enough: if "
        'agents answer all queues, add them up (--queues merge, or queues = "merge" in [history])',
    )


def _by_interval(rows: Demand | Requirement, values: Floats) -> Floats:
    _, place = np.unique(rows.interval_start, return_inverse=True)
    return np.bincount(place, np.nan_to_num(values)).astype(np.float64)


def pooled_agents(rows: Demand | Requirement, service: Service) -> Floats | None:
    """Agents per interval for all contacts as one queue.

    None where the targets cannot be met so, or where an interval's handle time is not known.
    """
    start, first = np.unique(rows.interval_start, return_index=True)
    offered = _by_interval(rows, rows.offered)
    work = _by_interval(rows, np.where(rows.offered > 0, rows.offered * rows.aht_seconds, 0.0))
    if not (work[offered > 0] > 0).all():
        return None
    demand = Demand(
        interval_start=start,
        utc_offset_minutes=rows.utc_offset_minutes[first],
        queue=np.zeros(len(start), dtype=np.int64),
        queues=("all",),
        interval_minutes=rows.interval_minutes,
        timezone=rows.timezone,
        offered=offered,
        aht_seconds=np.divide(work, offered, out=np.full(len(start), np.nan), where=offered > 0),
    )
    try:
        return size(demand, replace(service, uncertainty=None)).agents
    except StaffingError:
        return None
