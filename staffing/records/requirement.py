"""The agents that each interval needs, and the lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.records.columns import Columns, IntervalRows


@dataclass(frozen=True, eq=False)
class Requirement(IntervalRows):
    """Agents per interval and queue, and the service they give.

    `agents` are on the phones; `scheduled` are heads on the schedule so that `agents` are there.
    `blocking` is NaN throughout where no lines are limited; `bound_by` names the target that one agent fewer
    would miss.
    """

    offered: Floats
    aht_seconds: Floats
    load_erlangs: Floats
    agents: Floats
    scheduled: Floats
    service_level: Floats
    mean_wait_seconds: Floats
    abandonment: Floats
    occupancy: Floats
    wait_probability: Floats
    blocking: Floats
    bound_by: NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class SweepRows(Columns):
    """The service of one interval by the number of agents, a row each, and what they cost.

    `cost_per_point` is that of a further point (1 %) of service level by one more agent.
    """

    agents: Floats
    service_level: Floats
    mean_wait_seconds: Floats
    abandonment: Floats
    occupancy: Floats
    cost: Floats
    cost_per_point: Floats


@dataclass(frozen=True, eq=False)
class Trunks(IntervalRows):
    """Lines per interval and queue: the erlangs they carry, how many are needed, and the share blocked."""

    offered: Floats
    aht_seconds: Floats
    load_erlangs: Floats
    lines: Floats
    blocking: Floats
