"""A first schedule: greedy covering, the relaxation, RENS, relax and fix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from staffing.programs.program import merged
from staffing.programs.solver import Effort, believed
from staffing.programs.work import handing_over, units
from staffing.shifts.search.greedy import greedy_cover
from staffing.shifts.search.neighbourhood import Windows, fixing_steps
from staffing.shifts.search.part import POSITIVE, Incumbent, Relaxation
from staffing.shifts.search.state import WINDOW_NODES, SearchState

RENS_WIDTHS = (1, 2, 5)
RENS_SHARE = 0.25  # of the work left, for each width
RENS_WORK = units(10)
STEP_GAP = 0.005  # of a step of relax and fix: what it gives away, neighbourhoods win back
CORE_SHARE = 1 / 3  # of all columns, where a solution is built


def cover(state: SearchState) -> Iterator[Incumbent]:
    """Greedy covering."""
    state.purse.spend(handing_over(state.program))  # it takes about as long
    yield state.note(greedy_cover(state.program, state.part.start, state.purse.left, state.solve))
    state.is_rough = True


def relax(state: SearchState) -> Iterator[Incumbent]:
    """The linear relaxation: a bound, and the columns that matter."""
    answer = state.solve(state.program, Effort(state.purse.left, relaxed=True))
    state.relaxation = answer
    if answer.values is not None and answer.reduced_cost is not None:
        state.relaxed = Relaxation(answer.values, answer.reduced_cost)
    whole = None if answer.values is None else believed(state.program, answer.values)
    yield state.note(whole, answer.bound, answer.infeasible)


def firsts(state: SearchState) -> Iterator[Callable[[SearchState], Iterator[Incumbent]]]:
    """How a first good solution is looked for, one after the other."""
    if state.relaxed is not None:
        in_stretches = not (state.part.is_small or state.part.is_one_window)
        in_stretches &= state.part.is_long or state.relaxed.has_few_heads(state.part.start)
        yield from (construct, restrict) if in_stretches else (restrict, construct)


def restrict(state: SearchState) -> Iterator[Incumbent]:
    """RENS, widened until it holds a solution."""
    if state.relaxed is None:
        return
    program = state.program
    floor = np.floor(state.relaxed.values + POSITIVE)
    lower = np.where(program.integer, np.maximum(floor, program.lower), program.lower)
    used = state.relaxed.used(program)
    unused = np.zeros(len(program))
    for width in RENS_WIDTHS:
        upper = np.where(program.integer, np.minimum(floor + width, program.upper), program.upper)
        narrow = program.bounded(lower, upper).fixed(used, unused)
        effort = state.effort(min(RENS_WORK, state.purse.share(RENS_SHARE)), state.enough)
        answer = state.solve(narrow, replace(effort, thrifty=True))
        if answer.values is not None:
            yield state.note(merged(unused, used, answer.values))
            return


def construct(state: SearchState) -> Iterator[Incumbent]:
    """Relax and fix on the core: each step has its share of what is left."""
    if state.relaxed is None:
        return
    used = state.relaxed.core(state.program, CORE_SHARE)
    unused = np.zeros(len(state.program))
    program, values = state.program.fixed(used, unused), state.relaxed.values[used]
    horizon = state.part.horizon_minutes
    ahead = list(fixing_steps(program, Windows(program, state.part.start[used], horizon), horizon))
    for i, step in enumerate(ahead):
        effort = state.effort(state.purse.share(1 / (len(ahead) - i + 1)), state.grain)
        effort = replace(effort, gap=STEP_GAP, nodes=WINDOW_NODES, thrifty=True)
        answer = state.solve(step.program.fixed(step.free, values), effort)
        if answer.values is None:
            return
        values = merged(values, step.free, answer.values)
    yield state.note(merged(unused, used, values))
