"""People with shifts: who is free when, what is late, and how long they are on the phones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.queueing.model import Traffic
from staffing.records.schedule import ShiftPlan
from staffing.simulation.allot import allotted
from staffing.simulation.game import BREAKS, RAMP, REASONS, Game, play_side_by_side
from staffing.simulation.measures import counts, occupancy
from staffing.simulation.numbers import Draws
from staffing.simulation.people import NO_REST, OnThePhones, ShiftWorkers, crew_of, evened_rests
from staffing.simulation.played import Played
from staffing.simulation.shifts import ShiftStaff, Team
from staffing.simulation.tally import SpanGrid
from tests.simulation.play_one import incoming, played

GRID = SpanGrid(0.0, 1000.0, np.arange(20))
ONE = Draws(1, np.arange(1))


def crew(*people: tuple[float, float, list[tuple[float, float]]]) -> ShiftWorkers:
    """(start, end, rests) of each; a rest is (start, seconds)."""
    most = max(len(rests) for *_, rests in people)
    rests = [[*rests, *[(NO_REST, 0.0)] * (most - len(rests))] for *_, rests in people]
    return ShiftWorkers(
        number=np.arange(len(people)),
        turn=np.zeros(len(people), dtype=np.int64),
        start=np.array([person[0] for person in people]),
        end=np.array([person[1] for person in people]),
        rest_start=np.array([[start for start, _ in own] for own in rests]).reshape(len(people), most),
        rest_seconds=np.array([[length for _, length in own] for own in rests]).reshape(len(people), most),
    )


def answers(staff: ShiftStaff, contacts: list[tuple[float, float]]) -> list[float]:
    """When each contact, (time, seconds of work), is answered; all wait as long as it takes."""
    found = []
    for time, work in contacts:
        start = np.empty(1)
        staff.first_free(np.array([time]), start)
        staff.take(np.array([start[0] < np.inf]), start + work)
        found.append(float(start[0]))
    return found


def test_a_break_begins_when_the_contact_ends_and_keeps_its_length() -> None:
    """Due at 1000, begun at 1100, over at 1400; on time for who is idle."""
    staff = ShiftStaff([Team(crew((0, 9000, [(1000, 300), (5000, 300)])), GRID)], OnThePhones(), ONE)
    assert answers(staff, [(990, 110), (1050, 10), (5100, 10)]) == [990, 1400, 5300]


def test_who_has_a_contact_at_the_end_of_the_shift_finishes_it() -> None:
    """And takes no other; the time beyond the shift is on the phones too."""
    staff = ShiftStaff([Team(crew((0, 2000, [])), GRID)], OnThePhones(), ONE)
    assert answers(staff, [(1990, 500), (1995, 10)]) == [1990, np.inf]
    np.testing.assert_allclose(staff.present()[0][0, :4], [1000, 1000, 490, 0])


def test_a_rest_that_would_begin_after_the_end_is_not_taken() -> None:
    """Who is kept beyond the end goes home."""
    staff = ShiftStaff([Team(crew((0, 2000, [(1900, 300)])), GRID)], OnThePhones(), ONE)
    assert answers(staff, [(1800, 400)]) == [1800]
    assert staff.present()[0].sum() == pytest.approx(2200)


def test_a_waiting_contact_is_taken_by_who_comes_first() -> None:
    """The next shift, an hour later, or who comes back from lunch."""
    staff = ShiftStaff([Team(crew((0, 9000, [(1000, 2000)]), (4600, 9000, [])), GRID)], OnThePhones(), ONE)
    assert answers(staff, [(1500, 5000), (1600, 10)]) == [3000, 4600]


def test_who_starts_with_a_rest_takes_it_first() -> None:
    """Though a contact waits: it is answered when the rest is over."""
    staff = ShiftStaff([Team(crew((1000, 9000, [(1000, 500)])), GRID)], OnThePhones(), ONE)
    assert answers(staff, [(900, 10)]) == [1500]


def test_the_longest_idle_is_taken() -> None:
    """The second, who stays, while the first has worked since: nobody is left when that one has gone."""
    staff = ShiftStaff([Team(crew((0, 1000, []), (10, 9000, [])), GRID)], OnThePhones(), ONE)
    contacts = [(100.0, 10.0), (200.0, 50_000.0), (300.0, 10.0), (1500.0, 10.0)]
    assert answers(staff, contacts) == [100, 200, 300, np.inf]


def one_by_one(people: ShiftWorkers, contacts: list[tuple[float, float]]) -> list[float]:
    """The same as `answers`, told person by person: what is due of each is looked at for every contact."""
    free, rests, found = people.start.copy(), [0] * len(people), []
    for time, work in contacts:
        for person in range(len(people)):
            while free[person] < np.inf:
                planned = people.rest_start[person]
                rest = planned[rests[person]] if rests[person] < len(planned) else NO_REST
                due = min(rest, people.end[person])
                begins = max(free[person], due)
                if due > max(free[person], time):
                    break
                if begins >= people.end[person]:
                    free[person] = np.inf
                else:
                    free[person] = begins + people.rest_seconds[person, rests[person]]
                    rests[person] += 1
        first = int(free.argmin())
        start = max(free[first], time)
        found.append(float(start))
        if start < np.inf:
            free[first] = start + work
    return found


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(1, 6), st.integers(0, 3)), min_size=1, max_size=6),
    st.lists(st.tuples(st.floats(0, 400), st.floats(1, 1500)), min_size=1, max_size=60),
)
def test_many_people_are_as_one_by_one(
    shifts: list[tuple[int, int, int]], calls: list[tuple[float, float]]
) -> None:
    """Shifts that overlap or not, with rests that fall due idle, busy, together or at the very start."""
    people = [
        (
            900.0 * start,
            900.0 * (start + length),
            [(900.0 * (start + rest), 700.0), (900.0 * (start + 4), 900.0)],
        )
        for start, length, rest in shifts
    ]
    crew_of_them = crew(*people)
    order = np.argsort(crew_of_them.start, kind="stable")
    moments = np.cumsum([gap for gap, _ in calls]).tolist()
    contacts = list(zip(moments, [work for _, work in calls], strict=True))
    staff = ShiftStaff([Team(crew_of_them, GRID)], OnThePhones(), ONE)
    np.testing.assert_allclose(answers(staff, contacts), one_by_one(crew_of_them.rows(order), contacts))


def a_day(start: float, rate: float, people: int, queue: int = 0, lines: float = np.inf) -> Game:
    """Four hours from `start` seconds on, of people who come in two waves, rest, and are off the phones."""
    contacts = incoming(Traffic(np.full(8, rate), 240.0, 90.0, lines))
    moved = replace(contacts, start=start + contacts.start)
    waves = [(start, start + 12_600.0, [(start + 5400.0, 900.0)])] * people
    waves += [(start + 3600.0, start + 14_400.0, [(start + 9000.0, 1800.0), (start + 12_000.0, 300.0)])] * 4
    return Game(queue, moved, crew=crew(*waves), chance=OnThePhones(0.9, 0.85))


def same(one: Played, other: Played) -> bool:
    """To the last bit."""
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in vars(one))


def test_what_is_played_beside_a_day_makes_no_difference_to_it() -> None:
    """Busy, quiet and later days, and another queue: each as it is alone, to the last bit."""
    games = [a_day(0, 0.04, 9), a_day(86_400, 0.004, 2), a_day(7200, 0.05, 9), a_day(0, 0.02, 5, queue=1)]
    replications = np.arange(30)
    together = play_side_by_side(games, 3, replications)
    assert all(same(found, game.play(3, replications)) for game, found in zip(games, together, strict=True))
    assert not same(together[0], together[3])


def test_days_in_blocks_are_as_contact_by_contact() -> None:
    """As with a limit of lines that nobody meets, of which is asked at every contact."""
    assert same(played(a_day(0, 0.05, 9)), played(a_day(0, 0.05, 9, lines=5000.0)))


def test_people_come_and_are_on_the_phones_as_often_as_is_said() -> None:
    """Attendance 0.9, ready 0.85 of the time: within one in a hundred, while they are busy too."""
    people = crew(*[(0.0, 28_800.0, [(9000.0, 1800.0)])] * 40)
    chance = OnThePhones(0.9, 0.85)
    contacts = incoming(Traffic(np.full(16, 0.11), 240.0, 120.0))
    found = played(Game(0, contacts, crew=people, chance=chance), 100)
    planned = 40 * (28_800 - 1800) * 0.9 * 0.85
    assert found.present.sum(axis=1).mean() == pytest.approx(planned, rel=0.015)
    assert 0.8 < occupancy(found)[4:].mean() < 0.95


def test_the_share_on_the_phones_holds_from_the_start_of_a_shift() -> None:
    """Who begins with a spell makes the first quarter of an hour like any other."""
    people = crew(*[(0.0, 7200.0, [])] * 50)
    contacts = incoming(Traffic(np.full(16, 1e-6), 240.0, 120.0))
    found = played(Game(0, contacts, crew=people, chance=OnThePhones(1.0, 0.8)), 200)
    share = found.present.mean(axis=0)[:4] / (50 * 1800)
    np.testing.assert_allclose(share, 0.8, atol=0.01)


def test_without_chance_as_many_are_there_as_expected() -> None:
    """In every replication the same hours but for what is finished late."""
    people = crew(*[(0.0, 28_800.0, [])] * 40)
    contacts = incoming(Traffic(np.full(16, 0.02), 240.0, 120.0))
    evenly = OnThePhones(0.9, 0.85, evenly=True)
    found = played(Game(0, contacts, crew=people, chance=evenly), 40)
    hours = found.present.sum(axis=1) / 28_800
    np.testing.assert_allclose(hours, 40 * 0.9 * 0.85, atol=0.7)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=12), st.integers(1, 4))
def test_one_person_more_never_answers_fewer_who_wait_for_ever(starts: list[int], more: int) -> None:
    """Where nobody leaves before the end: who finishes late works longer for being few."""
    people = [(1800.0 * start, 60_000.0, []) for start in starts]
    few, many = crew(*people), crew(*people, *[(0.0, 60_000.0, [])] * more)
    contacts = incoming(Traffic(np.full(28, 0.03), 240.0))
    one, other = (played(Game(0, contacts, crew=people), 5) for people in (few, many))
    assert (counts(other, "answered_within_target") >= counts(one, "answered_within_target")).all()


def test_shifts_are_cut_and_wrapped_at_the_ends() -> None:
    """In a cyclic week the night shift of its last day is worked before its first, too."""
    start = np.array(["2026-11-22T22:00", "2026-11-23T09:00"], dtype="datetime64[s]")
    plan = ShiftPlan(
        pattern=np.array(["night", "day"]),
        start=start,
        length_minutes=np.array([480, 480]),
        rest_start=np.array([["2026-11-23T01:00"], ["NaT"]], dtype="datetime64[s]"),
        rest_minutes=np.array([[30], [0]]),
        agents=np.array([2, 1]),
        paid_hours=np.array([8.0, 8.0]),
        rest_names=("lunch",),
        timezone="UTC",
    )
    ends = np.datetime64("2026-11-23", "s"), np.datetime64("2026-11-24", "s")
    open_, cyclic = (crew_of(plan, *ends, cyclic_week=wraps) for wraps in (False, True))
    assert open_.start.tolist() == [-7200.0, -7200.0, 32_400.0]
    assert sorted(cyclic.start.tolist()) == [-7200.0, -7200.0, 32_400.0, 79_200.0, 79_200.0]
    assert open_.rest_start[:, 0].tolist() == [3600.0, 3600.0, NO_REST]
    assert len(set(cyclic.number.tolist())) == 5


def test_evened_rests_leave_every_interval_as_it_was() -> None:
    """Quarter-hours of one half-hour are shared between its halves; lunches stay."""
    people = crew(*[(0.0, 20_000.0, [(1800.0, 900.0), (5400.0, 1800.0)])] * 4)
    even = evened_rests(people, 1800.0)
    assert even.rest_start[:, 0].tolist() == [1800.0, 2700.0, 1800.0, 2700.0]
    assert (even.rest_start[:, 1] == 5400.0).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_every_queue_has_its_share_of_the_people(seed: int, queues: int) -> None:
    """Within one person in each interval, and all of the time of all of them."""
    chance = np.random.default_rng(seed)
    start = 1800.0 * chance.integers(0, 8, 30)
    people = crew(*[(begin, begin + 14_400.0, [(begin + 5400.0, 1800.0)]) for begin in start.tolist()])
    share = chance.dirichlet(np.ones(queues), 16).T
    grid = 1800.0 * np.arange(16)
    crews = allotted(people, grid, 1800.0, share)
    for i, moment in enumerate(grid + 900.0):
        there = ((people.start <= moment) & (people.end > moment)).sum()
        each = np.array([((own.start <= moment) & (own.end > moment)).sum() for own in crews])
        resting = [((people.rest_start <= moment) & (people.rest_start + 1800.0 > moment)).sum()]
        assert (np.abs(each - share[:, i] * there) <= 1.0 + queues + np.array(resting)).all()
    rests = sum(np.isfinite(own.rest_start).sum() for own in crews)
    assert rests == 30


def test_each_trouble_can_be_left_out() -> None:
    """A game without a trouble is the same but for it; one that has none of it says so."""
    people = crew(*[(0.0, 14_400.0, [(1800.0, 900.0)])] * 4)
    contacts = incoming(Traffic(np.full(8, 0.02), 240.0, 120.0), slope=np.full(8, 0.001))
    game = Game(0, contacts, crew=people, chance=OnThePhones(0.9, 0.9))
    assert {reason for reason in REASONS if game.without(reason) is not None} == {RAMP, BREAKS, "absence"}
    level = game.without(RAMP)
    assert level is not None
    assert not level.incoming.slope.any()
    assert level.without(RAMP) is None
    assert Game(0, contacts, agents=np.ones(8)).without(BREAKS) is None
