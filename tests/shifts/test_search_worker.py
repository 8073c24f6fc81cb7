"""Searches here and in workers: what each part is given, when it ends, and what cannot be done is said."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from staffing.crew import Crew
from staffing.programs.assemble import Assembly
from staffing.programs.effort import Effort
from staffing.programs.program import Program
from staffing.programs.solver import Answer, solve
from staffing.programs.stopping import Leniency, Stopping, cost_grain
from staffing.programs.work import units
from staffing.shifts import Pattern, Rest, Rules, SearchEffort, build, build_shifts
from staffing.shifts.formulation.timed import TimedProgram
from staffing.shifts.horizon import horizon_of
from staffing.shifts.infeasible.explain import infeasibility
from staffing.shifts.modelling import model_of
from staffing.shifts.search import side_by_side
from staffing.shifts.search.by_parts import search_by_parts
from staffing.shifts.search.firsts import construct, relax
from staffing.shifts.search.method import search
from staffing.shifts.search.part import NOTHING, Allotment, Incumbent, Means, Part, Relaxation
from staffing.shifts.search.side_by_side import search_side_by_side
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


def asked(part: Part) -> tuple[object, ...]:
    """What `search` is asked of a part, to the optimum."""
    return part, Stopping(0.0, 1.0), Allotment(units(5)), Means(), NOTHING


def test_a_worker_searches_as_the_search_itself() -> None:
    """Another process finds what this one finds, part after part."""
    one = Worker()
    try:
        for need in (6.0, 9.0):
            here = list(search(*asked(covering(need))))[-1]
            there = list(one.run(search, asked(covering(need))))[-1]
            assert here.objective == there.objective == here.bound
            assert np.array_equal(here.values, there.values)
    finally:
        one.close()


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
        steps = search(covering(6.0), Stopping(0.0, 1.0), Allotment(units(5)), known=known, solve=noted)
        assert list(steps)[-1].objective == 4.0
        assert any(relaxations) is solved


def ever_better(*_: object) -> Iterator[Incumbent]:
    """No schedule, which no gap is wide enough for; then three, each nearer to the bound, a unit each."""
    yield Incumbent(None, np.inf, 5.0)
    for work, objective in enumerate((9.0, 6.0, 5.5), 1):
        yield Incumbent(np.array([objective, 1.0]), objective, 5.0, work=units(work))


@pytest.mark.parametrize(("days", "gap", "ends"), [(2, 0.2, True), (2, 0.1, False), (1, 0.2, False)])
def test_late_a_wider_gap_is_close_enough(days: int, gap: float, ends: bool) -> None:
    """Of a search of more than a day that goes on as one, and not before so much work."""
    program, start = covering(6.0).program, np.array([0, (days - 1) * 2880])
    whole = TimedProgram(program, start, 1440 * days, grain=0.5)
    for since, patient in ((2, ends), (3, False)):
        terms = SearchTerms(ever_better, 0.0, leniency=Leniency(gap, units(since)), here_columns=0)
        solved = search_by_parts(whole, terms, units(9))
        assert solved.values is not None
        assert solved.values[0] == (6.0 if patient else 5.5)


@pytest.mark.slow
def test_a_search_short_of_work_still_builds_a_schedule() -> None:
    """Where RENS has no work left for one, a solution is built by relax and fix, without branch and bound."""
    pattern = Pattern("a", length_minutes=(240, 300), lunch=Rest(30, False, 60, 120))
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(336) * np.timedelta64(30, "m")
    required = 3.0 + np.arange(336) % 48 // 16
    rules = Rules("UTC", 30, (pattern,), cyclic_week=True)
    model = model_of(horizon_of(starts, rules), required)
    part = Part(model.program, model.timed.start, model.horizon_minutes)
    state = SearchState(part, Stopping(0.0, 0.5), Allotment(units(60)), Means(), NOTHING)
    bound = list(relax(state))[-1].bound
    (built,) = construct(state)
    assert built.values is not None
    assert model.program.accepts(built.values)
    assert bound <= built.objective < 1.1 * bound


def in_vain(*_: object) -> Iterator[Incumbent]:
    """A search that finds nothing with the work it is given."""
    yield Incumbent(None, np.inf, 1.0)


def test_too_little_work_is_not_no_solution() -> None:
    """Without enough to find a schedule, nobody claims that there is none."""
    part = covering(6.0)
    whole = TimedProgram(part.program, part.start, 1440)
    solved = search_by_parts(whole, SearchTerms(in_vain, 0.0, here_columns=0), 0)
    assert (solved.values, solved.infeasible) == (None, False)
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(48) * np.timedelta64(30, "m")
    required, rules = np.full(48, 5.0), Rules("UTC", 30, (Pattern("a"),))
    horizon = horizon_of(starts, rules)
    model = model_of(horizon, required)
    error = infeasibility(model, required, horizon, lambda _: model, proven=solved.infeasible)
    assert "no schedule was found with the effort given; none was proven impossible" in str(error)


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


def frugal(part: Part, _stopping: Stopping, allotment: Allotment, *_: object) -> Iterator[Incumbent]:
    """Proven with one unit of work where little is needed; else only by six units at a time."""
    is_easy = part.program.row_lower[0] < 9.0
    is_proven = is_easy or allotment.work >= units(6)
    work = units(1) if is_easy else allotment.work
    yield Incumbent(np.array([2.0, 2.0]), 4.0, 4.0 if is_proven else 1.0, work=work)


@pytest.mark.parametrize("jobs", [1, 3])
def test_what_a_part_leaves_over_is_shared_out_among_the_others(jobs: int) -> None:
    """Of twelve units three each; the hard part begins anew with the six that are left, at any speed."""
    parts = {bytes([need]): covering(float(need)) for need in (6, 7, 8, 9)}
    allowance = Allowance(SearchTerms(frugal, 0.0, jobs=jobs), Stopping(0.0, 1.0), units(12))
    results = search_side_by_side(parts, dict.fromkeys(parts, NOTHING), allowance)
    last = [result for result in results if result.is_last]
    assert [one.key for one in last] == list(parts)
    assert [one.best.bound for one in last] == [4.0] * 4
    assert [one.best.work for one in last] == [units(1)] * 3 + [units(3) + units(6)]


def test_short_of_memory_fewer_processes_search_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as fit, at least one, at most as asked; what is found is the same."""
    sizes: list[int] = []

    class Noted(Crew[bytes]):
        def __init__(self, size: int, modules: Sequence[str] = ()) -> None:
            sizes.append(size)
            super().__init__(size, modules)

    monkeypatch.setattr(side_by_side, "Crew", Noted)
    parts = {bytes([need]): covering(float(need)) for need in (6, 7, 8)}
    allowance = Allowance(SearchTerms(frugal, 0.0, jobs=3), Stopping(0.0, 1.0), units(12))
    for free, fitting in ((0.0, 1), (600e6, 2), (np.inf, 3)):
        monkeypatch.setattr(side_by_side, "available_bytes", lambda free=free: free)
        results = search_side_by_side(parts, dict.fromkeys(parts, NOTHING), allowance)
        assert [one.best.bound for one in results if one.is_last] == [4.0] * 3
        assert sizes.pop() == fitting


def test_a_little_more_work_is_no_reason_to_begin_anew() -> None:
    """Branch and bound that starts over with hardly more than it had ends where it did."""
    parts = {bytes([need]): covering(float(need)) for need in (8, 9)}
    allowance = Allowance(SearchTerms(frugal, 0.0), Stopping(0.0, 1.0), units(9))
    results = search_side_by_side(parts, dict.fromkeys(parts, NOTHING), allowance)
    assert {one.key: one.best.work for one in results if one.is_last}[bytes([9])] == int(units(9) / 2)


def deadly(part: Part, *_: object) -> Iterator[Incumbent]:
    """A search whose process is killed by the system where much is needed."""
    if part.program.row_lower[0] == 9.0:
        os.kill(os.getpid(), signal.SIGKILL)
    yield Incumbent(np.array([3.0, 1.0]), 4.0, 4.0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_part_whose_process_is_lost_again_and_again_falls_back_to_what_is_known() -> None:
    """And it is said how; the other parts are searched all the same."""
    known = Incumbent(np.array([5.0, 1.0]), 6.0, 1.0)
    parts = {bytes([need]): covering(float(need)) for need in (6, 9)}
    allowance = Allowance(SearchTerms(deadly, 0.0), Stopping(0.0, 1.0), units(4))
    results = list(search_side_by_side(parts, dict.fromkeys(parts, known), allowance))
    last = {one.key: one.best for one in results if one.is_last}
    assert last[bytes([6])].objective == 4.0
    assert last[bytes([9])].values is known.values
    (how,) = [one.lost for one in results if one.lost is not None]
    assert "signal 9" in how


def half_way(*_: object) -> Iterator[Incumbent]:
    """A search whose process is killed after its first schedule."""
    yield Incumbent(np.array([4.0, 1.0]), 5.0, 2.0)
    time.sleep(0.2)  # until it has been read
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_what_a_lost_process_found_before_is_kept() -> None:
    """The best schedule that came through counts, and its bound."""
    allowance = Allowance(SearchTerms(half_way, 0.0), Stopping(0.0, 1.0), units(4))
    results = list(search_side_by_side({b"a": covering(9.0)}, {b"a": NOTHING}, allowance))
    assert (results[-1].best.objective, results[-1].best.bound) == (5.0, 2.0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.slow
def test_where_every_process_is_lost_there_is_a_schedule_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By greedy covering, in this process; and the loss of each part is told."""
    pattern = Pattern("a", length_minutes=(240, 300), lunch=Rest(30, False, 60, 120))
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(336) * np.timedelta64(30, "m")
    required = 3.0 + np.arange(336) % 48 // 16
    monkeypatch.setattr(build, "search", always_killed)
    schedule = build_shifts(horizon_of(starts, Rules("UTC", 30, (pattern,), cyclic_week=True)), required)
    assert np.all(schedule.scheduled - schedule.on_break >= required - 1e-9)
    (how,) = schedule.lost
    assert "signal 9" in how


def always_killed(*_: object) -> Iterator[Incumbent]:
    """A search for which there is never memory enough."""
    os.kill(os.getpid(), signal.SIGKILL)
    yield NOTHING


def test_the_brake_ends_no_search_before_it_has_a_solution() -> None:
    """Fourteen different days, each a part of its own, and no time: a schedule, and what ended it is said."""
    pattern = Pattern("a", earliest_start=480, latest_start=720, length_minutes=(240, 240))
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(14 * 24) * np.timedelta64(60, "m")
    hour, day = np.arange(14 * 24) % 24, np.arange(14 * 24) // 24
    required = np.where((hour >= 9) & (hour < 15), 2.0 + day, 0.0)
    rules = Rules("UTC", 60, (pattern,), start_every_minutes=60)
    schedule = build_shifts(horizon_of(starts, rules), required, SearchEffort(0.0))
    assert schedule.plan.agents.sum() >= required.max()
