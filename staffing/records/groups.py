"""Agents by interval and group of people with the same skills, and the service that they give."""

from __future__ import annotations

from dataclasses import dataclass

from staffing.arrays import Floats, Texts
from staffing.records.columns import IntervalRows


@dataclass(frozen=True, eq=False)
class GroupAgents(IntervalRows):
    """Agents on the phones of each group, and heads to schedule so that they are there.

    A group answers several queues: `queue` says nothing here.
    """

    group: Texts
    agents: Floats
    scheduled: Floats


@dataclass(frozen=True, eq=False)
class RoutedService(IntervalRows):
    """The service of each queue, whoever answers it.

    Standard errors are NaN throughout where nothing was simulated, and 0 in rows that are exact.
    """

    offered: Floats
    service_level: Floats
    service_level_se: Floats
    mean_wait_seconds: Floats
    mean_wait_seconds_se: Floats
    abandonment: Floats
    abandonment_se: Floats
