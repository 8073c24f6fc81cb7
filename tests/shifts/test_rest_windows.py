"""Windows of a shift's rests: on the grid, trimmed, ordered, and cut into chains."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.shifts.clock_rests import rest_windows
from staffing.shifts.formulation.admissible import admissible_shifts, without_room
from staffing.shifts.formulation.windows import Window, rest_orders
from staffing.shifts.horizon import horizon_of
from staffing.shifts.pattern import Pattern, Rest, RestRoom, plan_order
from staffing.shifts.rules import Rules
from staffing.timegrid import Zone


def rest(minutes: int, earliest: int, latest: int) -> Rest:
    return Rest(minutes, True, earliest, latest)


def test_far_windows_are_independent() -> None:
    """Rests that cannot come too close are chosen independently."""
    rests = (rest(30, 180, 240), rest(15, 60, 150), rest(15, 330, 420))
    (order,) = rest_orders(rests, None, 510, 0, RestRoom(15, 15))
    assert order == ((Window(1, 15, 60, 150),), (Window(0, 30, 180, 240),), (Window(2, 15, 330, 420),))


def test_near_windows_are_one_chain() -> None:
    """A break that may end less than the least work before a lunch's first start is coupled with it."""
    (order,) = rest_orders((rest(30, 180, 240), rest(15, 60, 165)), None, 480, 0, RestRoom(15, 15))
    assert [len(chain) for chain in order] == [2]


def test_windows_that_cross_have_two_orders() -> None:
    """A break whose window spans the lunch's is taken before it or after it."""
    orders = rest_orders((rest(30, 120, 180), rest(15, 60, 300)), None, 480, 0, RestRoom(15, 15))
    assert [[window.rest for chain in order for window in chain] for order in orders] == [[1, 0], [0, 1]]


def test_equal_rests_are_not_swapped() -> None:
    """Two equal breaks have one order, not two."""
    assert len(rest_orders((rest(15, 60, 300), rest(15, 60, 300)), None, 480, 0, RestRoom(15, 15))) == 1


def test_windows_lie_on_the_grid() -> None:
    """A shift that starts between grid points has its rests on grid points all the same."""
    ((chain,),) = rest_orders((rest(30, 60, 120),), None, 240, 15, RestRoom(30, 30))
    assert chain == (Window(0, 30, 75, 105),)


def test_windows_end_inside_the_shift() -> None:
    """A rest ends by the end of the shift, whatever its window says."""
    ((chain,),) = rest_orders((rest(30, 60, 240),), None, 240, 0, RestRoom(30, 30))
    assert chain == (Window(0, 30, 60, 210),)


def test_rests_that_do_not_fit() -> None:
    """There is no order where rests leave no room for each other."""
    assert rest_orders((rest(30, 60, 60), rest(30, 60, 60)), None, 240, 0, RestRoom(30, 30)) == ()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from([15, 30]), st.integers(0, 12), st.integers(0, 6)), min_size=1, max_size=3
    ),
    st.sampled_from([0, 15, 30]),
)
def test_orders_hold_every_placement_once(raw: list[tuple[int, int, int]], work: int) -> None:
    """The orders together admit exactly the placements that keep the rules, equal rests being alike."""
    rests = tuple(rest(minutes, 15 * first, 15 * (first + width)) for minutes, first, width in raw)
    length = 300
    starts = [range(r.earliest_minutes, min(r.latest_minutes, length - r.minutes) + 1, 15) for r in rests]
    expected = set()
    for placed in itertools.product(*starts):
        spans = sorted((p, p + r.minutes) for p, r in zip(placed, rests, strict=True))
        if all(b - e >= work for (_, e), (b, _) in itertools.pairwise(spans)):
            expected.add(tuple(spans))
    found = set()
    for order in rest_orders(rests, None, length, 0, RestRoom(15, work)):
        windows = list(itertools.chain.from_iterable(order))
        for placed in itertools.product(*(range(w.first, w.last + 1, 15) for w in windows)):
            spans = [(p, p + w.minutes) for p, w in zip(placed, windows, strict=True)]
            if all(b - e >= work for (_, e), (b, _) in itertools.pairwise(spans)):
                found.add(tuple(spans))
    assert found == expected


LUNCH, MORNING, AFTERNOON = rest(30, 180, 300), rest(15, 60, 150), rest(15, 240, 420)


def test_rests_are_taken_in_the_order_of_the_plan() -> None:
    """The second break comes after the lunch though its window opens earlier, unless any order is allowed."""
    rests = (LUNCH, MORNING, AFTERNOON)
    assert plan_order(rests) == (1, 0, 2)
    (order,) = rest_orders(rests, plan_order(rests), 510, 0, RestRoom(15, 60))
    windows = list(itertools.chain.from_iterable(order))
    assert [window.rest for window in windows] == [1, 0, 2]
    assert windows[2].first == 180 + 30 + 60
    assert len(rest_orders(rests, None, 510, 0, RestRoom(15, 15))) == 2


def test_an_hour_of_work_lies_between_two_rests() -> None:
    """Where the plan names no work between rests, unless its windows lie half an hour apart by themselves."""
    apart = Pattern("a", length_minutes=(480, 480), lunch=rest(30, 180, 300), breaks=(rest(15, 360, 420),))
    near = Pattern("b", length_minutes=(480, 480), lunch=rest(30, 180, 300), breaks=(rest(15, 345, 420),))
    assert Rules("UTC", 30, (apart,)).work_between_rests == 15
    assert Rules("UTC", 30, (near,)).work_between_rests == 60
    assert Rules("UTC", 30, (apart, near)).work_between_rests == 60
    assert Rules("UTC", 30, (near,), min_work_minutes=30).work_between_rests == 30


def test_windows_too_narrow_for_an_hour_get_what_they_leave() -> None:
    """A plan of before, whose lunch and break cannot lie an hour apart, has as many quarters as there are."""
    tight = Pattern("t", length_minutes=(480, 480), lunch=rest(30, 240, 270), breaks=(rest(15, 285, 315),))
    assert Rules("UTC", 30, (tight,)).work_between_rests == 45


def test_no_rest_at_the_ends_of_a_shift() -> None:
    """So many minutes before the first rest and after the last are worked."""
    ((chain,),) = rest_orders((rest(15, 0, 480),), (0,), 480, 0, RestRoom(15, 15, at_ends=60))
    assert chain == (Window(0, 15, 60, 405),)
    pattern = Pattern("p", length_minutes=(240, 240), breaks=(rest(15, 0, 30),))
    assert refused(Rules("UTC", 30, (pattern,), work_at_ends_minutes=45)) == ("p",)


def test_lunches_by_the_clock() -> None:
    """A lunch between 11:00 and 14:00 lies there whenever the shift starts, after midnight and before it."""
    pattern = Pattern("p", lunch=Rest(30, False, 60, 420, between=(660, 840)))
    at = np.array(["2026-06-01T08:00", "2026-06-01T12:00", "2026-06-01T14:00"], dtype="datetime64[s]")
    assert rest_windows(pattern, at, Zone("UTC"))[:, 0].tolist() == [[180, 330], [60, 90], [1, 0]]
    night = Pattern("n", lunch=Rest(30, False, between=(23 * 60, 60)))
    at = np.array(["2026-06-01T22:00", "2026-06-02T00:15"], dtype="datetime64[s]")
    assert rest_windows(night, at, Zone("UTC"))[:, 0].tolist() == [[60, 150], [0, 15]]


def test_the_clock_is_that_of_the_wall() -> None:
    """In the night that clocks go forward, 04:00 comes an hour sooner after the shift's start."""
    night = Pattern("n", lunch=Rest(30, False, between=(4 * 60, 5 * 60)))
    at = np.array(["2026-03-27T21:00", "2026-03-28T21:00"], dtype="datetime64[s]")  # 22:00 in Berlin
    windows = rest_windows(night, at, Zone("Europe/Berlin"))
    assert windows[:, 0].tolist() == [[360, 390], [300, 330]]


def test_a_lunch_by_the_clock_takes_its_place_among_the_breaks() -> None:
    """A shift from 10:00 has one break before its lunch at noon, the other after it."""
    lunch, breaks = Rest(30, False, between=(720, 840)), (rest(15, 60, 180), rest(15, 330, 450))
    pattern = Pattern("p", length_minutes=(480, 480), lunch=lunch, breaks=breaks)
    starts = np.datetime64("2026-06-01T06:00", "s") + np.arange(34) * np.timedelta64(30, "m")
    rules = Rules("UTC", 30, (pattern,), start_every_minutes=300, min_work_minutes=30)
    shifts = admissible_shifts(horizon_of(starts, rules))
    orders = {
        int(minute): [window.rest for chain in shifts.shapes[shape].chains for window in chain]
        for minute, shape in zip(shifts.minute_of_day, shifts.shape, strict=True)
    }
    assert orders == {600: [1, 0, 2]}


def test_bounds_are_checked() -> None:
    """Impossible rests and patterns are refused with the bound in the message."""
    with pytest.raises(ValueError, match="window must run forward"):
        Rest(15, True, 120, 60)
    with pytest.raises(ValueError, match="exceeds max_agents"):
        Pattern("a", min_agents=3, max_agents=2)


def test_patterns_whose_rests_find_no_room_are_named() -> None:
    """Two rests at one time, a window between two points of the grid, more work than the shift is long."""
    lunch = Rest(30, False, 180, 200)
    good = Pattern("good", length_minutes=(480, 480), lunch=lunch, breaks=(Rest(15, True, 60, 120),))
    clash = Pattern("clash", length_minutes=(480, 480), lunch=lunch, breaks=(Rest(15, True, 180, 200),))
    between = Pattern("between", length_minutes=(480, 480), lunch=Rest(30, False, 181, 184))
    assert refused(Rules("UTC", 30, (good, clash))) == ("clash",)
    assert refused(Rules("UTC", 30, (between,), start_every_minutes=15)) == ("between",)
    assert refused(Rules("UTC", 30, (good,), min_work_minutes=240)) == ("good",)


def test_room_for_rests_is_that_of_the_starts_there_are() -> None:
    """A window of five minutes meets the grid only for shifts that start between its points."""
    pattern = Pattern("odd", length_minutes=(480, 480), lunch=Rest(30, False, 185, 189))
    assert refused(Rules("UTC", 30, (pattern,), start_every_minutes=15)) == ("odd",)
    assert refused(Rules("UTC", 30, (pattern,), start_every_minutes=5)) == ()


def refused(rules: Rules) -> tuple[str, ...]:
    """The patterns without room on a day."""
    starts = np.datetime64("2026-06-01T00:00", "s") + np.arange(48) * np.timedelta64(30, "m")
    return without_room(horizon_of(starts, rules))
