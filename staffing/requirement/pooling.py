"""What queues cost by being sized apart: whole agents of small ones add up to far more than a pool's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.errors import StaffingError
from staffing.records.demand import Demand
from staffing.records.requirement import Requirement
from staffing.records.service import Service
from staffing.requirement.size import size

FAR_MORE = 1.25  # times the agent-hours of one queue; three queues of a hundred people stay below


def pooling_notes(rows: Demand | Requirement, agents: Floats, service: Service) -> tuple[str, ...]:
    """A note with both figures where agents of queues add up to far more than one queue of all would need."""
    queues = len(np.unique(rows.queue[rows.offered > 0]))
    if queues < 2:
        return ()
    apart = _by_interval(rows, busy_agents(rows, agents))
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


def busy_agents(rows: Demand | Requirement, agents: Floats) -> Floats:
    """The agents of rows with contacts: a queue alone keeps its minimum of agents when nobody calls."""
    return np.where(rows.offered > 0, agents, 0.0)


def pooled_agents(rows: Demand | Requirement, service: Service) -> Floats | None:
    """Agents per interval for all contacts as one queue, with the target of the queue that asks most.

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
    needed = np.zeros(len(start))
    try:
        for level, seconds, holds in _targets(rows):
            asked = replace(
                demand,
                target_service_level=np.full(len(start), level),
                target_seconds=np.full(len(start), seconds),
            )
            agents = size(asked, replace(service, uncertainty=None)).agents
            needed = np.maximum(needed, np.where(np.isin(start, rows.interval_start[holds]), agents, 0.0))
    except StaffingError:
        return None
    return needed


def _targets(rows: Demand | Requirement) -> Iterator[tuple[float, float, Bools]]:
    """Every target of rows with contacts, NaN where it is that of the service, and the rows that have it."""
    busy, unknown = rows.offered > 0, np.full(len(rows), np.nan)
    level, seconds = (
        unknown if own is None else own
        for own in (getattr(rows, "target_service_level", None), getattr(rows, "target_seconds", None))
    )
    pairs = np.column_stack([level, seconds])
    for one in np.unique(np.nan_to_num(pairs[busy], nan=-1.0), axis=0).tolist():
        holds = busy & (np.nan_to_num(pairs, nan=-1.0) == one).all(axis=1)
        yield *(np.nan if value < 0 else value for value in one), holds
