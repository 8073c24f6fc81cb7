"""The core: what the relaxation uses, and what is cheap beside it."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.programs.assemble import Assembly
from staffing.programs.program import Program
from staffing.programs.solver import Effort, solve
from staffing.programs.work import units
from staffing.shifts.search.part import Relaxation


def covering(costs: list[float]) -> Program:
    """One of these columns must be taken twice and a half, and a continuous one is free."""
    assembly = Assembly()
    x = assembly.columns(np.array(costs), integer=True)
    assembly.columns(np.array([9.0]))
    assembly.enter(assembly.row(2.5, np.inf), x, 1.0)
    return assembly.program()


@pytest.mark.parametrize(
    ("share", "core"),
    [(0.0, [0, 0, 1, 0, 1]), (0.25, [1, 0, 1, 0, 1]), (0.75, [1, 1, 1, 1, 1]), (1.0, [1, 1, 1, 1, 1])],
)
def test_the_core_grows_by_reduced_cost(share: float, core: list[int]) -> None:
    """What is used or need not be whole always belongs; of the rest the cheapest, and all that cost alike."""
    program = covering([5.0, 6.0, 4.0, 6.0])
    answer = solve(program, Effort(units(10), relaxed=True))
    assert answer.values is not None
    assert answer.reduced_cost is not None
    relaxation = Relaxation(answer.values, answer.reduced_cost)
    assert answer.reduced_cost == pytest.approx([1.0, 2.0, 0.0, 2.0, 9.0])
    assert relaxation.core(program, share).astype(int).tolist() == core


@pytest.mark.parametrize(("heads", "few"), [(1.5, True), (2.5, False)])
def test_few_heads_are_those_of_the_shifts_in_use(heads: float, few: bool) -> None:
    """Neither rests nor shifts nobody works count."""
    values = np.array([heads, 0.0, heads, 50.0])
    relaxation = Relaxation(values, np.zeros(4))
    assert relaxation.has_few_heads(np.array([0, 60, 120, -1])) is few
