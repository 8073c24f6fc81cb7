"""`build_shifts`: what it promises of the schedules it returns."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from staffing.programs.stopping import Stopping
from staffing.programs.work import units
from staffing.shifts import Costs, Pattern, Rest, Rules, SearchEffort, build_shifts
from staffing.shifts.horizon import horizon_of
from staffing.shifts.modelling import model_of
from staffing.shifts.search.by_parts import search_by_parts
from staffing.shifts.search.method import search
from staffing.shifts.search.part import Allotment, Incumbent, Means, Part
from staffing.shifts.search.terms import SearchTerms
from tests.shifts.shift_oracle import check, explicit_optimum, working_heads

LUNCH = Rest(30, False, 180, 300)
BREAKS = (Rest(15, True, 60, 150), Rest(15, True, 330, 420))
FULL = Pattern("full-time", frozenset(range(5)), 420, 750, 1290, (510, 510), lunch=LUNCH, breaks=BREAKS)
PART = Pattern(
    "part-time", frozenset(range(5)), 420, 1020, 1290, (240, 300), 1.1, breaks=(Rest(15, True, 60, 120),)
)
RULES = Rules("America/New_York", 30, (FULL, PART))
EXACT = SearchEffort(gap=0.0)


def grid(first: str, days: float, minutes: int = 30) -> np.ndarray:
    start = np.datetime64(first, "s")
    return np.arange(start, start + np.timedelta64(int(days * 1440), "m"), np.timedelta64(minutes, "m"))


def office_week(peak: float) -> tuple[np.ndarray, np.ndarray]:
    """Monday 2 November 2026, 00:00 in New York, and a two-humped office day on each weekday."""
    starts = grid("2026-11-02T05:00", 7)
    hour = np.arange(len(starts)) % 48 / 2
    day = np.arange(len(starts)) // 48
    shape = np.exp(-(((hour - 11) / 2.5) ** 2)) + 0.8 * np.exp(-(((hour - 16) / 2.5) ** 2))
    open_now = (hour >= 7) & (hour < 21) & (day < 5)
    return starts, np.where(open_now, np.maximum(peak * shape * (1 - 0.03 * day), 1.3), 0.0)


@pytest.mark.slow
def test_a_week_keeps_every_rule_and_its_gap() -> None:
    """An office week: all rules kept, coverage recounted, objective and bound stated, gap reached."""
    starts, required = office_week(20)
    rules, effort = RULES, SearchEffort(gap=0.004)
    schedule = build_shifts(horizon_of(starts, rules), required, effort)
    check(schedule.plan, starts, required, rules)
    assert np.allclose(schedule.scheduled - schedule.on_break, working_heads(schedule.plan, starts, rules))
    cost = np.where(schedule.plan.pattern == "part-time", 1.1, 1.0)
    assert schedule.objective_hours == pytest.approx(
        (schedule.plan.agents * schedule.plan.paid_hours * cost).sum()
    )
    assert schedule.lower_bound_hours <= schedule.objective_hours
    assert schedule.gap <= effort.gap
    assert schedule.ended_by in {"optimal", "gap"}


@pytest.mark.slow
def test_the_same_input_gives_the_same_shifts() -> None:
    """Two runs agree row by row."""
    starts, required = office_week(6)
    one, two = (build_shifts(horizon_of(starts, RULES), required).plan for _ in range(2))
    for name in ("pattern", "start", "length_minutes", "rest_start", "agents"):
        assert np.array_equal(getattr(one, name), getattr(two, name), equal_nan=name == "rest_start")


def test_nothing_required_nothing_scheduled() -> None:
    """Closed all week: no shifts, no cost, no gap."""
    starts, required = office_week(6)
    schedule = build_shifts(horizon_of(starts, RULES), 0 * required)
    assert len(schedule.plan) == 0
    assert (schedule.objective_hours, schedule.gap, schedule.ended_by) == (0.0, 0.0, "optimal")


@pytest.mark.slow
def test_progress_is_told() -> None:
    """Progress runs to 1."""
    told: list[float] = []
    starts, required = office_week(3)
    horizon = horizon_of(starts, RULES)
    build_shifts(horizon, required, progress=lambda _, fraction: told.append(fraction))
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_short_break_takes_a_part_of_its_interval() -> None:
    """A quarter-hour break of one head leaves half a head in its half-hour."""
    pattern = Pattern(
        "short",
        earliest_start=480,
        latest_start=480,
        length_minutes=(240, 240),
        breaks=(Rest(15, True, 60, 60),),
    )
    starts = grid("2026-06-01T08:00", 4 / 24)
    required = np.array([1, 1, 0.5, 1, 1, 1, 1, 1])
    schedule = build_shifts(horizon_of(starts, Rules("UTC", 30, (pattern,))), required)
    assert schedule.plan.agents.sum() == 1
    assert schedule.on_break.tolist() == [0, 0, 0.5, 0, 0, 0, 0, 0]


def test_similar_people_rest_at_similar_times() -> None:
    """Breaks of a shift spread over its window, and who rests early at first does so again later."""
    pattern = Pattern(
        "day", earliest_start=480, latest_start=480, length_minutes=(480, 480),
        breaks=(Rest(30, True, 60, 120), Rest(30, True, 300, 360)),
    )  # fmt: skip
    starts = grid("2026-06-01T08:00", 8 / 24)
    required = np.full(16, 6.0)
    plan = build_shifts(horizon_of(starts, Rules("UTC", 30, (pattern,))), required).plan
    first, second = plan.rest_start[:, 0], plan.rest_start[:, 1]
    assert np.all(np.argsort(first, kind="stable") == np.argsort(second, kind="stable"))
    assert len(plan) == len(np.unique(first))


@pytest.mark.slow
@pytest.mark.parametrize("share", [1.0, 0.85])
@pytest.mark.parametrize("over", [0.0, 0.3])
@pytest.mark.parametrize("cap", [None, 0.02])
def test_soft_coverage_is_optimal(share: float, over: float, cap: float | None) -> None:
    """Paid hours and penalties together are the least there are, by explicit set covering."""
    pattern = Pattern(
        "a",
        earliest_start=480,
        latest_start=720,
        length_minutes=(180, 240),
        breaks=(Rest(15, True, 60, 120),),
    )
    costs = Costs(understaffing=1.7, max_understaffing=cap, overstaffing=over)
    rules = Rules("UTC", 30, (pattern,), costs=costs)
    starts = grid("2026-06-01T08:00", 8 / 24)
    required = np.array([1.3, 2, 3.1, 4, 4.6, 5, 5, 4, 3.7, 3, 3, 2.2, 2, 1, 1, 0.4])
    schedule = build_shifts(horizon_of(starts, rules, share), required, EXACT)
    expected = explicit_optimum(starts, required, rules, share)
    assert schedule.objective_hours == pytest.approx(expected, abs=1e-6)
    assert schedule.lower_bound_hours == pytest.approx(expected, abs=1e-6)


def test_over_is_penalised_where_short_is_forbidden() -> None:
    """Hard coverage with a cost of heads too many: still the optimum."""
    pattern = Pattern("a", earliest_start=480, latest_start=720, length_minutes=(120, 240))
    rules = Rules("UTC", 60, (pattern,), start_every_minutes=60, costs=Costs(overstaffing=0.7))
    starts = grid("2026-06-01T08:00", 6 / 24, 60)
    required = np.array([1.2, 3, 5.5, 2, 4.1, 1])
    schedule = build_shifts(horizon_of(starts, rules, 0.9), required, EXACT)
    expected = explicit_optimum(starts, required, rules, 0.9)
    assert schedule.objective_hours == pytest.approx(expected, abs=1e-6)


def test_a_cyclic_week_wraps_its_last_night() -> None:
    """Sunday's night shift covers the first hours of Monday."""
    night = Pattern(
        "night", earliest_start=1320, latest_start=1320, latest_end=1800, length_minutes=(480, 480)
    )
    starts = grid("2027-03-01T00:00", 7, 60)
    hour = np.arange(len(starts)) % 24
    required = np.where((hour >= 22) | (hour < 6), 2.0, 0.0)
    rules = Rules("UTC", 60, (night,), cyclic_week=True)
    schedule = build_shifts(horizon_of(starts, rules), required)
    check(schedule.plan, starts, required, rules)
    assert schedule.objective_hours == 7 * 2 * 8
    assert schedule.plan.agents.tolist() == [2] * 7


def test_overnight_shifts_run_into_the_next_day() -> None:
    """One night that needs five heads books five, not one shift at each end of the day."""
    night = Pattern(
        "night", earliest_start=1320, latest_start=1320, latest_end=1800, length_minutes=(480, 480)
    )
    starts = grid("2026-06-01T00:00", 2, 60)
    required = np.zeros(48)
    required[22:30] = 5
    plan = build_shifts(horizon_of(starts, Rules("UTC", 60, (night,))), required).plan
    assert (plan.start.tolist(), plan.agents.tolist()) == ([starts[22].item()], [5])


def test_clocks_back_give_a_start_twice() -> None:
    """01:30 in New York occurs twice on 1 November 2026: a shift can start at either."""
    pattern = Pattern("early", earliest_start=90, latest_start=90, length_minutes=(60, 60))
    starts = grid("2026-11-01T04:00", 1)
    required = np.zeros(48)
    required[[3, 5]] = 1.0
    plan = build_shifts(horizon_of(starts, Rules("America/New_York", 30, (pattern,))), required).plan
    assert plan.start.tolist() == [starts[3].item(), starts[5].item()]


def test_clocks_forward_skip_a_start() -> None:
    """02:30 in New York does not exist on 8 March 2026: no shift starts then, the others do."""
    pattern = Pattern("early", earliest_start=150, latest_start=150, length_minutes=(60, 60))
    rules = Rules("America/New_York", 30, (pattern,), costs=Costs(understaffing=5.0))
    starts = grid("2026-03-07T05:00", 3)
    required = np.ones(len(starts))
    plan = build_shifts(horizon_of(starts, rules), required).plan
    assert [str(day)[:10] for day in plan.start] == ["2026-03-07", "2026-03-09"]


@pytest.mark.slow
def test_limits_hold_per_local_day() -> None:
    """max_agents and min_agents count the heads that start on one local day."""
    starts, required = office_week(8)
    most = replace(FULL, max_agents=5)
    least = replace(PART, min_agents=12)
    rules = replace(RULES, patterns=(most, least))
    check(build_shifts(horizon_of(starts, rules), required).plan, starts, required, rules)


@pytest.mark.slow
def test_a_cap_joins_the_days() -> None:
    """Where days left to themselves are too short together, the cap is kept all the same."""
    starts, required = office_week(4)
    rules = RULES.costing(understaffing=0.4, max_understaffing=0.03)
    schedule = build_shifts(horizon_of(starts, rules), required, SearchEffort(2.0))
    short = np.maximum(required - schedule.scheduled + schedule.on_break, 0)
    assert 0 < short.sum() <= 0.03 * required.sum() + 1e-6
    assert schedule.lower_bound_hours > 0


@pytest.mark.parametrize(("cost", "share", "is_repeated"), [(9.0, 0.9, False), (0.4, 0.5, True)])
def test_a_cap_that_hardly_binds_leaves_the_days_their_work(
    cost: float, share: float, is_repeated: bool
) -> None:
    """Nearly all of it; where the relaxation spends the cap, half is kept for the search of the whole."""
    starts, required = office_week(4)
    rules = RULES.costing(understaffing=cost, max_understaffing=0.03)
    model = model_of(horizon_of(starts, rules), required)
    given: list[tuple[int, int]] = []

    def noted(part: Part, stopping: Stopping, allotment: Allotment, means: Means, known: Incumbent):
        given.append((len(part.program), allotment.work))
        return search(part, stopping, Allotment(units(20)), means, known)

    terms = SearchTerms(noted, 0.001, here_columns=len(model.program))  # all is searched here
    solved = search_by_parts(model.timed, terms, units(100))
    assert solved.values is not None
    assert model.program.accepts(solved.values)
    of_days = sum(work for columns, work in given if columns < len(model.program))
    assert of_days == pytest.approx(share * units(100), rel=0.02)
    assert (given[-1][0] == len(model.program)) is is_repeated


@pytest.mark.slow
def test_a_time_limit_is_honest() -> None:
    """Almost no time: what is found is whole and keeps every rule, and the gap stated is the true one."""
    starts, required = office_week(30)
    schedule = build_shifts(horizon_of(starts, RULES), required, SearchEffort(3.0, 0.0))
    check(schedule.plan, starts, required, RULES)
    assert schedule.gap == pytest.approx(1 - schedule.lower_bound_hours / schedule.objective_hours)


@pytest.mark.parametrize(
    ("starts", "required", "match"),
    [
        (grid("2026-06-01T08:00", 1)[[0, 2]], np.ones(2), "regular grid"),
        (grid("2026-06-01T08:00", 1), np.ones(3), "same, positive length"),
        (grid("2026-06-01T08:00", 1), np.full(48, np.nan), "finite"),
    ],
)
def test_malformed_requirements_are_refused(starts: np.ndarray, required: np.ndarray, match: str) -> None:
    """Holes, other lengths and unknown numbers are the caller's fault, and said so."""
    with pytest.raises(ValueError, match=match):
        build_shifts(horizon_of(starts, RULES), required)


def test_import_is_light() -> None:
    """Importing the stage imports neither PuLP nor SciPy."""
    code = "import sys, staffing.shifts; print({'pulp', 'scipy', 'highspy'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"


def test_penalties_follow_the_losses_of_each_interval() -> None:
    """A head on training for half its time costs half as much when it is short: the explicit optimum."""
    pattern = Pattern("a", earliest_start=480, latest_start=720, length_minutes=(180, 240))
    share = np.where(np.arange(16) < 6, 0.45, 0.9)
    rules = Rules("UTC", 30, (pattern,), costs=Costs(understaffing=1.6, overstaffing=0.4))
    starts = grid("2026-06-01T08:00", 8 / 24)
    required = np.array([1.3, 2, 3.1, 4, 4.6, 5, 5, 4, 3.7, 3, 3, 2.2, 2, 1, 1, 0.4])
    schedule = build_shifts(horizon_of(starts, rules, share), required, EXACT)
    expected = explicit_optimum(starts, required, rules, share)
    assert schedule.objective_hours == pytest.approx(expected, abs=1e-6)
    assert schedule.objective_hours == pytest.approx(schedule.lower_bound_hours, abs=1e-6)
    capped = build_shifts(horizon_of(starts, rules.costing(max_understaffing=0.02), share), required, EXACT)
    short = np.maximum(required - capped.scheduled, 0)
    assert 0 < (share * short).sum() <= 0.02 * (share * required).sum() + 1e-6


@pytest.mark.parametrize("share", [0.0, 1.2, np.array([0.5, 0.0]), np.array([0.5, np.nan])])
def test_a_share_on_the_phones_is_a_share(share: float) -> None:
    """In (0, 1], in every interval."""
    with pytest.raises(ValueError, match="phone_share"):
        horizon_of(grid("2026-06-01T08:00", 1 / 24), RULES, share)


def test_a_bound_as_close_as_solvers_keep_rows_is_a_proof() -> None:
    """Penalties in steps of nothing: the solver's optimum lies some millionths below what the shifts cost."""
    assert EXACT.ended_by(21.14, 21.139997111111118, is_braked=False) == "optimal"
    assert EXACT.ended_by(21.14, 21.139, is_braked=False) == "work"
    assert EXACT.ended_by(21.14, 21.139, is_braked=True) == "time"
    assert SearchEffort(gap=0.001).ended_by(21.14, 21.139, is_braked=True) == "gap"


@pytest.mark.slow
def test_heads_required_in_each_part_are_those_of_a_finer_grid() -> None:
    """Half-hours that are to be even cost what the same need by the quarter of an hour costs."""
    starts, required = office_week(4)
    starts, required = starts[:48], required[:48]
    some = np.arange(48) % 3 == 0
    uneven, even, every = (
        build_shifts(horizon_of(starts, RULES), required, EXACT, even=which)
        for which in (None, some, np.ones(48, dtype=bool))
    )
    quarters = np.arange(starts[0], starts[0] + np.timedelta64(1, "D"), np.timedelta64(15, "m"))
    rules = replace(RULES, interval_minutes=15)
    finer = build_shifts(horizon_of(quarters, rules), np.repeat(required, 2), EXACT)
    assert every.objective_hours == pytest.approx(finer.objective_hours)
    assert uneven.objective_hours <= even.objective_hours <= every.objective_hours
    assert uneven.objective_hours < every.objective_hours
    working = working_heads(every.plan, quarters, rules)
    assert (working >= np.repeat(required, 2) - 1e-9).all()
    working = working_heads(even.plan, quarters, rules)  # a head fewer will do where that was not asked
    assert (working >= np.repeat(np.where(some, required, required - 1), 2) - 1e-9).all()
