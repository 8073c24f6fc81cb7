"""The bound of column generation: never above the best of all rosters, and near it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.roster.effort import RosterEffort
from staffing.roster.search.board import Board
from staffing.roster.search.bound import lower_bound
from staffing.roster.search.greedy import fill
from staffing.roster.setting import setting_of
from tests.roster.test_roster_program import RULES, least_of_all, sample_board, small_case


@pytest.mark.parametrize(("rules", "soft"), RULES)
def test_no_roster_costs_less_than_the_bound(rules: str, soft: str, tmp_path: Path) -> None:
    """Whatever the rules, wishes and burdens; and the bound is within a tenth of the best."""
    case = small_case(tmp_path, rules, soft)
    best = least_of_all(Board(setting_of(case)))
    board = Board(setting_of(case))
    fill(board, np.random.default_rng(1))
    bound = lower_bound(board, RosterEffort())
    assert bound is not None
    assert 0.9 * best < bound <= best + 1e-6


def test_the_bound_hardly_depends_on_where_its_prices_begin() -> None:
    """From prices of nothing it rises as high as from those that the search has met."""
    board = sample_board()
    from_nothing = lower_bound(board, RosterEffort(), np.zeros(board.cover.worked.shape))
    assert from_nothing == pytest.approx(lower_bound(board, RosterEffort()), rel=0.01)
