"""The search where periods must reach a service level: days apart first, repeated where it was flattered."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from staffing.records import Floats
from staffing.shifts.conduct import Progress, Solved, solve_model
from staffing.shifts.model import Model
from staffing.shifts.service import PeriodService
from staffing.shifts.share_out import parts_of, shared_out
from staffing.shifts.solver import Effort, solve
from staffing.shifts.target import Target

PARTS_SHARE = 0.5  # of the time, for days apart before all together
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
            flattered = curves.overstated_at(working[service.counted]) | (searches_left == 1)
            floor[service.counted[flattered]] = curves.concave_from[flattered]
            left = max(deadline - time.monotonic(), LEAST_SECONDS)
            model, solved = self._searched(floor, left, may_repeat=searches_left > 1)
            solved = replace(solved, infeasible=False)  # by these floors, which are lifted
        return model, replace(solved, bound=bound)

    def _searched(self, floor: Floats, seconds: float, *, may_repeat: bool) -> tuple[Model, Solved]:
        """One search: first of days that only the service of their week connects, then of all."""
        model = self.model_of(floor, self.service)
        assert model.service is not None
        if may_repeat and model.service.curves.is_overstated.any():
            seconds *= SEARCH_SHARE
        deadline = time.monotonic() + seconds
        parts = parts_of(self.model_of(floor, None), len(floor))
        relaxed = solve(model.program, Effort(seconds, relaxed=True))
        asked = None if relaxed.values is None else shared_out(self.service, parts, model, relaxed.values)
        if asked is None:
            return model, self._solve(model, deadline - time.monotonic())
        target = Target(self.gap, model.grain)
        apart = self._solve(self.model_of(floor, asked), PARTS_SHARE * seconds)
        best = replace(apart, bound=target.rounded(relaxed.bound), infeasible=False)
        if best.values is not None and target.reached(model.program.objective(best.values), best.bound):
            return model, best
        whole = self._solve(model, max(deadline - time.monotonic(), 0.1))
        return model, _better(model, best, whole)

    def _solve(self, model: Model, seconds: float) -> Solved:
        return solve_model(model, self.gap, seconds, self.progress, self.solver)


def _better(model: Model, one: Solved, other: Solved) -> Solved:
    """The cheaper solution of two, with the higher bound."""
    found = [values for values in (one.values, other.values) if values is not None]
    best = min(found, key=model.program.objective, default=None)
    return Solved(best, max(one.bound, other.bound), other.infeasible and best is None)
