"""A program searched part by part: cut where nothing joins its columns, solved, and joined again."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats
from staffing.programs.components import IndependentPart, components, join
from staffing.programs.solver import Effort, solve
from staffing.programs.stopping import Stopping
from staffing.programs.work import Purse
from staffing.shifts.formulation.timed import TimedProgram
from staffing.shifts.search.greedy import greedy_cover
from staffing.shifts.search.part import Allotment, Incumbent, Means, Part, Relaxation
from staffing.shifts.search.side_by_side import LEAST_WORK, PartResult, search_side_by_side
from staffing.shifts.search.terms import Allowance, SearchTerms

CAPLESS_SHARE = 0.5  # of the work, for a search without the cap,
LOOSE_SHARE = 0.9  # or where the relaxation leaves a good part of the cap unused, so that it will hardly bind
LOOSE = 0.7  # of the cap


@dataclass(frozen=True, eq=False)
class Solved:
    """The solution of the whole (None: none found), the bound, and whether none can exist.

    `relaxed`: a relaxation close by, where it is known beforehand. `work`: ticks that the search took;
    `is_braked`: that the brake ended it; `lost`: how search processes were lost whose parts were given up.
    """

    values: Floats | None
    bound: float
    infeasible: bool = False
    relaxed: Relaxation | None = None
    work: int = 0
    is_braked: bool = False
    lost: tuple[str, ...] = ()


UNKNOWN = Solved(None, -math.inf)


def search_by_parts(whole: TimedProgram, terms: SearchTerms, work: int, known: Solved = UNKNOWN) -> Solved:
    """Search a program part by part with so many ticks of work, from what is known of its solution.

    The cap on all that is short is the one row that would join all parts. Where they are independent but
    for it, they are first searched without; that is enough if what they leave short together keeps the cap.
    """
    purse, leniency = Purse(work), terms.leniency
    stopping = Stopping(terms.gap, whole.grain)
    parts = components(whole.program, whole.cap)
    if whole.cap is not None and len(parts) > 1:
        relaxed = solve(whole.program, Effort(purse.left, relaxed=True, brake=terms.brake))
        purse.spend(relaxed.work)
        if relaxed.infeasible:
            return Solved(None, math.inf, infeasible=True, work=purse.spent)
        share = LOOSE_SHARE if _is_loose(whole, relaxed.values, whole.cap) else CAPLESS_SHARE
        solved = _search_parts(whole, parts, Allowance(terms, stopping, purse.share(share)), known)
        purse.spend(solved.work)
        if solved.values is not None and whole.program.accepts(solved.values):
            return replace(solved, work=purse.spent)
    if leniency is not None:
        leniency = leniency.after(purse.spent)
    allowance = Allowance(terms, stopping, purse.share(1.0), leniency)
    solved = _search_parts(whole, components(whole.program), allowance, known)
    return replace(solved, work=purse.spent + solved.work)


def _is_loose(whole: TimedProgram, values: Floats | None, cap: int) -> bool:
    """True if a solution leaves short clearly less than the cap allows."""
    if values is None:
        return False
    short = float(np.asarray(whole.program.matrix[[cap]] @ values)[0])
    return short <= LOOSE * float(whole.program.row_upper[cap])


def _search_parts(
    whole: TimedProgram, parts: list[IndependentPart], allowance: Allowance, known: Solved
) -> Solved:
    """Search each distinct part, and join."""
    distinct: dict[bytes, Part] = {}
    begin: dict[bytes, Incumbent] = {}
    searched = allowance.terms.searched
    before = {} if searched is None else {key: replace(best, work=0) for key, best in searched.items()}
    bound = known.bound - whole.constant if len(parts) == 1 else -math.inf
    for part in parts:
        if part.content in before:
            continue
        timed = Part(part.program, whole.start[part.columns], whole.horizon_minutes)
        distinct.setdefault(part.content, timed)
        begin.setdefault(part.content, _known_of(part, known, bound))
    found = _search_all(distinct, begin, allowance) if distinct else _SearchedParts({}, ())
    if searched is not None and not found.lost:
        searched |= {key: best for key, best in found.best.items() if best.values is not None}
    return _joined(whole, parts, replace(found, best=before | found.best))


def _known_of(part: IndependentPart, known: Solved, bound: float) -> Incumbent:
    """What is known of a part, where its share of the values is a solution of it."""
    relaxed = None if known.relaxed is None else known.relaxed.of(part.columns)
    if known.values is None or not part.program.accepts(known.values[part.columns]):
        return Incumbent(None, math.inf, bound, relaxed=relaxed)
    values = known.values[part.columns]
    return Incumbent(values, part.program.objective(values), bound, relaxed=relaxed)


@dataclass(frozen=True, eq=False)
class _SearchedParts:
    """The best of each part, and how processes were lost that searched some."""

    best: dict[bytes, Incumbent]
    lost: tuple[str, ...]


def _joined(whole: TimedProgram, parts: list[IndependentPart], found: _SearchedParts) -> Solved:
    best = [found.best[part.content] for part in parts]
    bound = sum(one.bound for one in best) + whole.constant
    values = [one.values for one in best if one.values is not None]
    is_whole = len(values) == len(parts)
    return Solved(
        join(parts, values, len(whole.program)) if is_whole else None,
        bound,
        not is_whole and any(one.infeasible for one in best),
        work=sum(one.work for one in found.best.values()),
        is_braked=any(one.is_braked for one in best),
        lost=found.lost,
    )


def _search_all(
    parts: dict[bytes, Part], known: dict[bytes, Incumbent], allowance: Allowance
) -> _SearchedParts:
    """The best found for each part; stops early when one has no solution."""
    results, lost = known.copy(), dict[bytes, str]()
    is_one = len(parts) == 1 and not any(part.is_one_window for part in parts.values())
    leniency = allowance.leniency if is_one else None
    progress = allowance.terms.progress
    done = 0
    for result in _results(parts, known, allowance):
        best = results[result.key] = result.best
        done += result.is_last
        if result.lost is not None:
            lost[result.key] = result.lost
        if progress is not None:
            progress("shifts", done / len(parts))
        if best.infeasible:
            break
        if leniency is not None and leniency.suffices(best.objective, best.bound, best.work):
            break
    for key in lost:
        results[key] = _fallen_back(parts[key], results[key])
    return _SearchedParts(results, tuple(lost[key] for key in parts if key in lost))


def _fallen_back(part: Part, best: Incumbent) -> Incumbent:
    """What is known of a part whose process was lost; where that is no schedule, greedy covering."""
    if best.values is not None:
        return best
    values = greedy_cover(part.program, part.start, LEAST_WORK)
    objective = math.inf if values is None else part.program.objective(values)
    return replace(best, values=values, objective=objective)


def _results(
    parts: dict[bytes, Part], known: dict[bytes, Incumbent], allowance: Allowance
) -> Iterator[PartResult]:
    """Search the smallest parts here, then the others side by side."""
    terms, large = allowance.terms, {}
    share, left = allowance.work // max(len(parts), 1), allowance.work
    for key, part in parts.items():
        if len(part.program) > terms.here_columns:
            large[key] = part
            continue
        allotment = Allotment(max(share, LEAST_WORK), max(terms.brake.left, 0.0))
        steps = terms.search(part, allowance.stopping, allotment, Means(terms.solver), known[key])
        best = deque(steps, maxlen=1).pop()
        left -= best.work
        yield PartResult(key, best, is_last=True)
    if large:
        yield from search_side_by_side(
            large, {key: known[key] for key in large}, replace(allowance, work=max(left, 0))
        )
