"""The change of a day's heads that a picture holds for best, and the picture that plays set right."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from staffing.arrays import Floats, Ints
from staffing.plan.skills.candidates import HeadCandidates
from staffing.plan.skills.change import CLOSE, DayAsked, DayLimits, best_change
from staffing.plan.skills.picture import DayPicture
from tests.skills.test_group_people import plan_of

EFFECT = np.array([[0.04, 0.0], [0.02, 0.0], [0.0, 0.03], [0.01, 0.02]])  # of a head on each shift, by queue
COST = np.array([8.0, 4.5, 6.0, 9.0])
NO_LIMITS = DayLimits(np.zeros((0, 4), dtype=bool), np.zeros(0), np.zeros(0))


def day(heads: list[int], margin: list[float], limits: DayLimits = NO_LIMITS, refusals: int = 0) -> DayAsked:
    return DayAsked(np.array(heads), COST, np.arange(4), np.array(margin), limits, 20.0, refusals)


def after(asked: DayAsked, change: Ints) -> Floats:
    return np.asarray(asked.margin + change @ EFFECT)


def test_a_queue_below_its_target_gets_the_cheapest_heads_that_are_enough() -> None:
    """A shift that serves it for less is added, and none of the other queue."""
    change = best_change(day([0, 0, 0, 0], [-0.015, 0.004]), EFFECT, ())
    assert change is not None
    assert change.tolist() == [0, 1, 0, 0]


def test_what_is_more_than_asked_is_taken_away_and_no_target_is_lost() -> None:
    """A head less, or one exchanged; never for more pay, never below a target, and close to it."""
    asked = day([2, 2, 2, 1], [0.045, 0.002])
    change = best_change(asked, EFFECT, ())
    assert change is not None
    assert change @ COST < 0
    assert (after(asked, change) >= 0).all()
    assert after(asked, change).max() <= CLOSE


def test_nothing_is_moved_where_nothing_is_to_gain() -> None:
    """Both queues are close to their targets, and no head fewer would leave them there."""
    assert best_change(day([1, 1, 1, 0], [0.004, 0.003]), EFFECT, ()) is None


def test_a_refused_change_is_not_tried_again() -> None:
    """The next best is, and after refusals with more in reserve."""
    asked = day([2, 2, 2, 1], [0.045, 0.002])
    first = best_change(asked, EFFECT, ())
    assert first is not None
    second = best_change(asked, EFFECT, (asked.named(first),))
    assert second is not None
    assert second.tolist() != first.tolist()
    careful = best_change(day([2, 2, 2, 1], [0.045, 0.002], refusals=5), EFFECT, ())
    assert careful is None or after(asked, careful)[0] >= CLOSE / 2


def test_limits_of_a_day_are_kept() -> None:
    """At most as many heads of a shift as the rules allow; one that is beyond already goes no further."""
    most_one = DayLimits(np.array([[False, True, False, False]]), np.zeros(1), np.ones(1))
    for heads in ([1, 1, 1, 1], [1, 2, 1, 1]):
        change = best_change(day(heads, [-0.015, 0.004], most_one), EFFECT, ())
        assert change is not None
        assert change[1] <= 0
        assert after(day(heads, [-0.015, 0.004]), change).min() >= 0


@pytest.mark.parametrize("margin", [[-0.015, 0.004], [0.02, 0.011]])
def test_changes_looked_at_in_blocks_are_the_same(
    margin: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few are held in memory at once."""
    asked = day([2, 1, 1, 1], margin)
    whole = best_change(asked, EFFECT, ())
    monkeypatch.setattr("staffing.plan.skills.change.AT_ONCE", 1)
    assert whole is not None
    assert np.array_equal(whole, best_change(asked, EFFECT, ()))


@pytest.mark.slow
def test_a_day_of_many_shifts_needs_little_memory() -> None:
    """Forty of 360 that lie beside them: all 2.7 million changes at once took 300 MB."""
    chance, many = np.random.default_rng(1), 360
    heads = np.where(np.arange(many) < 40, 2, 0)
    none = DayLimits(np.zeros((0, many), dtype=bool), np.zeros(0), np.zeros(0))
    cost, margin = chance.choice([7.5, 8.0, 8.5], many), np.array([-0.01, 0.02, 0.004, 0.0])
    asked = DayAsked(heads, cost, np.arange(many), margin, none, 20.0)
    tracemalloc.start()
    assert best_change(asked, chance.uniform(0.0, 0.01, (many, 4)), ()) is not None
    assert tracemalloc.get_traced_memory()[1] < 250e6
    tracemalloc.stop()


def test_the_picture_learns_how_steep_a_queue_is() -> None:
    """Where plays lose twice what the slopes say, it says so soon, of that group and queue alone."""
    rows = plan_of([("a", 8, 1), ("a", 9, 1), ("b", 8, 1), ("b", 9, 1)])
    slope = np.array([[0.02, 0.01], [0.02, 0.01], [0.0, 0.02], [0.0, 0.02]])
    group, kind, on_day = np.array([0, 0, 1, 1]), np.arange(4), np.zeros(4, dtype=np.int64)
    chosen = HeadCandidates(rows, rows.agents, COST, slope, group, 2, on_day, kind)
    picture = DayPicture(chosen, np.arange(4))
    assert picture.effect == pytest.approx(slope)
    for shift in (0, 1, 0, 1):
        change = -np.eye(4, dtype=np.int64)[shift]
        picture.learn(change, 2.0 * (change @ slope))
    assert picture.effect[:2] == pytest.approx(2.0 * slope[:2], rel=0.2)
    assert picture.effect[2:] == pytest.approx(slope[2:])
    assert np.isfinite(picture.effect).all()
