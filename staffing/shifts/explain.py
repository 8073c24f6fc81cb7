"""Why no schedule exists: what must be short under the rules, and the least change that ends it.

Both come from *elastic* programs (Chinneck 2008), the model with some rows allowed to give: first every
interval may be short, and as little as possible is; then nothing may be short, and limits are raised, as
little as possible.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from staffing.errors import InfeasibleError
from staffing.records import Floats, Ints
from staffing.shifts.grid import Grid
from staffing.shifts.model import Model
from staffing.shifts.program import Program
from staffing.shifts.rules import Rules
from staffing.shifts.solver import Effort, solve
from staffing.shifts.wording import day_name, heads, listed, stretches

if TYPE_CHECKING:
    from scipy.sparse import coo_array

RELAXED = Effort(20.0, relaxed=True)
WHOLE = Effort(3.0)
WHOLE_COLUMNS = 3000  # above, whole people are not waited for
SHORT = 1e-6  # heads
TENTHS = 10
SHOWN_REMEDIES = 3


def infeasibility(
    model: Model, required: Floats, grid: Grid, rules: Rules, *, proven: bool
) -> InfeasibleError:
    """The error to raise: what is in conflict, and the smallest changes that help."""
    if not proven:
        return InfeasibleError(
            f"no schedule was found within {rules.time_limit_seconds:g} seconds; none was proven impossible",
            hint="raise time_limit_seconds, or allow fewer starts and lengths",
        )
    if rules.understaffing is None:
        short, used = _least_short_hours(model, required)
        message = f"the shifts cannot cover: {_short_hours(short, required, grid, rules)}"
        remedies = ["lower the requirement of these hours, or set understaffing to a cost per agent-hour"]
    else:
        share, used = _least_short_share(model, required, rules)
        allowed = rules.max_understaffing or 0.0
        message = f"at least {share:.2%} of the required agent-hours would be short, {allowed:.2%} may be"
        remedies = [f"raise max_understaffing to {math.ceil(share * 1000 - SHORT) / 1000:g}"]
    reached = _limits_reached(model, used, rules)
    return InfeasibleError(
        "; ".join([message, *reached]), hint="; or ".join([*_higher_limits(model, rules), *remedies])
    )


def _least_short_hours(model: Model, required: Floats) -> tuple[Floats, Ints]:
    """Heads short per interval when as few as possible are, and the shifts x_s then.

    Each tenth of an interval's need that is short costs a little more than the one before, so that of all
    ways to be least short an even one is shown.
    """
    program = model.program.costing(np.zeros(len(model.program)))
    covered = np.flatnonzero((model.cover >= 0) & (required > 0))
    tenths = np.tile(covered, TENTHS)
    price = np.repeat(1.0 + 0.001 * np.arange(TENTHS), len(covered))
    entries = _entries(program, model.cover[tenths], required[tenths] / TENTHS)
    elastic = program.with_columns(entries, required[tenths] / TENTHS * price, upper=1.0)
    values = _least(elastic)
    tenths_short = values[len(program) :] * required[tenths] / TENTHS
    there = program.row_lower[model.cover[covered]]  # the target: the need rounded up to what can be
    there = there - np.bincount(tenths, tenths_short, minlength=len(required))[covered]
    short = np.zeros(len(required))
    short[covered] = np.maximum(required[covered] - there, 0.0)
    return short, model.heads(values)


def _least_short_share(model: Model, required: Floats, rules: Rules) -> tuple[float, Ints]:
    """Least share of all that is required that must be short, and the shifts x_s then."""
    shortage = model.shortage
    cost = np.zeros(len(model.program))
    hours = np.broadcast_to(np.asarray(rules.agent_hours_of_a_head, dtype=float), required.shape)
    cost[shortage.column] = shortage.heads * hours[shortage.interval]
    assert shortage.cap is not None
    values = _least(model.program.without_row(shortage.cap).costing(cost))
    short = shortage.per_interval(values, len(required))
    return float(hours @ short / (hours @ required)), model.heads(values)


def _least(program: Program) -> Floats:
    """A cheapest solution of the relaxation; in whole people where the relaxation costs nothing."""
    relaxed = solve(program, RELAXED)
    if relaxed.values is not None and program.objective(relaxed.values) > SHORT:
        return relaxed.values
    for answer in (solve(program, WHOLE), relaxed):
        if answer.values is not None:
            return answer.values
    return np.zeros(len(program))


def _short_hours(short: Floats, required: Floats, grid: Grid, rules: Rules) -> str:
    parts = []
    for stretch in stretches(short > SHORT, grid, rules.timezone):
        inside = slice(stretch.first, stretch.last + 1)
        need, missing = required[inside], short[inside]
        if np.ptp(need) < SHORT:
            there = heads(need[0] - missing.max())
            parts.append(f"{stretch.name} needs {heads(need[0])} heads, at most {there} can be there")
        else:
            most = heads(missing.max())
            parts.append(f"{stretch.name} needs up to {heads(need.max())} heads, up to {most} are missing")
    return listed(parts) if parts else "some hours, as people come whole"


def _limits_reached(model: Model, used: Ints, rules: Rules) -> list[str]:
    """The limits that the shifts exhaust, pattern by pattern."""
    days: dict[int, list[str]] = {}
    for limit in model.limits:
        starting = (model.shifts.pattern == limit.pattern) & (model.shifts.day == limit.day)
        most = rules.patterns[limit.pattern].max_agents
        if most is not None and used[starting].sum() >= most:
            days.setdefault(limit.pattern, []).append(day_name(np.datetime64(limit.day, "D")))
    if not days:
        return []
    parts = [
        f"{rules.patterns[p].name!r} ({rules.patterns[p].max_agents}) on {listed(on, ', ', shown=3)}"
        for p, on in days.items()
    ]
    return [f"max_agents is reached by {listed(parts, ', ', shown=3)}"]


def _higher_limits(model: Model, rules: Rules) -> Iterator[str]:
    """The least rises of max_agents that make a schedule possible: of one pattern, else of several."""
    limited = [p for p, pattern in enumerate(rules.patterns) if pattern.max_agents is not None]
    alone = {p: rise[0] for p in limited if (rise := _least_rise(model, [p])) is not None}
    for p in sorted(alone, key=lambda p: (alone[p], p))[:SHOWN_REMEDIES]:
        yield _raise(rules, p, alone[p])
    if not alone and len(limited) > 1 and (together := _least_rise(model, limited)) is not None:
        rises = zip(limited, together, strict=True)
        yield " and ".join(_raise(rules, p, rise) for p, rise in rises if rise > 0)


def _raise(rules: Rules, pattern: int, by: int) -> str:
    most = rules.patterns[pattern].max_agents or 0
    return f"raise max_agents of {rules.patterns[pattern].name!r} by {by}, to {most + by}"


def _least_rise(model: Model, patterns: list[int]) -> list[int] | None:
    """Least rises of these patterns' limits, the same on all days, least in sum; None if none helps."""
    program = model.program.costing(np.zeros(len(model.program)))
    for p in patterns:
        rows = np.array([limit.row for limit in model.limits if limit.pattern == p], dtype=np.int64)
        entries = _entries(program, rows, np.full(len(rows), -1.0), np.zeros(len(rows), dtype=np.int64))
        program = program.with_columns(entries, np.ones(entries.shape[1]), integer=True)
    relaxed = solve(program, RELAXED)
    if relaxed.values is None:
        return None
    values = np.ceil(relaxed.values - SHORT)
    if len(program) <= WHOLE_COLUMNS and (whole := solve(program, WHOLE)).values is not None:
        values = whole.values
    return [round(float(value)) for value in values[len(model.program) :]]


def _entries(
    program: Program, rows: Ints, values: Floats, columns: Ints | None = None
) -> coo_array[np.float64]:
    """Entries of new columns: one for each row, or those given."""
    from scipy.sparse import coo_array

    columns = np.arange(len(rows)) if columns is None else columns
    shape = (len(program.row_lower), int(columns.max(initial=-1)) + 1)
    return coo_array((values, (rows, columns)), shape=shape)
