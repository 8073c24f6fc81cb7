"""`replace_rests`: the least shortage there is with shifts given, and the fewest moves at it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing.records import ShiftPlan
from staffing.shifts import Pattern, Rest, Rules, SearchEffort, build_shifts, horizon_of
from staffing.shifts.standing.groups import misfits
from staffing.shifts.standing.hurt import TENTHS, hurt_of, slopes
from staffing.shifts.standing.replace_rests import Replaced, replace_rests
from tests.shifts.shift_oracle import check_rests, minutes_between, placements, utc, working_heads

LUNCH = Rest(30, False, 120, 240)
FAR = Pattern("far", length_minutes=(480, 480), lunch=LUNCH, breaks=(Rest(15, True, 45, 90),))
NEAR = Pattern(
    "near", length_minutes=(360, 360), lunch=Rest(30, False, 90, 180), breaks=(Rest(15, True, 60, 150),)
)
PLAIN = Pattern("plain", length_minutes=(240, 240))
RULES = Rules("UTC", 30, (FAR, NEAR, PLAIN))
EFFORT = SearchEffort(20.0, 0.0)
STARTS = np.arange(
    np.datetime64("2026-06-01T08:00", "s"), np.datetime64("2026-06-01T18:00"), np.timedelta64(30, "m")
)
NAMES = ("lunch", "break_1")


def shifts(*rows: tuple[str, str, int, str | None, str | None]) -> ShiftPlan:
    """Rows of pattern, start, people, lunch, break."""
    patterns = {pattern.name: pattern for pattern in RULES.patterns}
    length = np.array([patterns[row[0]].length_minutes[0] for row in rows])
    rests = [
        [np.datetime64(f"2026-06-01T{t}", "s") if t else np.datetime64("NaT", "s") for t in row[3:]]
        for row in rows
    ]
    return ShiftPlan(
        pattern=np.array([row[0] for row in rows]),
        start=np.array([f"2026-06-01T{row[1]}" for row in rows], dtype="datetime64[s]"),
        length_minutes=length,
        rest_start=np.array(rests, dtype="datetime64[s]"),
        rest_minutes=np.tile([30, 15], (len(rows), 1)),
        agents=np.array([row[2] for row in rows]),
        paid_hours=(length - 30) / 60,
        rest_names=NAMES,
        timezone="UTC",
    )


def crowded() -> ShiftPlan:
    """Everybody at lunch together."""
    return shifts(
        ("far", "08:00", 4, "11:00", "09:00"),
        ("far", "09:30", 3, "12:00", "10:30"),
        ("near", "10:00", 4, "12:00", "11:30"),
        ("plain", "13:00", 2, None, None),
    )


def needs(seed: int) -> np.ndarray:
    present = working_heads(
        replace(crowded(), rest_start=np.full((4, 2), np.datetime64("NaT", "s"))), STARTS, RULES
    )
    return present * np.random.default_rng(seed).uniform(0.7, 1.05, len(STARTS))


def explicit(plan: ShiftPlan, required: np.ndarray, rules: Rules) -> tuple[float, int]:
    """Least cost of what is short, and the fewest rests moved at it: a column per row and placement."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    patterns = {pattern.name: pattern for pattern in rules.patterns}
    columns, rows, moves = [], [], []
    for i, name in enumerate(plan.pattern.tolist()):
        begin = minutes_between(utc(STARTS[0]), utc(plan.start[i]))
        length = int(plan.length_minutes[i])
        now = [None if np.isnat(t) else minutes_between(utc(STARTS[0]), utc(t)) for t in plan.rest_start[i]]
        for spans in placements(patterns[name], begin, length, rules, utc(plan.start[i])):
            at_work = np.zeros(len(STARTS) * 30 + 1440)
            at_work[begin : begin + length] = 1
            for rest in spans:
                at_work[slice(*rest)] -= 1
            columns.append(at_work[: len(STARTS) * 30].reshape(-1, 30).mean(axis=1))
            rows.append(i)
            moves.append(sum(span[0] != there for span, there in zip(spans, now, strict=False)))
    n, t = len(columns), len(STARTS)
    slope = slopes(np.ones(t)).ravel()
    width = np.repeat(required / TENTHS, TENTHS)
    cover = np.hstack([np.array(columns).T, np.kron(np.eye(t), np.ones((1, TENTHS)))])
    people = np.hstack(
        [(np.array(rows) == np.arange(len(plan))[:, None]) * 1.0, np.zeros((len(plan), t * TENTHS))]
    )
    given = [LinearConstraint(cover, required, np.inf), LinearConstraint(people, plan.agents, plan.agents)]
    cost = np.concatenate([np.zeros(n), slope])
    inside = Bounds(0, np.concatenate([np.full(n, np.inf), width]))
    whole = np.arange(n + t * TENTHS) < n
    least = milp(cost, constraints=given, bounds=inside, integrality=whole, options={"mip_rel_gap": 0})
    assert least.success
    given.append(LinearConstraint(cost[None], -np.inf, least.fun + 1e-6))
    moving = np.concatenate([moves, np.zeros(t * TENTHS)])
    calm = milp(moving, constraints=given, bounds=inside, integrality=whole, options={"mip_rel_gap": 0})
    return float(least.fun), round(calm.fun)


def keeps_the_shifts(before: ShiftPlan, found: Replaced, rules: Rules) -> None:
    """Nobody's start, end or pattern moved, every rest is legal, and coverage is what a slow count says."""
    for plan in (before, found.plan):
        rows = zip(
            plan.pattern.tolist(), plan.start.tolist(), plan.length_minutes.tolist(), plan.agents, strict=True
        )
        people = sorted((name, start, length) for name, start, length, n in rows for _ in range(n))
        if plan is before:
            expected = people
    assert people == expected
    for row in range(len(found.plan)):
        check_rests(found.plan, row, utc(STARTS[0]), rules)
    assert np.allclose(found.working, working_heads(found.plan, STARTS, rules))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_no_placement_is_less_short_and_none_as_good_moves_less(seed: int) -> None:
    """The same cost and the same number of moves as an explicit program with a column per placement."""
    required = needs(seed)
    found = replace_rests(crowded(), horizon_of(STARTS, RULES), required, EFFORT)
    keeps_the_shifts(crowded(), found, RULES)
    cost, moves = explicit(crowded(), required, RULES)
    assert found.hurt == pytest.approx(cost, abs=1e-5)
    assert found.lower_bound == pytest.approx(cost, abs=1e-5)
    assert found.ended_by == "optimal"
    assert moves <= found.moved_rests <= moves + 1  # a chain's people may have to swap
    assert found.moved_people <= found.moved_rests


def test_what_is_good_stays() -> None:
    """Where nothing can be gained nobody moves, and the rows are those that were there."""
    starts = STARTS[:16]
    rules = replace(RULES, patterns=(FAR,))
    built = build_shifts(
        horizon_of(starts, rules.costing(understaffing=3.0)),
        np.full(16, 3.0),
        EFFORT,
    )
    found = replace_rests(built.plan, horizon_of(starts, rules), np.full(16, 1.0), EFFORT)
    assert (found.moves, found.moved_people) == ((), 0)
    assert np.array_equal(found.plan.rest_start, built.plan.rest_start)
    assert found.hurt == found.lower_bound == 0


@pytest.mark.slow
def test_rests_begun_stay_and_none_is_placed_in_the_past() -> None:
    """At 11:10 breaks and lunches before are history; all that moves moves to 11:15 or later."""
    now = np.datetime64("2026-06-01T11:10", "s")
    required = needs(3)
    found = replace_rests(crowded(), horizon_of(STARTS, RULES), required, EFFORT, now=now)
    for name in NAMES:
        k = NAMES.index(name)
        before = crowded().rest_start[:, k]
        early = before[before < now]
        kept = found.plan.rest_start[:, k]
        counts = {t: crowded().agents[before == t].sum() for t in early}
        assert all(found.plan.agents[kept == t].sum() == n for t, n in counts.items())
    assert found.moves
    assert all(min(move.before, move.after) >= now for move in found.moves)
    assert found.hurt >= replace_rests(crowded(), horizon_of(STARTS, RULES), required, EFFORT).hurt


@pytest.mark.slow
def test_fixed_rests_stay() -> None:
    """Breaks held, lunches free: lunches move, breaks do not."""
    fixed = np.tile([False, True], (4, 1))
    found = replace_rests(crowded(), horizon_of(STARTS, RULES), needs(1), EFFORT, fixed=fixed)
    assert {move.rest for move in found.moves} == {"lunch"}


def test_missing_and_impossible_rests_are_placed() -> None:
    """A lunch outside its window and a break that is not there are put where the pattern has them."""
    plan = shifts(("far", "08:00", 3, "15:30", None))
    found = replace_rests(plan, horizon_of(STARTS, RULES), np.full(len(STARTS), 2.0), EFFORT)
    keeps_the_shifts(plan, found, RULES)
    assert found.moved_rests == 6
    assert np.isnat([move.before for move in found.moves if move.rest == "break_1"]).all()


def test_a_rest_whose_window_is_over_stays() -> None:
    """At 14:00 a lunch of 08:00's shift set for 15:30 cannot be made legal any more: it is left alone."""
    plan = shifts(("far", "08:00", 1, "15:30", "09:00"))
    now = np.datetime64("2026-06-01T14:00", "s")
    found = replace_rests(plan, horizon_of(STARTS, RULES), np.ones(len(STARTS)), EFFORT, now=now)
    assert np.array_equal(found.plan.rest_start, plan.rest_start)


def test_the_weight_says_where_it_hurts() -> None:
    """With shortage unavoidable, it lies where a head short costs less."""
    rules = replace(
        RULES, patterns=(Pattern("one", length_minutes=(120, 120), breaks=(Rest(30, True, 30, 60),)),)
    )
    plan = ShiftPlan(
        np.array(["one"]), STARTS[:1], np.array([120]), STARTS[1:2][:, None], np.array([[30]]), np.array([2]),
        np.array([2.0]), ("break_1",), "UTC",
    )  # fmt: skip
    weight = np.array([1.0, 9, 1, 1])
    found = replace_rests(plan, horizon_of(STARTS[:4], rules), np.full(4, 2.0), EFFORT, weight=weight)
    assert found.working.tolist() == [2, 2, 0, 2]
    spread = replace_rests(plan, horizon_of(STARTS[:4], rules), np.full(4, 2.0), EFFORT)
    assert spread.working.tolist() == [2, 1, 1, 2]


def test_shifts_from_the_day_before_count() -> None:
    """A night shift that began before the requirement covers its first hours, and its break can move."""
    night = Pattern(
        "night", earliest_start=1320, length_minutes=(480, 480), breaks=(Rest(30, True, 180, 300),)
    )
    rules = Rules("UTC", 30, (night,))
    starts = np.arange(
        np.datetime64("2026-06-02T00:00", "s"), np.datetime64("2026-06-02T08:00"), np.timedelta64(30, "m")
    )
    plan = ShiftPlan(
        np.array(["night"]), np.array(["2026-06-01T22:00"], dtype="datetime64[s]"), np.array([480]),
        np.array([["2026-06-02T02:00"]], dtype="datetime64[s]"), np.array([[30]]), np.array([2]),
        np.array([8.0]), ("break_1",), "UTC",
    )  # fmt: skip
    required = np.array([2.0] * 3 + [0] + [2] * 8 + [0] * 4)
    found = replace_rests(plan, horizon_of(starts, rules), required, EFFORT)
    assert found.working.tolist() == [2, 2, 2, 0, *[2] * 8, *[0] * 4]
    assert found.hurt == 0


NIGHT = Pattern("night", earliest_start=1200, length_minutes=(480, 480), lunch=Rest(30, False, 150, 270))
EVENING = np.arange(
    np.datetime64("2026-06-01T20:00", "s"), np.datetime64("2026-06-02T00:00"), np.timedelta64(30, "m")
)


def nights(*lunches: str | None) -> ShiftPlan:
    """One person each from 20:00 to 04:00."""
    n = len(lunches)
    lunch = [[np.datetime64(t, "s") if t else np.datetime64("NaT", "s")] for t in lunches]
    return ShiftPlan(
        np.array(["night"] * n), EVENING[:1].repeat(n), np.full(n, 480), np.array(lunch, "datetime64[s]"),
        np.full((n, 1), 30), np.ones(n, dtype=int), np.full(n, 7.5), ("lunch",), "UTC",
    )  # fmt: skip


def test_no_rest_moves_to_where_nobody_counts() -> None:
    """The requirement ends at midnight, windows at 00:30: short as it is, no lunch slips past midnight."""
    rules = Rules("UTC", 30, (NIGHT,))
    plan = nights("2026-06-01T22:30", "2026-06-01T23:00", "2026-06-02T00:30")
    found = replace_rests(plan, horizon_of(EVENING, rules), np.full(8, 3.0), EFFORT)
    lunches = found.plan.rest_start[:, 0]
    assert (lunches[lunches >= EVENING[-1]] == np.datetime64("2026-06-02T00:30")).all()
    assert found.working.sum() == found.working_before.sum()
    assert found.hurt == found.lower_bound > 0


def test_a_rest_outside_the_requirement_stays_and_a_missing_one_is_placed() -> None:
    """With the requirement from 23:30: the lunch of 23:00 stays, one that lacks comes inside."""
    rules = Rules("UTC", 30, (NIGHT,))
    late = EVENING[-1:]
    found = replace_rests(nights("2026-06-01T23:00", None), horizon_of(late, rules), np.full(1, 2.0), EFFORT)
    assert sorted(str(t) for t in found.plan.rest_start[:, 0]) == [
        "2026-06-01T23:00:00",
        "2026-06-01T23:30:00",
    ]
    early = replace_rests(nights(None), horizon_of(EVENING[:2], rules), np.ones(2), EFFORT)
    assert not np.isnat(early.plan.rest_start).any()


def test_hurt_rises_with_depth() -> None:
    """Of 10 heads the first two short cost 1 and 1.25 each: by tenths, and straight between."""
    required, slope = np.array([10.0, 5.0]), slopes(np.array([1.0, 2.0]))
    cost = [hurt_of(np.array([s, 0.0]), required, slope).sum() for s in (0.0, 0.5, 1, 2, 3, 10)]
    assert cost == pytest.approx([0, 0.5, 1, 2.25, 3.75, 21.25])
    assert hurt_of(np.array([0.0, 1.0]), required, slope).sum() == pytest.approx(0.5 * 2 + 0.5 * 2.5)


def test_misfits_are_named() -> None:
    """Unknown pattern, a start off the grid, a wrong length."""
    plan = replace(crowded(), pattern=np.array(["far", "long", "near", "plain"]))
    plan = replace(plan, start=plan.start + np.array([10, 0, 0, 0]).astype("timedelta64[m]"))
    plan = replace(plan, length_minutes=np.array([480, 480, 390, 240]))
    assert [(wrong.row, wrong.column) for wrong in misfits(plan, RULES)] == [
        (0, "start"),
        (1, "pattern"),
        (2, "end"),
    ]
