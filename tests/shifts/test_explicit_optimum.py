"""The implicit model against explicit set covering, on tiny random instances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from staffing.errors import InfeasibleError
from staffing.shifts import Costs, Pattern, Rest, Rules, SearchEffort, build_shifts, horizon_of
from tests.shifts.shift_oracle import check, explicit_optimum

HOUR = 60
EFFORT = SearchEffort(gap=0.0)


@st.composite
def rests(draw: st.DrawFn, length: int, grain: int) -> Rest:
    minutes = draw(st.sampled_from([grain, 2 * grain]))
    earliest = draw(st.integers(0, (length - minutes) // grain))
    width = draw(st.integers(0, 4))
    paid, between = draw(st.booleans()), draw(st.sampled_from([None, None, (600, 660), (630, 720)]))
    if between is not None:
        return Rest(minutes, paid, 0, length, between)
    return Rest(minutes, paid, earliest * grain, (earliest + width) * grain)


EFFORT = SearchEffort(gap=0.0)


@st.composite
def instances(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, Rules]:
    interval, grain = draw(st.sampled_from([(30, 15), (30, 30), (60, 15)]))
    hours = draw(st.integers(4, 6))
    patterns = []
    for name in ("a", "b")[: draw(st.integers(1, 2))]:
        shortest = draw(st.sampled_from([3, 4])) * HOUR
        patterns.append(
            Pattern(
                name,
                earliest_start=8 * HOUR,
                latest_start=10 * HOUR,
                length_minutes=(shortest, shortest + draw(st.sampled_from([0, 60]))),
                cost_per_hour=draw(st.sampled_from([1.0, 1.25])),
                max_agents=draw(st.sampled_from([None, None, 3])),
                breaks=tuple(draw(st.lists(rests(shortest, grain), max_size=3))),
            )
        )
    start = np.datetime64("2026-06-01T08:00", "s")
    starts = start + np.arange(hours * HOUR // interval) * np.timedelta64(interval, "m")
    required = draw(
        st.lists(st.sampled_from([0, 0.3, 1, 1.5, 2, 2.6]), min_size=len(starts), max_size=len(starts))
    )
    soft = draw(st.booleans())
    rules = Rules(
        "UTC",
        interval,
        tuple(patterns),
        start_every_minutes=draw(st.sampled_from([30, 60])),
        min_work_minutes=draw(st.sampled_from([None, 0, 30])),
        work_at_ends_minutes=draw(st.sampled_from([0, 0, 30])),
        in_any_order=draw(st.booleans()),
        costs=Costs(
            understaffing=2.0 if soft else None,
            overstaffing=draw(st.sampled_from([0.0, 0.25])) if soft else 0.0,
        ),
    )
    return starts, np.array(required, dtype=float), rules


@pytest.mark.slow
@settings(max_examples=80, deadline=None, derandomize=True)
@given(instances())
def test_implicit_equals_explicit(instance: tuple[np.ndarray, np.ndarray, Rules]) -> None:
    """Pools, chains, orders and trimmed windows lose nothing and admit nothing: the optimum is the same."""
    starts, required, rules = instance
    assume(required.sum() > 0)
    expected = explicit_optimum(starts, required, rules)
    if expected is None:
        with pytest.raises(InfeasibleError):
            build_shifts(horizon_of(starts, rules), required, EFFORT)
        return
    schedule = build_shifts(horizon_of(starts, rules), required, EFFORT)
    check(schedule.plan, starts, required, rules)
    assert schedule.objective_hours == pytest.approx(expected, abs=1e-5)  # solvers keep rows to 1e-6
    assert schedule.lower_bound_hours == pytest.approx(expected, abs=1e-5)
