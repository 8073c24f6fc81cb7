"""Lines (trunks) for a blocking target: Erlang B, a line being held for the handle time and more."""

from __future__ import annotations

import numpy as np

from staffing.errors import UsageError
from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.records.demand import Demand
from staffing.records.requirement import Trunks
from staffing.records.targets import Targets
from staffing.requirement.surface import fewest_agents_of_many


def fewest_lines(demand: Demand, max_blocking: float, extra_seconds: float) -> Trunks:
    """`extra_seconds`: how long a line is held beside the handle time (menu, waiting)."""
    if not 0 < max_blocking < 1:
        hint = "it is a fraction: 0.01 for one contact in a hundred"
        raise UsageError(f"--max-blocking must lie in (0, 1), got {max_blocking:g}", hint=hint)
    held = np.nan_to_num(demand.aht_seconds) + extra_seconds
    traffic = Traffic(demand.offered / (60.0 * demand.interval_minutes), held)
    model = load_model("erlang-b")
    lines = fewest_agents_of_many(model, traffic, Targets(1.0 - max_blocking, 0.0))
    return Trunks(
        **demand.same_rows(),
        offered=demand.offered,
        aht_seconds=demand.aht_seconds,
        load_erlangs=traffic.load,
        lines=lines,
        blocking=model.performance(traffic, lines, 0.0).blocked,
    )
