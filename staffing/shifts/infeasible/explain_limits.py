"""Limits of heads in the way of a schedule: those that are exhausted, and the least moves that help.

The moves are found by letting limits give at a cost.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.arrays import Floats
from staffing.programs.program import Program
from staffing.programs.solver import solve
from staffing.programs.work import Purse
from staffing.shifts.formulation.blocks.limits import LimitRows, Side, on_days, sides
from staffing.shifts.infeasible.remedy import RELAXED, SHOWN_REMEDIES, WHOLE, WHOLE_COLUMNS, WORK, Remedy
from staffing.shifts.rules import Rules

SHORT = 1e-6  # heads


def limits_reached(program: Program, rows: LimitRows, values: Floats, rules: Rules) -> list[str]:
    """The upper limits that the heads of a solution exhaust, one by one."""
    activity = np.asarray(program.matrix @ values[: len(program)], dtype=float)
    days: dict[Side, list[int]] = {}
    for limit in rows.limits:
        if activity[limit.row] >= program.row_upper[limit.row] - SHORT:
            days.setdefault(Side(limit.limited, "max_agents"), []).append(limit.day)
    return [
        f"{side.words(rules)} ({side.value(rules)}) is reached on {on_days(on)}" for side, on in days.items()
    ]


def moved_limits(program: Program, rows: LimitRows, rules: Rules) -> list[Remedy]:
    """The least moves of limits that make a schedule possible: of one number each, else of several."""
    purse = Purse(WORK)
    present = {limit.limited for limit in rows.limits}
    movable = [side for side in sides(rules) if side.limited in present]
    alone = list(_alone(program, rows, movable, purse))
    if alone:
        alone.sort(key=lambda found: found[1])
        return [_moved(rules, {side: by}) for side, by in alone[:SHOWN_REMEDIES]]
    together = _least_move(program, rows, movable, purse) if len(movable) > 1 else None
    if not together:
        return []
    return [_moved(rules, {side: by for side, by in zip(movable, together, strict=True) if by > 0})]


def _alone(
    program: Program, rows: LimitRows, movable: list[Side], purse: Purse
) -> Iterator[tuple[Side, int]]:
    for side in movable:
        if purse.left > 0 and (move := _least_move(program, rows, [side], purse)):
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


def _least_move(program: Program, rows: LimitRows, movable: list[Side], purse: Purse) -> list[int] | None:
    """Least moves of these numbers, the same on all days, least in sum; None if no moves help."""
    columns = len(program)
    program = program.costing(np.zeros(columns))
    for side in movable:
        up = side.key == "max_agents"
        row = np.array([x.row for x in rows.limits if x.limited == side.limited], dtype=np.int64)
        one = np.zeros(len(row), dtype=np.int64)
        gives = program.entries(row, np.full(len(row), -1.0 if up else 1.0), one)
        most = np.inf if up else float(program.row_lower[row[0]])
        program = program.with_columns(gives, np.ones(1), most, integer=True)
    relaxed = solve(program, RELAXED)
    purse.spend(relaxed.work)
    if relaxed.values is None:
        return None
    values = np.ceil(relaxed.values - SHORT)
    if len(program) <= WHOLE_COLUMNS:
        whole = solve(program, WHOLE)
        purse.spend(whole.work)
        values = values if whole.values is None else whole.values
    moves = [round(float(value)) for value in values[columns:]]
    return moves if any(moves) else None
