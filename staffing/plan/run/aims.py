"""The service levels that a run's agents were sized for, where these are not the plan's own targets.

A repaired run asks the formulas for more or less than the target, a robust one for agents who make it on
worse days. `requirement.csv` holds the agents. Where they are others than the plan's target asks for, what
half an agent fewer give with the contacts expected is what they aim at: the same agents come of it again, and
with other contacts as many more or fewer as these take.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.plan.need.demand import Aims, demand_of, keys_of
from staffing.plan.run.published import Published
from staffing.requirement.size import evaluate, size

_SAME = 1e-6  # of an agent


def aims_of(run: Published) -> Aims:
    """By queue and start of the interval; empty for a run whose agents are those of the plan's targets."""
    summary, service = run.summary, replace(run.options, uncertainty=None)
    if not (summary.is_repaired or summary.confidence) or not service.targets.asked:
        return {}
    demand = demand_of(run.forecast, run.plan.sections.service, run.plan.opening_hours)
    keys, usual = keys_of(demand), size(demand, service).agents
    made = dict(zip(keys_of(run.requirement), run.requirement.agents.tolist(), strict=True))
    agents: Floats = np.array([made.get(key, own) for key, own in zip(keys, usual.tolist(), strict=True)])
    level = evaluate(demand, np.maximum(agents - 0.5, 0.0), service).service_level
    is_other = (np.abs(agents - usual) > _SAME) & (demand.offered > 0)
    return {keys[row]: float(level[row]) for row in np.flatnonzero(is_other).tolist()}


def as_expected(run: Published) -> Published:
    """A robust run asks no range of its intervals: what it adds is in its aims."""
    if not run.summary.confidence:
        return run
    return replace(run, plan=run.plan.as_expected(), options=replace(run.options, uncertainty=None))
