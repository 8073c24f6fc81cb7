"""What a contact costs."""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.scorecard.evidence import moved, new_agents, off
from staffing.scorecard.metric import Cause, Metric, fixed
from staffing.scorecard.way import Way, Words


def _handled(c: Words) -> Floats:
    return c["answered"] + (np.nan_to_num(c["system_handled"]) if "system_handled" in c else 0.0)


METRICS = {
    "cost_per_call": Metric(
        key="cost_per_call",
        formula="all costs of the period ÷ calls handled (by agents or by the system)",
        unit="money",
        group="costs",
        reported=("week",),
        ways=fixed(
            Way(
                "costs",
                ("amount",),
                lambda c: c["amount"],
                _handled,
                "all costs of whole periods, closed days too",
                bottom_source="history",
                bottom_needs=("answered",),
            )
        ),
        norm="4",
        aim=(2, 5),
        better="low",
        causes={
            "high": (
                Cause("volume fell while fixed cost stayed", moved("total_calls", -1)),
                Cause("many new hires with long handle times", new_agents("talk_seconds")),
                Cause("slack off-peak: people wait for contacts", off("occupancy", "low")),
                Cause("low share of calls solved by the IVR"),
            )
        },
    ),
}
