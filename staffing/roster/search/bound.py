"""A proven lower bound by column generation over whole tours.

Each round asks everybody for their best tour at the prices of heads (`relaxation`), which proves a bound,
and finds better prices from the mixtures of all tours known so far (`shares`). The best bound counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats
from staffing.roster.person import burden_cost
from staffing.roster.search.relaxation import PricedTour, RosterRelaxation, burdens_of_tour
from staffing.roster.search.shares import Shares

if TYPE_CHECKING:
    from staffing.roster.effort import RosterEffort
    from staffing.roster.search.board import Board

_WORK = 60_000  # person-weeks, each as often as the period has weeks
_LEAST_ROUNDS, _MOST_ROUNDS = 24, 80  # of the usual effort, the most
_PASSES = 5  # over all mixtures in a round
_SOFTEST, _HARDER = 3.0, 0.95  # of the mean heads of an interval, and by round
_STALE, _GAIN = 10, 2e-4  # rounds in which the bound must rise by such a share of the objective


def lower_bound(board: Board, effort: RosterEffort, prices: Floats | None = None) -> float | None:
    """What no roster can cost less than; None with premiums, which the relaxation does not know.

    `prices` of a head by group and interval are where it begins, if not at what the search met.
    """
    if len(board.candidates.premium_minutes):
        return None
    size = len(board.case.agents) * len(board.case.weeks) ** 2
    rounds = max(_LEAST_ROUNDS, round(effort.share * min(_MOST_ROUNDS, _WORK // size)))
    relaxed, known = RosterRelaxation(board), board.total()
    worked = board.cover.worked[(board.cover.price_levels != 0).any(axis=2)]
    heads = float(worked.mean()) / board.cover.cells_per_interval if worked.size else 0.0
    shares, softness = Shares(board, _standing(board)), _SOFTEST * max(1.0, heads)
    centre = asked = relaxed.within(board.margins() if prices is None else prices)
    best = -np.inf
    bests: list[float] = []
    for _ in range(rounds):
        bound, answers = relaxed.at(asked, shares.burdens)
        if bound > best:
            best, centre = bound, asked
        bests.append(best)
        is_stale = len(bests) > _STALE and best - bests[-1 - _STALE] < _GAIN * abs(known)
        if known - best <= 0 or is_stale:
            break
        shares.take(answers)
        asked = relaxed.within(shares.prices(centre, softness, _PASSES))
        softness *= _HARDER
    return min(best, known)


def _standing(board: Board) -> list[PricedTour]:
    """The tours of the roster."""
    tours = []
    for person in board.setting.people:
        cells = np.zeros(board.cover.worked.shape)
        for day, place in enumerate(board.places[person.number]):
            if place is not None:
                for start, end, heads in board.spans(day, place.candidate, place.rests):
                    board.cover.stretch(cells[place.group], start, end, heads)
        counts = burdens_of_tour(board, board.tours[person.number])
        cost = board.own[person.number] - burden_cost(person, [int(count) for count in counts])
        tours.append(PricedTour(cells / board.cover.cells_per_interval, counts, cost))
    return tours
