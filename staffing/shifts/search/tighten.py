"""Rounds of cuts on the kinds of shift (`kinds`), and the relaxation they leave."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from staffing.programs.program import Program
from staffing.programs.solver import Effort, solve
from staffing.records import Floats
from staffing.shifts.search.kinds import Kinds, with_cuts

GAIN = 0.002  # of the bound: a round that brings less is the last


@dataclass(frozen=True, eq=False)
class Tight:
    """The program with its cuts, its relaxation (None: not solved in time) and the bound that proves."""

    program: Program
    values: Floats | None
    bound: float
    infeasible: bool


def tightened(program: Program, kinds: Kinds, seconds: float) -> Tight:
    """Add cuts until a round brings little or half of the seconds are over, then relax once more."""
    deadline = time.monotonic() + seconds
    before = -math.inf
    while (left := deadline - time.monotonic()) > seconds / 2:
        answer = solve(program, Effort(left, relaxed=True, interior=True))
        if answer.values is None:
            break
        cost = program.objective(answer.values)
        if cost - before < GAIN * abs(cost):
            break
        before, program = cost, with_cuts(program, kinds, answer.values)
    answer = solve(program, Effort(deadline - time.monotonic(), relaxed=True))
    return Tight(program, answer.values, answer.bound, answer.infeasible)
