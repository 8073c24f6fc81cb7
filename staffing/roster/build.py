"""From a case to a roster: who cannot, a first roster, the search, and everything that is written of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from staffing.progress import Progress
from staffing.roster.case import RosterCase
from staffing.roster.effort import RosterEffort
from staffing.roster.ground import Ground
from staffing.roster.keep import KeptRoster
from staffing.roster.made import MadeRoster
from staffing.roster.person import Person
from staffing.roster.program.method import best_of_program, place_rests, small_program
from staffing.roster.result.broken import broken_rules, roster_exceptions
from staffing.roster.result.covered import Counted, roster_coverage, short_stretches
from staffing.roster.result.lacking import explained
from staffing.roster.result.past import roster_past
from staffing.roster.result.shifts import agent_totals, named_shifts, worked
from staffing.roster.result.summary import summary_of
from staffing.roster.result.unfilled import left_over, refuse_overfilled, unfilled_shifts
from staffing.roster.search.board import Board
from staffing.roster.search.bound import lower_bound
from staffing.roster.search.greedy import fill
from staffing.roster.search.mixture import fill_by_mixtures
from staffing.roster.search.ruin import anneal
from staffing.roster.setting import Setting, setting_of
from staffing.roster.unlawful import refuse_unlawful


def build_roster(
    case: RosterCase,
    effort: RosterEffort,
    kept: KeptRoster | None = None,
    progress: Progress | None = None,
) -> MadeRoster:
    """The best roster that the search finds; InfeasibleError where somebody has no lawful tour.

    With a roster that is `kept`, every date of a person that differs from it has its price.
    """
    setting = setting_of(case)
    refuse_unlawful(setting)
    board = Board(setting if kept is None else _keeping(setting, kept.at_first))
    rng = np.random.default_rng(effort.seed)
    bound = None
    tell = None if progress is None else partial(progress, "roster")
    fill(board, rng)
    margins = None
    if kept is not None:
        board.judge_by(_keeping(setting, partial(kept.of, price=case.prices.change)))
    elif (whole := small_program(board)) is not None:
        bound = best_of_program(board, whole, effort, rng, tell)
    elif passes := effort.passes(case):
        margins = fill_by_mixtures(board, passes, rng, tell)
    if bound is None:
        anneal(board, effort.cooling(case, is_kept=kept is not None), rng, tell)
        if kept is None:
            place_rests(board)
        bound = lower_bound(board, effort, margins)
    if board.slots is not None:
        refuse_overfilled(board.slots, board.cover)
    return told(board, bound)


def _keeping(setting: Setting, keep: Callable[[Person, Ground], Person]) -> Setting:
    return replace(setting, people=tuple(keep(person, setting.ground) for person in setting.people))


def told(board: Board, bound: float | None) -> MadeRoster:
    """All records of the roster that stands, counted from its shifts."""
    shifts = named_shifts(board)
    counted = Counted(board.case, worked(board))
    broken = broken_rules(board)
    return MadeRoster(
        shifts=shifts,
        agents=agent_totals(board),
        coverage=roster_coverage(counted),
        unfilled=explained(
            short_stretches(counted)
            if board.slots is None
            else unfilled_shifts(board.case, left_over(board.slots, board.cover)),
            board,
        ),
        exceptions=roster_exceptions(broken),
        past=roster_past(board, shifts),
        summary=summary_of(board, counted, broken, bound),
    )
