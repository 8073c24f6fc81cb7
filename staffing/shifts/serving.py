"""The search where periods must reach a service level: shared out first, repeated where it was flattered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffing.records import Floats
from staffing.shifts.conduct import UNKNOWN, Progress, Solved, solve_model
from staffing.shifts.model import Model
from staffing.shifts.program import merged
from staffing.shifts.service import PeriodService
from staffing.shifts.share_out import heads_of_intervals, parts_of, shared_out
from staffing.shifts.solver import Effort, solve
from staffing.shifts.target import Target

EASIER_SHARE = 0.5  # of the time left, for the service shared out before all together
SEARCH_SHARE = 0.7  # of the time left, where another search may have to follow
SEARCHES = 4  # the last lifts every floor that needs it
LEAST_SECONDS = 5.0  # for a search that must follow, even when the time is over


@dataclass(frozen=True, eq=False)
class Serving:
    """What is asked; `model_of` floors and service (None: no service), and heads at work in a solution."""

    service: PeriodService
    model_of: Callable[[Floats, PeriodService | None], Model]
    working: Callable[[Model, Floats], Floats]
    gap: float
    solver: str
    progress: Progress | None = None

    def solve(self, required: Floats, seconds: float) -> tuple[Model, Solved]:
        """The least cost at which every period reaches its target, and no interval falls below `required`.

        The model takes service to be concave. Where that flatters a solution, the floor of the intervals
        concerned is lifted to where it is concave, and the search repeated; the bound is that of the first
        search, which leaves nothing out.
        """
        deadline = time.monotonic() + seconds
        service, floor = self.service, required.copy()
        model, solved = self._searched(floor, seconds, may_repeat=True)
        bound = solved.bound
        for searches_left in range(SEARCHES - 1, 0, -1):
            if solved.values is None:
                break
            assert model.service is not None
            working, curves = self.working(model, solved.values), model.service.curves
            if not service.shortfall(working).any():
                break
            is_last = searches_left == 1 or time.monotonic() > deadline  # out of time, one must do
            flattered = curves.overstated_at(working[service.counted]) | is_last
            floor[service.counted[flattered]] = curves.concave_from[flattered]
            left = max(deadline - time.monotonic(), LEAST_SECONDS)
            model, solved = self._searched(floor, left, may_repeat=not is_last)
            solved = replace(solved, infeasible=False)  # by these floors, which are lifted
        return model, replace(solved, bound=bound)

    def _searched(self, floor: Floats, seconds: float, *, may_repeat: bool) -> tuple[Model, Solved]:
        """One search: first with the service shared out, then of the whole from there."""
        model = self.model_of(floor, self.service)
        assert model.service is not None
        if may_repeat and model.service.curves.is_overstated.any():
            seconds *= SEARCH_SHARE
        deadline = time.monotonic() + seconds
        relaxed = solve(model.program, Effort(seconds, relaxed=True))
        if relaxed.values is None:
            return model, self._solve(model, max(deadline - time.monotonic(), LEAST_SECONDS))
        target = Target(self.gap, model.grain)
        best = Solved(None, target.rounded(relaxed.bound))
        for easier in self._easier(floor, model, relaxed.values):
            found = self._solve(easier, EASIER_SHARE * (deadline - time.monotonic()))
            if (values := self._completed(model, easier, found.values)) is None:
                continue
            best = replace(best, values=values)
            if target.reached(model.program.objective(values), best.bound):
                return model, best
            break
        left = deadline - time.monotonic()
        if best.values is not None and left <= 0:
            return model, best
        whole = self._solve(model, left if best.values is not None else max(left, LEAST_SECONDS), best)
        return model, _better(model, best, whole)

    def _easier(self, floor: Floats, model: Model, relaxed: Floats) -> Iterator[Model]:
        """Models with the service shared out as the relaxation has it; every solution serves the whole."""
        parts = parts_of(self.model_of(floor, None), len(floor))
        by_day = shared_out(self.service, parts, model, relaxed)
        if by_day is not None:
            yield self.model_of(floor, by_day)
        by_interval = floor.copy()
        by_interval[self.service.counted] = heads_of_intervals(self.service, model, relaxed)
        yield self.model_of(by_interval, None)

    def _solve(self, model: Model, seconds: float, known: Solved = UNKNOWN) -> Solved:
        return solve_model(model, self.gap, seconds, self.progress, self.solver, known=known)

    def _completed(self, model: Model, easier: Model, values: Floats | None) -> Floats | None:
        """The shifts and rests of an easier model's solution as one of the whole; None if there is none."""
        if values is None or len(easier.program) == len(model.program):
            return values
        program, rows, counted = model.program, model.service, self.service.counted
        assert rows is not None
        people = len(model.shifts) + len(model.rest_counts)
        held = np.zeros(len(program))
        held[:people] = values[:people]
        cover = model.cover[counted]
        working = np.asarray(program.matrix @ held, dtype=float)[cover]
        held[rows.piece] = rows.filled(working - program.row_lower[cover])
        free = np.arange(len(program)) >= people
        free[rows.piece] = False
        if free.any():  # kinds and penalties: what they must be
            answer = solve(program.fixed(free, held), Effort(LEAST_SECONDS))
            held = held if answer.values is None else merged(held, free, answer.values)
        return held if program.accepts(held) else None


def _better(model: Model, one: Solved, other: Solved) -> Solved:
    """The cheaper solution of two, with the higher bound."""
    found = [values for values in (one.values, other.values) if values is not None]
    best = min(found, key=model.program.objective, default=None)
    return Solved(best, max(one.bound, other.bound), other.infeasible and best is None)
