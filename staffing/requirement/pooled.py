"""The service that agents give the contacts of a need, who are all of one pool."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.records.need import Need
from staffing.records.service import Service
from staffing.requirement.size import evaluate


def pooled_service_level(need: Need, agents: Floats, service: Service) -> Floats:
    """Predicted with that many agents on the phones, all queues pooled; NaN where contacts are unknown."""
    expected = replace(service, uncertainty=None)  # the pool has no range of its own
    return np.where(need.known, evaluate(need.demand, agents, expected).service_level, np.nan)
