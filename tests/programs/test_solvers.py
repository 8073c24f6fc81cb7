"""Solvers of integer programs: every one that is installed finds a least-cost schedule, others are named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from staffing.errors import UsageError
from staffing.programs import solver, solvers
from staffing.programs.effort import Effort
from staffing.programs.program import Program
from staffing.programs.solvers import SOLVERS, require_solver
from staffing.shifts import Pattern, Rest, Rules, SearchEffort, build_shifts, horizon_of
from staffing.shifts.search import firsts
from staffing.shifts.standing.day_ends import leaving_early, overtime
from staffing.shifts.standing.replace_rests import replace_rests
from tests.shifts.shift_oracle import explicit_optimum

PATTERN = Pattern(
    "day",
    earliest_start=480,
    latest_start=720,
    length_minutes=(180, 240),
    breaks=(Rest(15, True, 60, 120),),
)
RULES = Rules("UTC", 30, (PATTERN,))
EFFORT = SearchEffort(gap=0.0)
STARTS = np.datetime64("2026-06-01T08:00", "s") + np.arange(16) * np.timedelta64(30, "m")
REQUIRED = np.array([1, 2, 3, 4, 4.5, 5, 5, 4, 3.5, 3, 3, 2, 2, 1, 1, 0.5])


@pytest.mark.smoke
@pytest.mark.parametrize("name", SOLVERS)
def test_every_installed_solver_schedules(name: str) -> None:
    """The cost is the least there is; a solver that is missing is refused with the line that installs it."""
    if solvers.class_of(name) is None:
        with pytest.raises(UsageError) as missing:
            require_solver(name)
        assert SOLVERS[name].install in missing.value.hint
        return
    schedule = build_shifts(horizon_of(STARTS, RULES), REQUIRED, replace(EFFORT, solver=name))
    assert schedule.objective_hours == pytest.approx(explicit_optimum(STARTS, REQUIRED, RULES))
    assert schedule.solver == name


def test_repairs_use_the_solver_they_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Breaks and day ends are solved by the plan's solver, too: who is asked is noted, HiGHS answers."""
    asked = set()
    run = solver.run_solver

    def noted(program: Program, effort: Effort, start: object) -> object:
        if not effort.relaxed:
            asked.add(effort.solver)
        return run(program, replace(effort, solver="highs"), start)

    horizon, more = horizon_of(STARTS, RULES), REQUIRED + 1.0
    plan = build_shifts(horizon, REQUIRED, EFFORT).plan
    monkeypatch.setattr(solver, "run_solver", noted)
    monkeypatch.setattr(firsts, "believed", lambda *_: None)  # as if no relaxation came whole
    found = replace_rests(plan, horizon, more, replace(EFFORT, solver="cbc"))
    assert asked == {"cbc"}
    asked.clear()
    assert overtime(plan, horizon, more, found.working, solver="cbc", now=STARTS[0], most_minutes=60)
    assert asked == {"cbc"}
    asked.clear()
    leaving_early(plan, horizon, REQUIRED * 0.5, found.working, solver="cbc", now=STARTS[0])
    assert asked == {"cbc"}


def test_an_unknown_solver_is_refused() -> None:
    """With the names there are."""
    with pytest.raises(UsageError, match="unknown solver 'higs'"):
        require_solver("higs")


def test_a_program_beyond_the_range_of_numbers_has_no_answer() -> None:
    """One variable that is to be 1e300: the solver refuses to take it, and nothing else breaks."""
    one = np.ones(1)
    matrix = csr_array(one.reshape(1, 1))
    upper = np.full(1, np.inf)
    program = Program(one, 0 * one, upper, one > 0, matrix, 1e300 * one, upper, one > 1)
    assert solver.solve(program, Effort(1000.0)).values is None
