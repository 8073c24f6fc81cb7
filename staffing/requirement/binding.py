"""Which target decides: the one that one agent fewer would miss, the column `bound_by`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.queueing.model import QueueModel, Traffic
from staffing.records.targets import SLACK, Targets

MINIMUM = "min_agents"
NOTHING = "none"


def bound_by(model: QueueModel, traffic: Traffic, targets: Targets, agents: Floats) -> NDArray[np.str_]:
    """Per row the first target, in the order of `SLACK`, that `agents` − 1 would miss.

    `min_agents` where only the minimum forbids one agent fewer (a minimum of one holds where anything is
    offered), `none` where nothing does.
    """
    fewer = np.maximum(agents - 1.0, 0.0)
    performance = model.performance(traffic, fewer, targets.target_seconds)
    least = np.maximum(np.ceil(targets.min_agents), traffic.busy)
    found = np.where((agents > 0) & (fewer < least), MINIMUM, NOTHING)
    for name, slack in reversed(SLACK.items()):
        found = np.where((agents > 0) & (slack(targets, performance) < 0), name, found)
    return found
