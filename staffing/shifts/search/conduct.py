"""The model cut into independent parts, their searches, and the solution of the whole."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from staffing.programs.components import Component, components, join
from staffing.programs.solver import Effort, solve
from staffing.programs.solvers import HIGHS
from staffing.programs.target import Leniency, Target
from staffing.records import Floats, Ints
from staffing.shifts.formulation.model import Model
from staffing.shifts.search.core import Relaxation
from staffing.shifts.search.crew import LEAST_SECONDS, Crew, Event
from staffing.shifts.search.method import search
from staffing.shifts.search.neighbourhood import OTHER, REST
from staffing.shifts.search.part import NOTHING, Found, Means, Part
from staffing.shifts.search.worker import Worker

HERE_COLUMNS = 300  # a part this small is searched in this process: no solver overruns its time on it

CAPLESS_SHARE = 0.5  # of the time, for a search without the cap,
LOOSE_SHARE = 0.9  # or where the relaxation leaves a good part of the cap unused, so that it will hardly bind
LOOSE = 0.7  # of the cap

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Allowance:
    """How close a search must come, until when (`time.monotonic`), and whom to tell how far it is.

    `leniency` is for a part that is the whole, and longer than a day.
    """

    target: Target
    deadline: float
    solver: str
    progress: Progress | None = None
    leniency: Leniency | None = None


@dataclass(frozen=True, eq=False)
class Solved:
    """The solution of the whole (None: none found), the bound, and whether none can exist.

    `relaxed`: a relaxation close by, where it is known beforehand.
    """

    values: Floats | None
    bound: float
    infeasible: bool = False
    relaxed: Relaxation | None = None


UNKNOWN = Solved(None, -math.inf)


def solve_model(
    model: Model,
    gap: float,
    seconds: float,
    progress: Progress | None = None,
    solver: str = HIGHS,
    *,
    known: Solved = UNKNOWN,
    leniency: Leniency | None = None,
) -> Solved:
    """Solve the model part by part, from what is known of its solution.

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
        share = LOOSE_SHARE if _is_loose(model, relaxed.values, cap) else CAPLESS_SHARE
        solved = _solve_parts(
            model, parts, Allowance(target, began + share * seconds, solver, progress), known
        )
        if solved.values is not None and model.program.accepts(solved.values):
            return solved
    allowance = Allowance(target, began + seconds, solver, progress, leniency)
    return _solve_parts(model, components(model.program), allowance, known)


def _is_loose(model: Model, values: Floats | None, cap: int) -> bool:
    """True if a solution leaves short clearly less than the cap allows."""
    if values is None:
        return False
    short = float(np.asarray(model.program.matrix[[cap]] @ values)[0])
    return short <= LOOSE * float(model.program.row_upper[cap])


def least_bound(model: Model, target: Target, seconds: float) -> Found:
    """The bound of the relaxation of the whole, ended after `seconds` whatever the solver does."""
    part = Part(model.program, _starts(model), model.horizon_minutes)
    if len(part.program) <= HERE_COLUMNS:
        return _first_bound(search(part, target, seconds))
    worker = Worker()
    ending = threading.Timer(max(seconds, 0.0), worker.stop)
    ending.daemon = True
    ending.start()
    try:
        return _first_bound(worker.search(part, target, seconds))
    finally:
        ending.cancel()
        worker.close()


def _first_bound(steps: Iterator[Found]) -> Found:
    """What the relaxation proves; a search may yield schedules before it."""
    return next((found for found in steps if found.infeasible or math.isfinite(found.bound)), NOTHING)


def _solve_parts(model: Model, parts: list[Component], allowance: Allowance, known: Solved) -> Solved:
    """Search each distinct part, and join."""
    starts = _starts(model)
    distinct: dict[bytes, Part] = {}
    begin: dict[bytes, Found] = {}
    bound = known.bound - model.shortage.constant if len(parts) == 1 else -math.inf
    for part in parts:
        distinct.setdefault(part.content, Part(part.program, starts[part.columns], model.horizon_minutes))
        begin.setdefault(part.content, _known_of(part, known, bound))
    found = _search_all(distinct, begin, allowance)
    return _joined(model, parts, [found[part.content] for part in parts])


def _starts(model: Model) -> Ints:
    """The minute at which each shift column starts, and what the others are."""
    shifts, rests = len(model.shifts), len(model.rest_counts)
    starts = np.full(len(model.program), OTHER, dtype=np.int64)
    starts[:shifts] = model.shifts.start
    starts[shifts : shifts + rests] = REST
    return starts


def _known_of(part: Component, known: Solved, bound: float) -> Found:
    """What is known of a part, where its share of the values is a solution of it."""
    relaxed = None if known.relaxed is None else known.relaxed.of(part.columns)
    if known.values is None or not part.program.accepts(known.values[part.columns]):
        return Found(None, math.inf, bound, relaxed=relaxed)
    values = known.values[part.columns]
    return Found(values, part.program.objective(values), bound, relaxed=relaxed)


def _joined(model: Model, parts: list[Component], found: list[Found]) -> Solved:
    bound = sum(one.bound for one in found) + model.shortage.constant
    values = [one.values for one in found if one.values is not None]
    if len(values) < len(parts):
        return Solved(None, bound, any(one.infeasible for one in found))
    return Solved(join(parts, values, len(model.program)), bound)


def _search_all(
    parts: dict[bytes, Part], known: dict[bytes, Found], allowance: Allowance
) -> dict[bytes, Found]:
    """The best found for each part; stops early when one has no solution, or none was found in its time."""
    results = known.copy()
    is_one = len(parts) == 1 and not any(part.is_one_window for part in parts.values())
    leniency = allowance.leniency if is_one else None
    done = 0
    for event in _events(parts, known, allowance):
        found = results[event.key] = event.found
        done += event.is_last
        if allowance.progress is not None:
            allowance.progress("shifts", done / len(parts))
        if found.infeasible or (event.is_last and found.values is None):
            break
        if leniency is not None and leniency.suffices(found.objective, found.bound):
            break
    return results


def _events(parts: dict[bytes, Part], known: dict[bytes, Found], allowance: Allowance) -> Iterator[Event]:
    """Search the smallest parts here, then the others side by side."""
    large = {}
    for key, part in parts.items():
        if len(part.program) > HERE_COLUMNS:
            large[key] = part
            continue
        yield Event(key, _searched_here(part, known[key], allowance), is_last=True)
    if large:
        yield from Crew(large, known, allowance.target, allowance.deadline, allowance.solver).search()


def _searched_here(part: Part, known: Found, allowance: Allowance) -> Found:
    """Search a part in this process; when the time is over, only until it has a first solution."""
    found, left = known, allowance.deadline - time.monotonic()
    least = LEAST_SECONDS if found.values is None else 0.0
    for found in search(part, allowance.target, max(left, least), Means(allowance.solver), known):
        if found.values is not None and time.monotonic() > allowance.deadline:
            break
    return found
