"""The same schedule on every machine: what is found hangs on counted work, not on clocks or on processes."""

from __future__ import annotations

import ast
import itertools
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from staffing.programs.work import units
from staffing.shifts import Pattern, Rest, Rules, SearchEffort, build_shifts
from staffing.shifts.build import terms_of
from staffing.shifts.horizon import ShiftHorizon, horizon_of
from staffing.shifts.modelling import model_of
from staffing.shifts.search.by_parts import search_by_parts
from staffing.shifts.search.part import SearchedBefore
from tests.conftest import PACKAGE

EFFORT = SearchEffort(gap=0.0, work=units(3))
READ_A_CLOCK = {
    "programs/brake.py",
    "shifts/build.py",
    "shifts/groups/build.py",
    "shifts/standing/replace_rests.py",
}


def round_the_clock() -> tuple[ShiftHorizon, np.ndarray]:
    """Two days that no night divides, too hard to prove with the effort given."""
    lunch = Rest(30, False, 60, 150)
    pattern = Pattern("a", length_minutes=(240, 420), lunch=lunch, breaks=(Rest(15, True, 30, 60),))
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(48 * 3) * np.timedelta64(30, "m")
    required = np.round(6 + 4 * np.sin(np.arange(48 * 3) / 7.0) + np.arange(48 * 3) % 5 / 3, 2)
    return horizon_of(starts, Rules("UTC", 30, (pattern,))), required


def separate_days() -> tuple[ShiftHorizon, np.ndarray]:
    """Five different days, each a part of its own, hard and easy ones."""
    lunch = Rest(30, False, 60, 150)
    pattern = Pattern(
        "a",
        earliest_start=420,
        latest_end=1320,
        length_minutes=(240, 420),
        lunch=lunch,
        breaks=(Rest(15, True, 30, 60), Rest(15, True, 150, 210)),
    )
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(48 * 5) * np.timedelta64(30, "m")
    slot, day = np.arange(48 * 5) % 48, np.arange(48 * 5) // 48
    shape = np.round(3.0 + day + 2.5 * np.sin(slot / (2.0 + day)) + slot % 3 / 2, 2)
    required = np.where((slot >= 16) & (slot < 42), shape, 0.0)
    return horizon_of(starts, Rules("UTC", 30, (pattern,))), required


@pytest.fixture
def busy_processes() -> Iterator[None]:
    """Four processes that take all the CPU time they get."""
    command = [sys.executable, "-c", "while True: pass"]
    running = [subprocess.Popen(command) for _ in range(4)]
    yield
    for process in running:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("case", [round_the_clock, separate_days])
def test_the_number_of_processes_changes_nothing(case: object, request: pytest.FixtureRequest) -> None:
    """One or three, idle or beside four busy ones: the same shifts, the same bound, for want of work."""
    horizon, required = case()  # type: ignore[operator]
    one = build_shifts(horizon, required, replace(EFFORT, jobs=1))
    request.getfixturevalue("busy_processes")
    many = build_shifts(horizon, required, replace(EFFORT, jobs=3))
    assert one.ended_by == many.ended_by == "work"
    assert one.lower_bound_hours == many.lower_bound_hours
    for name, column in one.plan.columns().items():
        assert np.array_equal(column, many.plan.columns()[name], equal_nan=column.dtype.kind in "fM"), name


@pytest.mark.slow
def test_a_clock_that_jumps_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour between any two looks at it, and then backwards; all is searched in this process."""
    horizon, required = round_the_clock()
    model = model_of(horizon, required)
    terms = replace(terms_of(EFFORT), here_columns=len(model.program))
    plain = search_by_parts(model.timed, terms, EFFORT.work)
    hours = itertools.count(1)
    for name in ("monotonic", "perf_counter", "time"):
        monkeypatch.setattr(time, name, lambda: 1e6 + 3600.0 * next(hours) * (-1) ** next(hours))
    jumping = search_by_parts(model.timed, terms, EFFORT.work)
    assert plain.values is not None
    assert jumping.values is not None
    assert np.array_equal(plain.values, jumping.values)
    assert (plain.bound, plain.work) == (jumping.bound, jumping.work)


def test_no_other_module_of_the_search_reads_a_clock() -> None:
    """The brake does, and what tells how long a search took; none that decides."""
    reading = set()
    for folder in ("programs", "shifts"):
        for path in (PACKAGE / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            nodes = list(ast.walk(tree))
            names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
            names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
            if names & {"time", "datetime"}:
                reading.add(path.relative_to(PACKAGE).as_posix())
    assert reading == READ_A_CLOCK


def test_a_day_that_was_searched_before_is_not_searched_again() -> None:
    """Only the day that changes is; the shifts of the others stay."""
    horizon, required = separate_days()
    effort, searched = SearchEffort(gap=0.05, work=units(3), jobs=1), SearchedBefore()
    first = build_shifts(horizon, required, effort, searched=searched).plan
    assert len(searched) == 5
    changed = np.where(np.arange(len(required)) // 48 == 2, required * 1.5, required)
    second = build_shifts(horizon, changed, effort, searched=searched).plan
    assert len(searched) == 6
    before, after = (
        plan.rows(np.flatnonzero(plan.start < horizon.starts[48 * 2])) for plan in (first, second)
    )
    assert len(before) > 0
    for name, column in before.columns().items():
        assert np.array_equal(column, after.columns()[name], equal_nan=column.dtype.kind in "fM"), name
