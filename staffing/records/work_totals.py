"""The totals of work that may wait."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WorkTotals:
    """One kind of work over a plan: contacts, hours, and the share done in time of those that were due.

    `open_at_start` and `backlog` are contacts open at the start and at the end, `late` those that were due
    and were not done in time; `on_time` None: nothing was due. `hours` are those that were worked on it.
    """

    work: str
    open_at_start: float
    arrived: float
    done: float
    backlog: float
    due: float
    late: float
    on_time: float | None
    hours: float
