"""Which columns come whole by themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.programs.assemble import Assembly
from staffing.programs.implied import comes_whole
from staffing.programs.program import Program
from staffing.programs.solver import Effort, solve
from staffing.programs.work import units


def resting(need: np.ndarray, heads: int, windows: list[tuple[int, int]], loss: float) -> Program:
    """The fewest heads to cover `need`, each of whom rests in one interval of a window, `loss` of it."""
    assembly = Assembly()
    x = assembly.columns(np.ones(len(windows)), integer=True)
    cover = assembly.rows(need, np.full(len(need), np.inf))
    for i, (first, last) in enumerate(windows):
        assembly.enter(cover, x[i], 1.0)
        b = assembly.columns(np.zeros(last - first + 1), integer=True)
        pool = assembly.row(0.0, 0.0)
        assembly.enter(pool, b, 1.0)
        assembly.enter(pool, x[i], -1.0)
        assembly.enter(cover[first : last + 1], b, -loss)
    assembly.enter(assembly.row(-np.inf, float(heads)), x, 1.0)
    return assembly.program()


def test_short_rests_come_whole_and_heads_do_not() -> None:
    """A flow from pools to intervals is whole; what feeds several rows is not."""
    program = resting(np.array([1.5, 2.0, 1.0]), 5, [(0, 1), (1, 2)], 0.5)
    assert comes_whole(program).tolist() == [False, False, True, True, True, True]


def test_a_capacity_between_steps_takes_the_promise_away() -> None:
    """Where an interval needs 1.25 in steps of a half, its rests may be broken."""
    program = resting(np.array([1.25, 2.0, 1.0]), 5, [(0, 1), (1, 2)], 0.5)
    assert comes_whole(program).tolist() == [False, False, False, True, True, True]


def test_continuous_columns_of_two_rows_take_the_promise_away() -> None:
    """A column that couples intervals is no slack."""
    from scipy.sparse import coo_array

    program = resting(np.array([1.5, 2.0, 1.0]), 5, [(0, 1), (1, 2)], 0.5)
    coupling = coo_array(([1.0, 1.0], ([0, 1], [0, 0])), shape=(len(program.row_lower), 1))
    assert comes_whole(program.with_columns(coupling, np.zeros(1))).tolist() == [False] * 5 + [True, False]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(0, 8), min_size=4, max_size=4),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=4),
    st.sampled_from([0.5, 1.0]),
)
def test_a_thrifty_search_finds_the_optimum(
    halves: list[int], windows: list[tuple[int, int]], loss: float
) -> None:
    """Not branching on what comes whole changes neither the optimum nor that it is whole."""
    need = np.array(halves) * loss
    program = resting(need, 40, [(first, min(first + width, 3)) for first, width in windows], loss)
    assert comes_whole(program)[len(windows) :].all()
    thrifty, strict = (
        solve(program, replace(Effort(units(10)), thrifty=thrifty)) for thrifty in (True, False)
    )
    assert (thrifty.values is None) == (strict.values is None)
    if thrifty.values is not None and strict.values is not None:
        assert program.accepts(thrifty.values)
        assert program.objective(thrifty.values) == pytest.approx(program.objective(strict.values))
