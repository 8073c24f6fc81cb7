"""The search for one part: relax, restrict, then prove it if it is small and improve it if it is not.

A week around the clock is too large for branch and bound to close, but its relaxation is tight. So:

1. *Relaxation*: the linear program gives the bound, and says which shifts and breaks matter.
2. *RENS* (relaxation enforced neighbourhood search, Berthold 2014): the integer program on the columns
   the relaxation uses, each between its floor and one, two, five above. A good solution in seconds.
3. *Branch and bound* on the whole part from that solution, where the part is small enough to close.
4. *Large neighbourhoods* (Shaw 1998): free the shifts that start within a day and all their breaks, hold
   the rest, solve; then the next stretch of the week, round and round. Only the *core* is freed: columns
   in use, and those whose reduced cost in the relaxation is small. A round that brings nothing widens the
   core; when the widest brings nothing, the search ends.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffing.records import Bools, Floats, Ints
from staffing.shifts.program import Program
from staffing.shifts.solver import Effort, solve
from staffing.shifts.target import Target

SMALL_COLUMNS = 3000  # integer ones: parts that branch and bound can be expected to close
RENS_WIDTHS = (1, 2, 5)
RENS_SHARE = 0.25  # of the time left, for each width
RENS_SECONDS = 10.0
BRANCH_SHARE = 0.6  # of the time left, where neighbourhoods can still help afterwards
WINDOW_MINUTES = 24 * 60
WINDOW_STEP_MINUTES = 12 * 60
WINDOW_SECONDS = 6.0
WINDOW_NODES = 20  # most of the gain is at the root; counted in nodes, it is the same on every machine
CORE_SHARES = (0.005, 0.025)  # reduced cost allowed, as a share of the dearest shift's cost
POSITIVE = 1e-6


@dataclass(frozen=True, eq=False)
class Part:
    """One independent program; `start[j]` is the minute at which shift column j starts, −1 for others."""

    program: Program
    start: Ints
    horizon_minutes: int

    @property
    def is_small(self) -> bool:
        """True if branch and bound can be expected to close it."""
        return int(self.program.integer.sum()) <= SMALL_COLUMNS

    @property
    def is_one_window(self) -> bool:
        """True if a window holds all its shifts, so that a neighbourhood would be the whole part."""
        starts = self.start[self.start >= 0]
        return int(np.ptp(starts)) < WINDOW_MINUTES if len(starts) else True


@dataclass(frozen=True, eq=False)
class Found:
    """The best solution so far (None: none yet), the best bound, and whether none can exist."""

    values: Floats | None
    objective: float
    bound: float
    infeasible: bool = False


def search(part: Part, target: Target, seconds: float) -> Iterator[Found]:
    """Yield every step of solution or bound; the last one yielded is the result."""
    run = _Run(part, target, time.monotonic() + seconds)
    yield from run.relax()
    if not run.finished:
        yield from run.restrict()
    if not run.finished and (part.is_small or part.is_one_window or run.best.values is None):
        yield from run.branch()
    if not run.finished and not part.is_one_window:
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
        self.reduced_cost = np.zeros(len(part.program))

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.deadline - time.monotonic()

    @property
    def finished(self) -> bool:
        """True if there is nothing more to find, or no time to."""
        best = self.best
        return best.infeasible or self.left <= 0 or self.target.reached(best.objective, best.bound)

    def relax(self) -> Iterator[Found]:
        """The linear relaxation: a bound, and the columns that matter."""
        answer = solve(self.program, Effort(self.left, relaxed=True))
        self.relaxed = answer.values
        if answer.reduced_cost is not None:
            self.reduced_cost = answer.reduced_cost
        yield self._note(None, answer.bound, answer.infeasible)

    def restrict(self) -> Iterator[Found]:
        """RENS, widened until it holds a solution."""
        if self.relaxed is None:
            return
        program = self.program
        floor = np.floor(self.relaxed + POSITIVE)
        lower = np.where(program.integer, np.maximum(floor, program.lower), program.lower)
        used = (self.relaxed > POSITIVE) | ~program.integer
        unused = np.zeros(len(program))
        for width in RENS_WIDTHS:
            upper = np.where(program.integer, np.minimum(floor + width, program.upper), program.upper)
            narrow = program.bounded(lower, upper).fixed(used, unused)
            seconds = min(RENS_SECONDS, RENS_SHARE * self.left)
            answer = solve(narrow, Effort(seconds, gap_absolute=self._enough))
            if answer.values is not None:
                yield self._note(_merged(unused, used, answer.values))
                return

    def branch(self) -> Iterator[Found]:
        """Branch and bound on the whole part."""
        seconds = self.left if self.part.is_one_window else BRANCH_SHARE * self.left
        answer = solve(self.program, Effort(seconds, gap_absolute=self._enough), self.best.values)
        yield self._note(answer.values, answer.bound, answer.infeasible)

    def improve(self) -> Iterator[Found]:
        """Large neighbourhoods round the week, in a core that widens when a round brings nothing."""
        for share in CORE_SHARES:
            most = share * float(self.program.cost.max(initial=0.0))
            core = (self.reduced_cost <= most) | ~self.program.integer
            before = math.inf
            while self.best.objective < before and not self.finished:
                before = self.best.objective
                yield from self._round(core)

    def _round(self, core: Bools) -> Iterator[Found]:
        """Solve in each window round the week once."""
        for window in self._windows():
            held = self.best.values
            if held is None or self.finished:
                return
            free = window & (core | (held > 0))
            effort = Effort(min(WINDOW_SECONDS, self.left), gap_absolute=self._grain, nodes=WINDOW_NODES)
            answer = solve(self.program.fixed(free, held), effort, held[free])
            if answer.values is not None:
                yield self._note(_merged(held, free, answer.values))

    def _windows(self) -> Iterator[Bools]:
        """Columns by window: the shifts that start in it, all that share their breaks, and the penalties."""
        program, start = self.program, self.part.start
        is_shift = start >= 0
        breaks = abs(program.matrix[(program.row_lower == 0) & (program.row_upper == 0)])
        for opening in range(0, self.part.horizon_minutes, WINDOW_STEP_MINUTES):
            inside = is_shift & ((start - opening) % self.part.horizon_minutes < WINDOW_MINUTES)
            if not inside.any():
                continue
            touched = breaks @ inside.astype(float) > 0
            shared = breaks[touched].T @ np.ones(int(touched.sum())) > 0
            yield inside | (shared & ~is_shift) | ~program.integer

    @property
    def _grain(self) -> float:
        """Just less than the least by which two objectives can differ."""
        return 0.999 * self.target.grain

    @property
    def _enough(self) -> float:
        """How far above the bound is close enough."""
        bound = self.best.bound
        return self.target.slack(bound) if math.isfinite(bound) else self._grain

    def _note(self, values: Floats | None, bound: float = -math.inf, infeasible: bool = False) -> Found:
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


def _merged(held: Floats, free: Bools, values: Floats) -> Floats:
    """The whole solution: `values` where free, the rest as held."""
    whole = held.copy()
    whole[free] = values
    return whole
