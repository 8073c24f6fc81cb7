"""The search for one part: relax, restrict, then prove it if it is small and improve it if it is not.

A week around the clock is too large for branch and bound to close, but its relaxation is tight. So:

0. *Greedy covering* (`greedy`): a solution at once, should there be no time for more.
1. *Relaxation*: the bound, and which shifts and breaks matter (`core`).
2. *RENS* (Berthold 2014): the integer program on the columns the relaxation uses, each between its floor
   and one, two, five above. *Relax and fix* (`relax_and_fix`) on the core where it finds none, and before it
   where the horizon is over a week or heads are so few that rounding is most of what they cost.
   A small part is then searched for what is close enough to the bound (`fixing`); if in vain, that rises.
   Where kinds of shift cost something, cuts instead make the relaxation tight (`tighten`), and the integer
   program on all shifts of the kinds it uses is solved; windows free all shifts of kinds in use.
3. *Branch and bound* on the whole part from that solution, where the part is small enough to close.
4. *Large neighbourhoods* (Shaw 1998): free the shifts that start within some hours and all their breaks,
   hold the rest, solve; then the next stretch, round and round. Windows are short, or have the core alone,
   at first: they bring most. A round that closes little of the gap makes them larger; after the largest the
   first come again, elsewhere. Two far apart are solved side by side, and both gains are added up.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from staffing.records import Bools, Floats
from staffing.shifts.core import POSITIVE, Relaxation
from staffing.shifts.fixing import within_cost
from staffing.shifts.greedy import greedy_cover
from staffing.shifts.kinds import kinds_in
from staffing.shifts.neighbourhood import Windows
from staffing.shifts.part import NOTHING, Found, Means, Part
from staffing.shifts.program import merged
from staffing.shifts.relax_and_fix import steps
from staffing.shifts.solver import Answer, Effort, believed, solve
from staffing.shifts.target import Target
from staffing.shifts.tighten import tightened

RENS_WIDTHS = (1, 2, 5)
RENS_SHARE = 0.25  # of the time left, for each width
RENS_SECONDS = 10.0
STEP_GAP = 0.005  # of a step of relax and fix: what it gives away, neighbourhoods win back
AIMS = 4  # one after the other, each at what the one before proved
AIM_SHARE, AIM_SECONDS = 0.25, 10.0  # of the time left, and at most
BRANCH_SHARE = 0.5  # of the time left, where neighbourhoods can still help afterwards
CORE_SHARE = 1 / 3  # of all columns, where a solution is built
WHOLE_WINDOWS = ((1.0, 8), (1.0, 12), (1.0, 18), (1.0, 26))  # share of the columns in the core, hours
CORE_WINDOWS = ((1 / 3, 18), (1 / 2, 8), (1 / 2, 12))  # before those
ROUND_SHARE = 0.2  # of the gap: what a round should close, that the next be like it
WINDOW_NODES = 20  # most of the gain is at the root; counted in nodes, it is the same on every machine
WINDOW_SECONDS = 6.0
CHOOSE_SHARE = 0.25  # of the time left, for the cuts of kinds of shift, and again for a choice among kinds


def search(
    part: Part, target: Target, seconds: float, means: Means | None = None, known: Found = NOTHING
) -> Iterator[Found]:
    """Yield every step of solution or bound beyond what is `known`; the last one yielded is the result."""
    run = _Run(part, target, time.monotonic() + seconds, means or Means(), known)
    if run.is_rough and not part.is_small:
        yield from run.cover()
    if not math.isfinite(known.bound) or (known.values is None and known.relaxed is None):
        yield from run.relax()
    for first in run.firsts():
        if not run.finished and run.is_rough:
            yield from first()
    if not run.finished and run.kinds:
        yield from run.choose()
    elif not run.finished and part.is_small:
        yield from run.aim()
    if not run.finished and (part.is_small or part.is_one_window or run.is_rough):
        yield from run.branch()
    if run.best.values is None and not run.best.infeasible:
        yield from run.cover()
    if not run.finished and not part.is_one_window:
        yield from run.improve()


class _Run:
    """One search under way."""

    def __init__(self, part: Part, target: Target, deadline: float, means: Means, known: Found) -> None:
        self.part = part
        self.program = part.program
        self.target = target
        self.deadline = deadline
        self.means = means
        self.best = known
        self.is_rough = known.values is None  # nothing better yet than greedy covering
        self.relaxation: Answer | None = None
        self.relaxed = known.relaxed
        self.kinds = kinds_in(part.program)

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.deadline - time.monotonic()

    @property
    def finished(self) -> bool:
        """True if there is nothing more to find, or no time to."""
        reached = self.target.reached(self.best.objective, self.best.bound)
        return self.best.infeasible or self.left <= 0 or reached

    def relax(self) -> Iterator[Found]:
        """The linear relaxation: a bound, and the columns that matter."""
        answer = solve(self.program, Effort(self.left, relaxed=True))
        self.relaxation = answer
        if answer.values is not None and answer.reduced_cost is not None:
            self.relaxed = Relaxation(answer.values, answer.reduced_cost)
        whole = None if answer.values is None else believed(self.program, answer.values)
        yield self._note(whole, answer.bound, answer.infeasible)

    def cover(self) -> Iterator[Found]:
        """Greedy covering."""
        yield self._note(greedy_cover(self.program, self.part.start, self.left))
        self.is_rough = True

    def firsts(self) -> Iterator[Callable[[], Iterator[Found]]]:
        """How a first good solution is looked for, one after the other."""
        if self.relaxed is not None:
            in_stretches = not (self.part.is_small or self.part.is_one_window)
            in_stretches &= self.part.is_long or self.relaxed.has_few_heads(self.part.start)
            yield from (self.construct, self.restrict)[:: 1 if in_stretches else -1]

    def restrict(self) -> Iterator[Found]:
        """RENS, widened until it holds a solution."""
        if self.relaxed is None:
            return
        program = self.program
        floor = np.floor(self.relaxed.values + POSITIVE)
        lower = np.where(program.integer, np.maximum(floor, program.lower), program.lower)
        used = self.relaxed.used(program)
        unused = np.zeros(len(program))
        for width in RENS_WIDTHS:
            upper = np.where(program.integer, np.minimum(floor + width, program.upper), program.upper)
            narrow = program.bounded(lower, upper).fixed(used, unused)
            effort = self._effort(min(RENS_SECONDS, RENS_SHARE * self.left), self._enough)
            answer = solve(narrow, replace(effort, thrifty=True))
            if answer.values is not None:
                yield self._note(merged(unused, used, answer.values))
                return

    def construct(self) -> Iterator[Found]:
        """Relax and fix on the core: each step has its share of what is left."""
        if self.relaxed is None:
            return
        used = self.relaxed.core(self.program, CORE_SHARE)
        unused = np.zeros(len(self.program))
        program, values = self.program.fixed(used, unused), self.relaxed.values[used]
        horizon = self.part.horizon_minutes
        ahead = list(steps(program, Windows(program, self.part.start[used], horizon), horizon))
        for i, step in enumerate(ahead):
            effort = self._effort(self.left / (len(ahead) - i + 1), self._grain)
            effort = replace(effort, gap=STEP_GAP, nodes=WINDOW_NODES, thrifty=True)
            answer = solve(step.program.fixed(step.free, values), effort)
            if answer.values is None:
                return
            values = merged(values, step.free, answer.values)
        yield self._note(merged(unused, used, values))

    def choose(self) -> Iterator[Found]:
        """Tighten the price of kinds of shift; then all shifts of the kinds in use, whole or in part."""
        tight = tightened(self.program, self.kinds, CHOOSE_SHARE * self.left)
        yield self._note(None, tight.bound, tight.infeasible)
        if tight.values is None or self.finished:
            return
        self.program = tight.program
        held = self.best.values
        used = self.kinds.freed(tight.values if held is None else np.maximum(tight.values, held), POSITIVE)
        effort = self._effort(CHOOSE_SHARE * self.left, self._enough)
        answer = solve(
            self.program.fixed(used, np.zeros(len(used))), effort, None if held is None else held[used]
        )
        if answer.values is not None:
            yield self._note(merged(np.zeros(len(used)), used, answer.values))

    def aim(self) -> Iterator[Found]:
        """Search only what is made of enough to cost no more than the bound allows; if in vain, it rises."""
        relaxed = self.relaxation
        if relaxed is None or relaxed.reduced_cost is None:
            return
        for _ in range(AIMS):
            cost = self.target.aim(self.best.bound)
            close = within_cost(self.program, relaxed, cost)
            free = close.lower < close.upper
            effort = self._effort(min(AIM_SECONDS, AIM_SHARE * self.left), self._enough)
            answer = solve(close.fixed(free, close.lower), replace(effort, thrifty=True))
            if answer.values is not None:
                yield self._note(merged(close.lower, free, answer.values))
            fixed = self.program.objective(np.where(free, 0.0, close.lower))
            least = math.inf if answer.infeasible else answer.bound + fixed
            yield self._note(None, min(least, cost + self.target.grain))
            if self.finished or self.best.bound <= cost:
                return

    def branch(self) -> Iterator[Found]:
        """Branch and bound on the whole part."""
        seconds = self.left if self.part.is_one_window else BRANCH_SHARE * self.left
        answer = solve(self.program, self._effort(seconds, self._enough), self.best.values)
        yield self._note(answer.values, answer.bound, answer.infeasible)

    def improve(self) -> Iterator[Found]:
        """Large neighbourhoods, tour after tour; one that brings little makes the windows larger."""
        windows = Windows(self.program, self.part.start, self.part.horizon_minutes)
        rounds = WHOLE_WINDOWS if windows.has_kinds else CORE_WINDOWS + WHOLE_WINDOWS
        level = tour = 0
        with ThreadPoolExecutor(self.means.threads) as threads:
            while not self.finished:
                before = self.best
                share, hours = rounds[level % len(rounds)]
                for group in windows.around(hours * 60, tour):
                    if self.finished:
                        return
                    core = self._core(share)
                    yield from self._side_by_side(tuple(free & core for free in group), tour, threads)
                tour += 1
                gained = before.objective - self.best.objective
                level += gained <= ROUND_SHARE * (before.objective - before.bound)

    def _core(self, share: float) -> Bools:
        """The columns that take part: the core, and what is in the best solution."""
        if self.relaxed is None or self.best.values is None:
            return np.ones(len(self.program), dtype=bool)
        return self.relaxed.core(self.program, share) | (self.best.values > POSITIVE)

    def _side_by_side(
        self, group: tuple[Bools, ...], seed: int, threads: ThreadPoolExecutor
    ) -> Iterator[Found]:
        """Solve in windows at once, all from the best there was, and add up what they gain."""
        held = self.best.values
        if held is None:
            return

        in_use = self.kinds.used(held, 0.5)

        def gained(free: Bools) -> Floats:
            free = free | in_use
            effort = self._effort(min(WINDOW_SECONDS, self.left), self._grain)
            effort = replace(effort, nodes=WINDOW_NODES, seed=seed, thrifty=True)
            answer = solve(self.program.fixed(free, held), effort, held[free])
            return held if answer.values is None else merged(held, free, answer.values)

        for values in threads.map(gained, group):
            assert self.best.values is not None
            yield self._note(self.best.values + (values - held))  # both gains, where they do not clash
            yield self._note(values)

    def _effort(self, seconds: float, gap_absolute: float) -> Effort:
        return Effort(seconds, gap_absolute=gap_absolute, solver=self.means.solver)

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
        self.is_rough = self.is_rough and values is best.values
        self.best = Found(values, objective, bound, infeasible and values is None)
        return self.best
