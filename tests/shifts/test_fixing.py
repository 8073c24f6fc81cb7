"""Coverings differenced and fixed by reduced costs: the same optima in fewer entries and columns."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.programs.assemble import Assembly
from staffing.programs.differenced import differenced
from staffing.programs.effort import Effort
from staffing.programs.program import Program
from staffing.programs.solver import integers_found, run_solver, solve
from staffing.programs.stopping import Stopping
from staffing.programs.work import units
from staffing.shifts.search.closing import aim
from staffing.shifts.search.firsts import relax
from staffing.shifts.search.fixing import within_cost
from staffing.shifts.search.method import search
from staffing.shifts.search.part import NOTHING, Allotment, Means, Part
from staffing.shifts.search.state import SearchState

Shift = tuple[int, int, int]  # first interval, intervals before lunch, intervals after


def covering(need: list[int], shifts: list[Shift], *, penalty: float | None) -> Program:
    """The cheapest shifts with an interval of lunch: one to spare at most, or a price for each head off."""
    assembly = Assembly()
    lengths = np.array([before + after for _, before, after in shifts], dtype=float)
    x = assembly.columns(lengths, upper=9.0, integer=True)
    demand = np.array(need, dtype=float)
    cover = assembly.rows(demand, demand + (1.0 if penalty is None else 0.0) + 2.0)
    if penalty is not None:
        off = np.full(len(need), penalty)
        assembly.enter(cover, assembly.columns(off), 1.0)
        assembly.enter(cover, assembly.columns(off), -1.0)
    for i, (first, before, after) in enumerate(shifts):
        there = [*range(first, first + before), *range(first + before + 1, first + before + 1 + after)]
        assembly.enter(cover[there], x[i], 1.0)
    return assembly.program()


@st.composite
def coverings(draw: st.DrawFn) -> Program:
    need = draw(st.lists(st.integers(0, 4), min_size=16, max_size=16))
    shifts = draw(st.lists(st.tuples(*[st.integers(0, 6), *[st.integers(2, 4)] * 2]), min_size=4, max_size=9))
    return covering(need, shifts, penalty=draw(st.sampled_from([None, 1.5])))


def least(program: Program) -> float:
    """The optimum of the program as it is given, ∞ without a solution."""
    solved = run_solver(program, Effort(units(20)), None)
    assert solved is not None
    values = solved.values
    accepted = not np.isnan(values).any() and program.accepts(
        np.where(program.integer, values.round(), values)
    )
    return program.objective(values) if accepted else math.inf


@settings(max_examples=40, deadline=None, derandomize=True)
@given(coverings())
def test_differences_keep_every_solution(program: Program) -> None:
    """The optimum is the same, and a solution begins as one of the differenced program."""
    best = least(program)
    given = differenced(program)
    assert min(least(given.program), 1e9) == pytest.approx(min(best, 1e9))
    found, _ = integers_found(program, Effort(units(20)), None)
    if found is not None and math.isfinite(best):
        values = np.where(program.integer, found.round(), found)
        assert given.program.accepts(given.start(values))


def test_long_shifts_enter_few_rows() -> None:
    """Start, lunch, back and end instead of every interval worked, and the heads of each interval twice."""
    shifts = [(first, 8, 8) for first in range(20)]
    program = covering([3] * 40, shifts, penalty=None)
    given = differenced(program)
    assert program.matrix.nnz == 320
    assert given.program.matrix.nnz < 160


def test_a_sparse_program_stays_as_it_is() -> None:
    """Where rows have little in common there is nothing to save."""
    program = covering([1] * 12, [(0, 1, 1), (4, 1, 1), (8, 1, 1)], penalty=None)
    given = differenced(program)
    assert given.program is program
    assert given.start(np.ones(3)).tolist() == [1, 1, 1]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(coverings(), st.integers(0, 3))
def test_no_solution_of_that_cost_is_lost(program: Program, more: int) -> None:
    """The program within a cost has the same optimum, where that is within the cost."""
    best = least(program)
    if math.isfinite(best):
        relaxed = solve(program, Effort(units(20), relaxed=True))
        assert least(within_cost(program, relaxed, best + more)) == pytest.approx(best)


def test_at_the_bound_what_costs_more_is_gone_and_what_saves_nothing_is_held() -> None:
    """A shift for each of two intervals: a dearer third has no room, and nobody is to spare."""
    assembly = Assembly()
    x = assembly.columns(np.array([1.0, 1.0, 1.5]), upper=5.0, integer=True)
    cover = assembly.rows(np.array([2.0, 3.0]), np.array([9.0, 9.0]))
    assembly.enter(cover, x[:2], 1.0)
    assembly.enter(cover[0], x[2], 1.0)
    program = assembly.program()
    relaxed = solve(program, Effort(units(5), relaxed=True))
    close = within_cost(program, relaxed, relaxed.bound)
    assert close.upper.tolist() == [5.0, 5.0, 0.0]
    assert close.row_upper.tolist() == [2.0, 3.0]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(coverings())
def test_the_search_of_a_covering_ends_at_its_optimum(program: Program) -> None:
    """Found and proven, however far above the relaxation it lies."""
    best = least(program)
    part = Part(program, np.zeros(len(program), dtype=np.int64), 1440)
    *_, found = search(part, Stopping(0.0, 0.5), Allotment(units(20)))
    if not math.isfinite(best):
        assert found.infeasible
        return
    assert found.objective == pytest.approx(best)
    assert found.bound == pytest.approx(best)


def test_what_has_no_solution_at_the_bound_raises_it() -> None:
    """Two rings of three intervals, a shift for each two neighbours: 3 heads in halves, 4 whole ones."""
    assembly = Assembly()
    for _ in range(2):
        x = assembly.columns(np.ones(3), integer=True)
        cover = assembly.rows(np.ones(3), np.full(3, np.inf))
        for i in range(3):
            assembly.enter(cover[[i, (i + 1) % 3]], x[i], 1.0)
    part = Part(assembly.program(), np.zeros(6, dtype=np.int64), 1440)
    state = SearchState(part, Stopping(0.0, 1.0), Allotment(units(20)), Means(), NOTHING)
    assert list(relax(state))[-1].bound == pytest.approx(3.0)
    raised = list(aim(state))[-1]
    assert raised.bound == pytest.approx(4.0)
    assert list(search(part, Stopping(0.0, 1.0), Allotment(units(20))))[-1].objective == pytest.approx(4.0)


def test_without_a_bound_there_is_nothing_to_aim_at() -> None:
    """A relaxation that was solved, but whose duals prove nothing, leaves the search to the others."""
    part = Part(covering([1] * 16, [(0, 2, 2), (4, 2, 2)], penalty=1.5), np.zeros(34, dtype=np.int64), 1440)
    state = SearchState(part, Stopping(0.0, 0.5), Allotment(units(20)), Means(), NOTHING)
    list(relax(state))
    assert state.relaxation is not None
    state.relaxation, state.best = replace(state.relaxation, bound=-math.inf), NOTHING
    assert list(aim(state)) == []
