"""A first schedule: greedy covering, the relaxation, RENS, relax and fix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from staffing.programs.program import merged
from staffing.programs.solver import Effort, believed, solve
from staffing.shifts.search.core import POSITIVE, Relaxation
from staffing.shifts.search.greedy import greedy_cover
from staffing.shifts.search.neighbourhood import Windows
from staffing.shifts.search.part import Found
from staffing.shifts.search.relax_and_fix import steps
from staffing.shifts.search.run import WINDOW_NODES, Run

RENS_WIDTHS = (1, 2, 5)
RENS_SHARE = 0.25  # of the time left, for each width
RENS_SECONDS = 10.0
STEP_GAP = 0.005  # of a step of relax and fix: what it gives away, neighbourhoods win back
CORE_SHARE = 1 / 3  # of all columns, where a solution is built


def cover(run: Run) -> Iterator[Found]:
    """Greedy covering."""
    yield run.note(greedy_cover(run.program, run.part.start, run.left))
    run.is_rough = True


def relax(run: Run) -> Iterator[Found]:
    """The linear relaxation: a bound, and the columns that matter."""
    answer = solve(run.program, Effort(run.left, relaxed=True))
    run.relaxation = answer
    if answer.values is not None and answer.reduced_cost is not None:
        run.relaxed = Relaxation(answer.values, answer.reduced_cost)
    whole = None if answer.values is None else believed(run.program, answer.values)
    yield run.note(whole, answer.bound, answer.infeasible)


def firsts(run: Run) -> Iterator[Callable[[Run], Iterator[Found]]]:
    """How a first good solution is looked for, one after the other."""
    if run.relaxed is not None:
        in_stretches = not (run.part.is_small or run.part.is_one_window)
        in_stretches &= run.part.is_long or run.relaxed.has_few_heads(run.part.start)
        yield from (construct, restrict) if in_stretches else (restrict, construct)


def restrict(run: Run) -> Iterator[Found]:
    """RENS, widened until it holds a solution."""
    if run.relaxed is None:
        return
    program = run.program
    floor = np.floor(run.relaxed.values + POSITIVE)
    lower = np.where(program.integer, np.maximum(floor, program.lower), program.lower)
    used = run.relaxed.used(program)
    unused = np.zeros(len(program))
    for width in RENS_WIDTHS:
        upper = np.where(program.integer, np.minimum(floor + width, program.upper), program.upper)
        narrow = program.bounded(lower, upper).fixed(used, unused)
        effort = run.effort(min(RENS_SECONDS, RENS_SHARE * run.left), run.enough)
        answer = solve(narrow, replace(effort, thrifty=True))
        if answer.values is not None:
            yield run.note(merged(unused, used, answer.values))
            return


def construct(run: Run) -> Iterator[Found]:
    """Relax and fix on the core: each step has its share of what is left."""
    if run.relaxed is None:
        return
    used = run.relaxed.core(run.program, CORE_SHARE)
    unused = np.zeros(len(run.program))
    program, values = run.program.fixed(used, unused), run.relaxed.values[used]
    horizon = run.part.horizon_minutes
    ahead = list(steps(program, Windows(program, run.part.start[used], horizon), horizon))
    for i, step in enumerate(ahead):
        effort = run.effort(run.left / (len(ahead) - i + 1), run.grain)
        effort = replace(effort, gap=STEP_GAP, nodes=WINDOW_NODES, thrifty=True)
        answer = solve(step.program.fixed(step.free, values), effort)
        if answer.values is None:
            return
        values = merged(values, step.free, answer.values)
    yield run.note(merged(unused, used, values))
