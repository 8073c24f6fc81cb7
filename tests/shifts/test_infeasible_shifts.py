"""What is said when no schedule exists: which hours, which rules, which smallest change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.errors import InfeasibleError
from staffing.shifts import (
    Pattern,
    Rest,
    Rules,
    SearchEffort,
    ShiftHorizon,
    StartRule,
    build_shifts,
    horizon_of,
)
from staffing.shifts.formulation.admissible import admissible_shifts
from staffing.shifts.infeasible.explain import least_changes
from staffing.shifts.infeasible.reach import least_openings, require_reachable
from staffing.shifts.infeasible.remedy import Remedy
from staffing.shifts.modelling import model_of
from tests.shifts.shift_oracle import check

DAY = Pattern("full-time", frozenset(range(5)), 420, 600, 1080, (480, 480), lunch=Rest(30, False, 180, 240))


def week(zone_offset_hours: int = 0) -> np.ndarray:
    start = np.datetime64("2026-11-02T00:00", "s") + np.timedelta64(zone_offset_hours, "h")
    return start + np.arange(7 * 48) * np.timedelta64(30, "m")


def need(day: int, first: float, last: float, heads: float) -> np.ndarray:
    required = np.zeros(7 * 48)
    required[day * 48 + int(first * 2) : day * 48 + int(last * 2)] = heads
    return required


def refusal(required: np.ndarray, *patterns: Pattern, **changes: object) -> InfeasibleError:
    rules = Rules("UTC", 30, patterns or (DAY,), starts=changes.pop("starts", ())).costing(**changes)
    with pytest.raises(InfeasibleError) as raised:
        build_shifts(horizon_of(week(), rules), required)
    return raised.value


def test_too_few_may_start() -> None:
    """The hours, what they need, what can be there, the limit, and by how much to raise it."""
    error = refusal(need(1, 7, 8, 14.2), replace(DAY, max_agents=9))
    assert "Tue 3 Nov 07:00–08:00 needs 14.2 heads, 9 are there" in error.message
    assert "max_agents of 'full-time' (9) is reached on Tue 3 Nov" in error.message
    assert "raise max_agents of 'full-time' by 6, to 15" in error.hint


def test_either_pattern_would_help() -> None:
    """Each pattern that alone can mend it is named, the smaller rise first."""
    short = replace(DAY, name="part-time", length_minutes=(240, 240), lunch=None, max_agents=2)
    error = refusal(need(0, 7, 10, 8), replace(DAY, max_agents=3), short)
    assert (
        "raise max_agents of 'full-time' by 3, to 6\n  or raise max_agents of 'part-time' by 3, to 5"
        in error.hint
    )


def test_hours_before_the_first_start() -> None:
    """Hours no shift reaches are found without solving, and the start that reaches them is named."""
    error = refusal(need(2, 6.5, 12, 3))
    assert error.message == "no shift can cover:\n  Wed 4 Nov 06:30–07:00 needs 3 heads"
    assert "in pattern 'full-time', set earliest_start to 06:30" in error.hint


def test_hours_after_the_latest_end() -> None:
    """The latest end that reaches the hours is named."""
    assert "set latest_end to 19:00" in refusal(need(2, 10, 19, 3)).hint


def test_days_without_shifts() -> None:
    """A Saturday that only weekday patterns could serve."""
    error = refusal(need(5, 9, 12, 3))
    assert "Sat 7 Nov 09:00–12:00 needs 3 heads" in error.message
    assert "let days include sat" in error.hint


def test_the_edge_of_the_horizon() -> None:
    """Monday's first hours need a shift that starts on the Sunday before."""
    night = Pattern("night", earliest_start=1320, latest_start=1320, length_minutes=(480, 480))
    error = refusal(need(0, 0, 6, 2), night)
    assert "Mon 2 Nov 00:00–06:00 needs 2 heads" in error.message
    assert "cyclic_week = true" in error.hint


def test_rests_that_do_not_fit() -> None:
    """A pattern without room for its rests is named."""
    error = refusal(need(0, 9, 12, 2), replace(DAY, lunch=Rest(30, False, 470, 480)))
    assert "widen the rest windows of pattern 'full-time'" in error.hint


def test_more_short_than_the_cap_allows() -> None:
    """Soft coverage whose cap cannot be kept says how much must be short at least."""
    error = refusal(need(1, 8, 12, 10), replace(DAY, max_agents=9), understaffing=2.0, max_understaffing=0.05)
    assert "of the required agent-hours would be short, 5.00% may be" in error.message
    assert "raise max_understaffing to" in error.hint
    assert "raise max_agents of 'full-time'" in error.hint


def test_a_cyclic_week_needs_whole_weeks() -> None:
    """Six days are no cyclic week."""
    rules = Rules("UTC", 30, (DAY,), cyclic_week=True)
    with pytest.raises(InfeasibleError, match="whole weeks"):
        build_shifts(horizon_of(week()[:288], rules), np.zeros(288))


def test_hours_are_told_in_local_time() -> None:
    """Intervals are UTC inside; the message speaks the centre's clock."""
    required = need(1, 6, 7, 2)
    rules = Rules("America/New_York", 30, (DAY,))
    with pytest.raises(InfeasibleError, match="Tue 3 Nov 06:00–07:00"):
        build_shifts(horizon_of(week(5), rules), required)


def test_everybody_at_lunch() -> None:
    """Hours in which all shifts rest are named, and the least wider window that ends it."""
    day = replace(DAY, earliest_start=480, latest_start=480, lunch=Rest(30, False, 240, 240))
    error = refusal(need(0, 8, 16, 3), day)
    assert "Mon 2 Nov 12:00–12:30 needs 3 heads, 0 are there" in error.message
    assert "lower earliest_minutes of lunch of 'full-time' to 210" in error.hint
    assert "raise latest_minutes of lunch of 'full-time' to 270" in error.hint


def test_earlier_starts_help_where_limits_bind() -> None:
    """Beside the higher limit, the pattern without one that would have to start earlier."""
    few = replace(DAY, max_agents=9)
    late = replace(DAY, name="late", earliest_start=480)
    error = refusal(need(1, 7, 9, 14), few, late)
    assert "Tue 3 Nov 07:00–08:00 needs 14 heads, 9 are there" in error.message
    assert (
        "raise max_agents of 'full-time' by 5, to 14\n  or let 'late' start from 07:00\n  or lower"
        in error.hint
    )


def test_later_ends_help_where_limits_bind() -> None:
    """The later start comes with the later end it needs."""
    few = replace(DAY, name="few", latest_end=1140, latest_start=660, max_agents=2)
    error = refusal(need(1, 17, 19, 3), few, DAY)
    assert "let 'full-time' start until 11:00 and end until 19:00" in error.hint


@pytest.mark.parametrize(
    "soft", [{}, {"understaffing": 10.0}, {"understaffing": 10.0, "max_understaffing": 0.1}]
)
def test_limits_that_contradict_each_other(soft: dict[str, float]) -> None:
    """Both numbers and the day are named, whatever is asked of coverage, and no remedy that cannot help."""
    error = refusal(
        need(1, 9, 15, 5.3), replace(DAY, max_agents=20), starts=(StartRule(min_agents=30),), **soft
    )
    assert error.message == (
        "limits contradict each other:\n"
        "  max_agents of 'full-time' (20) against min_agents of schedule.starts[1] (30), on Tue 3 Nov"
    )
    assert error.hint == (
        "raise max_agents of 'full-time' by 10, to 30\n"
        "  or lower min_agents of schedule.starts[1] by 10, to 20"
    )


def test_limits_of_starts_are_named_and_moved() -> None:
    """A limit of starts that all hours exhaust is named, and by how much to raise it."""
    error = refusal(need(1, 7, 8, 14.2), DAY, starts=(StartRule(max_agents=9),))
    assert "max_agents of schedule.starts[1] (9) is reached on Tue 3 Nov" in error.message
    assert "raise max_agents of schedule.starts[1] by 6, to 15" in error.hint
    error = refusal(
        need(1, 8, 12, 10), DAY, starts=(StartRule(max_agents=9),), understaffing=2.0, max_understaffing=0.05
    )
    assert "max_agents of schedule.starts[1] (9) is reached" in error.message
    assert "raise max_agents of schedule.starts[1] by 1, to 10" in error.hint


@pytest.mark.parametrize("heads", [5.3, 6.0])
def test_a_decimal_need_names_its_hours(heads: float) -> None:
    """The need is rounded up to what can be there: a decimal hides no hour."""
    day = replace(DAY, earliest_start=480, latest_start=480, lunch=Rest(60, False, 240, 240))
    error = refusal(need(0, 8, 16, heads), day)
    assert f"Mon 2 Nov 12:00–13:00 needs {heads:g} heads, 0 are there" in error.message


def test_stretches_differ_by_what_is_there() -> None:
    """Where limits leave different numbers at the same need, each stretch has its own, in whole heads."""
    early = Pattern("early", earliest_start=480, latest_start=480, length_minutes=(480, 480), max_agents=3)
    late = replace(early, name="late", earliest_start=720, latest_start=720, max_agents=2)
    message = refusal(need(0, 8, 18, 5.3), early, late).message
    for hours, there in (("08:00–12:00", 3), ("12:00–16:00", 5), ("16:00–18:00", 2)):
        assert f"Mon 2 Nov {hours} needs 5.3 heads, {there} are there" in message


def test_many_heads_are_told_in_full() -> None:
    """A million heads are not 1e+06."""
    assert "needs 1000000 heads" in refusal(need(2, 6.5, 7, 1e6)).message


def test_each_conflict_and_hint_has_its_line() -> None:
    """Lines stay readable at 80 columns or so: one conflict or change each."""
    error = refusal(need(1, 7, 8, 14.2), replace(DAY, max_agents=9))
    lines = str(error).splitlines()
    assert lines[0].endswith(":")
    assert "Hint: raise max_agents of 'full-time' by 6, to 15" in lines
    assert max(map(len, lines)) < 100


@st.composite
def tight_plans(draw: st.DrawFn) -> tuple[np.ndarray, Rules]:
    """One or two patterns for a day, limits, and windows that may leave hours to nobody."""
    start = draw(st.sampled_from([420, 480, 540]))
    lunch_at = draw(st.sampled_from([120, 180]))
    one = Pattern(
        "one",
        earliest_start=start,
        latest_start=start + draw(st.sampled_from([0, 60])),
        latest_end=draw(st.sampled_from([None, 1080])),
        length_minutes=(360, 420),
        max_agents=draw(st.sampled_from([None, 2, 4])),
        lunch=Rest(60, False, lunch_at, lunch_at + draw(st.sampled_from([0, 60]))),
    )
    two = Pattern(
        "two",
        earliest_start=start + draw(st.sampled_from([0, 120])),
        latest_start=840,
        length_minutes=(180, 240),
        max_agents=draw(st.sampled_from([1, 3])),
    )
    patterns = (one, two) if draw(st.booleans()) else (one,)
    seed = draw(st.integers(0, 2**16))
    required = np.zeros(24)
    first, last = sorted(draw(st.lists(st.integers(6, 18), min_size=2, max_size=2, unique=True)))
    required[first:last] = np.random.default_rng(seed).integers(0, 6, last - first)
    rules = Rules("UTC", 60, patterns, start_every_minutes=60)
    limits = [(), (StartRule(max_agents=3),), (StartRule(min_agents=2),), (StartRule("one", min_agents=5),)]
    return required, replace(rules, starts=draw(st.sampled_from(limits)))


@pytest.mark.slow
@settings(max_examples=40, deadline=None, derandomize=True)
@given(tight_plans())
def test_every_stated_change_leaves_a_schedule(plan: tuple[np.ndarray, Rules]) -> None:
    """What the hint says to change is enough by itself: shifts are found, and keep the changed rules."""
    required, rules = plan
    starts = np.datetime64("2026-11-02T00:00", "s") + np.arange(24) * np.timedelta64(60, "m")
    horizon, effort = horizon_of(starts, rules), SearchEffort(20.0, 0.0)
    hint = ""
    try:
        build_shifts(horizon, required, effort)
    except InfeasibleError as error:
        hint = error.hint
    for remedy in stated_changes(required, horizon) if hint else []:
        assert remedy.words in hint
        schedule = build_shifts(horizon.under(remedy.rules), required, effort)
        check(schedule.plan, starts, required, remedy.rules)


def stated_changes(required: np.ndarray, horizon: ShiftHorizon) -> list[Remedy]:
    """The changes of an hour that can be reached; of one that cannot, those that open it are a first step."""
    shifts = admissible_shifts(horizon)
    _, interval, _ = horizon.overlap(shifts.start, shifts.length)
    out_of_reach = (required > 0) & (np.bincount(interval, minlength=horizon.intervals) == 0)
    if not out_of_reach.any():
        model = model_of(horizon, required)
        return least_changes(model, horizon.rules, lambda changed: model_of(horizon.under(changed), required))
    for remedy in least_openings(out_of_reach, horizon):
        opened = horizon.under(remedy.rules)
        require_reachable(admissible_shifts(opened), required, opened)
    return []


def test_a_night_over_a_clock_change_is_named() -> None:
    """The night is an hour longer than its shifts: the change, and a length that reaches the morning."""
    start = np.datetime64("2026-10-24T20:00", "s") + np.arange(48) * np.timedelta64(30, "m")
    night = Pattern("night", earliest_start=1320, latest_start=1320)
    early = Pattern("early", earliest_start=360, latest_start=360)
    rules = Rules("Europe/Berlin", 30, (night, early))
    required = np.zeros(48)
    required[:30] = 2.0  # from 22:00 to 12:00 on the wall clock, which is 15 hours
    with pytest.raises(InfeasibleError) as raised:
        build_shifts(horizon_of(start, rules), required)
    assert "clocks go back on Sun 25 Oct at 03:00" in raised.value.message
    assert "Sun 25 Oct 05:00–06:00 needs 2 heads" in raised.value.message
    assert raised.value.hint.startswith("in pattern 'night', set length_minutes to [480, 540]")
    longer = Rules("Europe/Berlin", 30, (replace(night, length_minutes=(480, 540)), early))
    assert build_shifts(horizon_of(start, longer), required).plan.agents.sum() == 4
