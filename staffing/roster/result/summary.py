"""The objective in its parts, counted from the shifts alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from staffing.records.roster_summary import RosterSummary
from staffing.roster.candidates import NOBODY
from staffing.roster.person import burden_cost
from staffing.roster.result.unfilled import left_over

if TYPE_CHECKING:
    from staffing.roster.result.broken import BrokenRule
    from staffing.roster.result.covered import Counted
    from staffing.roster.search.board import Board

_WISHES = frozenset({"wish-off", "wish-work"})
_NOTHING = 1e-6  # of the plan's cost units


def summary_of(
    board: Board, counted: Counted, broken: list[BrokenRule], bound: float | None
) -> RosterSummary:
    """The totals of the roster that stands."""
    parts = objective_parts(board, counted, broken)
    paid = parts["paid"]
    unfilled = None if board.slots is None else left_over(board.slots, board.cover)
    people = board.setting.people
    changes = [
        person.kept.changes(board.tours[person.number]) for person in people if person.kept is not None
    ]
    is_kept = len(changes) > 0
    if is_kept:
        parts["changes"] = board.case.prices.change * sum(changes)
    objective = sum(parts.values())
    bound = None if bound is None else min(bound, objective)  # both are sums, in another order
    gap, controllable_gap = (None, None) if bound is None else gaps(objective, paid, bound)
    wishes = sum(len(person.wishes) for person in people)
    refused = sum(one.rule in _WISHES for one in broken)
    short, over = counted.hours_short_and_over()
    on = [(day, chosen) for tour in board.tours for day, chosen in enumerate(tour) if chosen != NOBODY]
    minutes = sum(int(board.candidates.paid_minutes[one]) for one in on)
    return RosterSummary(
        agents=len(people),
        shifts=len(on),
        paid_hours=minutes / 60,
        objective=objective,
        controllable=objective - paid,
        parts=parts,
        short_hours=short,
        over_hours=over,
        wishes=wishes,
        granted=wishes - refused,
        lower_bound=bound,
        gap=gap,
        controllable_gap=controllable_gap,
        unfilled_shifts=None if unfilled is None else unfilled.shifts,
        changed_days=sum(changes) if is_kept else None,
        changed_agents=sum(count > 0 for count in changes) if is_kept else None,
    )


def objective_parts(board: Board, counted: Counted, broken: list[BrokenRule]) -> dict[str, float]:
    """What the objective is made of, but for changes."""
    soft: Counter[str] = Counter()
    for one in broken:
        soft["wishes" if one.rule in _WISHES else f"soft {one.rule}"] += one.cost  # type: ignore[assignment]
    missed = (
        counted.parts()
        if board.slots is None
        else {"unfilled": left_over(board.slots, board.cover).cost(board.case)}
    )
    return {**missed, "paid": _paid_cost(board), "fairness": _fairness(board), **dict(sorted(soft.items()))}


def _paid_cost(board: Board) -> float:
    """Of all shifts, the premium of unpaid rests taken off."""
    cost = 0.0
    candidates, patterns = board.candidates, board.case.patterns.patterns
    premium, cell = candidates.premium_minutes, candidates.cell_minutes
    for person in board.setting.people:
        for day, place in enumerate(board.places[person.number]):
            if place is None:
                continue
            cost += float(person.shift_costs[day, place.candidate])
            if len(premium):
                pattern = patterns[int(candidates.pattern[day, place.candidate])]
                for name, begin in place.rests:
                    rest = pattern.rests[name]
                    if not rest.is_paid:
                        hours = (premium[begin * cell + rest.minutes] - premium[begin * cell]) / 60
                        cost -= person.agent.cost_factor * pattern.cost_per_hour * float(hours)
    return cost


def _fairness(board: Board) -> float:
    cost = 0.0
    for person in board.setting.people:
        counts = [0, 0, 0, 0]
        for day, chosen in enumerate(board.tours[person.number]):
            if chosen != NOBODY:
                for kind in range(4):
                    counts[kind] += int(board.candidates.burdens[day, chosen, kind])
        cost += burden_cost(person, counts)
    return cost


def gaps(objective: float, paid: float, bound: float) -> tuple[float, float | None]:
    """How far the objective may be from the best: relative to itself, and to what of it is not paid.

    Where only pay is left, that it could be less is no share of anything: None.
    """
    above, rest = objective - bound, objective - paid
    controllable = above / rest if rest > _NOTHING else (0.0 if above <= _NOTHING else None)
    return above / objective if objective > 0 else 0.0, controllable
