"""Random plans over several days: every rule kept, whatever the clocks do."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from staffing.shifts import Costs, Pattern, Rest, Rules, SearchEffort, build_shifts, horizon_of
from staffing.tables.records import write_record
from tests.shifts.shift_oracle import check, working_heads, working_heads_of_file

FIRST_MIDNIGHTS = {  # UTC of a local midnight; the clocks change on the second day of the first four
    ("America/New_York", "2026-10-31T04:00"),
    ("America/New_York", "2026-03-07T05:00"),
    ("Europe/Berlin", "2026-10-23T22:00"),
    ("Australia/Lord_Howe", "2026-10-02T13:30"),
    ("Asia/Kathmandu", "2026-06-01T18:15"),
}


@st.composite
def plans(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, Rules]:
    timezone, first = draw(st.sampled_from(sorted(FIRST_MIDNIGHTS)))
    interval = draw(st.sampled_from([15, 30, 60]))
    overnight = draw(st.booleans())
    lunch_at = draw(st.sampled_from([120, 150, 180]))
    lunch = Rest(
        draw(st.sampled_from([30, 60])), False, lunch_at, lunch_at + draw(st.sampled_from([0, 60, 90]))
    )
    tea_at = draw(st.sampled_from([60, 90, 105]))
    tea = Rest(15, True, tea_at, tea_at + draw(st.sampled_from([0, 45, 120])))
    full = Pattern(
        "full",
        earliest_start=1200 if overnight else 360,
        latest_start=1380 if overnight else 780,
        latest_end=2160 if overnight else 1380,
        length_minutes=(360, draw(st.sampled_from([360, 420]))),
        max_agents=draw(st.sampled_from([None, 6])),
        lunch=lunch,
        breaks=(tea,),
    )
    start_at = draw(st.sampled_from([0, 90, 600]))
    short = Pattern("short", earliest_start=start_at, latest_start=start_at + 600, length_minutes=(180, 240))
    days = 7 if timezone == "Asia/Kathmandu" else 3  # a whole week can be cyclic
    start = np.datetime64(first, "s")
    starts = start + np.arange(days * 1440 // interval) * np.timedelta64(interval, "m")
    seed = draw(st.integers(0, 2**16))
    required = np.round(np.random.default_rng(seed).uniform(0, 4, len(starts)), 2)
    rules = Rules(
        timezone,
        interval,
        (full, short),
        start_every_minutes=draw(st.sampled_from([30, 60])),
        cyclic_week=draw(st.booleans()) and timezone == "Asia/Kathmandu",
        min_work_minutes=draw(st.sampled_from([None, 0, 45])),
        work_at_ends_minutes=draw(st.sampled_from([0, 0, 30])),
        in_any_order=draw(st.booleans()),
        costs=Costs(understaffing=3.0),
    )
    return starts, required, rules


@pytest.mark.slow
@settings(max_examples=14, deadline=None, derandomize=True)
@given(plans())
def test_plans_keep_their_rules(plan: tuple[np.ndarray, np.ndarray, Rules]) -> None:
    """Windows, spacing, limits, days and ends hold, and coverage is what the shifts give minute by minute."""
    starts, required, rules = plan
    assume(required.sum() > 0)
    schedule = build_shifts(horizon_of(starts, rules), required, SearchEffort(4.0, 0.05))
    check(schedule.plan, starts, required, rules)
    working = schedule.scheduled - schedule.on_break
    assert np.allclose(working, working_heads(schedule.plan, starts, rules))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "shifts.csv"
        write_record(file, schedule.plan)
        assert np.allclose(working, working_heads_of_file(file, starts, rules))
