"""Closing a part: at its bound, by the kinds of shift in use, and by branch and bound on all of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats
from staffing.programs.program import Program, merged
from staffing.programs.solver import Effort, solve
from staffing.programs.work import Purse, units
from staffing.shifts.search.fixing import within_cost
from staffing.shifts.search.kinds import Kinds, with_cuts
from staffing.shifts.search.part import POSITIVE, Incumbent
from staffing.shifts.search.state import SearchState, Solve

AIMS = 4  # one after the other, each at what the one before proved
AIM_SHARE, AIM_WORK = 0.25, units(10)  # of the work left, and at most
CHOOSE_SHARE = 0.25  # of the work left, for the cuts of kinds of shift, and again for a choice among kinds
CUT_GAIN = 0.002  # of the bound: a round of cuts that brings less is the last
BRANCH_SHARE = 0.5  # of the work left, where neighbourhoods can still help afterwards


def aim(state: SearchState) -> Iterator[Incumbent]:
    """Search only what is made of enough to cost no more than the bound allows; if in vain, it rises."""
    relaxed = state.relaxation
    if relaxed is None or relaxed.reduced_cost is None or not math.isfinite(relaxed.bound):
        return
    for _ in range(AIMS):
        cost = state.stopping.aim(state.best.bound)
        close = within_cost(state.program, relaxed, cost)
        free = close.lower < close.upper
        effort = state.effort(min(AIM_WORK, state.purse.share(AIM_SHARE)), state.enough)
        answer = state.solve(close.fixed(free, close.lower), replace(effort, thrifty=True))
        if answer.values is not None:
            yield state.note(merged(close.lower, free, answer.values))
        fixed = state.program.objective(np.where(free, 0.0, close.lower))
        least = math.inf if answer.infeasible else answer.bound + fixed
        yield state.note(None, min(least, cost + state.stopping.grain))
        if state.finished or state.best.bound <= cost:
            return


def choose(state: SearchState) -> Iterator[Incumbent]:
    """Tighten the price of kinds of shift; then all shifts of the kinds in use, whole or in part."""
    tight = tightened(state.program, state.kinds, state.purse.share(CHOOSE_SHARE), state.solve)
    yield state.note(None, tight.bound, tight.infeasible)
    if tight.values is None or state.finished:
        return
    state.program = tight.program
    held = state.best.values
    used = state.kinds.freed(tight.values if held is None else np.maximum(tight.values, held), POSITIVE)
    effort = state.effort(state.purse.share(CHOOSE_SHARE), state.enough)
    answer = state.solve(
        state.program.fixed(used, np.zeros(len(used))), effort, None if held is None else held[used]
    )
    if answer.values is not None:
        yield state.note(merged(np.zeros(len(used)), used, answer.values))


def branch(state: SearchState) -> Iterator[Incumbent]:
    """Branch and bound on the whole part."""
    work = state.purse.share(1.0 if state.part.is_one_window else BRANCH_SHARE)
    answer = state.solve(state.program, state.effort(work, state.enough), state.best.values)
    yield state.note(answer.values, answer.bound, answer.infeasible)


@dataclass(frozen=True, eq=False)
class TightRelaxation:
    """The program with its cuts, its relaxation (None: not solved) and the bound that proves."""

    program: Program
    values: Floats | None
    bound: float
    infeasible: bool


def tightened(program: Program, kinds: Kinds, work: int, solve: Solve = solve) -> TightRelaxation:
    """Add cuts until a round brings little or half of the work is done, then relax once more."""
    purse = Purse(work)
    before = -math.inf
    while purse.left > work // 2:
        answer = solve(program, Effort(purse.left, relaxed=True, interior=True))
        purse.spend(answer.work)
        if answer.values is None:
            break
        cost = program.objective(answer.values)
        if cost - before < CUT_GAIN * abs(cost):
            break
        before, program = cost, with_cuts(program, kinds, answer.values)
    answer = solve(program, Effort(purse.left, relaxed=True))
    return TightRelaxation(program, answer.values, answer.bound, answer.infeasible)
