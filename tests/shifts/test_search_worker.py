"""The search process: it answers, it can be killed, and what it cannot do is said."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from staffing.errors import InfeasibleError
from staffing.programs.assemble import Assembly
from staffing.programs.target import Leniency, Target, cost_grain
from staffing.shifts import Pattern, Rest, Rules, build_shifts
from staffing.shifts.build import _model, planning_grid
from staffing.shifts.search import conduct, crew, firsts, worker
from staffing.shifts.search import part as part_module
from staffing.shifts.search.conduct import Allowance
from staffing.shifts.search.core import Relaxation
from staffing.shifts.search.method import search
from staffing.shifts.search.neighbourhood import OTHER, REST
from staffing.shifts.search.part import NOTHING, Found, Means, Part
from staffing.shifts.search.run import Run
from staffing.shifts.search.worker import Worker


def covering(need: float) -> Part:
    """Least x + y with 2x + y ≥ need and y ≥ 1, whole."""
    assembly = Assembly()
    x = assembly.columns(np.array([1.0, 1.0]), integer=True)
    cover = assembly.rows(np.array([need, 1.0]), np.array([np.inf, np.inf]))
    assembly.enter(cover[0], x, np.array([2.0, 1.0]))
    assembly.enter(cover[1], x[1:], 1.0)
    return Part(assembly.program(), np.array([0, 0]), 1440)


def test_a_worker_searches_as_the_search_itself() -> None:
    """Another process finds what this one finds, part after part."""
    one = Worker()
    try:
        for need in (6.0, 9.0):
            here = list(search(covering(need), Target(0.0, 1.0), 5.0))[-1]
            there = list(one.search(covering(need), Target(0.0, 1.0), 5.0))[-1]
            assert here.objective == there.objective == here.bound
            assert np.array_equal(here.values, there.values)
    finally:
        one.close()


def test_a_worker_that_overruns_is_killed() -> None:
    """A search that does not stop is ended from outside; the worker serves again after it."""
    one = Worker()
    try:
        assert list(one.search(covering(6.0), Target(0.0, 1.0), -worker.GRACE_SECONDS)) == []
        assert list(one.search(covering(6.0), Target(0.0, 1.0), 5.0))[-1].objective == 4.0
    finally:
        one.close()


def test_a_worker_stopped_before_it_is_ready_finds_nothing() -> None:
    """That its process ended is no fault then: somebody ended it."""
    one = Worker()
    threading.Timer(0.02, one.stop).start()
    assert list(one.search(covering(6.0), Target(0.0, 1.0), 5.0)) == []
    one.close()


@pytest.mark.slow
def test_the_bound_of_the_whole_is_had_in_time_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the relaxation has it where there is time for it; else nothing is said, and nobody waits."""
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(24) * np.timedelta64(60, "m")
    required = np.where(np.arange(24) < 12, 3.0, 0.0)
    rules = Rules("UTC", 60, (Pattern("a", length_minutes=(240, 240)),), start_every_minutes=60)
    model = _model(planning_grid(starts, required, rules), required, rules)
    target = Target(0.0, 4.0)
    assert conduct.least_bound(model, target, 30.0).bound == 36.0
    with monkeypatch.context() as large:
        large.setattr(part_module, "SMALL_COLUMNS", 0)  # a search that begins with greedy covering
        assert conduct.least_bound(model, target, 30.0).bound == 36.0
    monkeypatch.setattr(conduct, "HERE_COLUMNS", 0)
    assert conduct.least_bound(model, target, 30.0).bound == 36.0
    assert conduct.least_bound(model, target, 0.0).bound == -np.inf


def test_a_relaxation_known_beforehand_is_not_solved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is close by says as well which columns matter; without it and a solution, it is solved."""
    relaxations: list[bool] = []
    solve = firsts.solve

    def noted(program, effort, start=None):
        relaxations.append(effort.relaxed)
        return solve(program, effort, start)

    monkeypatch.setattr(firsts, "solve", noted)
    near = Relaxation(np.array([2.5, 1.0]), np.zeros(2))
    for relaxed, solved in ((near, False), (None, True)):
        relaxations.clear()
        known = Found(None, np.inf, 3.5, relaxed=relaxed)
        assert list(search(covering(6.0), Target(0.0, 1.0), 5.0, known=known))[-1].objective == 4.0
        assert any(relaxations) is solved


@pytest.mark.parametrize(("days", "gap", "ends"), [(2, 0.2, True), (2, 0.1, False), (1, 0.2, False)])
def test_late_a_wider_gap_is_close_enough(
    monkeypatch: pytest.MonkeyPatch, days: int, gap: float, ends: bool
) -> None:
    """Of a search of more than a day that goes on as one, and not before its time."""
    part = replace(covering(6.0), start=np.array([0, (days - 1) * 2880]))
    steps = [Found(None, np.inf, 5.0)]  # no schedule yet: nothing that could be close enough
    steps += [Found(np.zeros(2), objective, 5.0) for objective in (9.0, 6.0, 5.5)]

    def events(*_):
        yield from (crew.Event(b"one", found, is_last=found is steps[-1]) for found in steps)

    monkeypatch.setattr(conduct, "_events", events)
    for until, patient in ((time.monotonic() - 1.0, ends), (time.monotonic() + 60.0, False)):
        allowance = Allowance(Target(0.0, 0.5), until + 99.0, "highs", leniency=Leniency(gap, until))
        found = conduct._search_all({b"one": part}, {b"one": NOTHING}, allowance)[b"one"]
        assert found.objective == (6.0 if patient else 5.5)


@pytest.mark.slow
def test_a_search_short_of_time_still_builds_a_schedule() -> None:
    """Where RENS has no time to find one, a solution is built by relax and fix, without branch and bound."""
    pattern = Pattern("a", length_minutes=(240, 300), lunch=Rest(30, False, 60, 120))
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(336) * np.timedelta64(30, "m")
    required = 3.0 + np.arange(336) % 48 // 16
    rules = Rules("UTC", 30, (pattern,), cyclic_week=True)
    model = _model(planning_grid(starts, required, rules), required, rules)
    start = np.full(len(model.program), OTHER)
    start[: len(model.shifts)] = model.shifts.start
    start[len(model.shifts) : len(model.shifts) + len(model.rest_counts)] = REST
    run = Run(
        Part(model.program, start, model.horizon_minutes),
        Target(0.0, 0.5),
        time.monotonic() + 60,
        Means(),
        NOTHING,
    )
    bound = list(firsts.relax(run))[-1].bound
    (built,) = firsts.construct(run)
    assert built.values is not None
    assert model.program.accepts(built.values)
    assert bound <= built.objective < 1.1 * bound


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_a_worker_that_is_killed_takes_its_solver_with_it() -> None:
    """A solver that is a command of its own does not run on; until it ends, the pipe stays open."""
    one = Worker()
    one.start()
    assert one._process is not None
    assert os.getpgid(one._process.pid) == one._process.pid
    one.close()
    command = ["sh", "-c", "(sleep 60; echo survived) & echo begun; wait"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, process_group=0) as process:
        assert process.stdout is not None
        process.stdout.readline()
        worker._kill(process)
        assert process.stdout.read() == b""


def test_a_fault_in_the_worker_is_raised_here() -> None:
    """What goes wrong in the other process is an error of this one, not a missing answer."""
    broken = Part(covering(6.0).program, np.array(["x"]), 1440)
    one = Worker()
    try:
        with pytest.raises(RuntimeError, match="the shift search failed"):
            list(one.search(broken, None, 5.0))  # type: ignore[arg-type]
    finally:
        one.close()


def test_no_time_is_not_no_solution(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without time to find a schedule, nobody claims that there is none."""
    monkeypatch.setattr(worker, "GRACE_SECONDS", 0.0)
    monkeypatch.setattr(crew, "LEAST_SECONDS", 0.0)
    pattern = Pattern(
        "a", length_minutes=(240, 480), lunch=Rest(30, False, 60, 120), breaks=(Rest(15, True, 150, 210),)
    )
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(144) * np.timedelta64(30, "m")
    rules = Rules("UTC", 30, (pattern,), time_limit_seconds=0.0)
    with pytest.raises(InfeasibleError, match="none was proven impossible"):
        build_shifts(starts, np.full(144, 5.0), rules)


@pytest.mark.parametrize(
    ("costs", "grain"), [([7.5, 8.0], 0.5), ([8.25, 9.9], 1.65), ([1.0, np.pi], 0.0), ([], 0.0)]
)
def test_the_grain_of_costs(costs: list[float], grain: float) -> None:
    """The largest number all costs are multiples of, or none."""
    assert cost_grain(costs) == pytest.approx(grain)


def test_bounds_round_up_to_the_grain() -> None:
    """A bound between two possible objectives is the upper one; on one, it stays."""
    target = Target(0.001, 0.5)
    assert target.rounded(680.875) == 681.0
    assert target.rounded(680.5 + 1e-9) == 680.5
    assert target.reached(681.0, 681.0)
    assert not target.reached(681.5, 681.0)


def late(target: Target) -> Allowance:
    return Allowance(target, time.monotonic() - 10.0, "highs")


def test_out_of_time_a_part_is_searched_until_it_has_a_solution(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part has enough seconds for a first solution whatever the others took, and none beyond it."""
    given: list[object] = []
    first, better = Found(np.zeros(1), 9.0, 1.0), Found(np.zeros(1), 8.0, 1.0)

    def steps(*asked: object):
        given.append(asked[2])
        yield Found(None, np.inf, 1.0)
        yield first
        yield better

    monkeypatch.setattr(conduct, "search", steps)
    assert conduct._searched_here(covering(6.0), NOTHING, late(Target(0.0, 0.0))) is first
    assert given == [crew.LEAST_SECONDS]


def test_out_of_time_no_part_with_a_solution_is_searched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part ends with what is known of it, at once: many parts together would overrun by their sum."""
    monkeypatch.setattr(Worker, "start", lambda _: None)
    monkeypatch.setattr(Worker, "search", lambda *_: pytest.fail("searched"))
    known = Found(np.array([2.0, 1.0]), 3.0, 1.0)
    parts = {bytes([i]): covering(3.0) for i in range(4)}
    one = crew.Crew(parts, dict.fromkeys(parts, known), Target(0.0, 1.0), time.monotonic() - 1.0, "highs")
    events = list(one.search())
    assert sorted(event.key for event in events) == sorted(parts)
    assert all(event.is_last and event.found is known for event in events)


def test_days_beyond_the_time_limit_have_a_schedule_all_the_same() -> None:
    """Fourteen different days, each a part of its own, and no time: a first solution of each."""
    pattern = Pattern("a", earliest_start=480, latest_start=720, length_minutes=(240, 240))
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(14 * 24) * np.timedelta64(60, "m")
    hour, day = np.arange(14 * 24) % 24, np.arange(14 * 24) // 24
    required = np.where((hour >= 9) & (hour < 15), 2.0 + day, 0.0)
    rules = Rules("UTC", 60, (pattern,), start_every_minutes=60, time_limit_seconds=0.0)
    assert build_shifts(starts, required, rules).plan.agents.sum() >= required.max()
