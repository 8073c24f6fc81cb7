"""Particular people of groups: as the pool where everybody is alike, and contacts at once."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.arrays import Floats, Ints
from staffing.compiled import loop_floats, loop_ints
from staffing.queueing.model import Traffic
from staffing.simulation.game import Game
from staffing.simulation.groups.crew import GroupCrew, new_crew_state, skills_of
from staffing.simulation.groups.crew_routing import PhoneCrew, RoutedCalls, route_crew
from staffing.simulation.groups.play import GroupGame
from staffing.simulation.measures import service_level
from staffing.simulation.people import OnThePhones, ShiftWorkers
from staffing.simulation.pool import Played
from tests.simulation.play_one import incoming, played

HALF_HOUR = 1800.0


def crew(starts: Ints, intervals: int = 6, *, rests: bool = True) -> ShiftWorkers:
    """People who start with these half-hours and stay so many, with a break of a quarter of an hour."""
    start: Floats = starts * HALF_HOUR
    rest = (start + 2.0 * HALF_HOUR)[:, None] if rests else np.full((len(start), 1), np.inf)
    return ShiftWorkers(
        number=np.arange(len(start)),
        turn=np.zeros(len(start), dtype=np.int64),
        start=start,
        end=start + intervals * HALF_HOUR,
        rest_start=rest,
        rest_seconds=np.full((len(start), 1), 900.0),
    )


def grouped(people: ShiftWorkers, group: list[int], chance: OnThePhones) -> GroupCrew:
    """The same people with a group each."""
    return GroupCrew(people, np.array(group), chance)


def game(rates: list[list[float]], staff: GroupCrew, level: list[list[int]], **others: Ints) -> GroupGame:
    """Queues with these contacts per second in each half-hour, 240 seconds each."""
    queues = tuple(incoming(Traffic(np.array(rate), 240.0, 150.0)) for rate in rates)
    levels = np.array(level)
    nobody = np.zeros((len(levels), len(rates[0])))
    return GroupGame(queues, levels, np.ones(levels.shape), nobody, crew=staff, **others)


def outcome_shares(found: Played) -> Floats:
    """How many contacts of all had each outcome."""
    total: Floats = found.outcomes.sum(axis=(0, 1)) / found.outcomes.sum()
    return total


@pytest.mark.parametrize("chance", [OnThePhones(), OnThePhones(0.9, 0.9, 300.0)], ids=["sure", "chance"])
def test_one_group_is_the_pool(chance: OnThePhones) -> None:
    """Who comes, rests and leaves is the same, and every half-hour gets the same service but for chance."""
    rate = np.array([0.03, 0.05, 0.07, 0.07, 0.06, 0.05, 0.04, 0.02])
    people = crew(np.repeat(np.arange(3), 8))
    pool = played(Game(0, incoming(Traffic(rate, 240.0, 150.0)), crew=people, chance=chance), 60)
    (routed,), busy = game([rate.tolist()], grouped(people, [0] * 24, chance), [[1]]).play(1, np.arange(60))
    before, after = service_level(pool, "offered"), service_level(routed, "offered")
    assert after.level == pytest.approx(before.level, abs=0.02)
    assert outcome_shares(routed) == pytest.approx(outcome_shares(pool), abs=0.01)
    assert routed.present.mean(axis=0) == pytest.approx(pool.present.mean(axis=0), rel=0.03)
    assert busy.sum() == pytest.approx(pool.busy.sum(), rel=0.02)


def test_the_usual_share_is_off_the_phones_from_the_start() -> None:
    """In the first half-hour of a shift as in the others, where spells are as long as that."""
    people = crew(np.zeros(100, dtype=np.int64), rests=False)
    staff = grouped(people, [0] * 100, OnThePhones(ready=0.8, spell_seconds=HALF_HOUR))
    (routed,), _ = game([[0.001] * 6], staff, [[1]]).play(1, np.arange(100))
    assert routed.present.mean(axis=0) / (100 * HALF_HOUR) == pytest.approx(np.full(6, 0.8), abs=0.02)


def test_who_has_no_numbers_left_has_no_spell() -> None:
    """Two people with numbers for one spell each have one each, whoever stands behind them."""
    skills = skills_of(np.ones((1, 1), dtype=np.int64), np.ones((1, 1)), np.ones((1, 1), dtype=np.int64))
    people = PhoneCrew(
        sizes=loop_ints([1, 3]),
        group=loop_ints([0, 0]),
        start=loop_floats([0.0, 0.0]),
        end=loop_floats([1000.0, 1000.0]),
        rest_start=loop_floats([np.inf, np.inf]),
        rest_seconds=loop_floats([0.0, 0.0]),
        numbers=loop_floats([0.5] * 6),
        spells=loop_floats([100.0, 100.0, 0.0]),
    )
    none = RoutedCalls(*(loop(np.zeros(0)) for loop in (loop_floats, loop_ints, loop_floats, loop_floats)))
    state = new_crew_state(0, skills, 2, people)
    route_crew(none, skills, people, state)
    spans = zip(state.begin, state.end, state.off, strict=True)
    assert sorted(list(spans)[: state.sizes[1]]) == [(0, 1000, 0)] * 2 + [(50, 100, 1)] * 2


def test_who_is_due_to_leave_ends_the_contact_in_hand() -> None:
    """One person, one contact that comes before the end of the shift: it is answered and finished."""
    people = crew(np.array([0]), intervals=1, rests=False)
    (routed,), busy = game([[0.02, 0.0]], grouped(people, [0], OnThePhones()), [[1]]).play(1, np.arange(50))
    assert routed.outcomes[:, 1].sum() == 0
    assert busy[0, :, 1].sum() > 0  # after the end of the shift
    assert (routed.present[:, 1] > 0).any()


def test_a_group_answers_what_it_serves_alone() -> None:
    """Without a second group the other queue gets nobody; with one that serves both it does."""
    rates = [[0.02] * 6, [0.02] * 6]
    people = crew(np.zeros(12, dtype=np.int64))
    apart = game(rates, grouped(people, [0] * 12, OnThePhones()), [[1, 0]])
    both = game(rates, grouped(people, [0] * 6 + [1] * 6, OnThePhones()), [[1, 0], [2, 1]])
    (_, nobody), _ = apart.play(1, np.arange(10))
    (_, some), _ = both.play(1, np.arange(10))
    assert service_level(nobody, "offered").level.max() == 0
    assert service_level(some, "offered").level.mean() > 0.5


def test_contacts_at_once_are_places() -> None:
    """Five people who take two contacts at once answer as ten who take one, where nothing is due."""
    rates, two = [[0.03] * 6], np.array([[2]])
    people, more = (crew(np.zeros(n, dtype=np.int64), rests=False) for n in (5, 10))
    (few,), _ = game(rates, grouped(people, [0] * 5, OnThePhones()), [[1]], at_once=two).play(
        1, np.arange(20)
    )
    (many,), _ = game(rates, grouped(more, [0] * 10, OnThePhones()), [[1]]).play(1, np.arange(20))
    assert np.array_equal(few.outcomes, many.outcomes)


def test_who_has_a_chat_in_hand_takes_no_call() -> None:
    """A person with one of three chats takes further chats, and the call waits for somebody who is idle."""
    people = crew(np.zeros(1, dtype=np.int64), rests=False)
    busy = game(
        [[0.05] * 6, [0.002] * 6], grouped(people, [0], OnThePhones()), [[1, 2]], at_once=np.array([[3, 1]])
    )
    alone = game([[0.0] * 6, [0.002] * 6], grouped(people, [0], OnThePhones()), [[1, 2]])
    (_, beside), _ = busy.play(1, np.arange(40))
    (_, by_itself), _ = alone.play(1, np.arange(40))
    assert service_level(beside, "offered").level.mean() < 0.3
    assert service_level(by_itself, "offered").level.mean() > 0.6
