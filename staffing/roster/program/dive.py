"""A roster from the relaxation: tours that are nearly whole in it are fixed, and the rest is solved anew.

In the relaxation most people work one tour, or a mixture of few. Those nearest to a lawful tour get it, the
others answer what that leaves, until nobody is free (diving: Bixby et al. 2000, MIP: theory and practice).
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from staffing.arrays import Floats
from staffing.programs.effort import Effort
from staffing.programs.solver import solve
from staffing.roster.candidates import NOBODY
from staffing.roster.program.model import RosterProgram, roster_program
from staffing.roster.search.place import Place, Week
from staffing.roster.tours.asks import asked_of_all, windows_of_weeks
from staffing.roster.tours.best import sweep, traced

if TYPE_CHECKING:
    from staffing.roster.search.board import Board

SHARE = 0.25  # of the people who are free, fixed at a time
_LIKED = 1e6  # of the share of a shift in the relaxation: beyond what any soft rule costs


def dive(board: Board, whole: RosterProgram, work: int) -> float:
    """Give everybody a tour in place of theirs; what any roster costs at least.

    `work` is that of each relaxation. Who is free when one does not end keeps the tour that stands.
    """
    bound = -np.inf
    of = whole
    while True:
        answer = solve(of.program, Effort(work, relaxed=True))
        if of is whole:
            bound = answer.bound + of.constant
        if answer.values is None:
            return bound
        tours = sorted(
            ((*_nearest(board, of, person, answer.values), person) for person in of.free),
            key=lambda one: (one[0], one[2]),
        )
        fixed = tours[: ceil(SHARE * len(tours))]
        for _, week, person in fixed:
            board.put(person, 0, list(board.places[person]), -1)
            board.put(person, 0, week)
            board.settle(person)
        free = sorted(person for _, _, person in tours[len(fixed) :])
        if not free:
            return bound
        of = roster_program(board, free)


def _nearest(board: Board, of: RosterProgram, number: int, values: Floats) -> tuple[float, Week]:
    """The lawful tour with most in common with a person's shares of shifts; how far it is, and the tour."""
    person = board.setting.people[number]
    shares = np.zeros((len(board.case.needs), *person.prices.shape))
    for column in np.flatnonzero(of.shifts.person == number).tolist():
        _, day, group, candidate = of.shifts.keys[column]
        shares[group, day, candidate] = values[column]
    off = 1.0 - shares.sum(axis=(0, 2))
    best = shares.max(axis=0)
    prices = np.where(np.isfinite(person.prices), -_LIKED * best, np.inf)
    ask = asked_of_all(person, board.case, prices, windows_of_weeks(person, board.setting))
    off_prices = np.where(np.isfinite(person.off_prices), -_LIKED * off, np.inf)
    ask = replace(ask, off_prices=off_prices)
    graph = person.contract.graph_of_all()
    walk = sweep(graph, ask)
    week: Week = []
    for day, candidate in enumerate(traced(graph, ask, walk)):
        if candidate == NOBODY:
            week.append(None)
            continue
        group = int(shares[:, day, candidate].argmax()) if best[day, candidate] > 0 else person.groups[0]
        worth, of_week = board.worth_of_day(day)
        _, layers = worth.of(board.cover, group)
        week.append(Place(candidate, group, tuple(worth.rests_of(layers, of_week, candidate))))
    return walk.cost, week
