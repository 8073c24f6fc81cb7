"""Why a day or a week cannot reach its service level: how far it can get, by an elastic program."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.errors import InfeasibleError
from staffing.programs.solver import solve
from staffing.shifts.formulation.model import Model
from staffing.shifts.grid import Grid
from staffing.shifts.infeasible.remedy import RELAXED
from staffing.shifts.infeasible.wording import day_name, shown
from staffing.shifts.rules import Rules
from staffing.timegrid import Zone

SHORT = 1e-5  # of service level


def service_out_of_reach(model: Model, grid: Grid, rules: Rules) -> InfeasibleError | None:
    """The error if the rules leave some period short of its target; None if something else is in conflict.

    The service rows may give, at a cost; all else is free. In the relaxation: no schedule reaches more.
    """
    served = model.service
    if served is None:
        return None
    periods = np.flatnonzero(served.row >= 0)
    entries = model.program.entries(served.row[periods], np.ones(len(periods)))
    free = model.program.costing(np.zeros(len(model.program)))
    relaxed = solve(free.with_columns(entries, 1.0 / served.intervals[periods]), RELAXED)
    if relaxed.values is None:
        return None
    missing = relaxed.values[len(model.program) :] / served.intervals[periods]
    starts = grid.time(np.arange(grid.intervals) * grid.interval_minutes)
    local = Zone(rules.timezone).local(starts).astype("datetime64[D]")
    parts = []
    for period, short in zip(periods.tolist(), missing.tolist(), strict=True):
        days = np.unique(local[served.period == period])
        name = day_name(days[0]) + (f" to {day_name(days[-1])}" if len(days) > 1 else "")
        if short > SHORT:
            parts.append(f"{name} reaches {served.target[period] - short:.1%} at most")
    if not parts:
        return None
    return InfeasibleError(
        f"the shifts cannot give a service level of {served.target.max():.1%}",
        shown(parts),
        hint="lower [service] target, raise max_agents, or let more shifts start",
    )


def without_service(model: Model) -> Model:
    """The model with its service rows set free."""
    if model.service is None:
        return model
    return replace(model, program=model.program.without_rows(model.service.row[model.service.row >= 0]))
