"""A first solution without a relaxation: it is one, and no search ends without."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.programs.solver import Answer, Effort, solve
from staffing.programs.stopping import Stopping
from staffing.programs.work import units
from staffing.shifts import Pattern, Rest, Rules, SearchEffort, StartRule, build_shifts
from staffing.shifts.formulation.model import Model
from staffing.shifts.horizon import horizon_of
from staffing.shifts.modelling import model_of
from staffing.shifts.search.greedy import greedy_cover
from staffing.shifts.search.method import search
from staffing.shifts.search.part import Allotment, Part

LUNCH = Rest(30, False, 60, 120)


def round_the_clock(days: int, **changes: object) -> tuple[Model, np.ndarray]:
    """Three to five heads, and the start of each column."""
    pattern = changes.pop("pattern", Pattern("a", length_minutes=(240, 300), lunch=LUNCH))
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(48 * days) * np.timedelta64(30, "m")
    required = 3.0 + np.arange(48 * days) % 48 // 16
    rules = Rules(
        "UTC", 30, (pattern,), cyclic_week=True, min_work_minutes=15, in_any_order=True,
        starts=changes.pop("starts", ()),
    ).costing(**changes)  # fmt: skip
    model = model_of(horizon_of(starts, rules), required)
    return model, model.timed.start


CHAINED = Pattern(
    "chained", length_minutes=(360, 420), lunch=Rest(30, False, 120, 240),
    breaks=(Rest(15, True, 60, 180), Rest(15, True, 180, 300)),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"pattern": CHAINED},
        {"starts": (StartRule(days=frozenset({1}), latest_start=600, min_agents=7),)},
        {"starts": (StartRule(days=frozenset({1}), latest_start=120, max_agents=0),)},
        {"understaffing": 3.0, "overstaffing": 0.2, "max_understaffing": 0.02},
        {"distinct_shift": 5.0},
    ],
    ids=["plain", "chained rests", "starts", "no starts", "soft", "kinds"],
)
def test_greedy_people_are_a_solution_not_far_from_the_relaxation(changes: dict[str, object]) -> None:
    """Every row is kept, those of rests that come in a chain, of limits, penalties and kinds too."""
    model, start = round_the_clock(7, **changes)
    values = greedy_cover(model.program, start, units(10))
    assert values is not None
    assert model.program.accepts(values)
    bound = solve(model.program, Effort(units(60), relaxed=True)).bound
    assert bound <= model.program.objective(values) < 1.6 * bound


def test_greedy_people_that_limits_leave_too_few_are_none() -> None:
    """Where a limit leaves no schedule, none is made up."""
    pattern = Pattern("a", length_minutes=(240, 300), lunch=LUNCH, max_agents=3)
    model, start = round_the_clock(7, pattern=pattern)
    assert greedy_cover(model.program, start, units(10)) is None


@pytest.mark.parametrize("days", [1, 7, 28])
def test_a_search_without_any_work_has_a_solution(days: int) -> None:
    """Neither the relaxation nor any program is solved, and still the last word is a schedule."""
    model, start = round_the_clock(days) if days > 1 else open_by_day()
    part = Part(model.program, start, model.horizon_minutes)
    *_, found = search(part, Stopping(0.0, 0.5), Allotment(0), solve=lambda *_: Answer(None, -np.inf))
    assert found.values is not None
    assert model.program.accepts(found.values)
    assert found.objective == model.program.objective(found.values)


def open_by_day() -> tuple[Model, np.ndarray]:
    """Ten hours that need two heads: small."""
    starts = np.datetime64("2026-06-01T08:00", "s") + np.arange(20) * np.timedelta64(30, "m")
    rules = Rules("UTC", 30, (Pattern("a", length_minutes=(240, 300), lunch=LUNCH),))
    model = model_of(horizon_of(starts, rules), np.full(20, 2.0))
    return model, model.timed.start


@pytest.mark.slow
def test_four_weeks_with_chained_rests_have_a_first_solution() -> None:
    """A model of tens of thousands of columns, for which a relaxation alone takes long."""
    model, start = round_the_clock(28, pattern=CHAINED)
    assert len(model.program) > 50_000
    values = greedy_cover(model.program, start, units(10))
    assert values is not None
    assert model.program.accepts(values)


@pytest.mark.slow
def test_a_week_round_the_clock_without_any_time_has_a_schedule() -> None:
    """Through all processes: a time limit of nothing ends with a schedule, checked like any other."""
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(336) * np.timedelta64(30, "m")
    required = 3.0 + np.arange(336) % 48 // 16
    rules = Rules("UTC", 30, (CHAINED,), cyclic_week=True)
    schedule = build_shifts(horizon_of(starts, rules), required, SearchEffort(0.0))
    assert schedule.ended_by == "time"
    assert np.all(schedule.scheduled - schedule.on_break >= required - 1e-9)
