"""Closing a part: at its bound, by the kinds of shift in use, and by branch and bound on all of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from staffing.programs.program import merged
from staffing.programs.solver import solve
from staffing.shifts.search.core import POSITIVE
from staffing.shifts.search.fixing import within_cost
from staffing.shifts.search.part import Found
from staffing.shifts.search.run import Run
from staffing.shifts.search.tighten import tightened

AIMS = 4  # one after the other, each at what the one before proved
AIM_SHARE, AIM_SECONDS = 0.25, 10.0  # of the time left, and at most
CHOOSE_SHARE = 0.25  # of the time left, for the cuts of kinds of shift, and again for a choice among kinds
BRANCH_SHARE = 0.5  # of the time left, where neighbourhoods can still help afterwards


def aim(run: Run) -> Iterator[Found]:
    """Search only what is made of enough to cost no more than the bound allows; if in vain, it rises."""
    relaxed = run.relaxation
    if relaxed is None or relaxed.reduced_cost is None or not math.isfinite(relaxed.bound):
        return
    for _ in range(AIMS):
        cost = run.target.aim(run.best.bound)
        close = within_cost(run.program, relaxed, cost)
        free = close.lower < close.upper
        effort = run.effort(min(AIM_SECONDS, AIM_SHARE * run.left), run.enough)
        answer = solve(close.fixed(free, close.lower), replace(effort, thrifty=True))
        if answer.values is not None:
            yield run.note(merged(close.lower, free, answer.values))
        fixed = run.program.objective(np.where(free, 0.0, close.lower))
        least = math.inf if answer.infeasible else answer.bound + fixed
        yield run.note(None, min(least, cost + run.target.grain))
        if run.finished or run.best.bound <= cost:
            return


def choose(run: Run) -> Iterator[Found]:
    """Tighten the price of kinds of shift; then all shifts of the kinds in use, whole or in part."""
    tight = tightened(run.program, run.kinds, CHOOSE_SHARE * run.left)
    yield run.note(None, tight.bound, tight.infeasible)
    if tight.values is None or run.finished:
        return
    run.program = tight.program
    held = run.best.values
    used = run.kinds.freed(tight.values if held is None else np.maximum(tight.values, held), POSITIVE)
    effort = run.effort(CHOOSE_SHARE * run.left, run.enough)
    answer = solve(run.program.fixed(used, np.zeros(len(used))), effort, None if held is None else held[used])
    if answer.values is not None:
        yield run.note(merged(np.zeros(len(used)), used, answer.values))


def branch(run: Run) -> Iterator[Found]:
    """Branch and bound on the whole part."""
    seconds = run.left if run.part.is_one_window else BRANCH_SHARE * run.left
    answer = solve(run.program, run.effort(seconds, run.enough), run.best.values)
    yield run.note(answer.values, answer.bound, answer.infeasible)
