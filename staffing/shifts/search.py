"""The search for one part: prove it if it is small, else relax, restrict, and improve.

A week around the clock is too large for branch and bound to close, and its relaxation is tight. So:

1. *Relaxation*: the linear program gives the bound and says which shifts and breaks matter.
2. *Direct*: a small part goes to the solver as it is.
3. *RENS* (relaxation enforced neighbourhood search, Berthold 2014): the integer program on the columns
   the relaxation uses, each between its floor and one, two, five above.
4. *Large neighbourhoods* (Shaw 1998): free the shifts that start within a day and all their breaks, hold
   the rest, solve; then the next stretch of the week, round and round while that still helps.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffing.records import Bools, Floats, Ints
from staffing.shifts.program import Program
from staffing.shifts.solver import Answer, Effort, solve
from staffing.shifts.target import Target

DIRECT_COLUMNS = 3000
DIRECT_SHARE = 0.6  # of the time, before a direct search gives way
RENS_WIDTHS = (1, 2, 5)
RENS_SECONDS = 10.0
WINDOW_MINUTES = 24 * 60
WINDOW_STEP_MINUTES = 12 * 60
WINDOW_SECONDS = 3.0
POSITIVE = 1e-6


@dataclass(frozen=True, eq=False)
class Part:
    """One independent program; `start[j]` is the minute at which shift column j starts, −1 for others."""

    program: Program
    start: Ints
    horizon_minutes: int


@dataclass(frozen=True, eq=False)
class Found:
    """The best solution so far (None: none yet), the best bound, and whether none can exist."""

    values: Floats | None
    objective: float
    bound: float
    infeasible: bool = False


def search(part: Part, target: Target, seconds: float) -> Iterator[Found]:
    """Yield every improvement of solution or bound; the last one yielded is the result."""
    run = _Run(part, target, time.monotonic() + seconds)
    yield from run.relax()
    if not run.finished and run.is_small:
        yield from run.direct(seconds * DIRECT_SHARE)
    if not run.finished:
        yield from run.restrict()
    if not run.finished:
        yield from run.improve()


class _Run:
    """One search under way."""

    def __init__(self, part: Part, target: Target, deadline: float) -> None:
        self.part = part
        self.program = part.program
        self.target = target
        self.deadline = deadline
        self.best = Found(None, math.inf, -math.inf)
        self.relaxed: Floats | None = None

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.deadline - time.monotonic()

    @property
    def finished(self) -> bool:
        """True if there is nothing more to find, or no time to."""
        best = self.best
        return best.infeasible or self.left <= 0 or self.target.reached(best.objective, best.bound)

    @property
    def is_small(self) -> bool:
        """True if branch and bound can be expected to close the part."""
        return len(self.program) <= DIRECT_COLUMNS

    def direct(self, seconds: float) -> Iterator[Found]:
        """Branch and bound on the whole part."""
        answer = solve(self.program, self._effort(min(seconds, self.left)))
        yield self._note(answer.values, answer.bound, answer.infeasible)

    def relax(self) -> Iterator[Found]:
        """The linear relaxation: a bound, and the columns that matter."""
        answer = solve(self.program, Effort(self.left, relaxed=True))
        self.relaxed = answer.values
        yield self._note(None, answer.bound, answer.infeasible)

    def restrict(self) -> Iterator[Found]:
        """RENS, widened until it holds a solution."""
        if self.relaxed is None:
            yield from self.direct(self.left)
            return
        program = self.program
        floor = np.floor(self.relaxed + POSITIVE)
        used = (self.relaxed > POSITIVE) | ~program.integer
        for width in RENS_WIDTHS:
            upper = np.where(program.integer, np.minimum(floor + width, program.upper), program.upper)
            lower = np.where(program.integer, np.maximum(floor, program.lower), program.lower)
            nowhere = np.where(used, 0.0, np.clip(0.0, program.lower, program.upper))
            narrow = program.bounded(lower, upper).fixed(used, nowhere)
            answer = solve(narrow, self._effort(min(RENS_SECONDS, self.left)))
            if answer.values is not None:
                yield self._note(_merged(nowhere, used, answer), -math.inf)
                return

    def improve(self) -> Iterator[Found]:
        """Large neighbourhoods around the week until a whole round brings nothing."""
        if self.best.values is None:
            return
        without_gain = 0
        for free in self._windows():
            if self.finished or without_gain * WINDOW_STEP_MINUTES >= self.part.horizon_minutes:
                return
            held = self.best.values
            narrow = self.program.fixed(free, held)
            effort = Effort(min(WINDOW_SECONDS, self.left), gap_absolute=0.999 * self.target.grain)
            answer = solve(narrow, effort, held[free])
            before = self.best.objective
            if answer.values is not None:
                yield self._note(_merged(held, free, answer), -math.inf)
            without_gain = 0 if self.best.objective < before else without_gain + 1

    def _windows(self) -> Iterator[Bools]:
        """The columns to free: shifts that start in the window, what shares their breaks, and the slack."""
        program, start = self.program, self.part.start
        is_shift = start >= 0
        breaks = program.matrix[(program.row_lower == 0) & (program.row_upper == 0)]
        touches = abs(breaks)
        opening = 0
        while True:
            inside = is_shift & ((start - opening) % self.part.horizon_minutes < WINDOW_MINUTES)
            rows = touches @ inside.astype(float) > 0
            shared = touches[rows].T @ np.ones(int(rows.sum())) > 0
            yield inside | (shared & ~is_shift) | ~program.integer
            opening += WINDOW_STEP_MINUTES

    def _effort(self, seconds: float) -> Effort:
        """Search until as close to the bound as the target asks."""
        bound = self.best.bound
        enough = self.target.slack(bound) if math.isfinite(bound) else 0.999 * self.target.grain
        return Effort(seconds, gap_absolute=enough)

    def _note(self, values: Floats | None, bound: float, infeasible: bool = False) -> Found:
        """Keep what is better of the old and the new."""
        best = self.best
        bound = max(best.bound, self.target.rounded(bound))
        objective = best.objective
        if values is not None and self.program.objective(values) < objective and self.program.accepts(values):
            objective = self.program.objective(values)
        else:
            values = best.values
        self.best = Found(values, objective, bound, infeasible and values is None)
        return self.best


def _merged(held: Floats, free: Bools, answer: Answer) -> Floats:
    """The whole solution: the answer where free, the rest as held."""
    whole = held.copy()
    whole[free] = answer.values
    return whole
