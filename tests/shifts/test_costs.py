"""Premium hours, costs of starts and shifts, limits of starts: exact, and counted again from the shifts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing.shifts import (
    Costs,
    Pattern,
    Premium,
    Rest,
    Rules,
    SearchEffort,
    StartRule,
    build_shifts,
    horizon_of,
)
from tests.shifts.shift_oracle import check, explicit_columns, minutes_between, utc, working_heads
from tests.shifts.test_build_shifts import RULES, grid, office_week

DAY = Pattern("day", length_minutes=(180, 240), lunch=Rest(60, False, 60, 120))
QUICK = Pattern("quick", length_minutes=(120, 120), cost_per_hour=1.3)
EXACT = Rules("Europe/Berlin", 60, (DAY, QUICK), start_every_minutes=60)
EFFORT = SearchEffort(gap=0.0)


def need_of_a_day() -> tuple[np.ndarray, np.ndarray]:
    """Sunday 1 November 2026 from midnight in Berlin: eight hours with people, around noon."""
    starts = grid("2026-10-31T23:00", 1, 60)
    need = np.zeros(24)
    need[9:17] = [1.3, 2, 3, 2.2, 3, 2, 1, 1]
    return starts, need


def counted_cost(plan, rules: Rules) -> float:
    """Minute by minute: every paid minute at its price, then what shifts and kinds of them cost."""
    import datetime as dt
    from zoneinfo import ZoneInfo

    patterns = {pattern.name: pattern for pattern in rules.patterns}
    total, kinds = 0.0, set()
    for i in range(len(plan)):
        pattern = patterns[str(plan.pattern[i])]
        begin = utc(plan.start[i])
        unpaid: set[int] = set()
        for k, name in enumerate(plan.rest_names):
            if name in pattern.rest_names and not pattern.rests[pattern.rest_names.index(name)].paid:
                first = minutes_between(begin, utc(plan.rest_start[i, k]))
                unpaid |= set(range(first, first + int(plan.rest_minutes[i, k])))
        cost = pattern.cost_per_shift
        for minute in set(range(int(plan.length_minutes[i]))) - unpaid:
            local = (begin + dt.timedelta(minutes=minute)).astimezone(ZoneInfo(rules.timezone))
            cost += (
                pattern.cost_per_hour / 60 * (1 + sum(extra_at(one, local) for one in rules.costs.premiums))
            )
        local = begin.astimezone(ZoneInfo(rules.timezone))
        clock = local.hour * 60 + local.minute
        for rule in rules.starts:
            if rule.pattern in {None, pattern.name} and local.weekday() in rule.days:
                cost += rule.cost_per_shift * (rule.earliest_start <= clock <= rule.latest_start)
        kinds.add((pattern.name, clock, int(plan.length_minutes[i])))
        total += cost * int(plan.agents[i])
    return total + rules.costs.distinct_shift * len(kinds)


def extra_at(premium: Premium, local) -> float:
    clock = local.hour * 60 + local.minute
    over_midnight = premium.end <= premium.start
    today = (
        local.weekday() in premium.days and clock >= premium.start and (over_midnight or clock < premium.end)
    )
    yesterday = over_midnight and (local.weekday() - 1) % 7 in premium.days and clock < premium.end
    return premium.extra * (today or yesterday)


def enumerated_optimum(starts: np.ndarray, need: np.ndarray, rules: Rules) -> float:
    """Dantzig's set covering with a column for each shift and lunch, priced with the premium of each hour."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    patterns = {pattern.name: pattern for pattern in rules.patterns}
    extra = np.zeros(24)
    for premium in rules.costs.premiums:  # all of the test are within the one day
        extra[premium.start // 60 : premium.end // 60] += premium.extra
    columns = list(explicit_columns(starts, rules))
    present = np.array([column[0] for column in columns])
    rate = np.array([patterns[key[0]].cost_per_hour for _, _, key in columns])
    # in the test's patterns only work is paid, so that working hours are the paid hours
    cost = (present * (1 + extra)).sum(axis=1) * rate
    rows = LinearConstraint(present.T, need, np.inf)
    answer = milp(cost, constraints=rows, bounds=Bounds(0, np.inf), integrality=np.ones(len(columns)))
    return float(answer.fun)


@pytest.mark.parametrize(
    "premiums",
    [
        (),
        (Premium(frozenset({6}), 12 * 60, 13 * 60, 1.0),),
        (Premium(frozenset({6}), 9 * 60, 11 * 60, 0.5), Premium(frozenset(range(7)), 600, 960, 0.25)),
    ],
)
def test_premiums_give_the_optimum_of_all_explicit_shifts(premiums: tuple[Premium, ...]) -> None:
    """Lunch is laid where its premium is saved, as far as coverage lets it."""
    starts, need = need_of_a_day()
    rules = EXACT.costing(premiums=premiums)
    schedule = build_shifts(horizon_of(starts, rules), need, EFFORT)
    check(schedule.plan, starts, need, rules)
    assert schedule.objective_hours == pytest.approx(counted_cost(schedule.plan, rules))
    assert schedule.objective_hours == pytest.approx(enumerated_optimum(starts, need, rules))
    assert schedule.ended_by == "optimal"


def test_a_lunch_moves_into_the_premium_hour() -> None:
    """One head, one shift, a lunch that can lie in three hours: it takes the dear one."""
    pattern = Pattern(
        "day", frozenset({6}), 480, 480, length_minutes=(480, 480), lunch=Rest(60, False, 120, 240)
    )
    starts = grid("2026-11-01T07:00", 1 / 3, 30)
    need = np.zeros(16)
    need[[0, 1, 14, 15]] = 1
    for dear in (10, 11, 12):
        premium = Premium(frozenset({6}), dear * 60, dear * 60 + 60, 0.5)
        schedule = build_shifts(
            horizon_of(starts, Rules("Europe/Berlin", 30, (pattern,), costs=Costs(premiums=(premium,)))),
            need,
            EFFORT,
        )
        lunch = schedule.plan.rest_start[0, 0] - np.datetime64("2026-11-01T00:00")
        assert lunch == np.timedelta64((dear - 1) * 60, "m")
        assert schedule.objective_hours == pytest.approx(7.0)


def test_night_premiums_over_midnight_and_clock_change_are_counted_by_the_wall_clock() -> None:
    """25 October 2026 has 25 hours in Berlin: nine of them in the night. A cyclic week wraps."""
    night = Pattern(
        "night", frozenset(range(7)), 1320, 1320, length_minutes=(540, 540), breaks=(Rest(15, True, 60, 240),)
    )
    premium = Premium(frozenset(range(7)), 1320, 360, 0.25)
    starts = grid("2026-10-24T20:00", 9 / 24, 30)
    rules = Rules("Europe/Berlin", 30, (night,), costs=Costs(premiums=(premium,)))
    schedule = build_shifts(horizon_of(starts, rules), np.full(18, 0.5), EFFORT)
    assert schedule.objective_hours == pytest.approx(9 + 9 * 0.25)
    week = grid("2026-11-01T23:00", 7, 30)
    need = np.where((np.arange(336) % 48 < 12) | (np.arange(336) % 48 >= 44), 2.0, 0.0)
    cyclic = replace(rules, cyclic_week=True)
    around = build_shifts(horizon_of(week, cyclic), need * 0.9, EFFORT)
    assert around.objective_hours == pytest.approx(counted_cost(around.plan, cyclic))


@pytest.mark.slow
def test_mixed_rates_share_no_premium_saving() -> None:
    """Patterns whose unpaid lunch saves differently, and paid lunches, in one office: cost as counted."""
    starts, required = office_week(4)
    full, part = RULES.patterns
    dear = replace(full, name="dear", cost_per_hour=1.5, max_agents=3)
    paid = replace(full, name="paid", lunch=replace(full.lunch, paid=True), max_agents=2)
    rules = replace(
        RULES,
        patterns=(full, dear, paid, part),
        starts=(StartRule("dear", cost_per_shift=0.25), StartRule(None, frozenset({1}), 420, 480, 5)),
    ).costing(premiums=(Premium(frozenset({0, 2}), 720, 780, 0.6), Premium(frozenset({4}), 1080, 1440, 0.2)))
    schedule = build_shifts(horizon_of(starts, rules), required, SearchEffort(10.0, 0.01))
    check(schedule.plan, starts, required, rules)
    assert schedule.objective_hours == pytest.approx(counted_cost(schedule.plan, rules))


def test_costs_and_limits_of_starts() -> None:
    """A dear start is avoided, a limited one kept, one with a minimum used; each shift costs its own."""
    starts, need = need_of_a_day()
    plain = build_shifts(horizon_of(starts, EXACT), need, EFFORT)
    early = build_shifts(
        horizon_of(starts, replace(EXACT, starts=(StartRule("quick", min_agents=2, latest_start=480),))),
        need,
        EFFORT,
    )
    quick = early.plan.pattern == "quick"
    assert early.plan.agents[quick & (early.plan.start <= np.datetime64("2026-11-01T07:00"))].sum() >= 2
    few = replace(EXACT, starts=(StartRule(None, frozenset({6}), 540, 540, max_agents=1),))
    limited = build_shifts(horizon_of(starts, few), need, EFFORT)
    assert limited.plan.agents[limited.plan.start == np.datetime64("2026-11-01T08:00")].sum() <= 1
    assert np.all(working_heads(limited.plan, starts, few) >= need - 1e-9)
    patterns = tuple(replace(pattern, cost_per_shift=100.0) for pattern in EXACT.patterns)
    rules = replace(EXACT, patterns=patterns)
    heavy = build_shifts(horizon_of(starts, rules), need, EFFORT)
    assert heavy.objective_hours == pytest.approx(counted_cost(heavy.plan, rules))
    assert heavy.plan.agents.sum() <= plain.plan.agents.sum()
    with pytest.raises(ValueError, match="do not exist"):
        build_shifts(horizon_of(starts, replace(EXACT, starts=(StartRule("night"),))), need, EFFORT)


def design_optimum(need: np.ndarray, rules: Rules) -> float:
    """The minimum shift design problem in full: a binary per start and length."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    columns = []
    for day in range(2):
        for pattern in rules.patterns:
            for length in range(pattern.length_minutes[0] // 60, pattern.length_minutes[1] // 60 + 1):
                for hour in range(24 - length * (day == 1) + 1 - (day == 0)):
                    cover = np.zeros(len(need))
                    cover[day * 24 + hour : day * 24 + hour + length] = 1
                    columns.append(((pattern.name, hour, length), cover, length * pattern.cost_per_hour))
    kinds = sorted({kind for kind, _, _ in columns})
    n, q, t = len(columns), len(kinds), len(need)
    cover = np.array([column for _, column, _ in columns]).T
    covers = np.hstack([cover, np.zeros((t, q)), np.eye(t), -np.eye(t)])
    links = np.zeros((n, n + q + 2 * t))
    links[np.arange(n), np.arange(n)] = 1
    links[np.arange(n), [n + kinds.index(kind) for kind, _, _ in columns]] = -np.ceil(need.max())
    cost = [c for _, _, c in columns] + [rules.costs.distinct_shift] * q
    cost += [rules.costs.understaffing or 0.0] * t + [rules.costs.overstaffing] * t  # intervals of an hour
    short = 0.0 if rules.costs.understaffing is None else np.inf
    upper = np.concatenate([np.full(n, np.inf), np.ones(q), np.full(t, short), np.full(t, np.inf)])
    answer = milp(
        cost,
        constraints=[LinearConstraint(covers, need, need), LinearConstraint(links, -np.inf, 0)],
        bounds=Bounds(0, upper),
        integrality=np.arange(n + q + 2 * t) < n + q,
        options={"mip_rel_gap": 0},
    )
    return float(answer.fun)


@pytest.mark.parametrize(
    ("understaffing", "fixed"), [(None, 0.0), (None, 3.0), (None, 30.0), (2.0, 3.0), (0.3, 0.1), (1.3, 0.4)]
)
def test_few_kinds_of_shift_at_the_least_cost(understaffing: float | None, fixed: float) -> None:
    """Equal to the full program with a binary per start and length; dearer kinds, fewer of them."""
    starts = grid("2026-06-01T00:00", 2, 60)
    need = np.zeros(48)
    need[8:14], need[32:38] = [1, 2, 4, 3, 3, 1], [2, 3.5, 3, 4, 2, 1]
    patterns = (
        Pattern("long", length_minutes=(240, 300)),
        Pattern("quick", length_minutes=(120, 180), cost_per_hour=1.2),
    )
    costs = Costs(understaffing, overstaffing=0.0 if understaffing is None else 0.1, distinct_shift=fixed)
    rules = Rules("UTC", 60, patterns, start_every_minutes=60, costs=costs)
    schedule = build_shifts(horizon_of(starts, rules), need, EFFORT)
    assert schedule.ended_by == "optimal"
    assert schedule.objective_hours == pytest.approx(design_optimum(need, rules))
    plan = schedule.plan
    clock = (plan.start - plan.start.astype("datetime64[D]")).astype("timedelta64[m]").astype(int)
    kinds = len(set(zip(plan.pattern.tolist(), clock.tolist(), plan.length_minutes.tolist(), strict=True)))
    if fixed == 30:
        assert kinds <= 3


@pytest.mark.slow
def test_kinds_of_shift_with_rests_cost_what_is_counted() -> None:
    """Lunches and breaks beside a cost per kind: every rule kept, the cost as counted."""
    starts, required = office_week(3)
    starts, required = starts[:96], required[:96]
    rules, effort = RULES.costing(distinct_shift=4.0), SearchEffort(4.0, 0.02)
    schedule = build_shifts(horizon_of(starts, rules), required, effort)
    check(schedule.plan, starts, required, rules)
    assert schedule.objective_hours == pytest.approx(counted_cost(schedule.plan, rules))
    free = build_shifts(horizon_of(starts, rules.costing(distinct_shift=0.0)), required, effort)
    assert free.lower_bound_hours < schedule.objective_hours <= free.objective_hours + 4.0 * len(free.plan)
