"""The search where periods must reach a service level: of a concave program, shared out first, then whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Floats
from staffing.programs.program import merged
from staffing.programs.solver import Answer, Effort, solve
from staffing.programs.stopping import Stopping
from staffing.programs.work import Purse, units
from staffing.shifts.formulation.blocks.service import PeriodService, ServiceRows
from staffing.shifts.formulation.model import Model
from staffing.shifts.search.by_parts import UNKNOWN, Solved, search_by_parts
from staffing.shifts.search.forgone import choices
from staffing.shifts.search.part import Relaxation
from staffing.shifts.search.share_out import heads_of_intervals, parts_of, shared_out
from staffing.shifts.search.terms import SearchTerms

EASIER_SHARE = 0.5  # of the work left, for the service shared out before all together
SEARCH_SHARE = 0.7  # of the work left, where another search may have to follow
LEAST_WORK = units(5)  # for a search that must follow, even when the work is done


@dataclass(frozen=True, eq=False)
class Asked:
    """The floor of each interval and the service of the periods; their model, and its relaxation."""

    floor: Floats
    service: PeriodService
    model: Model
    relaxed: Answer


@dataclass(frozen=True, eq=False)
class Serving:
    """What is asked; `model_of` floors and service (None: no service), and heads at work in a solution."""

    service: PeriodService
    model_of: Callable[[Floats, PeriodService | None], Model]
    working: Callable[[Model, Floats], Floats]
    terms: SearchTerms

    def solve(self, required: Floats, work: int) -> tuple[Model, Solved]:
        """The least cost at which every period reaches its target, and no interval falls below `required`.

        The model takes service to be concave. Where that makes its relaxation look too good, or else its
        solution, it is settled which intervals are served and which forgone (`forgone`), and that is
        searched; the bound is that of the first relaxation, which leaves nothing out.
        """
        purse = Purse(work)
        first = self._asked(required, self.service, purse)
        solved = Solved(None, Stopping(self.terms.gap, first.model.grain).rounded(first.relaxed.bound))
        if is_flattered(first):
            heads = _counted_on(first)
        else:
            may_repeat = bool(_rows(first).curves.is_overstated.any())
            solved = self.searched_once(first, purse, may_repeat=may_repeat)
            if solved.values is None:
                return first.model, solved
            working = self.working(first.model, solved.values)
            if not self.service.shortfall(working).any():
                return first.model, solved
            heads = working[self.service.counted_intervals]
        model, found = first.model, UNKNOWN
        for settled in self._settled(first, heads, purse):
            model, found = settled.model, self.searched_once(settled, purse, may_repeat=False)
            if not found.infeasible:
                break
        # What is forgone proves nothing.
        return model, replace(found, bound=solved.bound, infeasible=False, lost=solved.lost + found.lost)

    def _asked(self, floor: Floats, service: PeriodService, purse: Purse) -> Asked:
        """What is asked, with its relaxation; the purse is charged for it."""
        model = self.model_of(floor, service)
        effort = Effort(max(purse.left, LEAST_WORK), relaxed=True, brake=self.terms.brake)
        relaxed = solve(model.program, effort)
        purse.spend(relaxed.work)
        return Asked(floor, service, model, relaxed)

    def _settled(self, asked: Asked, heads: Floats, purse: Purse) -> Iterator[Asked]:
        """What may be served and forgone, the cheapest first: choices that may leave a schedule."""
        for floor, service in choices(asked.service, asked.floor, _rows(asked).curves, heads):
            settled = self._asked(floor, service, purse)
            if not settled.relaxed.infeasible:
                yield settled

    def searched_once(self, asked: Asked, purse: Purse, *, may_repeat: bool) -> Solved:
        """One search: first with the service shared out, then of the whole from there."""
        model, relaxed = asked.model, asked.relaxed
        kept = purse.share(1 - SEARCH_SHARE) if may_repeat else 0
        if relaxed.values is None:
            return self._solve(model, max(purse.left - kept, LEAST_WORK), purse)
        stopping = Stopping(self.terms.gap, model.grain)
        known = _relaxation(relaxed)
        best = Solved(None, stopping.rounded(relaxed.bound), relaxed=known)
        for easier in self._easier(asked, relaxed.values):
            near = replace(best, relaxed=_people_of(model, easier, known))
            found = self._solve(easier, max(int(EASIER_SHARE * (purse.left - kept)), 0), purse, near)
            if (values := self._completed(asked, easier, found.values)) is None:
                continue
            best = replace(best, values=values, is_braked=found.is_braked, lost=best.lost + found.lost)
            objective = model.program.objective(values)
            if stopping.reached(objective, best.bound) or self._is_enough(objective, best.bound, purse):
                return best
            break
        left = purse.left - kept
        if best.values is not None and (left <= 0 or best.is_braked):
            return best
        whole = self._solve(model, left if best.values is not None else max(left, LEAST_WORK), purse, best)
        return _better(model, best, whole)

    def _easier(self, asked: Asked, relaxed: Floats) -> Iterator[Model]:
        """Models with the service shared out as the relaxation has it; every solution serves the whole."""
        floor, service, rows = asked.floor, asked.service, _rows(asked)
        plain = self.model_of(floor, None)
        by_day = shared_out(service, parts_of(plain.program, plain.cover), rows, relaxed)
        if by_day is not None:
            yield self.model_of(floor, by_day)
        by_interval = floor.copy()
        np.maximum.at(by_interval, service.counted_intervals, heads_of_intervals(service, rows, relaxed))
        yield self.model_of(by_interval, None)

    def _solve(self, model: Model, work: int, purse: Purse, known: Solved = UNKNOWN) -> Solved:
        """A search with so much work, which the purse is charged for."""
        leniency = self.terms.leniency
        terms = replace(self.terms, leniency=None if leniency is None else leniency.after(purse.spent))
        solved = search_by_parts(model.timed, terms, work, known)
        purse.spend(solved.work)
        return solved

    def _is_enough(self, objective: float, bound: float, purse: Purse) -> bool:
        leniency = self.terms.leniency
        return leniency is not None and leniency.suffices(objective, bound, purse.spent)

    def _completed(self, asked: Asked, easier: Model, values: Floats | None) -> Floats | None:
        """The shifts and rests of an easier model's solution as one of the whole; None if there is none."""
        model = asked.model
        if values is None or len(easier.program) == len(model.program):
            return values
        program, rows = model.program, _rows(asked)
        people = len(model.shifts) + len(model.rest_counts)
        held = np.zeros(len(program))
        held[:people] = values[:people]
        coverage = np.asarray(program.matrix @ held, dtype=float)
        spare = (coverage - program.row_lower)[model.cover]  # above the floor; not read where there is no row
        held[rows.piece] = rows.filled(spare[self.service.counted_intervals])
        held[rows.above] = np.clip(spare[rows.above_of], 0.0, program.upper[rows.above])
        free = np.arange(len(program)) >= people
        free[rows.piece] = free[rows.above] = False
        if free.any():  # kinds and penalties: what they must be
            answer = solve(program.fixed(free, held), Effort(LEAST_WORK))
            held = held if answer.values is None else merged(held, free, answer.values)
        return held if program.accepts(held) else None


def _better(model: Model, one: Solved, other: Solved) -> Solved:
    """The cheaper solution of two, with the higher bound."""
    found = [values for values in (one.values, other.values) if values is not None]
    best = min(found, key=model.program.objective, default=None)
    return Solved(
        best,
        max(one.bound, other.bound),
        other.infeasible and best is None,
        is_braked=other.is_braked,
        lost=one.lost + other.lost,
    )


def _relaxation(answer: Answer) -> Relaxation:
    """As the search knows it; without duals every column is as good as another."""
    assert answer.values is not None
    unknown = np.zeros(len(answer.values))
    return Relaxation(answer.values, unknown if answer.reduced_cost is None else answer.reduced_cost)


def _people_of(model: Model, easier: Model, relaxed: Relaxation) -> Relaxation | None:
    """The shifts and rests of a relaxation, which both models have alike; None where more comes whole."""
    people = len(model.shifts) + len(model.rest_counts)
    if easier.program.integer[people:].any():
        return None
    others = np.zeros(len(easier.program) - people)
    return Relaxation(
        np.append(relaxed.values[:people], others), np.append(relaxed.reduced_cost[:people], others)
    )


def _rows(asked: Asked) -> ServiceRows:
    rows = asked.model.rows_of(ServiceRows)
    assert rows is not None
    return rows


def is_flattered(asked: Asked) -> bool:
    """True if the relaxation counts on service that is not there."""
    if asked.relaxed.values is None:
        return False
    return bool(_rows(asked).curves.overstated_at(_counted_on(asked)).any())


def _counted_on(asked: Asked) -> Floats:
    """Heads of each counted row whose service the relaxation counts on, or has where queues share them."""
    rows, values = _rows(asked), asked.relaxed.values
    assert values is not None
    if len(rows.above):
        of_interval = np.zeros(len(asked.floor))
        of_interval[rows.above_of] = values[rows.above]
        above = of_interval[asked.service.counted_intervals]
    else:
        above = np.bincount(rows.of, values[rows.piece], minlength=len(rows.curves.heads)).astype(float)
    heads: Floats = rows.curves.heads[:, 0] + above
    return heads
