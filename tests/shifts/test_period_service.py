"""A service level over a day or week: kept as counted from the shifts, at the least cost there is."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from staffing.errors import InfeasibleError
from staffing.programs.solver import Effort, solve
from staffing.programs.work import Purse, units
from staffing.shifts import Pattern, PeriodService, Rest, Rules, SearchEffort, build_shifts
from staffing.shifts.formulation.blocks.curves import curves_of
from staffing.shifts.formulation.blocks.service import ServiceRows
from staffing.shifts.formulation.need import coverage_need
from staffing.shifts.horizon import horizon_of
from staffing.shifts.modelling import all_blocks, model_of
from staffing.shifts.search import serving
from staffing.shifts.search.by_parts import Solved
from staffing.shifts.search.forgone import choices
from staffing.shifts.search.serving import Asked, Serving
from staffing.shifts.search.share_out import heads_of_intervals
from staffing.shifts.verify import violations
from tests.shifts.shift_oracle import check, working_heads
from tests.shifts.test_build_shifts import RULES, office_week

LONG = Pattern("long", length_minutes=(240, 240))
SHORT = Pattern("short", length_minutes=(120, 120), cost_per_hour=1.1)
EXACT = Rules("UTC", 60, (LONG, SHORT), start_every_minutes=60)
EFFORT = SearchEffort(gap=0.0)
HOURS = 6


def concave(need: np.ndarray):
    """Service that rises with heads over the need, ever more slowly."""
    return lambda heads: 1 - np.exp(-1.6 * heads / np.maximum(need, 1e-9))


def s_shaped(need: np.ndarray):
    """Service that few heads hardly raise: convex below the need, concave above."""
    return lambda heads: 1 / (1 + np.exp(-6 * (heads / np.maximum(need, 1e-9) - 0.9)))


def morning(days: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Six hours from midnight on each of some days, in UTC."""
    starts = np.arange(
        np.datetime64("2026-06-01", "s"), np.timedelta64(days * 24, "h"), np.timedelta64(1, "h")
    )
    hour = np.arange(len(starts)) % 24
    need = np.where(hour < HOURS, np.array([2.0, 3, 5, 4, 2, 3] + 18 * [0.0])[hour], 0.0)
    return starts, need


def enumerated_optimum(service: PeriodService, floor: np.ndarray, per_kind: float = 0.0) -> float:
    """The least cost of all numbers of heads, up to three, on all shifts of one morning."""
    shifts = [(s, 4, 4.0) for s in range(3)] + [(s, 2, 2.2) for s in range(5)]
    present = np.array([(np.arange(HOURS) >= s) & (np.arange(HOURS) < s + n) for s, n, _ in shifts])
    heads = np.array(list(product(range(4), repeat=len(shifts))))
    cost = heads @ np.array([c for _, _, c in shifts]) + per_kind * (heads > 0).sum(axis=1)
    working = heads @ present
    level = np.zeros(len(heads))
    for n in range(working.max() + 1):
        given = service.of_heads(np.full(24, float(n)))[:HOURS] * service.contacts[:HOURS]
        level += (working == n) @ given / service.contacts.sum()
    kept = (working >= floor[:HOURS]).all(axis=1) & (level >= service.target)
    return float(cost[kept].min())


@pytest.mark.parametrize("curve", [concave, s_shaped])
@pytest.mark.parametrize("target", [0.7, 0.8])
def test_the_least_cost_is_found(curve, target: float) -> None:
    """Equal to trying every number of heads on every shift, where service is concave."""
    starts, need = morning()
    service = PeriodService(need, np.zeros(24, dtype=np.int64), target, curve(need))
    floor = np.where(need > 0, 1.0, 0.0)
    last = replace(LONG, latest_end=HOURS * 60)
    rules = replace(EXACT, patterns=(last, replace(SHORT, latest_end=HOURS * 60)))
    schedule = build_shifts(horizon_of(starts, rules), floor, EFFORT, blocks=(service,))
    working = working_heads(schedule.plan, starts, rules)
    best = enumerated_optimum(service, floor)
    assert service.level(service.of_heads(working))[0] >= target - 1e-6
    assert np.all(working >= floor)
    assert schedule.lower_bound_hours <= best + 1e-6
    if curve is concave:
        assert schedule.objective_hours == pytest.approx(best)
    else:  # the hull can hide the best; what is returned keeps the target and says its gap
        assert schedule.objective_hours <= 1.25 * best


def test_few_kinds_of_shift_beside_a_service_level() -> None:
    """A kind may have more heads than its floor needs: as many as still raise the service."""
    starts, need = morning()
    service = PeriodService(need, np.zeros(24, dtype=np.int64), 0.8, concave(need))
    floor = np.where(need > 0, 1.0, 0.0)
    patterns = tuple(replace(pattern, latest_end=HOURS * 60) for pattern in (LONG, SHORT))
    rules = replace(EXACT, patterns=patterns).costing(distinct_shift=5.0)
    schedule = build_shifts(horizon_of(starts, rules), floor, EFFORT, blocks=(service,))
    assert schedule.objective_hours == pytest.approx(enumerated_optimum(service, floor, per_kind=5.0))


def two_days(peak: float) -> tuple[np.ndarray, np.ndarray]:
    """Monday and Tuesday of the office week."""
    starts, need = office_week(peak)
    return starts[:96], need[:96]


def office_service(required: np.ndarray, target: float, per_week: bool) -> PeriodService:
    day = np.arange(len(required)) // 48
    return PeriodService(required * 20, day * 0 if per_week else day, target, concave(required))


@pytest.mark.slow
@pytest.mark.parametrize("per_week", [False, True])
def test_a_target_over_more_costs_less_and_a_higher_one_more(per_week: bool) -> None:
    """Cost falls from interval to period and rises with the target; every period keeps it, and the floor."""
    starts, need = morning(days=3)
    everywhere = build_shifts(
        horizon_of(starts, EXACT), need * np.log(5) / 1.6, EFFORT
    )  # where the curve gives 80 %
    floor = 0.3 * need
    period = np.arange(len(need)) // 24 * (0 if per_week else 1)
    cost = {}
    for target in (0.7, 0.8):
        service = PeriodService(need, period, target, concave(need))
        schedule = build_shifts(horizon_of(starts, EXACT), floor, EFFORT, blocks=(service,))
        working = working_heads(schedule.plan, starts, EXACT)
        check(schedule.plan, starts, floor, EXACT)
        assert service.level(service.of_heads(working)).min() >= target - 1e-6
        assert schedule.ended_by == "optimal"
        cost[target] = schedule.objective_hours
    assert cost[0.7] < cost[0.8] < everywhere.objective_hours


@pytest.mark.slow
def test_convex_stretches_are_not_believed() -> None:
    """With breaks and an S-shaped curve from a low floor, the true level still reaches the target."""
    starts, need = office_week(4)
    starts, need = starts[:48], need[:48]
    service = replace(office_service(need, 0.8, per_week=False), of_heads=s_shaped(need))
    floor = np.where(need > 0, 0.5, 0.0)
    rules = RULES
    schedule = build_shifts(horizon_of(starts, rules), floor, SearchEffort(10.0), blocks=(service,))
    working = working_heads(schedule.plan, starts, rules)
    assert service.level(service.of_heads(working)).min() >= 0.8 - 1e-6
    assert schedule.lower_bound_hours <= schedule.objective_hours


def test_the_hull_is_concave_and_never_below_the_curve() -> None:
    """Sampled at every coverage, equal to it where it is concave, straight between the points kept."""
    need = np.array([3.0, 40.0, 400.0])
    service = PeriodService(need, np.zeros(3, dtype=np.int64), 0.8, s_shaped(need))
    curves = curves_of(coverage_need(need / 4, 0.5), service.counted, service.of_heads)
    assert np.all(np.diff(curves.hull, 2, axis=1) <= 1e-9)
    assert np.all(curves.hull >= curves.service - 1e-12)
    late = curves.heads >= curves.concave_from[:, None]
    assert np.allclose(curves.hull[late], curves.service[late], atol=1e-6)
    assert curves.is_overstated.any(axis=1).all()
    for heads, hull, kept in zip(curves.heads, curves.hull, curves.kept, strict=True):
        assert np.abs(np.interp(heads, heads[kept], hull[kept]) - hull).max() <= 2e-5


@pytest.mark.slow
def test_a_level_out_of_reach_says_how_far_it_gets() -> None:
    """max_agents stands in the way on one day: the day, what it reaches, what was asked."""
    starts, need = two_days(12)
    few = replace(RULES, patterns=(replace(RULES.patterns[0], max_agents=9),))
    service = office_service(need, 0.9, per_week=False)
    with pytest.raises(
        InfeasibleError, match=r"service level of 90\.0%:\n  Mon 2 Nov reaches \d\d\.\d% at most"
    ):
        build_shifts(horizon_of(starts, few), 0.3 * need, blocks=(service,))


@pytest.mark.slow
def test_a_floor_out_of_reach_is_named_as_hours_are() -> None:
    """The floor of the intervals, not the level, is what the shifts cannot give."""
    starts, need = two_days(12)
    few = replace(
        RULES, patterns=(replace(RULES.patterns[0], max_agents=2, lunch=Rest(30, False, 180, 300)),)
    )
    with pytest.raises(InfeasibleError, match="cannot cover the floor") as caught:
        build_shifts(horizon_of(starts, few), need, blocks=(office_service(need, 0.8, per_week=False),))
    assert "lower min_interval_service_level" in caught.value.hint
    assert "understaffing" not in caught.value.hint  # has no effect beside a period's target


def test_a_period_below_its_service_level_is_a_violation() -> None:
    """The level of every period is counted again from the shifts: those of its floor alone are found out."""
    starts, need = morning()
    floor = np.where(need > 0, 1.0, 0.0)
    service = PeriodService(need, np.zeros(24, dtype=np.int64), 0.9, concave(need))
    plan = build_shifts(horizon_of(starts, EXACT), floor, EFFORT).plan
    assert violations(plan, horizon_of(starts, EXACT), floor, all_blocks()) == []
    (wrong,) = violations(plan, horizon_of(starts, EXACT), floor, all_blocks([service]))
    assert re.fullmatch(r"period 0: 0\.\d+ below its service level", wrong)


@pytest.mark.parametrize("curve", [concave, s_shaped])
@pytest.mark.parametrize("per_week", [False, True])
def test_heads_asked_of_intervals_reach_the_target_of_their_periods(curve, per_week: bool) -> None:
    """What the relaxation shares out, in whole steps, serves every period, and hardly more than it must."""
    starts, need = morning(days=3)
    floor = np.where(need > 0, 1.0, 0.0)
    period = np.arange(len(need)) // 24 * (0 if per_week else 1)
    service = PeriodService(need, period, 0.8, curve(need))
    model = model_of(horizon_of(starts, EXACT), floor, [service])
    rows = model.rows_of(ServiceRows)
    assert rows is not None
    relaxed = solve(model.program, Effort(units(10), relaxed=True))
    assert relaxed.values is not None
    asked = floor.copy()
    asked[service.counted] = heads_of_intervals(service, rows, relaxed.values)
    assert not service.shortfall(asked).any()
    assert np.all(asked >= floor)
    for interval in service.counted[asked[service.counted] > floor[service.counted] + 1]:
        fewer = asked.copy()
        fewer[interval] -= 2
        assert service.shortfall(fewer).any()


@pytest.mark.slow
def test_round_the_clock_a_period_of_a_service_level_is_scheduled_soon() -> None:
    """A week that no night divides begins from heads asked of intervals, and keeps its level."""
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(168) * np.timedelta64(60, "m")
    need = 40 + 30 * np.sin(np.arange(168) * np.pi / 12)
    service = PeriodService(need, np.zeros(168, dtype=np.int64), 0.8, concave(need))
    rules = replace(EXACT, cyclic_week=True)
    schedule = build_shifts(
        horizon_of(starts, rules), np.ceil(0.3 * need), SearchEffort(30.0, 0.01), blocks=(service,)
    )
    assert schedule.ended_by != "work"
    assert not service.shortfall(working_heads(schedule.plan, starts, rules)).any()


def test_out_of_work_a_flattered_search_is_repeated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the relaxation was not flattered but its schedule is: the level is kept, the work bounded."""
    starts, need = morning()
    service = PeriodService(need, np.zeros(24, dtype=np.int64), 0.5, s_shaped(need))
    searched: list[bool] = []
    search = Serving.searched_once

    def counted(self: Serving, asked: Asked, purse: Purse, *, may_repeat: bool):
        searched.append(may_repeat)
        return search(self, asked, purse, may_repeat=may_repeat)

    monkeypatch.setattr(Serving, "searched_once", counted)
    monkeypatch.setattr(serving, "is_flattered", lambda _: False)
    rules, effort = EXACT, SearchEffort(gap=0.0, work=units(5))
    schedule = build_shifts(
        horizon_of(starts, rules), np.where(need > 0, 0.1, 0.0), effort, blocks=(service,)
    )
    assert searched == [True, False]
    assert not service.shortfall(working_heads(schedule.plan, starts, rules)).any()


@pytest.mark.parametrize("per_week", [False, True])
def test_what_is_forgone_costs_little(per_week: bool) -> None:
    """From a floor of hardly anybody: cheaper than the target in every hour, near the bound of the hull."""
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(72) * np.timedelta64(60, "m")
    need = np.round(22 + 16 * np.sin(np.arange(72) * np.pi / 12 - 2))
    service = PeriodService(need**2, np.arange(72) // (72 if per_week else 24), 0.9, s_shaped(need))
    rules, effort = replace(EXACT, patterns=(LONG,)), SearchEffort(20.0)
    everywhere = np.ceil(need * (0.9 + np.log(9) / 6))  # where the curve gives 90 %
    schedule = build_shifts(horizon_of(starts, rules), np.full(72, 1.0), effort, blocks=(service,))
    working = working_heads(schedule.plan, starts, rules)
    assert not service.shortfall(working).any()
    assert np.any(service.of_heads(working) < 0.5)
    assert (
        schedule.objective_hours
        < 0.97 * build_shifts(horizon_of(starts, rules), everywhere, effort).objective_hours
    )
    assert schedule.gap < 0.03


def test_choices_count_on_no_convex_stretch() -> None:
    """Each serves more than the one before, the last every interval; none grants what the truth does not."""
    need = np.array([3.0, 40.0, 400.0, 0.0])
    service = PeriodService(need, np.zeros(4, dtype=np.int64), 0.8, s_shaped(need))
    floor = np.where(need > 0, need / 4, 2.0)
    curves = curves_of(coverage_need(floor, 0.5), service.counted, service.of_heads)
    heads = curves.heads[:, 0] + np.array([0.0, 0.5, 0.9]) * (curves.concave_from - curves.heads[:, 0])
    lifted = []
    for asked, served in choices(service, floor, curves, heads):
        lifted.append(int((asked > floor).sum()))
        assert asked[3] == 2.0
        assert not curves_of(coverage_need(asked, 0.5), served.counted, served.of_heads).is_overstated.any()
        for more in (0.0, 1.0, 30.0):
            assert np.all(served.of_heads(asked + more) <= service.of_heads(asked + more) + 1e-12)
    assert lifted == [1, 2, 3]


def test_a_choice_that_leaves_no_schedule_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is forgone first may leave none in whole people, though its relaxation does."""
    starts, need = morning()
    service = PeriodService(need, np.zeros(24, dtype=np.int64), 0.7, s_shaped(need))
    floors: list[float] = []
    search = Serving.searched_once

    def first_in_vain(self: Serving, asked: Asked, purse: Purse, *, may_repeat: bool) -> Solved:
        floors.append(asked.floor.sum())
        if len(floors) == 1:
            return Solved(None, np.inf, infeasible=True)
        return search(self, asked, purse, may_repeat=may_repeat)

    monkeypatch.setattr(Serving, "searched_once", first_in_vain)
    monkeypatch.setattr(serving, "is_flattered", lambda _: True)
    schedule = build_shifts(
        horizon_of(starts, EXACT), np.where(need > 0, 0.1, 0.0), EFFORT, blocks=(service,)
    )
    assert len(floors) == 2
    assert floors[0] <= floors[1]
    assert not service.shortfall(working_heads(schedule.plan, starts, EXACT)).any()
