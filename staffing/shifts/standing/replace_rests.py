"""Lunches and breaks of standing shifts, placed anew where they hurt least: the daily repair.

Starts and ends stay. First the cost of what is short is made least, with a proven bound; then, at that cost,
as few rests as possible move; and those that move lie so that the parts of intervals are as even as can be.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.errors import InfeasibleError
from staffing.programs.work import Purse
from staffing.progress import Progress
from staffing.records.schedule import ShiftPlan
from staffing.shifts.build import terms_of
from staffing.shifts.counted import heads_on
from staffing.shifts.effort import SearchEffort
from staffing.shifts.even.even_out import evened
from staffing.shifts.even.rests import RestingHeads
from staffing.shifts.formulation.shift_plan import shift_plan
from staffing.shifts.formulation.shifts import ABSENT, Shifts, ShiftShape
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.rest_columns import by_rest, pattern_of_rows, rest_minutes_of
from staffing.shifts.rules import Rules
from staffing.shifts.search.by_parts import search_by_parts
from staffing.shifts.search.terms import SearchTerms
from staffing.shifts.standing.groups import NO_ROW, Standing, minutes_from, rest_minutes, standing
from staffing.shifts.standing.hurt import hurt_of, slopes
from staffing.shifts.standing.reassign import reassign
from staffing.shifts.standing.rest_model import RestModel, rest_model
from staffing.shifts.verify import rests_are_kept

EFFORT_HINT = 'set [schedule] effort = "high"'
NEVER = np.iinfo(np.int64).min
PROVEN = 1e-5  # heads times intervals: closer to the bound no solver's tolerance lets it come
SHARE_OF_COST = 0.7  # of the work; the rest is for the fewest moves


@dataclass(frozen=True)
class Move:
    """So many people of a pattern take that rest at another time, or for longer or shorter.

    `before` is NaT where they had none, and `minutes_before` 0.
    """

    pattern: str
    rest: str
    before: np.datetime64
    after: np.datetime64
    people: int
    minutes_before: int
    minutes: int


@dataclass(frozen=True, eq=False)
class Replaced:
    """The shifts with their new rests, the heads they give per interval, and what is proven.

    working_before:  heads at work per interval with the rests as they were
    hurt, hurt_before: price of what is short (see `hurt`), in heads times intervals; `lower_bound`: with no
                     placement of these rests is it less
    ended_by:        "optimal", "gap", "work" or "time", of the search for that cost
    moves:           what moved, rest by rest; `moved_people` counts each person once
    """

    plan: ShiftPlan
    scheduled: Floats
    on_break: Floats
    working_before: Floats
    hurt: float
    hurt_before: float
    lower_bound: float
    ended_by: str
    moves: tuple[Move, ...]
    moved_people: int
    solve_seconds: float

    @property
    def working(self) -> Floats:
        """Heads at work per interval."""
        return self.scheduled - self.on_break

    @property
    def moved_rests(self) -> int:
        """How many lunches and breaks lie otherwise than before."""
        return sum(move.people for move in self.moves)


def replace_rests(
    plan: ShiftPlan,
    horizon: ShiftHorizon,
    required: Floats,
    effort: SearchEffort,
    *,
    fixed: Bools | None = None,
    now: np.datetime64 | None = None,
    weight: Floats | None = None,
    worth: float = 0.0,
    progress: Progress | None = None,
) -> Replaced:
    """Place the rests of `plan` so that what is short of `required` heads costs least.

    plan:      shifts of the rules' patterns (`standing.misfits` tells); their rests may lie anywhere, or lack
    fixed:     [row, rest name of the plan] rests that stay where they are
    now:       UTC; rests begun before it stay too, and none is placed before it
    weight:    [interval] price of the first heads short, 1 where not given; deeper shortage costs more. Or
               [interval, slice] that of every slice of the required, rising
    worth:     of that price, what moving one rest must save; at 0 nothing is left to save

    A rest that can no longer be placed in its window stays where it is. Intervals outside the grid count for
    nothing.
    """
    began = time.monotonic()
    required, rules = horizon.required(required), horizon.rules
    slope = slopes(np.ones(horizon.intervals) if weight is None else np.asarray(weight, dtype=float))
    held, earliest = _held(plan, fixed, now, rules)
    people = standing(plan, held, earliest, horizon)
    before = heads_on(plan, horizon)
    found = _Found(people.after, 0.0, 0.0, is_braked=False)
    if len(people.shifts):
        stuck = _people_plan(plan, people, people.after, horizon, chosen=people.home == NO_ROW)
        scheduled, on_break = heads_on(stuck, horizon)
        built = rest_model(people, required, horizon, base=scheduled - on_break, slope=slope)
        terms = replace(terms_of(effort, progress), leniency=None)
        found = _solve(people, built, terms, effort.work, worth=worth, min_work=rules.work_between_rests)
        found = replace(found, after=_evened(plan, people, found.after, earliest, horizon))
    _require_kept(_people_plan(plan, people, found.after, horizon, chosen=people.is_free), horizon)
    new = _people_plan(plan, people, found.after, horizon, chosen=people.row >= 0)
    scheduled, on_break = heads_on(new, horizon)
    hurt = float(hurt_of(np.maximum(required - scheduled + on_break, 0.0), required, slope).sum())
    moves = _moves(plan, people, found.after, rules)
    return Replaced(
        plan=new,
        scheduled=scheduled,
        on_break=on_break,
        working_before=before[0] - before[1],
        hurt=hurt,
        hurt_before=float(hurt_of(np.maximum(required - before[0] + before[1], 0.0), required, slope).sum()),
        lower_bound=max(hurt - max(found.cost - found.bound, 0.0), 0.0),
        ended_by=effort.ended_by(found.cost, found.bound, is_braked=found.is_braked),
        moves=moves,
        moved_people=int(_changed(plan, people, found.after, rules).any(axis=1).sum()),
        solve_seconds=time.monotonic() - began,
    )


@dataclass(frozen=True, eq=False)
class _Found:
    """Starts per person and rest, the cost of the program there, its bound, and whether a brake ended it."""

    after: Ints
    cost: float
    bound: float
    is_braked: bool


def _held(
    plan: ShiftPlan, fixed: Bools | None, now: np.datetime64 | None, rules: Rules
) -> tuple[Bools, Ints]:
    """[row, rest of its pattern] rests that stay, and per row the minute before which none may begin."""
    stays = np.zeros(plan.rest_start.shape, dtype=bool) if fixed is None else np.asarray(fixed, dtype=bool)
    earliest = np.zeros(len(plan), dtype=np.int64)
    if now is not None:
        stays = stays | (plan.rest_start < now)
        passed = (now - plan.start).astype("timedelta64[s]").astype(np.int64)
        earliest = np.maximum(-(-passed // 60), 0)
    held = by_rest(stays, pattern_of_rows(plan, rules), rules, plan.rest_names, missing=False)
    return held, earliest


def _solve(
    people: Standing, built: RestModel, terms: SearchTerms, work: int, *, worth: float, min_work: int
) -> _Found:
    """Least cost, then fewest moves at that cost, or only those that are worth it."""
    purse = Purse(work)
    least = search_by_parts(built.model.timed, terms, purse.share(SHARE_OF_COST))
    if least.values is None:
        raise InfeasibleError("no placement of the breaks was found with the effort given", hint=EFFORT_HINT)
    purse.spend(least.work)
    calm = built.worth_moving(worth) if worth else built.fewest_moves(least.values)
    fewest = search_by_parts(calm.timed, terms, max(purse.left, int((1.0 - SHARE_OF_COST) * work)))
    values = least.values if fewest.values is None else fewest.values
    model = built.model
    after = reassign(people, model, values, min_work)
    cost = model.program.objective(values)
    return _Found(
        after, cost, cost if cost - least.bound <= PROVEN else least.bound, is_braked=least.is_braked
    )


def _evened(plan: ShiftPlan, people: Standing, after: Ints, earliest: Ints, horizon: ShiftHorizon) -> Ints:
    """The starts `after`, with the rests that move anyway where they even out intervals."""
    row = people.row
    heads = RestingHeads(
        start=minutes_from(plan, horizon)[row],
        length=plan.length_minutes[row],
        pattern=pattern_of_rows(plan, horizon.rules)[row],
        after=after,
        is_free=after != people.after,
        earliest=earliest[row],
    )
    return evened(heads, horizon)


def _people_plan(
    plan: ShiftPlan, people: Standing, after: Ints, horizon: ShiftHorizon, *, chosen: Bools
) -> ShiftPlan:
    """The chosen people as rows of shifts with those rests."""
    pattern = pattern_of_rows(plan, horizon.rules).tolist()
    shapes = [
        ShiftShape(p, length, horizon.rules.patterns[p].paid_minutes(length), ())
        for p, length in zip(pattern, plan.length_minutes.tolist(), strict=True)
    ]
    start = (plan.start - horizon.first).astype("timedelta64[m]").astype(np.int64)
    nowhere = np.zeros(len(plan), dtype=np.int64)  # day and time of day, which nobody asks here
    rows = Shifts(tuple(shapes), np.arange(len(plan)), start, nowhere, nowhere)
    return shift_plan(rows, people.row[chosen], after[chosen], horizon)


def _require_kept(plan: ShiftPlan, horizon: ShiftHorizon) -> None:
    """Every rest that was free to be placed lies as its pattern says."""
    patterns = {pattern.name: pattern for pattern in horizon.rules.patterns}
    for row, name in enumerate(plan.pattern.tolist()):
        if not rests_are_kept(plan, row, patterns[name], horizon.rules, horizon.first):
            raise RuntimeError(f"the breaks placed break a rule: {name} at {plan.start[row]}")


def _moves(plan: ShiftPlan, people: Standing, after: Ints, rules: Rules) -> tuple[Move, ...]:
    """Equal moves counted, in order of pattern, rest and time."""
    names = [pattern.name for pattern in rules.patterns]
    planned = rest_minutes_of(rules).tolist()
    person, rest = np.nonzero(_changed(plan, people, after, rules))
    row = people.row[person]
    pattern = pattern_of_rows(plan, rules)[row]
    start = plan.start[row].astype("datetime64[m]").astype(np.int64)
    old, new = people.after[person, rest], after[person, rest]
    lasted = rest_minutes(plan, rules)[row, rest]
    key = np.column_stack([pattern, rest, np.where(old == ABSENT, NEVER, start + old), start + new, lasted])
    rows, counts = np.unique(key, axis=0, return_counts=True)
    return tuple(
        Move(names[p], rules.patterns[p].rest_names[r], _moment(then), _moment(at), int(n), m, planned[p][r])
        for (p, r, then, at, m), n in zip(rows.tolist(), counts.tolist(), strict=True)
    )


def _changed(plan: ShiftPlan, people: Standing, after: Ints, rules: Rules) -> Bools:
    """[person, rest of the pattern] rests that begin otherwise than before, or did not last as they will."""
    planned = rest_minutes_of(rules)[pattern_of_rows(plan, rules)]
    is_other = (planned != rest_minutes(plan, rules))[people.row] & (after != ABSENT)
    return np.asarray(is_other | (after != people.after))


def _moment(minute: int) -> np.datetime64:
    return np.datetime64("NaT", "s") if minute == NEVER else np.datetime64(minute * 60, "s")
