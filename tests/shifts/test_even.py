"""The parts of intervals made even: rests move, and nothing that is counted or allowed changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.arrays import Floats, Ints
from staffing.shifts import Costs, Pattern, Rest, Rules, SearchEffort, build_shifts, horizon_of
from staffing.shifts.even.even_out import evened
from staffing.shifts.even.parts import PartsWanted
from staffing.shifts.even.rests import RestingHeads
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.rules import Premium

FIRST = np.datetime64("2026-06-01T00:00", "s")  # a Monday


@dataclass(frozen=True)
class Case:
    """Heads, and the horizon that they are on."""

    heads: RestingHeads
    horizon: ShiftHorizon


def horizon(rules: Rules, days: int) -> ShiftHorizon:
    step = np.timedelta64(rules.interval_minutes, "m")
    return horizon_of(FIRST + np.arange(days * 1440 // rules.interval_minutes) * step, rules)


def heads(start: list[int], rules: Rules, after: list[list[int]]) -> RestingHeads:
    """Heads of the rules' first pattern."""
    placed = np.array(after, dtype=np.int64)
    length = np.full(len(start), rules.patterns[0].length_minutes[0], dtype=np.int64)
    nothing = np.zeros(len(start), dtype=np.int64)
    return RestingHeads(
        np.array(start, dtype=np.int64), length, nothing, placed, np.ones(placed.shape, dtype=bool), nothing
    )


def by_minute(case: Case, after: Ints) -> Floats:
    """[interval, minute] heads at work, counted one by one."""
    size, rules = case.horizon.minutes, case.horizon.rules
    at_work = np.zeros(size)
    for h in range(len(case.heads)):
        begin, end = int(case.heads.start[h]), int(case.heads.start[h] + case.heads.length[h])
        minutes = set(range(begin, end))
        for rest, later in zip(
            rules.patterns[int(case.heads.pattern[h])].rests, after[h].tolist(), strict=False
        ):
            minutes -= set(range(begin + later, begin + later + rest.minutes))
        for minute in minutes:
            if rules.cyclic_week or 0 <= minute < size:
                at_work[minute % size] += 1
    return at_work.reshape(-1, rules.interval_minutes)


def unevenness(case: Case, after: Ints) -> float:
    working = by_minute(case, after)
    return float(((working - working.mean(axis=1, keepdims=True)) ** 2).sum())


@st.composite
def cases(draw: st.DrawFn) -> Case:
    interval = draw(st.sampled_from([15, 30, 60]))
    lengths = [
        draw(st.lists(st.sampled_from([10, 15, 20, 30, 45, 60]), min_size=1, max_size=3)) for _ in range(2)
    ]
    patterns = []
    for name, minutes in zip("ab", lengths, strict=True):
        opens, rests = draw(st.sampled_from([45, 60, 90])), []
        for some in minutes:
            wide = draw(st.sampled_from([15, 45, 90, 120]))
            rests.append(Rest(some, draw(st.booleans()), opens, opens + wide))
            opens += draw(st.sampled_from([90, 105, 150]))
        patterns.append(Pattern(name, length_minutes=(540, 540), lunch=rests[0], breaks=tuple(rests[1:])))
    rules = Rules(
        "UTC",
        interval,
        tuple(patterns),
        start_every_minutes=15,
        cyclic_week=draw(st.booleans()),
        min_work_minutes=draw(st.sampled_from([None, 0, 20])),
        costs=Costs(premiums=draw(st.sampled_from([(), (Premium(frozenset({0}), 720, 840, 0.5),)]))),
    )
    random = np.random.default_rng(draw(st.integers(0, 2**16)))
    count = draw(st.integers(1, 40))
    start = random.integers(20, 60, count) * 15
    pattern = random.integers(0, 2, count)
    after = np.full((count, rules.most_rests), -1, dtype=np.int64)
    for h in range(count):
        ready = 0
        for r, rest in enumerate(rules.patterns[int(pattern[h])].rests):
            low = max(rest.earliest_minutes, ready)
            phase = -(start[h] + low) % rules.grain_minutes
            places = np.arange(low + phase, rest.latest_minutes + 1, rules.grain_minutes)
            if not len(places):
                break
            after[h, r] = random.choice(places)
            ready = after[h, r] + rest.minutes + rules.work_between_rests
    placed = RestingHeads(
        start=start,
        length=np.full(count, 540, dtype=np.int64),
        pattern=pattern,
        after=after,
        is_free=random.random(after.shape) < 0.9,
        earliest=np.zeros(count, dtype=np.int64),
    )
    return Case(placed, horizon(rules, 7 if rules.cyclic_week else 2))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cases())
def test_nothing_that_is_counted_or_allowed_changes(case: Case) -> None:
    """Counts of intervals, windows, order, distance and premium hours stay; no unevenness is added."""
    rules, given_heads = case.horizon.rules, case.heads
    after = evened(given_heads, case.horizon)
    taken = given_heads.after >= 0
    assert np.array_equal(after >= 0, taken)
    assert np.array_equal(after[~given_heads.is_free], given_heads.after[~given_heads.is_free])
    before, now = by_minute(case, given_heads.after), by_minute(case, after)
    assert np.allclose(before.mean(axis=1), now.mean(axis=1))
    assert unevenness(case, after) <= unevenness(case, given_heads.after) + 1e-9
    for h in range(len(given_heads)):
        pattern = rules.patterns[int(given_heads.pattern[h])]
        spans = []
        for r, rest in enumerate(pattern.rests):
            if taken[h, r]:
                assert rest.earliest_minutes <= after[h, r] <= rest.latest_minutes
                assert (given_heads.start[h] + after[h, r]) % rules.grain_minutes == 0
                spans.append((int(given_heads.after[h, r]), int(after[h, r]), rest.minutes))
                if not rest.paid and rules.costs.premiums:
                    at = given_heads.start[h] + np.array([given_heads.after[h, r], after[h, r]])
                    priced = [sum(720 <= m < 840 for m in range(t, t + rest.minutes)) for t in at.tolist()]
                    assert priced[0] == priced[1]
        spans.sort()
        for one, other in pairwise(spans):
            assert other[1] - one[1] - one[2] >= min(rules.work_between_rests, other[0] - one[0] - one[2])


BREAK = Pattern("break", length_minutes=(480, 480), breaks=(Rest(15, True, 60, 150),))
LUNCH = Pattern("lunch", length_minutes=(480, 480), lunch=Rest(30, False, 120, 240))


def test_half_of_the_breaks_of_a_half_hour_begin_at_its_quarter() -> None:
    """Ten breaks at 10:00 become five at 10:00 and five at 10:15."""
    rules = Rules("UTC", 30, (BREAK,))
    case = Case(heads([480] * 10, rules, [[120]] * 10), horizon(rules, 1))
    after = evened(case.heads, case.horizon)
    assert sorted(after[:, 0].tolist()) == [120] * 5 + [135] * 5


def test_four_quarters_of_an_hour_share_its_breaks() -> None:
    """Eight breaks of a quarter at 10:00 become two in each quarter of the hour."""
    late = replace(BREAK, breaks=(Rest(15, True, 60, 165),))
    rules = Rules("UTC", 60, (late,))
    case = Case(heads([480] * 8, rules, [[120]] * 8), horizon(rules, 1))
    after = evened(case.heads, case.horizon)
    assert sorted(after[:, 0].tolist()) == [120, 120, 135, 135, 150, 150, 165, 165]


def test_lunches_that_straddle_are_exchanged_in_pairs() -> None:
    """Two lunches at 11:15 leave the middle quarters thin: one at 11:00 and one at 11:30 take the same."""
    rules = Rules("UTC", 30, (LUNCH, BREAK))
    case = Case(heads([480, 480], rules, [[195], [195]]), horizon(rules, 1))
    assert sorted(evened(case.heads, case.horizon)[:, 0].tolist()) == [180, 210]


def test_more_heads_can_be_wanted_in_a_part() -> None:
    """Where the second quarter should have four heads more than the first, its breaks move to the first."""
    rules = Rules("UTC", 30, (BREAK,))
    case = Case(heads([480] * 10, rules, [[120]] * 5 + [[135]] * 5), horizon(rules, 1))

    def rising(working: Floats) -> PartsWanted:
        return PartsWanted(np.tile([-2.0, 2.0], (len(working), 1)), np.ones(len(working)))

    after = evened(case.heads, case.horizon, rising)
    assert sorted(after[:, 0].tolist()) == [120] * 7 + [135] * 3


def test_held_rests_and_rests_before_the_earliest_stay() -> None:
    """A rest that is not free stays, and none moves before the time from which rests may be placed."""
    rules = Rules("UTC", 30, (BREAK,))
    held = heads([480] * 4, rules, [[120]] * 4)
    case = Case(replace(held, is_free=np.array([[False], [False], [False], [True]])), horizon(rules, 1))
    assert evened(case.heads, case.horizon)[:, 0].tolist() == [120, 120, 120, 135]
    late = heads([480] * 4, rules, [[135]] * 4)
    case = Case(replace(late, earliest=np.full(4, 130)), horizon(rules, 1))
    assert np.array_equal(evened(case.heads, case.horizon), late.after)


@pytest.mark.slow
def test_built_shifts_are_even() -> None:
    """The quarters of a half-hour of shifts that were built differ by two heads at most."""
    pattern = Pattern(
        "day", length_minutes=(510, 510), lunch=Rest(30, False, 180, 300), breaks=(Rest(15, True, 60, 150),)
    )
    rules = Rules("UTC", 30, (pattern,))
    grid = horizon(rules, 1)
    required = np.where((np.arange(48) >= 16) & (np.arange(48) < 32), 20.0, 0.0)
    built = build_shifts(grid, required, SearchEffort(5.0, 0.01))
    quarters = np.zeros(96)
    plan = built.plan
    for i in range(len(plan)):
        begin = int((plan.start[i] - FIRST).astype("timedelta64[m]").astype(int)) // 15
        quarters[begin : begin + int(plan.length_minutes[i]) // 15] += plan.agents[i]
        for k in range(len(plan.rest_names)):
            rest = int((plan.rest_start[i, k] - FIRST).astype("timedelta64[m]").astype(int)) // 15
            quarters[rest : rest + int(plan.rest_minutes[i, k]) // 15] -= plan.agents[i]
    inside = quarters.reshape(-1, 2)
    assert np.allclose(inside.mean(axis=1), built.scheduled - built.on_break)
    assert np.abs(np.diff(inside, axis=1)).max() <= 2
