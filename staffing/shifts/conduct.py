"""The model cut into independent parts, their searches, and the solution of the whole."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from staffing.records import Floats
from staffing.shifts.components import Component, components, join
from staffing.shifts.crew import Crew, Event
from staffing.shifts.model import Model
from staffing.shifts.neighbourhood import OTHER, REST
from staffing.shifts.search import NOTHING, Found, Means, Part, search
from staffing.shifts.solver import Effort, solve
from staffing.shifts.solvers import HIGHS
from staffing.shifts.target import Target

HERE_COLUMNS = 300  # a part this small is searched in this process: no solver overruns its time on it

CAPLESS_SHARE = 0.5  # of the time, for a search without the cap

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Allowance:
    """How close a search must come, until when (`time.monotonic`), and whom to tell how far it is."""

    target: Target
    deadline: float
    solver: str
    progress: Progress | None = None


@dataclass(frozen=True, eq=False)
class Solved:
    """The solution of the whole (None: none found), the bound, and whether none can exist."""

    values: Floats | None
    bound: float
    infeasible: bool = False


def solve_model(
    model: Model, gap: float, seconds: float, progress: Progress | None = None, solver: str = HIGHS
) -> Solved:
    """Solve the model part by part.

    The cap on all that is short is the one row that would join all parts. Where they are independent but
    for it, they are first searched without; that is enough if what they leave short together keeps the cap.
    """
    began = time.monotonic()
    target = Target(gap, model.grain)
    cap = model.shortage.cap
    parts = components(model.program, cap)
    if cap is not None and len(parts) > 1:
        relaxed = solve(model.program, Effort(seconds, relaxed=True))
        if relaxed.infeasible:
            return Solved(None, math.inf, infeasible=True)
        solved = _solve_parts(
            model, parts, Allowance(target, began + CAPLESS_SHARE * seconds, solver, progress)
        )
        if solved.values is not None and model.program.accepts(solved.values):
            return solved
    return _solve_parts(
        model, components(model.program), Allowance(target, began + seconds, solver, progress)
    )


def _solve_parts(model: Model, parts: list[Component], allowance: Allowance) -> Solved:
    """Search each distinct part, and join."""
    shifts, rests = len(model.shifts), len(model.rest_counts)
    starts = np.full(len(model.program), OTHER, dtype=np.int64)
    starts[:shifts] = model.shifts.start
    starts[shifts : shifts + rests] = REST
    distinct: dict[bytes, Part] = {}
    for part in parts:
        distinct.setdefault(part.content, Part(part.program, starts[part.columns], model.horizon_minutes))
    found = _search_all(distinct, allowance)
    return _joined(model, parts, [found[part.content] for part in parts])


def _joined(model: Model, parts: list[Component], found: list[Found]) -> Solved:
    bound = sum(one.bound for one in found) + model.shortage.constant
    values = [one.values for one in found if one.values is not None]
    if len(values) < len(parts):
        return Solved(None, bound, any(one.infeasible for one in found))
    return Solved(join(parts, values, len(model.program)), bound)


def _search_all(parts: dict[bytes, Part], allowance: Allowance) -> dict[bytes, Found]:
    """The best found for each part; stops early when one is proven to have no solution."""
    results = dict.fromkeys(parts, NOTHING)
    done = 0
    for event in _events(parts, allowance):
        results[event.key] = event.found
        done += event.is_last
        if allowance.progress is not None:
            allowance.progress("shifts", done / len(parts))
        if event.found.infeasible:
            break
    return results


def _events(parts: dict[bytes, Part], allowance: Allowance) -> Iterator[Event]:
    """Search the smallest parts here, then the others side by side."""
    large = {}
    for key, part in parts.items():
        if len(part.program) > HERE_COLUMNS:
            large[key] = part
            continue
        found = NOTHING
        seconds = max(allowance.deadline - time.monotonic(), 0.1)
        for better in search(part, allowance.target, seconds, Means(allowance.solver)):
            found = better
        yield Event(key, found, is_last=True)
    if large:
        yield from Crew(large, allowance.target, allowance.deadline, allowance.solver).search()
