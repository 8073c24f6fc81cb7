"""Where the program is small: a roster from its relaxation, searched on, and proven where that ends in time.

Small is counted in shifts to choose from, states of rules, and columns; work in the solver's own steps, so
that the same seed gives the same roster.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from staffing.programs.work import units
from staffing.roster.program.dive import dive
from staffing.roster.program.model import RosterProgram, roster_program
from staffing.roster.program.solution import improve
from staffing.roster.search.cooling import Cooling
from staffing.roster.search.ruin import anneal

if TYPE_CHECKING:
    from staffing.roster.effort import RosterEffort
    from staffing.roster.search.board import Board

MOST_SHIFTS, MOST_STATES, MOST_COLUMNS = 10_000, 100_000, 100_000  # that are searched as a program
MOST_PROVEN = 4_000  # whole columns that branch and bound is worth
RELAXATION, RESTS = units(60), units(3)
PROOF = {"low": units(1), "normal": units(20), "high": units(80)}
WEEKS, HOT, COLD = 20_000, 0.4, 0.15  # put back after the dive


def small_program(board: Board) -> RosterProgram | None:
    """The program of all people, where it is small.

    None with given shifts, and with premiums, which rests save by the minute.
    """
    if board.slots is not None or len(board.candidates.premium_minutes):
        return None
    shifts = sum(int(np.isfinite(one.prices).sum()) * len(one.groups) for one in board.setting.people)
    graphs = (one.contract.graph_of_all() for one in board.setting.people)
    states = sum(len(edges.states_after) for graph in graphs for edges in graph.edges)
    if shifts > MOST_SHIFTS or states > MOST_STATES:
        return None
    whole = roster_program(board, range(len(board.setting.people)))
    return whole if len(whole.program) <= MOST_COLUMNS else None


def best_of_program(
    board: Board,
    whole: RosterProgram,
    effort: RosterEffort,
    rng: np.random.Generator,
    tell: Callable[[float], None] | None = None,
) -> float | None:
    """Leave the board with the best roster found; what no roster can cost less than.

    None where the solver failed: nothing is proven then.
    """
    bound = dive(board, whole, RELAXATION)
    place_rests(board)
    anneal(board, Cooling(effort.weeks(board.case, WEEKS), HOT, COLD), rng, tell)
    if int(whole.program.integer.sum()) <= MOST_PROVEN:
        bound = max(bound, improve(board, whole, PROOF[effort.level]))
    else:
        place_rests(board)
    return min(bound, board.total()) if np.isfinite(bound) else None


def place_rests(board: Board) -> None:
    """Place the lunches and breaks of all people once more together, where they cost nothing themselves."""
    if board.slots is None and not len(board.candidates.premium_minutes):
        improve(board, roster_program(board, ()), RESTS)
