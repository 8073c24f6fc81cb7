"""A program searched part by part: cut where nothing joins its columns, solved, and joined again."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.programs.components import IndependentPart, components, join
from staffing.programs.solver import Effort, solve
from staffing.programs.stopping import Stopping
from staffing.shifts.formulation.timed import TimedProgram
from staffing.shifts.search.part import NOTHING, Incumbent, Means, Part, Relaxation
from staffing.shifts.search.side_by_side import (
    GRACE_SECONDS,
    IMPORTED,
    LEAST_SECONDS,
    PartResult,
    search_side_by_side,
)
from staffing.shifts.search.terms import Allowance, SearchTerms
from staffing.worker import Worker

CAPLESS_SHARE = 0.5  # of the time, for a search without the cap,
LOOSE_SHARE = 0.9  # or where the relaxation leaves a good part of the cap unused, so that it will hardly bind
LOOSE = 0.7  # of the cap


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


def search_by_parts(
    whole: TimedProgram, terms: SearchTerms, seconds: float, known: Solved = UNKNOWN
) -> Solved:
    """Search a program part by part, from what is known of its solution.

    The cap on all that is short is the one row that would join all parts. Where they are independent but
    for it, they are first searched without; that is enough if what they leave short together keeps the cap.
    """
    began = terms.clock()
    stopping = Stopping(terms.gap, whole.grain)
    parts = components(whole.program, whole.cap)
    if whole.cap is not None and len(parts) > 1:
        relaxed = solve(whole.program, Effort(seconds, relaxed=True))
        if relaxed.infeasible:
            return Solved(None, math.inf, infeasible=True)
        share = LOOSE_SHARE if _is_loose(whole, relaxed.values, whole.cap) else CAPLESS_SHARE
        solved = _search_parts(whole, parts, Allowance(terms, stopping, began + share * seconds), known)
        if solved.values is not None and whole.program.accepts(solved.values):
            return solved
    allowance = Allowance(terms, stopping, began + seconds, terms.leniency)
    return _search_parts(whole, components(whole.program), allowance, known)


def _is_loose(whole: TimedProgram, values: Floats | None, cap: int) -> bool:
    """True if a solution leaves short clearly less than the cap allows."""
    if values is None:
        return False
    short = float(np.asarray(whole.program.matrix[[cap]] @ values)[0])
    return short <= LOOSE * float(whole.program.row_upper[cap])


def least_bound(whole: TimedProgram, terms: SearchTerms, seconds: float) -> Incumbent:
    """The bound of the relaxation of the whole, ended after `seconds` whatever the solver does."""
    part = Part(whole.program, whole.start, whole.horizon_minutes)
    asked = (part, Stopping(terms.gap, whole.grain), seconds, Means(), NOTHING)
    if len(part.program) <= terms.here_columns:
        return _first_bound(terms.search(*asked))
    worker = Worker((*IMPORTED, terms.search.__module__))
    ending = threading.Timer(max(seconds, 0.0), worker.stop)
    ending.daemon = True
    ending.start()
    try:
        return _first_bound(worker.run(terms.search, asked, seconds + GRACE_SECONDS))
    finally:
        ending.cancel()
        worker.close()


def _first_bound(steps: Iterator[Incumbent]) -> Incumbent:
    """What the relaxation proves; a search may yield schedules before it."""
    return next((step for step in steps if step.infeasible or math.isfinite(step.bound)), NOTHING)


def _search_parts(
    whole: TimedProgram, parts: list[IndependentPart], allowance: Allowance, known: Solved
) -> Solved:
    """Search each distinct part, and join."""
    distinct: dict[bytes, Part] = {}
    begin: dict[bytes, Incumbent] = {}
    bound = known.bound - whole.constant if len(parts) == 1 else -math.inf
    for part in parts:
        timed = Part(part.program, whole.start[part.columns], whole.horizon_minutes)
        distinct.setdefault(part.content, timed)
        begin.setdefault(part.content, _known_of(part, known, bound))
    best = _search_all(distinct, begin, allowance)
    return _joined(whole, parts, [best[part.content] for part in parts])


def _known_of(part: IndependentPart, known: Solved, bound: float) -> Incumbent:
    """What is known of a part, where its share of the values is a solution of it."""
    relaxed = None if known.relaxed is None else known.relaxed.of(part.columns)
    if known.values is None or not part.program.accepts(known.values[part.columns]):
        return Incumbent(None, math.inf, bound, relaxed=relaxed)
    values = known.values[part.columns]
    return Incumbent(values, part.program.objective(values), bound, relaxed=relaxed)


def _joined(whole: TimedProgram, parts: list[IndependentPart], best: list[Incumbent]) -> Solved:
    bound = sum(one.bound for one in best) + whole.constant
    values = [one.values for one in best if one.values is not None]
    if len(values) < len(parts):
        return Solved(None, bound, any(one.infeasible for one in best))
    return Solved(join(parts, values, len(whole.program)), bound)


def _search_all(
    parts: dict[bytes, Part], known: dict[bytes, Incumbent], allowance: Allowance
) -> dict[bytes, Incumbent]:
    """The best found for each part; stops early when one has no solution, or none was found in its time."""
    results = known.copy()
    is_one = len(parts) == 1 and not any(part.is_one_window for part in parts.values())
    leniency = allowance.leniency if is_one else None
    progress = allowance.terms.progress
    done = 0
    for result in _results(parts, known, allowance):
        best = results[result.key] = result.best
        done += result.is_last
        if progress is not None:
            progress("shifts", done / len(parts))
        if best.infeasible or (result.is_last and best.values is None):
            break
        if leniency is not None and leniency.suffices(best.objective, best.bound):
            break
    return results


def _results(
    parts: dict[bytes, Part], known: dict[bytes, Incumbent], allowance: Allowance
) -> Iterator[PartResult]:
    """Search the smallest parts here, then the others side by side."""
    terms, large = allowance.terms, {}
    for key, part in parts.items():
        if len(part.program) > terms.here_columns:
            large[key] = part
            continue
        yield PartResult(key, _searched_here(part, known[key], allowance), is_last=True)
    if large:
        yield from search_side_by_side(large, {key: known[key] for key in large}, allowance)


def _searched_here(part: Part, known: Incumbent, allowance: Allowance) -> Incumbent:
    """Search a part in this process; when the time is over, only until it has a first solution."""
    terms = allowance.terms
    best, left = known, allowance.deadline - terms.clock()
    least = LEAST_SECONDS if best.values is None else 0.0
    for best in terms.search(part, allowance.stopping, max(left, least), Means(terms.solver), known):
        if best.values is not None and terms.clock() > allowance.deadline:
            break
    return best
