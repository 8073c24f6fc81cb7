"""Searches here and in workers: what each part is given, when it ends, and what cannot be done is said."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from staffing.programs.assemble import Assembly
from staffing.programs.effort import Effort
from staffing.programs.program import Program
from staffing.programs.solver import Answer, solve
from staffing.programs.stopping import Leniency, Stopping, cost_grain
from staffing.shifts import Pattern, Rest, Rules, SearchEffort, build_shifts
from staffing.shifts.formulation.timed import TimedProgram
from staffing.shifts.horizon import horizon_of
from staffing.shifts.infeasible.explain import infeasibility
from staffing.shifts.modelling import model_of
from staffing.shifts.search.by_parts import least_bound, search_by_parts
from staffing.shifts.search.firsts import construct, relax
from staffing.shifts.search.method import search
from staffing.shifts.search.part import NOTHING, Incumbent, Means, Part, Relaxation
from staffing.shifts.search.side_by_side import LEAST_SECONDS, search_side_by_side
from staffing.shifts.search.state import SearchState
from staffing.shifts.search.terms import Allowance, SearchTerms
from staffing.worker import Worker


def covering(need: float) -> Part:
    """Least x + y with 2x + y ≥ need and y ≥ 1, whole."""
    assembly = Assembly()
    x = assembly.columns(np.array([1.0, 1.0]), integer=True)
    cover = assembly.rows(np.array([need, 1.0]), np.array([np.inf, np.inf]))
    assembly.enter(cover[0], x, np.array([2.0, 1.0]))
    assembly.enter(cover[1], x[1:], 1.0)
    return Part(assembly.program(), np.array([0, 0]), 1440)


def asked(part: Part, seconds: float = 5.0) -> tuple[object, ...]:
    """What `search` is asked of a part, to the optimum."""
    return part, Stopping(0.0, 1.0), seconds, Means(), NOTHING


def test_a_worker_searches_as_the_search_itself() -> None:
    """Another process finds what this one finds, part after part."""
    one = Worker()
    try:
        for need in (6.0, 9.0):
            here = list(search(*asked(covering(need))))[-1]
            there = list(one.run(search, asked(covering(need)), 30.0))[-1]
            assert here.objective == there.objective == here.bound
            assert np.array_equal(here.values, there.values)
    finally:
        one.close()


def bound_after_a_schedule(part: Part, *_: object) -> Iterator[Incumbent]:
    """A search that begins with greedy covering."""
    yield Incumbent(np.zeros(len(part.program)), 99.0, -np.inf)
    yield Incumbent(np.zeros(len(part.program)), 99.0, 36.0)


@pytest.mark.slow
def test_the_bound_of_the_whole_is_had_in_time_or_not_at_all() -> None:
    """As the relaxation has it where there is time for it; else nothing is said, and nobody waits."""
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(24) * np.timedelta64(60, "m")
    required = np.where(np.arange(24) < 12, 3.0, 0.0)
    rules = Rules("UTC", 60, (Pattern("a", length_minutes=(240, 240)),), start_every_minutes=60)
    whole = model_of(horizon_of(starts, rules), required).timed
    here, there = SearchTerms(search, 0.0), SearchTerms(search, 0.0, here_columns=0)
    assert whole.grain == 4.0
    assert least_bound(whole, here, 30.0).bound == 36.0
    assert least_bound(whole, replace(here, search=bound_after_a_schedule), 30.0).bound == 36.0
    assert least_bound(whole, there, 30.0).bound == 36.0
    assert least_bound(whole, there, 0.0).bound == -np.inf


def test_a_relaxation_known_beforehand_is_not_solved_again() -> None:
    """One that is close by says as well which columns matter; without it and a solution, it is solved."""
    relaxations: list[bool] = []

    def noted(program: Program, effort: Effort, start: object = None) -> Answer:
        relaxations.append(effort.relaxed)
        return solve(program, effort, start)

    near = Relaxation(np.array([2.5, 1.0]), np.zeros(2))
    for relaxed, solved in ((near, False), (None, True)):
        relaxations.clear()
        known = Incumbent(None, np.inf, 3.5, relaxed=relaxed)
        steps = search(covering(6.0), Stopping(0.0, 1.0), 5.0, known=known, solve=noted)
        assert list(steps)[-1].objective == 4.0
        assert any(relaxations) is solved


def ever_better(*_: object) -> Iterator[Incumbent]:
    """No schedule, which no gap is wide enough for; then three, each nearer to the bound."""
    yield Incumbent(None, np.inf, 5.0)
    for objective in (9.0, 6.0, 5.5):
        yield Incumbent(np.array([objective, 1.0]), objective, 5.0)


@pytest.mark.parametrize(("days", "gap", "ends"), [(2, 0.2, True), (2, 0.1, False), (1, 0.2, False)])
def test_late_a_wider_gap_is_close_enough(days: int, gap: float, ends: bool) -> None:
    """Of a search of more than a day that goes on as one, and not before its time."""
    program, start = covering(6.0).program, np.array([0, (days - 1) * 2880])
    whole = TimedProgram(program, start, 1440 * days, grain=0.5)
    for until, patient in ((time.monotonic() - 1.0, ends), (time.monotonic() + 60.0, False)):
        terms = SearchTerms(ever_better, 0.0, leniency=Leniency(gap, until), here_columns=0)
        solved = search_by_parts(whole, terms, 1.0)
        assert solved.values is not None
        assert solved.values[0] == (6.0 if patient else 5.5)


@pytest.mark.slow
def test_a_search_short_of_time_still_builds_a_schedule() -> None:
    """Where RENS has no time to find one, a solution is built by relax and fix, without branch and bound."""
    pattern = Pattern("a", length_minutes=(240, 300), lunch=Rest(30, False, 60, 120))
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(336) * np.timedelta64(30, "m")
    required = 3.0 + np.arange(336) % 48 // 16
    rules = Rules("UTC", 30, (pattern,), cyclic_week=True)
    model = model_of(horizon_of(starts, rules), required)
    part = Part(model.program, model.timed.start, model.horizon_minutes)
    state = SearchState(part, Stopping(0.0, 0.5), time.monotonic() + 60, Means(), NOTHING)
    bound = list(relax(state))[-1].bound
    (built,) = construct(state)
    assert built.values is not None
    assert model.program.accepts(built.values)
    assert bound <= built.objective < 1.1 * bound


def without_time(*_: object) -> Iterator[Incumbent]:
    """A search that is killed before its first step."""
    yield from ()


def test_no_time_is_not_no_solution() -> None:
    """Without time to find a schedule, nobody claims that there is none."""
    part = covering(6.0)
    solved = search_by_parts(
        TimedProgram(part.program, part.start, 1440), SearchTerms(without_time, 0.0, here_columns=0), 0.0
    )
    assert (solved.values, solved.infeasible) == (None, False)
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(48) * np.timedelta64(30, "m")
    required, rules = np.full(48, 5.0), Rules("UTC", 30, (Pattern("a"),))
    horizon = horizon_of(starts, rules)
    model = model_of(horizon, required)
    error = infeasibility(model, required, horizon, lambda _: model, proven=solved.infeasible, seconds=9.0)
    assert "no schedule was found within 9 seconds; none was proven impossible" in str(error)


@pytest.mark.parametrize(
    ("costs", "grain"), [([7.5, 8.0], 0.5), ([8.25, 9.9], 1.65), ([1.0, np.pi], 0.0), ([], 0.0)]
)
def test_the_grain_of_costs(costs: list[float], grain: float) -> None:
    """The largest number all costs are multiples of, or none."""
    assert cost_grain(costs) == pytest.approx(grain)


def test_bounds_round_up_to_the_grain() -> None:
    """A bound between two possible objectives is the upper one; on one, it stays."""
    stopping = Stopping(0.001, 0.5)
    assert stopping.rounded(680.875) == 681.0
    assert stopping.rounded(680.5 + 1e-9) == 680.5
    assert stopping.reached(681.0, 681.0)
    assert not stopping.reached(681.5, 681.0)


def test_out_of_time_a_part_is_searched_until_it_has_a_solution() -> None:
    """A part has enough seconds for a first solution whatever the others took, and none beyond it."""
    given: list[object] = []
    clock = iter([0.0, 10.0, 10.0, 10.0, 10.0])  # all of the second is gone before the search begins

    def steps(*asked: object) -> Iterator[Incumbent]:
        given.append(asked[2])
        yield Incumbent(None, np.inf, 1.0)
        yield Incumbent(np.array([3.0, 1.0]), 4.0, 1.0)
        yield pytest.fail("searched beyond a first solution")

    part = covering(6.0)
    terms = SearchTerms(steps, 0.0, clock=lambda: next(clock))
    solved = search_by_parts(TimedProgram(part.program, part.start, 1440), terms, 1.0)
    assert solved.values is not None
    assert given == [LEAST_SECONDS]


def in_vain(*_: object) -> Iterator[Incumbent]:
    """A search that must not be begun: what it raises is raised where the parts are searched."""
    raise AssertionError("searched")
    yield NOTHING


def test_out_of_time_no_part_with_a_solution_is_searched_again() -> None:
    """Every part ends with what is known of it, at once: many parts together would overrun by their sum."""
    known = Incumbent(np.array([2.0, 1.0]), 3.0, 1.0)
    parts = {bytes([i]): covering(3.0) for i in range(4)}
    allowance = Allowance(SearchTerms(in_vain, 0.0), Stopping(0.0, 1.0), time.monotonic() - 1.0)
    results = list(search_side_by_side(parts, dict.fromkeys(parts, known), allowance))
    assert sorted(result.key for result in results) == sorted(parts)
    assert all(result.is_last and result.best is known for result in results)


def test_days_beyond_the_time_limit_have_a_schedule_all_the_same() -> None:
    """Fourteen different days, each a part of its own, and no time: a first solution of each."""
    pattern = Pattern("a", earliest_start=480, latest_start=720, length_minutes=(240, 240))
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(14 * 24) * np.timedelta64(60, "m")
    hour, day = np.arange(14 * 24) % 24, np.arange(14 * 24) // 24
    required = np.where((hour >= 9) & (hour < 15), 2.0 + day, 0.0)
    rules = Rules("UTC", 60, (pattern,), start_every_minutes=60)
    assert (
        build_shifts(horizon_of(starts, rules), required, SearchEffort(0.0)).plan.agents.sum()
        >= required.max()
    )
