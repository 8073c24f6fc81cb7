"""Work that may wait, in the program of shifts: against an explicit program, and counted again by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.errors import InfeasibleError
from staffing.records.work import BEFORE, WorkToDo
from staffing.shifts import Pattern, Rest, Rules, SearchEffort, build_shifts, horizon_of
from staffing.shifts.formulation.blocks.work import DeferredWork
from staffing.shifts.formulation.blocks.work_done import WorkDone, hours_above, work_done
from staffing.shifts.modelling import all_blocks, model_of
from staffing.shifts.verify import violations
from tests.shifts.shift_oracle import check, explicit_columns, working_heads

HOUR = 60
EFFORT = SearchEffort(gap=0.0)


def work_of(pieces: list[tuple[int, int, int, float]], may_do: list[bool], name: str = "letters") -> WorkToDo:
    """Pieces of (arrived, ready, due, hours), a contact for each quarter of an hour."""
    arrived, ready, due, hours = (np.array(column) for column in zip(*pieces, strict=True))
    hours = hours.astype(float)
    may, none = np.array(may_do, dtype=bool), np.zeros(len(hours), dtype=bool)
    return WorkToDo(name, arrived, ready, due, 4.0 * hours, hours, may, none)


def explicit_least_cost(starts, required, rules, works, share=1.0):
    """The least cost of set covering with the hours of each piece in each interval; None: there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    columns = list(explicit_columns(starts, rules))
    n, size = len(columns), len(starts)
    cover = np.array([column[0] for column in columns]).reshape(n, size).T
    ways = [
        (kind, piece, t)
        for kind, work in enumerate(works)
        for piece in range(len(work.hours))
        for t in range(int(work.ready[piece]), min(int(work.due[piece]), size - 1) + 1)
        if work.may_do[t]
    ]
    gives = share * rules.interval_minutes / 60
    takes = np.zeros((size, len(ways)))
    for column, (_, _, t) in enumerate(ways):
        takes[t, column] = 1 / gives
    constraints = [LinearConstraint(np.hstack([cover, -takes]), required, np.inf)]
    for kind, work in enumerate(works):
        for piece in range(len(work.hours)):
            if work.due[piece] >= size:
                continue
            row = np.array([0.0] * n + [float(way[:2] == (kind, piece)) for way in ways])
            constraints.append(LinearConstraint(row[None], work.hours[piece], work.hours[piece]))
    limits = {pattern.name: pattern.max_agents for pattern in rules.patterns}
    for key in {column[2] for column in columns}:
        if limits[key[0]] is not None:
            row = np.array([float(column[2] == key) for column in columns] + [0.0] * len(ways))
            constraints.append(LinearConstraint(row[None], -np.inf, limits[key[0]]))
    answer = milp(
        np.array([column[1] for column in columns] + [0.0] * len(ways)),
        constraints=constraints,
        bounds=Bounds(0, np.inf),
        integrality=np.arange(n + len(ways)) < n,
        options={"mip_rel_gap": 0},
    )
    return float(answer.fun) if answer.success else None


@st.composite
def works_in(draw: st.DrawFn, size: int) -> WorkToDo:
    pieces = []
    lead = draw(st.integers(1, size))
    for t in sorted(draw(st.sets(st.integers(0, size - 2), max_size=3))):
        pieces.append((t, t + 1, t + lead, draw(st.sampled_from([0.2, 0.5, 1.0, 1.7]))))
    for _ in range(draw(st.integers(0 if pieces else 1, 2))):
        pieces.append((BEFORE, 0, draw(st.integers(0, size)), draw(st.sampled_from([0.25, 0.6]))))
    may_do = draw(st.lists(st.sampled_from([True, True, False]), min_size=size, max_size=size))
    return work_of(pieces, may_do, draw(st.sampled_from(["letters", "callbacks"])))


@st.composite
def instances(draw: st.DrawFn):
    interval, hours = draw(st.sampled_from([30, 60])), draw(st.integers(4, 6))
    length = draw(st.sampled_from([3, 4])) * HOUR
    breaks = draw(st.sampled_from([(), (Rest(30, True, 60, 120),), (Rest(15, True, 30, 120),)]))
    rules = Rules(
        "UTC",
        interval,
        (
            Pattern(
                "a",
                length_minutes=(length, length),
                max_agents=draw(st.sampled_from([None, 3])),
                breaks=breaks,
            ),
            Pattern("b", length_minutes=(180, 180), cost_per_hour=1.25),
        )[: draw(st.integers(1, 2))],
        start_every_minutes=60,
    )
    starts = np.datetime64("2026-06-01T08:00", "s") + np.arange(hours * 60 // interval) * np.timedelta64(
        interval, "m"
    )
    size = len(starts)
    required = draw(st.lists(st.sampled_from([0, 0.3, 1, 1.5]), min_size=size, max_size=size))
    works = tuple(draw(works_in(size)) for _ in range(draw(st.integers(1, 2))))
    return starts, np.array(required, dtype=float), rules, works, draw(st.sampled_from([1.0, 0.8]))


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True)
@given(instances())
def test_work_costs_what_an_explicit_program_says(instance) -> None:
    """The stock of what is done ahead costs the same as a variable for each piece in each interval."""
    starts, required, rules, works, share = instance
    least = explicit_least_cost(starts, required, rules, works, share)
    horizon = horizon_of(starts, rules, share)
    try:
        built = build_shifts(horizon, required, EFFORT, (DeferredWork(works),))
    except InfeasibleError:
        assert least is None
        return
    assert least is not None
    assert built.objective_hours == pytest.approx(least, abs=1e-6)
    check(built.plan, starts, required, rules)
    working = working_heads(built.plan, starts, rules)
    done = work_done(works, hours_above(working, required, horizon))
    kept(done, np.maximum(working - required, 0.0) * share * rules.interval_minutes / 60)
    assert all(late.max(initial=0.0) < 1e-6 for late in done.late_hours)


def kept(done: WorkDone, hours: np.ndarray) -> None:
    """No hour twice, no piece before it is there or more than it takes, and only when it may be done."""
    assert np.all(np.bincount(done.interval, done.hours, len(hours)) <= hours + 1e-6)
    for kind, work in enumerate(done.works):
        mine = done.kind == kind
        assert np.all(done.interval[mine] >= work.ready[done.piece[mine]])
        assert work.may_do[done.interval[mine]].all()
        assert np.all(np.bincount(done.piece[mine], done.hours[mine], len(work.hours)) <= work.hours + 1e-6)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_work_is_in_time_whenever_it_can_be(data: st.DataObject) -> None:
    """In given hours as little is late as a program of every piece in every interval leaves late."""
    from scipy.optimize import linprog

    size = data.draw(st.integers(3, 8))
    works = tuple(data.draw(works_in(size)) for _ in range(data.draw(st.integers(1, 3))))
    hours = np.array(data.draw(st.lists(st.sampled_from([0.0, 0.3, 1.0]), min_size=size, max_size=size)))
    done = work_done(works, hours)
    kept(done, hours)
    ways = [
        (kind, piece, t)
        for kind, work in enumerate(works)
        for piece in np.flatnonzero(work.due < size)
        for t in range(int(work.ready[piece]), int(work.due[piece]) + 1)
        if work.may_do[t]
    ]
    due = sum(float(work.hours[work.due < size].sum()) for work in works)
    most = 0.0
    if ways:
        rows = [[float(way[2] == t) for way in ways] for t in range(size)]
        pieces = sorted({way[:2] for way in ways})
        rows += [[float(way[:2] == piece) for way in ways] for piece in pieces]
        bounds = [*hours, *(works[kind].hours[piece] for kind, piece in pieces)]
        most = -linprog(-np.ones(len(ways)), A_ub=rows, b_ub=bounds).fun
    late = sum(float(one.sum()) for one in done.late_hours)
    assert late == pytest.approx(due - most, abs=1e-5)


def test_without_work_the_program_is_the_same() -> None:
    """A model without work has the bytes of one that has never heard of any."""
    rules = Rules("UTC", 60, (Pattern("day", length_minutes=(240, 480)),), start_every_minutes=60)
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(24) * np.timedelta64(60, "m")
    required = np.where((np.arange(24) >= 8) & (np.arange(24) < 16), 2.0, 0.0)
    horizon = horizon_of(starts, rules)
    plain, with_work = (
        model_of(horizon, required, blocks).program
        for blocks in ((), (DeferredWork((work_of([(9, 10, 15, 2.0)], [True] * 24),)),))
    )
    assert len(with_work) > len(plain)
    again = model_of(horizon, required, ())
    assert np.array_equal(plain.matrix.toarray(), again.program.matrix.toarray())
    assert again.timed.start.min() >= -2


def test_a_fraction_above_the_need_does_work() -> None:
    """Of two people where 1.5 are needed, half of one does work: nobody comes for four hours in eight."""
    rules = Rules("UTC", 60, (Pattern("day", length_minutes=(480, 480)),), start_every_minutes=60)
    starts = np.datetime64("2026-06-01T08:00", "s") + np.arange(8) * np.timedelta64(60, "m")
    horizon, required = horizon_of(starts, rules), np.full(8, 1.5)
    costs = [
        build_shifts(
            horizon, required, EFFORT, (DeferredWork((work_of([(BEFORE, 0, 7, hours)], [True] * 8),)),)
        ).objective_hours
        for hours in (4.0, 4.1)
    ]
    assert costs == [16.0, 24.0]


def test_work_that_cannot_be_done_is_named_with_its_hours_and_day() -> None:
    """What is late at least, of which work, and on which day it is due."""
    rules = Rules(
        "UTC", 60, (Pattern("day", length_minutes=(480, 480), max_agents=2),), start_every_minutes=60
    )
    starts = np.datetime64("2026-06-01T08:00", "s") + np.arange(8) * np.timedelta64(60, "m")
    work = work_of([(0, 1, 7, 10.5)], [True] * 8, "complaint replies")
    with pytest.raises(InfeasibleError) as raised:
        build_shifts(horizon_of(starts, rules), np.ones(8), EFFORT, (DeferredWork((work,)),))
    assert "complaint replies: 3.5 hours of work due on Mon 1 Jun" in raised.value.message
    assert "raise max_agents of 'day' by 1, to 3" in str(raised.value)


def test_work_needs_hard_coverage() -> None:
    """Where heads may be short, or cost something above the need, work above the need is not defined."""
    from staffing.shifts import Costs

    starts = np.datetime64("2026-06-01T08:00", "s") + np.arange(8) * np.timedelta64(60, "m")
    rules = Rules("UTC", 60, (Pattern("day", length_minutes=(480, 480)),), costs=Costs(understaffing=2.0))
    with pytest.raises(ValueError, match="hard coverage"):
        build_shifts(
            horizon_of(starts, rules),
            np.ones(8),
            EFFORT,
            (DeferredWork((work_of([(0, 1, 7, 1.0)], [True] * 8),)),),
        )


def test_shifts_that_leave_work_undone_break_its_block() -> None:
    """It is asked of the finished shifts, whatever they were built for."""
    rules = Rules("UTC", 60, (Pattern("day", length_minutes=(480, 480)),), start_every_minutes=60)
    starts = np.datetime64("2026-06-01T08:00", "s") + np.arange(8) * np.timedelta64(60, "m")
    horizon, required = horizon_of(starts, rules), np.full(8, 1.5)
    plan = build_shifts(horizon, required, EFFORT).plan
    for hours, said in ((4.0, []), (5.0, ["letters: 1 hours of work due on Mon 1 Jun"])):
        block = DeferredWork((work_of([(BEFORE, 0, 7, hours)], [True] * 8),))
        assert violations(plan, horizon, required, all_blocks([block])) == said
