"""Cuts on kinds of shift: they cut off no schedule, and the relaxation much."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, example, given, reject, settings
from hypothesis import strategies as st

from staffing.errors import InfeasibleError
from staffing.programs.solver import Effort, solve
from staffing.programs.work import units
from staffing.shifts import Costs, Pattern, Rest, Rules, SearchEffort, build_shifts
from staffing.shifts.formulation.blocks.distinct import kinds_of
from staffing.shifts.formulation.model import Model
from staffing.shifts.horizon import horizon_of
from staffing.shifts.modelling import model_of
from staffing.shifts.search.closing import tightened
from staffing.shifts.search.kinds import kinds_in

MONDAY = np.datetime64("2026-06-01T00:00", "s")
HOURLY = Pattern("day", earliest_start=360, latest_start=720, length_minutes=(240, 360), cost_per_hour=0.1)
COSTS = Costs(understaffing=2.0, overstaffing=1.0, distinct_shift=3.0)
RULES = Rules("UTC", 60, (HOURLY,), start_every_minutes=60, costs=COSTS)
EFFORT = SearchEffort(30.0, 0.0)
RESTS = replace(
    HOURLY, lunch=Rest(30, False, 60, 180), breaks=(Rest(15, True, 60, 240),), length_minutes=(300, 360)
)


def two_days(demand: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Hours of two days, their need from six o'clock on."""
    required = np.zeros(48)
    half = len(demand) // 2
    required[6 : 6 + half], required[30 : 30 + half] = demand[:half], demand[half:]
    return MONDAY + np.arange(48) * np.timedelta64(60, "m"), required


def model_of_days(demand: list[int], rules: Rules) -> Model:
    """The model of two days."""
    starts, required = two_days(demand)
    return model_of(horizon_of(starts, rules), required)


DEMAND = st.lists(st.integers(0, 6), min_size=20, max_size=20).filter(lambda d: sum(d) > 0)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(DEMAND, st.sampled_from([2.0, None]), st.sampled_from([HOURLY, RESTS]))
@example([0, 0, 1, *[0] * 12, 2, 0, 0, 5, 6], 2.0, HOURLY)  # where the solver leaves the optimum less 1e-6
def test_cuts_leave_the_optimum(demand: list[int], short: float | None, pattern: Pattern) -> None:
    """The integer optimum is the same with the cuts, and their relaxation lies between the two."""
    over = 0.0 if short is None else 1.0
    rules = replace(RULES, patterns=(pattern,)).costing(understaffing=short, overstaffing=over)
    try:
        model = model_of_days(demand, rules)
    except InfeasibleError:  # no shift reaches an hour: nothing to compare
        reject()
    program = model.program
    plain = solve(program, Effort(units(20)))
    assume(plain.values is not None)
    loose = solve(program, Effort(units(20), relaxed=True))
    tight = tightened(program, kinds_in(program), units(20))
    assume(tight.program.is_cut.any())  # else there is nothing that could cut the optimum off
    again = solve(tight.program, Effort(units(20)))
    assert again.values is not None
    assert program.objective(again.values) == pytest.approx(
        program.objective(plain.values), rel=1e-6, abs=1e-6
    )
    assert tight.program.accepts(plain.values)
    least = round(program.objective(plain.values) / model.grain) * model.grain  # without the solver's noise
    assert loose.bound - 1e-6 <= tight.bound <= least + 1e-6


def test_kinds_are_found_in_the_rows() -> None:
    """Each shift column is governed by the y_q of its kind, and nothing else is."""
    model = model_of_days([3] * 20, RULES)
    kind, kinds = kinds_of(model.shifts)
    found = kinds_in(model.program)
    assert np.array_equal(found.of[: len(kind)], len(model.program) - kinds + kind)
    assert (found.of[len(kind) :] == -1).all()


def test_where_a_kind_costs_nothing_there_are_none() -> None:
    """No kinds, nothing to tighten."""
    assert not kinds_in(model_of_days([3] * 20, RULES.costing(distinct_shift=0.0)).program)


def test_the_relaxation_becomes_tight() -> None:
    """A need that four kinds meet exactly: the relaxation pays for a fraction of them, cuts for most."""
    demand = [2, 2, 5, 5, 3, 3, 4, 4, 1, 1, 1, 1, 6, 6, 5, 5, 2, 2, 2, 2]
    rules = replace(RULES, patterns=(replace(HOURLY, cost_per_hour=0.0),))
    program = model_of_days(demand, rules).program
    best = solve(program, Effort(units(20))).bound
    loose = solve(program, Effort(units(20), relaxed=True)).bound
    tight = tightened(program, kinds_in(program), units(20)).bound
    assert best - tight < 0.3 * (best - loose)


def test_the_cost_is_that_of_the_shifts_alone() -> None:
    """Objective = minutes short and over at their prices + the price of each kind in the finished plan."""
    demand = [2, 3, 5, 4, 3, 3, 4, 4, 1, 2, 1, 1, 6, 6, 5, 4, 2, 2, 2, 3]
    starts, required = two_days(demand)
    rules = replace(RULES, patterns=(replace(HOURLY, cost_per_hour=0.0),))
    found = build_shifts(horizon_of(starts, rules), required, EFFORT)
    working = found.scheduled - found.on_break
    error = 2.0 * np.maximum(required - working, 0) + np.maximum(working - required, 0)
    minute = (found.plan.start - found.plan.start.astype("datetime64[D]")).astype(int)
    kinds = set(zip(minute.tolist(), found.plan.length_minutes.tolist(), strict=True))
    assert found.ended_by == "optimal"
    assert found.objective_hours == pytest.approx(error.sum() + 3.0 * len(kinds))
    plain = solve(model_of_days(demand, rules).program, Effort(units(20)))
    assert found.objective_hours == pytest.approx(plain.bound)


def test_a_kind_that_nobody_may_work_is_no_kind_in_use() -> None:
    """No heads at all of it: its row has no entry for the kind, and the solver gets none of 0."""
    starts, required = two_days([2, 3, 5, 4, 3, 3, 4, 4, 1, 2, 1, 1, 6, 6, 5, 4, 2, 2, 2, 3])
    rules = replace(RULES, patterns=(HOURLY, replace(HOURLY, name="nobody", max_agents=0, cost_per_hour=0.0)))
    model = model_of(horizon_of(starts, rules), required)
    assert (model.program.matrix.data != 0).all()
    found = build_shifts(horizon_of(starts, rules), required, EFFORT)
    alone = build_shifts(horizon_of(starts, RULES), required, EFFORT)
    assert found.objective_hours == pytest.approx(alone.objective_hours)
    assert set(found.plan.pattern) == {"day"}
