"""The integer program of a small roster costs what the best of all rosters does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

from staffing.plan.file.read import read_plan
from staffing.plan.rostering.made_case import case_of, files_of
from staffing.programs import solver
from staffing.programs.effort import Effort
from staffing.programs.solver import solve
from staffing.programs.work import units
from staffing.roster.build import build_roster, told
from staffing.roster.candidates import NOBODY
from staffing.roster.case import RosterCase
from staffing.roster.effort import RosterEffort
from staffing.roster.person import tour_cost
from staffing.roster.program import method
from staffing.roster.program.dive import dive
from staffing.roster.program.model import roster_program
from staffing.roster.program.solution import improve, put, values_of
from staffing.roster.result.summary import gaps
from staffing.roster.search.board import Board
from staffing.roster.search.greedy import fill
from staffing.roster.search.place import Place, Week
from staffing.roster.setting import setting_of
from tests.roster.conftest import SAMPLE

PLAN = """
[centre]
timezone = "UTC"
interval_minutes = 60
[schedule]
start_every_minutes = 60
understaffing = 10.0
overstaffing_cost = 0.2
[[schedule.pattern]]
name = "day"
earliest_start = "06:00"
latest_start = "12:00"
length_minutes = 360
[roster]
agents = "agents.csv"
availability = "availability.csv"
rest_hours = 19
fairness_cost = 1.5
refused_factor = 0.5
{rules}
[roster.soft]
{soft}
"""
AGENTS = "agent,hours_per_week_min,hours_per_week_max,weekends_off\na,,12,\nb,12,24,1\n"
AVAILABILITY = "agent,start,end,kind,weight\na,2027-03-05,2027-03-06,wish-off,4\nb,2027-03-06,,wish-work,3\n"
RULES = [
    ("min_consecutive_days = 2\nweekends_off_weeks = 2\n", "min_consecutive_days = 2.5\nweekends_off = 1.0"),
    ("start_tolerance_minutes = 60\nmax_consecutive_days = 2\n", ""),
    ("start_tolerance_minutes = 60\nmin_consecutive_days = 2\n", "start_tolerance_minutes = 0.7"),
    ("min_consecutive_days_off = 2\n", "hours_per_week_min = 0.5"),
]


def small_case(folder: Path, rules: str, soft: str, agents: str = AGENTS) -> RosterCase:
    """Three days, Friday to Sunday, with a start at six or at eleven, or later."""
    (folder / "plan.toml").write_text(PLAN.format(rules=rules, soft=soft))
    (folder / "agents.csv").write_text(agents)
    (folder / "availability.csv").write_text(AVAILABILITY)
    need = [(day, hour, 1 + (hour > 10) + (day == 6)) for day in (5, 6, 7) for hour in (6, 9, 11, 14, 17)]
    rows = [f"2027-03-0{day}T{hour:02}:00:00+00:00,{agents}" for day, hour, agents in need]
    (folder / "requirement.csv").write_text("\n".join(["interval_start,agents", *rows, ""]))
    plan = read_plan(str(folder / "plan.toml"))
    return case_of(plan, files_of(plan, str(folder / "requirement.csv"), None, None))


def sample_board() -> Board:
    """A first roster of the sample."""
    plan = read_plan(str(SAMPLE / "plan.toml"))
    case = case_of(plan, files_of(plan, str(SAMPLE / "requirement.csv"), None, None))
    board = Board(setting_of(case))
    fill(board, np.random.default_rng(1))
    return board


def least_of_all(board: Board) -> float:
    """The objective of the best of all lawful rosters, each of them counted."""
    people = board.setting.people
    lawful: list[list[tuple[Week, float]]] = []
    for person in people:
        choices = [
            [NOBODY, *np.flatnonzero(np.isfinite(person.prices[day])).tolist()]
            for day in range(len(board.case.dates))
        ]
        lawful.append([])
        for tour in product(*choices):
            cost = tour_cost(person, board.case, board.candidates, list(tour))
            if np.isfinite(cost) and keeps_rest(board, tour):
                week: Week = [None if one == NOBODY else Place(one, 0, ()) for one in tour]
                lawful[-1].append((week, cost))
    best = np.inf
    for tours in product(*lawful):
        for number, (week, _) in enumerate(tours):
            board.put(number, 0, week)
        best = min(best, board.cover.total() + sum(cost for _, cost in tours))
        for number, (week, _) in enumerate(tours):
            board.put(number, 0, week, -1)
    return best


def keeps_rest(board: Board, tour: Sequence[int]) -> bool:
    """Nineteen hours between two shifts."""
    shifts = board.candidates
    on = [
        (int(shifts.start[day, one]), int(shifts.end[day, one])) for day, one in enumerate(tour) if one >= 0
    ]
    return all(after[0] - before[1] >= 19 * 60 for before, after in pairwise(on))


@pytest.mark.parametrize(("rules", "soft"), RULES)
def test_the_program_costs_what_the_best_of_all_rosters_does(rules: str, soft: str, tmp_path: Path) -> None:
    """Hard rules and soft ones, wishes of one date and of two, burdens, rest and start windows."""
    case = small_case(tmp_path, rules, soft)
    best = least_of_all(Board(setting_of(case)))
    board = Board(setting_of(case))
    whole = roster_program(board, range(len(case.agents)))
    answer = solve(whole.program, Effort(units(20)))
    assert answer.values is not None
    assert whole.program.objective(answer.values) + whole.constant == pytest.approx(best)
    put(board, whole, answer.values)
    assert board.total() == pytest.approx(best)
    made = build_roster(case, RosterEffort("low"))
    assert made.summary.objective == pytest.approx(best)
    assert made.summary.lower_bound == pytest.approx(best, abs=1e-3)


def test_a_roster_costs_the_same_in_its_program() -> None:
    """With lunches, breaks, two groups, a past and clocks that change; some people free, the others held."""
    board = sample_board()
    for free in ((), (0, 5, 11), (23,)):
        of = roster_program(board, free)
        values = values_of(board, of)
        assert values is not None
        others = sum(board.own) - sum(board.own[person] for person in free)
        assert of.program.objective(values) + of.constant + others == pytest.approx(board.total())


def test_placing_all_rests_together_never_costs_more() -> None:
    """And leaves every shift where it is."""
    board = sample_board()
    before, tours = board.total(), [list(tour) for tour in board.tours]
    bound = improve(board, roster_program(board, ()), units(1))
    assert bound - 1e-6 <= board.total() < before
    assert board.tours == tours


def test_a_dive_ends_above_its_bound(tmp_path: Path) -> None:
    """With a lawful tour for everybody."""
    board = Board(setting_of(small_case(tmp_path, *RULES[0])))
    fill(board, np.random.default_rng(1))
    bound = dive(board, roster_program(board, (0, 1)), units(20))
    assert bound <= least_of_all(Board(board.setting)) + 1e-6
    assert board.total() >= bound - 1e-6


def test_a_run_that_may_have_begun_before_is_long_enough(tmp_path: Path) -> None:
    """Of somebody whose past is unknown: a first day at work alone breaks no `min_consecutive_days`."""
    board = Board(setting_of(small_case(tmp_path, "min_consecutive_days = 3\n", "", "agent\na\nb\n")))
    person, shifts = board.setting.people[0], board.candidates
    assert np.isfinite(tour_cost(person, board.case, shifts, [0, NOBODY, NOBODY]))
    assert np.isinf(tour_cost(person, board.case, shifts, [NOBODY, 0, NOBODY]))


def test_only_a_small_roster_is_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The states of the rules are counted before any column is made."""
    board = Board(setting_of(small_case(tmp_path, *RULES[0])))
    assert method.small_program(board) is not None
    monkeypatch.setattr(method, "MOST_STATES", 5)
    assert method.small_program(board) is None


def test_where_the_solver_fails_the_search_still_proves_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The roster is searched as a large one is, and the bound is a number or none, never an infinite one."""
    monkeypatch.setattr(solver, "run_solver", lambda *_: None)
    made = build_roster(small_case(tmp_path, *RULES[0]), RosterEffort("low"))
    assert made.summary.lower_bound is None or np.isfinite(made.summary.lower_bound)


def test_what_is_proven_is_told_as_it_is(tmp_path: Path) -> None:
    """No bound above the objective; of pay alone no share of what can be controlled, unless it is proven."""
    board = Board(setting_of(small_case(tmp_path, *RULES[0])))
    fill(board, np.random.default_rng(1))
    summary = told(board, board.total() + 1e-9).summary
    assert (summary.lower_bound, summary.gap) == (summary.objective, 0.0)
    assert gaps(100.0, 80.0, 95.0) == pytest.approx((0.05, 0.25))
    assert gaps(100.0, 100.0, 90.0) == (0.1, None)
    assert gaps(100.0, 100.0, 100.0) == (0.0, 0.0)
