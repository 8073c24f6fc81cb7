"""Limits of heads in the way of a schedule: those that contradict each other, and the least moves that help.

The first by setting limits free one after the other (a deletion filter, Chinneck 2008), the second by
letting them give at a cost.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from staffing.arrays import Floats
from staffing.programs.solver import solve
from staffing.shifts.formulation.limits import LimitedHeads, Side, sides
from staffing.shifts.infeasible.remedy import RELAXED, SECONDS, SHOWN_REMEDIES, WHOLE, WHOLE_COLUMNS, Remedy
from staffing.shifts.infeasible.wording import day_name, listed
from staffing.shifts.rules import Rules

SHORT = 1e-6  # heads


def contradictions(model: LimitedHeads, rules: Rules) -> list[str]:
    """What limits no heads can keep together, whatever is covered, and on which days; empty if all can."""
    kept = sides(rules)
    if not model.limits or not _clash(model, kept):
        return []
    for side in list(kept):
        others = [other for other in kept if other != side]
        if _clash(model, others):
            kept = others
    days = sorted({limit.day for limit in model.limits})
    on = [day for day in days if _clash(model, kept, day)]
    numbers = " against ".join(f"{side.words(rules)} ({side.value(rules)})" for side in kept)
    return [f"{numbers}, on {_days(on)}"]


def _clash(model: LimitedHeads, kept: Sequence[Side], day: int | None = None) -> bool:
    """True if no heads keep these sides of the limits (on that day): of their rows and the shifts alone."""
    program = model.program.costing(np.zeros(len(model.program)))
    lower, upper = np.full_like(program.row_lower, -np.inf), np.full_like(program.row_upper, np.inf)
    for limit in model.limits:
        if day is not None and limit.day != day:
            continue
        if Side(limit.limited, "min_agents") in kept:
            lower[limit.row] = program.row_lower[limit.row]
        if Side(limit.limited, "max_agents") in kept:
            upper[limit.row] = program.row_upper[limit.row]
    rows = np.isfinite(lower) | np.isfinite(upper)
    heads = np.arange(len(program)) < model.shifts
    return solve(program.within(lower, upper).part(rows, heads), RELAXED).infeasible


def limits_reached(model: LimitedHeads, values: Floats, rules: Rules) -> list[str]:
    """The upper limits that the heads of a solution exhaust, one by one."""
    program = model.program
    activity = np.asarray(program.matrix @ values[: len(program)], dtype=float)
    days: dict[Side, list[int]] = {}
    for limit in model.limits:
        if activity[limit.row] >= program.row_upper[limit.row] - SHORT:
            days.setdefault(Side(limit.limited, "max_agents"), []).append(limit.day)
    return [
        f"{side.words(rules)} ({side.value(rules)}) is reached on {_days(on)}" for side, on in days.items()
    ]


def moved_limits(model: LimitedHeads, rules: Rules) -> list[Remedy]:
    """The least moves of limits that make a schedule possible: of one number each, else of several."""
    until = time.monotonic() + SECONDS
    present = {limit.limited for limit in model.limits}
    movable = [side for side in sides(rules) if side.limited in present]
    alone = list(_alone(model, movable, until))
    if alone:
        alone.sort(key=lambda found: found[1])
        return [_moved(rules, {side: by}) for side, by in alone[:SHOWN_REMEDIES]]
    together = _least_move(model, movable) if len(movable) > 1 else None
    if not together:
        return []
    return [_moved(rules, {side: by for side, by in zip(movable, together, strict=True) if by > 0})]


def _alone(model: LimitedHeads, movable: list[Side], until: float) -> Iterator[tuple[Side, int]]:
    for side in movable:
        if time.monotonic() < until and (move := _least_move(model, [side])):
            yield side, move[0]


def _moved(rules: Rules, moves: dict[Side, int]) -> Remedy:
    words = []
    for side, by in moves.items():
        before = side.value(rules) or 0
        up = side.key == "max_agents"
        after = before + by if up else before - by
        words.append(f"{'raise' if up else 'lower'} {side.words(rules)} by {by}, to {after}")
        rules = side.changed(rules, after)
    return Remedy(" and ".join(words), rules)


def _least_move(model: LimitedHeads, movable: list[Side]) -> list[int] | None:
    """Least moves of these numbers, the same on all days, least in sum; None if no moves help."""
    program = model.program.costing(np.zeros(len(model.program)))
    for side in movable:
        up = side.key == "max_agents"
        rows = np.array([x.row for x in model.limits if x.limited == side.limited], dtype=np.int64)
        one = np.zeros(len(rows), dtype=np.int64)
        gives = program.entries(rows, np.full(len(rows), -1.0 if up else 1.0), one)
        most = np.inf if up else float(program.row_lower[rows[0]])
        program = program.with_columns(gives, np.ones(1), most, integer=True)
    relaxed = solve(program, RELAXED)
    if relaxed.values is None:
        return None
    values = np.ceil(relaxed.values - SHORT)
    if len(program) <= WHOLE_COLUMNS and (whole := solve(program, WHOLE)).values is not None:
        values = whole.values
    moves = [round(float(value)) for value in values[len(model.program) :]]
    return moves if any(moves) else None


def _days(days: Sequence[int]) -> str:
    return listed([day_name(np.datetime64(day, "D")) for day in days], ", ", shown=3)
