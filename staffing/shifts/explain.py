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

RELAXED = Effort(30.0, relaxed=True)
WHOLE = Effort(5.0)
SHORT = 1e-6  # heads
HELP = "lower the requirement of these hours, or set understaffing to a cost per agent-hour"


def infeasibility(
    model: Model, required: Floats, grid: Grid, rules: Rules, *, proven: bool
) -> InfeasibleError:
    """The error to raise: what is in conflict, and the smallest changes that help."""
    if not proven:
        return InfeasibleError(
            f"no schedule was found within {rules.time_limit_seconds:g} seconds; none was proven impossible",
            hint="raise time_limit_seconds, or allow fewer starts and lengths",
        )
    short, used = _least_short(model)
    remedies = list(_higher_limits(model, rules))
    if rules.understaffing is None:
        message = f"the shifts cannot cover: {_short_hours(short, required, grid, rules)}"
        remedies.append(HELP)
    else:
        share = float(short.sum() / required.sum())
        message = (
            f"at least {share:.2%} of the required agent-hours would be short, "
            f"max_understaffing allows {rules.max_understaffing or 0.0:.2%}"
        )
        remedies.insert(0, f"raise max_understaffing to {math.ceil(share * 1000 + SHORT) / 1000:g}")
    reached = _limits_in_use(model, used, rules)
    return InfeasibleError(message + (f" ({reached})" if reached else ""), hint="; or ".join(remedies))


def _least_short(model: Model) -> tuple[Floats, Ints]:
    """Heads short per interval when as few as possible are, and the shifts x_s then."""
    program = model.program if model.cap is None else model.program.without_row(model.cap)
    program = program.costing(np.zeros(len(program)))
    column = model.short
    if model.cap is None and not (column >= 0).any():
        covered = np.flatnonzero(model.cover >= 0)
        column = np.full(len(model.cover), -1, dtype=np.int64)
        column[covered] = len(program) + np.arange(len(covered))
        program = program.with_columns(_entries(program, model.cover[covered], 1.0), 1.0, integer=False)
    cost = program.cost.copy()
    cost[column[column >= 0]] = 1.0
    values = _least(program.costing(cost))
    short = np.where(column >= 0, values[column], 0.0)
    return short, model.heads(values)


def _least(program: Program) -> Floats:
    """A cheapest solution of the relaxation; in whole people where the relaxation costs nothing."""
    relaxed = solve(program, RELAXED)
    if relaxed.values is not None and program.objective(relaxed.values) > SHORT:
        return relaxed.values
    whole = solve(program, WHOLE)
    for answer in (whole, relaxed):
        if answer.values is not None:
            return answer.values
    return np.zeros(len(program))


def _short_hours(short: Floats, required: Floats, grid: Grid, rules: Rules) -> str:
    parts = []
    for stretch in stretches(short > SHORT, grid, rules.timezone):
        worst = stretch.first + int(np.argmax(short[stretch.first : stretch.last + 1]))
        there = heads(required[worst] - short[worst])
        parts.append(f"{stretch.name} needs {heads(required[worst])} heads, at most {there} can be there")
    return listed(parts) if parts else "some hours, as people come whole"


def _limits_in_use(model: Model, used: Ints, rules: Rules) -> str:
    """The limits that the shifts exhaust, pattern by pattern."""
    days: dict[int, list[int]] = {}
    for limit in model.limits:
        starting = (model.shifts.pattern == limit.pattern) & (model.shifts.day == limit.day)
        most = rules.patterns[limit.pattern].max_agents
        if most is not None and used[starting].sum() >= most:
            days.setdefault(limit.pattern, []).append(limit.day)
    return "; ".join(
        f"max_agents = {rules.patterns[p].max_agents} of pattern {rules.patterns[p].name!r} is reached on "
        + listed([day_name(np.datetime64(day, "D")) for day in on], ", ")
        for p, on in days.items()
    )


def _higher_limits(model: Model, rules: Rules) -> Iterator[str]:
    """For each limited pattern, the least rise of its max_agents that alone makes a schedule possible."""
    limited = [p for p, pattern in enumerate(rules.patterns) if pattern.max_agents is not None]
    for p in limited:
        rise = _least_rise(model, [p])
        if rise is not None:
            yield _raise(rules, p, int(rise[0]))
    if (
        len(limited) > 1
        and (together := _least_rise(model, limited)) is not None
        and (together > 0).sum() > 1
    ):
        yield " and ".join(
            _raise(rules, p, int(rise)) for p, rise in zip(limited, together, strict=True) if rise > 0
        )


def _raise(rules: Rules, pattern: int, by: int) -> str:
    most = rules.patterns[pattern].max_agents or 0
    return f"raise max_agents of pattern {rules.patterns[pattern].name!r} by {by}, to {most + by}"


def _least_rise(model: Model, patterns: list[int]) -> Ints | None:
    """Least rise of these patterns' limits, the same on all days; None if none helps."""
    program = model.program.costing(np.zeros(len(model.program)))
    n = len(program)
    for p in patterns:
        rows = np.array([limit.row for limit in model.limits if limit.pattern == p], dtype=np.int64)
        one = np.zeros(len(rows), dtype=np.int64)
        program = program.with_columns(_entries(program, rows, -1.0, one), 1.0, integer=True)
    relaxed = solve(program, RELAXED)
    if relaxed.values is None:
        return None
    whole = solve(program, WHOLE)
    values = whole.values if whole.values is not None else np.ceil(relaxed.values - SHORT)
    return np.round(values[n:]).astype(np.int64)


def _entries(
    program: Program, rows: Ints, value: float, columns: Ints | None = None
) -> coo_array[np.float64]:
    """New columns with `value` in `rows`: a column for each row, or those given."""
    from scipy.sparse import coo_array

    columns = np.arange(len(rows)) if columns is None else columns
    shape = (len(program.row_lower), int(columns.max(initial=-1)) + 1)
    return coo_array((np.full(len(rows), value), (rows, columns)), shape=shape)
