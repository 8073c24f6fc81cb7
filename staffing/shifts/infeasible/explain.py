"""Why no schedule exists: what must be short under the rules, and the least change that ends it.

Both come from *elastic* programs (Chinneck 2008), the model with some rows allowed to give: first every
interval may be short, and as little as possible is; then nothing may be short, and limits move, as little
as possible (`explain_limits`). Other rules are widened step by step (`remedy`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.errors import InfeasibleError
from staffing.programs.program import Program
from staffing.programs.solver import solve
from staffing.shifts.formulation.blocks.limits import LimitRows
from staffing.shifts.formulation.blocks.penalties import Shortage
from staffing.shifts.formulation.blocks.service import ServiceRows
from staffing.shifts.formulation.draft import Conflict
from staffing.shifts.formulation.model import Model
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.infeasible.explain_limits import limits_reached, moved_limits
from staffing.shifts.infeasible.remedy import (
    RELAXED,
    SHOWN_REMEDIES,
    WHOLE,
    WHOLE_COLUMNS,
    Remedy,
    wider_rules,
)
from staffing.shifts.rules import Rules
from staffing.shifts.wording import heads, local_edges, shown, stretches

Remodel = Callable[[Rules], Model]

SHORT = 1e-6  # heads
TENTHS = 10
NEED_HINT = "lower the requirement of these hours, or set understaffing to a cost per agent-hour"
FLOOR_HINT = "lower min_interval_service_level, from which the floor of these hours comes"


def infeasibility(
    model: Model, required: Floats, horizon: ShiftHorizon, remodel: Remodel, *, proven: bool
) -> InfeasibleError:
    """The error to raise: what is in conflict, and the smallest changes that help.

    `remodel` builds the model of other rules for the same requirement, which is a floor where a period has a
    service level to reach.
    """
    served = model.rows_of(ServiceRows)
    if not proven:
        return InfeasibleError(
            "no schedule was found with the effort given; none was proven impossible",
            hint="use --effort high, or "
            + ("allow fewer starts and lengths" if served is None else "min_interval_service_level"),
        )
    conflict = conflict_of(model, horizon)
    if conflict is not None and conflict.hint is not None:
        return InfeasibleError(conflict.message, conflict.parts, hint=conflict.hint)
    if served is not None:
        free = served.row[served.row >= 0]
        model = replace(model, program=model.program.without_rows(free))
    changes = [remedy.words for remedy in least_changes(model, horizon.rules, remodel)]
    if conflict is not None:
        return InfeasibleError(conflict.message, conflict.parts, hint=changes or [conflict.otherwise])
    conflicts: list[str] = []
    if horizon.rules.costs.understaffing is None:
        short, values = _least_short_hours(model, required)
        conflicts = _short_hours(short, required, horizon)
        how = "; in one best spread" if conflicts else ", since people cannot be split"
        message = f"the shifts cannot cover the {'floor' if served else 'requirement'} of all hours{how}"
        changes.append(FLOOR_HINT if served else NEED_HINT)
    else:
        share, enough, values = _least_short_share(model, required, horizon)
        allowed = horizon.rules.costs.max_understaffing or 0.0
        message = f"at least {share:.2%} of the required agent-hours would be short, {allowed:.2%} may be"
        changes.append(f"raise max_understaffing to {math.ceil(enough * 1000 - SHORT) / 1000:g}")
    rows = model.rows_of(LimitRows)
    if values is not None and rows is not None:
        conflicts += limits_reached(model.program, rows, values, horizon.rules)
    return InfeasibleError(message, conflicts, hint=changes)


def conflict_of(model: Model, horizon: ShiftHorizon) -> Conflict | None:
    """What the last block that leaves no schedule says of it: those asked for before those of every model."""
    told = (block.explain(model.program, rows, horizon) for block, rows in reversed(model.entered))
    return next((conflict for conflict in told if conflict is not None), None)


def least_changes(model: Model, rules: Rules, remodel: Remodel) -> list[Remedy]:
    """Up to SHOWN_REMEDIES changes of the rules, each of which leaves a schedule by itself."""
    rows = model.rows_of(LimitRows)
    moved = [] if rows is None else moved_limits(model.program, rows, rules)
    return moved + wider_rules(rules, lambda changed: remodel(changed).program, SHOWN_REMEDIES - len(moved))


def _least_short_hours(model: Model, required: Floats) -> tuple[Floats, Floats | None]:
    """Heads short per interval when as few as possible are, and that solution.

    Each tenth of an interval's need that is short costs a little more than the one before, so that of all
    ways to be least short an even one is shown.
    """
    program = model.program.costing(np.zeros(len(model.program)))
    covered = np.flatnonzero((model.cover >= 0) & (required > 0))
    rounded_up = np.zeros(len(required))  # the need rounded up to what can be there
    rounded_up[covered] = program.row_lower[model.cover[covered]]
    tenths = np.tile(covered, TENTHS)
    price = np.repeat(1.0 + 0.001 * np.arange(TENTHS), len(covered))
    entries = program.entries(model.cover[tenths], rounded_up[tenths] / TENTHS)
    elastic = program.with_columns(entries, rounded_up[tenths] / TENTHS * price, upper=1.0)
    relaxed, whole = _least(elastic, len(program))
    short = np.zeros(len(required))
    values = relaxed if whole is None else whole
    if values is None:
        return short, None
    given = np.bincount(tenths, values[len(program) :] * rounded_up[tenths] / TENTHS, minlength=len(required))
    there = rounded_up - given
    if whole is None:
        there = np.floor(there + SHORT)  # people come whole, in the relaxation only on average
    short[covered] = np.maximum(required - there, 0.0)[covered]
    return short, values


def _least_short_share(
    model: Model, required: Floats, horizon: ShiftHorizon
) -> tuple[float, float, Floats | None]:
    """Share of all that is required that must be short at least, one that is enough, and that solution."""
    shortage = model.rows_of(Shortage)
    assert shortage is not None
    cost = np.zeros(len(model.program))
    hours = np.broadcast_to(np.asarray(horizon.agent_hours_of_a_head, dtype=np.float64), required.shape)
    cost[shortage.column] = shortage.heads * hours[shortage.interval]
    program = model.program if shortage.cap is None else model.program.without_rows([shortage.cap])
    relaxed, whole = _least(program.costing(cost), len(program))
    values = relaxed if whole is None else whole

    def share(values: Floats | None) -> float:
        short = np.zeros(len(required)) if values is None else shortage.per_interval(values, len(required))
        return float(hours @ short / (hours @ required))

    return share(relaxed), share(values), values


def _least(program: Program, columns: int) -> tuple[Floats | None, Floats | None]:
    """Cheapest solutions: of the relaxation, and in whole people where the model has not too many columns."""
    relaxed = solve(program, RELAXED).values
    if relaxed is None or columns > WHOLE_COLUMNS:
        return relaxed, None
    return relaxed, solve(program, WHOLE).values


def _short_hours(short: Floats, required: Floats, horizon: ShiftHorizon) -> list[str]:
    """What is there and what is missing, stretch by stretch; apart where an even need misses unevenly."""
    lacking = short > SHORT
    apart = np.zeros(len(short))
    for stretch in stretches(lacking, local_edges(horizon)):
        inside = slice(stretch.first, stretch.last + 1)
        if np.ptp(required[inside]) < SHORT:
            apart[inside] = np.round(short[inside], 6)
    parts = []
    for stretch in stretches(lacking, local_edges(horizon), apart):
        need, missing = required[stretch.first : stretch.last + 1], short[stretch.first : stretch.last + 1]
        if np.ptp(need) < SHORT:
            parts.append(
                f"{stretch.name} needs {heads(need[0])} heads, {heads(need[0] - missing[0])} are there"
            )
        else:
            most = heads(missing.max())
            parts.append(f"{stretch.name} needs up to {heads(need.max())} heads, up to {most} are missing")
    return shown(parts)
