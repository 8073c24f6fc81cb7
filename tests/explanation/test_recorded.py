"""What is known of the people: from agent-days, and from columns of the intervals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.explanation.credible import beyond_chance
from staffing.explanation.day_data import PlannedDays, nothing_recorded
from staffing.explanation.implied import MULTIPLES, implied_share
from staffing.explanation.recorded import from_intervals, from_people, heads_between
from staffing.records import AgentDays

MONDAY = np.datetime64("2026-11-23T00:00:00", "s")
HOURS = MONDAY + np.arange(4) * np.timedelta64(3600, "s")


def at(minutes: list[float]) -> np.ndarray:
    moments = [
        np.datetime64("NaT", "s") if np.isnan(m) else MONDAY + np.timedelta64(int(m), "m") for m in minutes
    ]
    return np.array(moments, dtype="datetime64[s]")


def planned() -> PlannedDays:
    """Four hours, ten heads, one of them at lunch in the third."""
    ones = np.ones(4)
    return PlannedDays(
        interval_start=HOURS,
        day=HOURS.astype("datetime64[D]"),
        minutes=60,
        scheduled=10 * ones,
        on_break=np.array([0, 0, 1, 0.0]),
        on_lunch=np.array([0, 0, 1, 0.0]),
        required=9 * ones,
        lacking=0 * ones,
        attendance=0.95,
        on_phones=0.9,
        inside=np.zeros((4, 1)),
    )


def agent_days(**columns: list[float]) -> AgentDays:
    """Two agents of the first day, with what is told of them."""
    texts = np.array(["", ""])
    numbers = {
        name: np.array(columns.get(name, [np.nan, np.nan]))
        for name in AgentDays.__dataclass_fields__
        if AgentDays.__dataclass_fields__[name].type == "Floats"
    }
    times = {
        name: at(columns.get(name, [np.nan, np.nan]))
        for name in ("scheduled_start", "scheduled_end", "lunch_start", "lunch_end")
    }
    day = np.array([MONDAY, MONDAY]).astype("datetime64[D]")
    return AgentDays(
        agent=np.array(["a", "b"]), day=day, team=texts, queue=texts, **numbers, timezone="UTC", **times
    )


@given(st.lists(st.tuples(st.integers(-60, 300), st.integers(0, 200), st.floats(0, 1)), max_size=8))
def test_heads_are_counted_by_the_minute(stretches: list[tuple[int, int, float]]) -> None:
    """As if one looked at every minute."""
    start = np.array([first for first, _, _ in stretches], dtype=float)
    length = np.array([minutes for _, minutes, _ in stretches], dtype=float)
    weight = np.array([share for _, _, share in stretches])
    minute = np.arange(240)
    inside = (start[:, None] <= minute) & (minute < (start + length)[:, None])
    brute = (weight[:, None] * inside).sum(axis=0).reshape(4, 60).mean(axis=1)
    found = heads_between(at(start.tolist()), at((start + length).tolist()), weight, HOURS, 60)
    np.testing.assert_allclose(found, brute, atol=1e-9)


def test_who_is_away_is_missed_when_the_shift_was() -> None:
    """One of two is away from the third hour on."""
    told = from_people(
        agent_days(scheduled_start=[0, 120], scheduled_end=[240, 240], present=[1, 0]), planned()
    )
    np.testing.assert_allclose(told.scheduled, [1, 1, 2, 2])
    np.testing.assert_allclose(told.attendance, [1, 1, 0.5, 0.5])
    assert np.isnan(told.on_phones).all()


def test_without_shift_times_the_day_counts() -> None:
    """Longer shifts weigh more; the schedule itself stays unknown."""
    told = from_people(
        agent_days(present=[1, 0], scheduled_seconds=[6000, 2000], ready_seconds=[5400, 0]), planned()
    )
    np.testing.assert_allclose(told.attendance, 0.75)
    np.testing.assert_allclose(told.on_phones, 0.9)
    assert np.isnan(told.scheduled).all()


def test_a_lunch_is_where_it_was_taken() -> None:
    """Of two people one eats in the second hour, not the third."""
    told = from_people(
        agent_days(
            scheduled_start=[0, 0], scheduled_end=[240, 240], present=[1, 1],
            lunch_start=[60, np.nan], lunch_end=[90, np.nan],
        ),
        planned(),
    )  # fmt: skip
    np.testing.assert_allclose(told.rest_share, [0, 0.25, 0, 0])


def test_agents_on_the_phones_are_shared_out_on_what_is_known() -> None:
    """Eight of ten present, seven ready: adherence is what attendance leaves."""
    words = {"present": np.full(4, 8.0), "on_break": np.zeros(4), "agents": np.full(4, 7.0)}
    told = from_intervals(words, planned(), nothing_recorded(4))
    np.testing.assert_allclose(told.attendance, 0.8)
    np.testing.assert_allclose(told.on_phones, 7 / 8)
    np.testing.assert_allclose(told.rest_share, 0.0)


def test_counts_that_differ_by_chance_only_are_drawn_to_the_mean() -> None:
    """Poisson noise is no shape; a real peak stays one."""
    random = np.random.default_rng(1)
    noise = np.array([random.poisson(100, 40) / 100 for _ in range(200)])
    drawn = np.array([beyond_chance(row, np.full(40, 0.01)) for row in noise])
    assert drawn.std() < 0.3 * noise.std()
    peak = np.where(np.arange(40) < 5, 2.0, 1.0)
    np.testing.assert_allclose(beyond_chance(peak, np.full(40, 0.01)), peak, atol=0.1)


def test_the_service_tells_how_many_were_there() -> None:
    """Interpolated among multiples of the agents; unknown beyond them."""
    service = np.linspace(0.2, 0.9, len(MULTIPLES))[:, None] * np.ones(3)
    found = implied_share(service, np.array([0.55, 0.1, np.nan]))
    assert found[0] == pytest.approx(1.0)
    assert np.isnan(found[1:]).all()


def test_the_schedule_is_known_where_presence_is_not() -> None:
    """Heads from the shifts' times and lunches as taken; who came is unknown, not nobody."""
    told = from_people(
        agent_days(
            scheduled_start=[0, 120], scheduled_end=[240, 240],
            lunch_start=[60, np.nan], lunch_end=[90, np.nan],
        ),
        planned(),
    )  # fmt: skip
    np.testing.assert_allclose(told.scheduled, [1, 1, 2, 2])
    assert np.isnan(told.attendance).all()
    assert np.isnan(told.on_phones).all()
    np.testing.assert_allclose(told.rest_share, [0, 0.5 / 0.95, 0, 0])


def test_one_of_whom_nothing_is_told_does_not_lower_attendance() -> None:
    """Two are scheduled, one came; of the other it is unknown."""
    told = from_people(
        agent_days(scheduled_start=[0, 0], scheduled_end=[240, 240], present=[1, np.nan]), planned()
    )
    np.testing.assert_allclose(told.scheduled, 2.0)
    np.testing.assert_allclose(told.attendance, 1.0)


def test_a_day_off_does_not_hide_the_shifts_of_the_others() -> None:
    """A row of nought seconds without times is dropped; lunches and heads by the interval stay."""
    told = from_people(
        agent_days(
            scheduled_start=[0, np.nan], scheduled_end=[240, np.nan], scheduled_seconds=[12600, 0],
            present=[1, 0], ready_seconds=[12600, np.nan], lunch_start=[60, np.nan], lunch_end=[90, np.nan],
        ),
        planned(),
    )  # fmt: skip
    np.testing.assert_allclose(told.scheduled, 1.0)
    np.testing.assert_allclose(told.attendance, 1.0)
    np.testing.assert_allclose(told.rest_share, [0, 0.5, 0, 0])


def test_days_off_alone_tell_nothing() -> None:
    """A file of which no row asked anybody for any time."""
    told = from_people(agent_days(scheduled_seconds=[0, 0], present=[0, 0]), planned())
    assert np.isnan(told.scheduled).all()
    assert np.isnan(told.attendance).all()


@pytest.mark.parametrize("lunch_minutes", [15, 30, 60])
def test_a_longer_lunch_is_no_lack_of_adherence(lunch_minutes: int) -> None:
    """Nine tenths of the time beside lunch on the phones is an adherence of 0.9, however long lunch was."""
    ready = 0.9 * 60 * (240 - lunch_minutes)
    told = from_people(
        agent_days(
            scheduled_start=[0, 0], scheduled_end=[240, 240], scheduled_seconds=[12600, 12600],
            ready_seconds=[ready, ready], present=[1, 1],
            lunch_start=[60, 60], lunch_end=[60 + lunch_minutes, 60 + lunch_minutes],
        ),
        planned(),
    )  # fmt: skip
    np.testing.assert_allclose(told.on_phones, 0.9)
    np.testing.assert_allclose(told.rest_share, [0, lunch_minutes / 60, 0, 0])


def test_those_present_stand_against_the_published_schedule() -> None:
    """Where nothing else tells who was scheduled: it is not unknown, attendance holds it."""
    told = from_intervals({"present": np.full(4, 8.0)}, planned(), nothing_recorded(4))
    np.testing.assert_allclose(told.scheduled, 10.0)
    np.testing.assert_allclose(told.attendance, 0.8)


@pytest.mark.parametrize("lunch_minutes", [30, 60])
def test_breaks_are_not_asked_to_be_on_the_phones(lunch_minutes: int) -> None:
    """Of 54 minutes of rests 30 are meant as lunch: an hour takes half an hour to answer off."""
    rests = replace(planned(), on_break=np.array([0.2, 0.2, 1.2, 0.2]))
    told = from_people(
        agent_days(
            scheduled_start=[0, 0], scheduled_end=[240, 240], present=[1, 1],
            scheduled_seconds=[60 * (240 - 54), 60 * 240],
            ready_seconds=[0.9 * 60 * (216 - lunch_minutes), 0.9 * 60 * 240],
            lunch_start=[60, np.nan], lunch_end=[60 + lunch_minutes, np.nan],
        ),
        rests,
    )  # fmt: skip
    np.testing.assert_allclose(told.on_phones, 0.9)
