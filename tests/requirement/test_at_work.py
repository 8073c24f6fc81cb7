"""Who is at work in the parts of an interval, and who finishes a contact after the end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.arrays import Floats
from staffing.records.need import Need
from staffing.records.people import People
from staffing.records.schedule import ShiftPlan
from staffing.records.service import Service
from staffing.records.shift_count import coverage_of, heads_in_parts, part_minutes_of
from staffing.requirement.by_queue import service_level_of
from staffing.requirement.finishing import at_work
from staffing.requirement.size import service_levels

FIRST = np.datetime64("2026-06-01T08:00", "s")
NONE = np.datetime64("NaT", "s")
MINUTE = np.timedelta64(1, "m")


def shifts(*rows: tuple[int, int, int, int, int]) -> ShiftPlan:
    """Rows of start, length, start and length of a rest (0: none), people; minutes after the first."""
    start, length, rest, lasts, people = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    rest_start = (FIRST + rest * MINUTE)[:, None]
    rest_start[lasts == 0] = NONE
    return ShiftPlan(
        pattern=np.full(len(start), "day"),
        start=FIRST + start * MINUTE,
        length_minutes=length,
        rest_start=rest_start,
        rest_minutes=lasts[:, None],
        agents=people,
        paid_hours=length / 60,
        rest_names=("break_1",),
        timezone="UTC",
    )


def need(contacts: list[float], aht_seconds: float = 300.0, phone_share: float = 1.0) -> Need:
    """Half-hours of one queue."""
    size = len(contacts)
    return Need(
        interval_start=FIRST + np.arange(size) * 30 * MINUTE,
        utc_offset_minutes=np.zeros(size, dtype=np.int64),
        queue=np.zeros(size, dtype=np.int64),
        queues=("all",),
        interval_minutes=30,
        timezone="UTC",
        required=np.zeros(size),
        offered=np.array(contacts),
        aht_seconds=np.full(size, aht_seconds),
        phone_share=np.full(size, phone_share),
    )


@st.composite
def plans(draw: st.DrawFn) -> ShiftPlan:
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        start, length = 15 * draw(st.integers(-4, 12)), 15 * draw(st.integers(4, 20))
        lasts = draw(st.sampled_from([0, 10, 15, 20, 30, 45]))
        rest = start + 5 * draw(st.integers(0, max((length - lasts) // 5, 0)))
        rows.append((start, length, rest, lasts, draw(st.integers(1, 9))))
    return shifts(*rows)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(plans(), st.booleans())
def test_parts_are_what_the_shifts_give_minute_by_minute(plan: ShiftPlan, cyclic: bool) -> None:
    """Each part has its own heads, nothing changes inside it, and the mean of the parts is the coverage."""
    starts = FIRST + np.arange(8) * 30 * MINUTE
    heads = heads_in_parts(plan, starts, 30, cyclic_week=cyclic)
    present, resting = np.zeros(240), np.zeros(240)
    for i in range(len(plan)):
        begin = int((plan.start[i] - FIRST) / MINUTE)
        rests = not np.isnat(plan.rest_start[i, 0])
        rest = int((plan.rest_start[i, 0] - FIRST) / MINUTE) if rests else 0
        for column, at, minutes in (
            (present, begin, plan.length_minutes[i]),
            (resting, rest, plan.rest_minutes[i, 0] if rests else 0),
        ):
            for minute in range(at, at + int(minutes)):
                if cyclic or 0 <= minute < 240:
                    column[minute % 240] += plan.agents[i]
    for column, parts in ((present, heads.scheduled), (resting, heads.on_break)):
        by_part = column.reshape(-1, heads.part_minutes)
        assert (by_part == by_part[:, :1]).all()
        assert np.array_equal(by_part[:, 0], parts.reshape(-1))
    scheduled, on_break = coverage_of(plan, starts, 30, cyclic_week=cyclic)
    assert np.allclose(scheduled - on_break, (heads.scheduled - heads.on_break).mean(axis=1))


def test_the_finest_grain_is_that_of_starts_ends_and_rests() -> None:
    """30 minutes without short rests, 15 or 10 with such a break, and never less than 5."""
    starts = FIRST + np.arange(8) * 30 * MINUTE
    found = [
        part_minutes_of(shifts(row), starts, 30)
        for row in ((0, 240, 60, 30, 1), (0, 240, 60, 15, 1), (0, 240, 60, 10, 1), (0, 240, 61, 7, 1))
    ]
    assert found == [30, 15, 10, 5]
    assert part_minutes_of(shifts((15, 240, 0, 0, 1)), starts, 30) == 15


@pytest.mark.parametrize("variation", ["sipp", "mol-psa"])
@pytest.mark.parametrize("attendance_model", ["average", "binomial"])
def test_even_parts_are_the_interval_and_uneven_ones_give_less(variation: str, attendance_model: str) -> None:
    """The same agents in every part are one number; with all there, and one rate, what the interval predicts.

    Twelve and twenty give less than sixteen.
    """
    service = Service(
        "80/20",
        patience_seconds=180,
        variation=variation,
        people=People(attendance=0.9),
        attendance_model=attendance_model,
    )
    rows = need([80.0, 84.0, 80.0]).demand
    flat = service_levels(rows, np.full((3, 1), 16.0), service)
    assert service_levels(rows, np.full((3, 2), 16.0), service) == pytest.approx(flat, abs=1e-12)
    if attendance_model == "binomial" and variation == "sipp":
        assert flat == pytest.approx(service_levels(rows, np.full(3, 16.0), service), abs=1e-12)
    uneven = service_levels(rows, np.tile([12.0, 20.0], (3, 1)), service)
    assert (uneven < flat - 0.01).all()


def test_who_leaves_finishes_the_contact_in_hand() -> None:
    """Of those whose shift ends the occupancy has a contact; it decays with the handle time."""
    plan = shifts((0, 120, 0, 0, 10), (0, 240, 0, 0, 20))
    here = need([100.0] * 8, phone_share=0.5)
    service = Service("80/20", model="erlang-c", people=People(attendance=0.5))
    there = at_work(here, plan, service, cyclic_week=False)
    load = 100.0 * 300.0 / 1800.0
    busy = load / (30 * 0.5) if load < 15 else 1.0
    first = 10 * busy * (300.0 / 1800.0) * (1 - np.exp(-6.0))
    beyond = (there.effective - there.heads.working).mean(axis=1)
    assert beyond[:4] == pytest.approx(np.zeros(4))
    assert beyond[4] == pytest.approx(first)
    assert beyond[5] == pytest.approx(first * np.exp(-6.0))
    assert there.late_hours[4] == pytest.approx(10 * 0.5 * busy * 300.0 / 3600.0)
    assert there.late_hours.sum() == pytest.approx(there.late_hours[4])
    handed_over = at_work(here, plan, replace(service, finish_contacts=False), cyclic_week=False)
    assert np.array_equal(handed_over.effective, handed_over.heads.working)
    assert not handed_over.late_hours.any()


def test_who_rests_late_comes_back_as_much_later() -> None:
    """A rest takes as many heads in all, a little later; it costs no hours after the end."""
    plan = shifts((0, 240, 60, 30, 10), (0, 240, 0, 0, 20))
    here = need([150.0] * 8)
    there = at_work(here, plan, Service("80/20", model="erlang-c"), cyclic_week=False)
    beyond: Floats = (there.effective - there.heads.working).mean(axis=1)
    assert beyond[2] > 0.5
    assert beyond[3] < -0.5
    assert not there.late_hours[:7].any()


def test_service_counts_those_who_finish() -> None:
    """The half-hour after many shifts end is better served where contacts are finished."""
    plan = shifts((0, 120, 0, 0, 10), (0, 240, 0, 0, 20))
    here = need([110.0] * 8)
    service = Service("80/20", patience_seconds=120)
    levels = [
        service_level_of(here, at_work(here, plan, one, cyclic_week=False).effective, one)
        for one in (service, replace(service, finish_contacts=False))
    ]
    assert levels[0][4] > levels[1][4] + 0.01
    assert levels[0][:4] == pytest.approx(levels[1][:4])


def test_in_a_cyclic_week_the_last_carry_over_to_the_first() -> None:
    """Who finishes after the last interval is at work in the first."""
    plan = shifts((120, 120, 0, 0, 10), (0, 240, 0, 0, 20))
    here = need([110.0] * 8, aht_seconds=600.0)
    there = at_work(here, plan, Service("80/20", patience_seconds=120), cyclic_week=True)
    assert there.effective[0, 0] > there.heads.working[0, 0] + 1


def test_nobody_calls_and_nobody_works() -> None:
    """Without contacts nobody is late, and without shifts nobody is there."""
    service = Service("80/20")
    idle = at_work(need([0.0] * 4), shifts((0, 60, 0, 0, 3)), service, cyclic_week=False)
    assert np.array_equal(idle.effective, idle.heads.working)
    empty = at_work(need([10.0] * 4), shifts(), service, cyclic_week=False)
    assert not empty.effective.any()
