"""What holds of every play."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.queueing.model import Traffic
from staffing.simulation.game import Game
from staffing.simulation.handle_times import MeasuredHandling, parse_handle_times
from staffing.simulation.incoming import Incoming
from staffing.simulation.measures import Ratio, counts, service_level
from staffing.simulation.numbers import Draws
from staffing.simulation.played import Played
from staffing.simulation.pool import PoolRules
from staffing.simulation.tally import Outcome
from tests.simulation.play_one import incoming, played, steady

rates = st.lists(st.floats(0.0, 0.3), min_size=2, max_size=6)
levels = st.lists(st.integers(0, 20), min_size=6, max_size=6)


def game(rate: list[float], agents: list[int], patience: float = np.inf, **others: object) -> Game:
    staff = np.array(agents[: len(rate)], dtype=np.float64)
    return Game(0, incoming(Traffic(np.array(rate), 200.0, patience)), agents=staff, **others)  # type: ignore[arg-type]


def same(one: Played, other: Played) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in vars(one))


@settings(max_examples=25, deadline=None)
@given(rates, levels, st.integers(0, 5))
def test_more_agents_never_answer_fewer_in_time(rate: list[float], agents: list[int], more: int) -> None:
    """With the same contacts who wait for ever, in every replication and interval."""
    few = counts(played(game(rate, agents), 10), "answered_within_target")
    many = counts(played(game(rate, [n + more for n in agents]), 10), "answered_within_target")
    assert (many >= few).all()


@settings(max_examples=25, deadline=None)
@given(rates, levels, st.sampled_from([30.0, 300.0, np.inf]), st.sampled_from(["count", "named"]))
def test_every_contact_has_one_outcome(
    rate: list[float], agents: list[int], patience: float, leaving: str
) -> None:
    """Whatever the staff, the same contacts come; only who never gives up can be left without an answer."""
    found = played(game(rate, agents, patience, leaving=leaving), 10)
    others = played(game(rate, [10] * 6, patience), 10)
    offered = counts(found, "offered")
    assert np.array_equal(offered, counts(others, "offered"))
    never = found.outcomes[..., Outcome.NEVER].sum()
    assert offered.sum() == counts(found, "answered").sum() + counts(found, "abandoned").sum() + never
    assert patience == np.inf or never == 0


def test_a_seed_is_reproduced_and_another_is_other() -> None:
    """Byte for byte, however the replications are divided up."""
    one = game([0.1, 0.2, 0.1], [15, 30, 15], 120.0)
    whole = one.play(7, np.arange(30))
    parts = [one.play(7, some) for some in (np.arange(11), np.arange(11, 30))]
    for name in vars(whole):
        assert np.array_equal(getattr(whole, name), np.concatenate([getattr(part, name) for part in parts]))
    assert not same(whole, one.play(8, np.arange(30)))


def test_stretches_that_know_nothing_of_one_another_are_played_alone() -> None:
    """Two days with a night between give the same in one play and in two."""
    night = 50_400.0 + 1800.0 * np.arange(2)
    contacts = Incoming(
        start=np.concatenate([1800.0 * np.arange(2), night]),
        seconds=1800.0,
        traffic=Traffic(np.full(4, 0.1), 200.0, 120.0),
        slope=np.zeros(4),
        target_seconds=np.full(4, 20.0),
        day=np.array([0, 0, 1, 1]),
        day_variation=np.array([0.1, 0.1]),
    )
    whole = Game(0, contacts, agents=np.full(4, 18.0))
    alone = list(whole.alone())
    assert len(alone) == 2
    one, other = played(whole), Played.joined([played(part) for part in alone])
    assert np.array_equal(one.outcomes, other.outcomes)
    np.testing.assert_allclose(one.waited, other.waited, atol=1e-6)
    np.testing.assert_allclose(one.busy, other.busy, atol=1e-6)


def test_a_limit_of_lines_that_nobody_meets_changes_nothing() -> None:
    """Five hundred lines for fifty contacts."""
    free = Game(0, steady(100, 240, 120), agents=np.full(8, 14.0))
    limited = Game(0, steady(100, 240, 120, lines=500), agents=np.full(8, 14.0))
    assert same(played(free), played(limited))


def test_without_anybody_to_call_again_redials_change_nothing() -> None:
    """Shares so small that nobody does."""
    usual = Game(0, steady(100, 240, 120), agents=np.full(8, 14.0))
    again = Game(0, steady(100, 240, 120), agents=np.full(8, 14.0), rules=PoolRules(redial=1e-12))
    assert same(played(usual), played(again))


def test_the_rate_is_linear_inside_intervals() -> None:
    """Of an interval whose rate falls to nothing, three quarters of the contacts come in its first half."""
    traffic = Traffic(np.array([0.5]), 10.0)
    contacts = incoming(traffic, slope=np.array([-1.0]))
    (day,) = contacts.days
    _, moments = day.moments(np.array([0.0, 0.75 * 900, 900.0]))
    np.testing.assert_allclose(moments, [0.0, 900.0, 1800.0])


def test_the_factor_of_a_day_has_the_mean_one_and_its_variation() -> None:
    """Gamma: within four standard errors of 1 and 0.2."""
    contacts = incoming(Traffic(np.array([0.1]), 10.0), day_variation=np.array([0.2]))
    factors = contacts.days[0].factors(Draws(1, np.arange(20_000)))
    assert factors.mean() == pytest.approx(1.0, abs=4 * 0.2 / np.sqrt(20_000))
    assert factors.std() == pytest.approx(0.2, rel=0.03)


@pytest.mark.parametrize("text", ["exponential", "deterministic", "lognormal:0.7"])
def test_handle_times_have_the_mean_and_variation_they_say(text: str) -> None:
    """In units of their mean."""
    even = (np.arange(100_000) + 0.5) / 100_000
    law = parse_handle_times(text)
    drawn = law.draw(even)
    assert drawn.mean() == pytest.approx(1.0, rel=1e-3)
    assert drawn.var() == pytest.approx(law.squared_variation, rel=0.01)


def test_measured_handle_times_are_those_measured() -> None:
    """Stretched to the mean of the interval."""
    law = MeasuredHandling.of(np.array([300.0, 100.0]))
    assert np.unique(law.draw(np.array([0.1, 0.4, 0.6, 0.99]))).tolist() == [0.5, 1.5]
    assert law.squared_variation == 0.25


def test_a_ratio_knows_its_error() -> None:
    """Means over replications, by the delta method; unknown where there is no whole."""
    ratio = Ratio(np.array([[8.0, 0.0], [6.0, 0.0]]), np.array([[10.0, 0.0], [10.0, 0.0]]))
    assert ratio.level[0] == pytest.approx(0.7)
    assert ratio.error[0] == pytest.approx(0.1)
    assert np.isnan(ratio.level[1])
    assert np.isnan(ratio.error[1])
    assert ratio.quantiles()[:, 0] == pytest.approx([0.62, 0.7, 0.78])


def test_variable_handle_times_make_longer_waits() -> None:
    """At the same mean."""
    found = []
    for text in ("deterministic", "exponential"):
        contacts = incoming(Traffic(np.full(8, 0.1), 200.0, 300.0), handle_times=parse_handle_times(text))
        found.append(service_level(played(Game(0, contacts, agents=np.full(8, 23.0)), 100), "offered"))
    assert found[0].level[2:].mean() > found[1].level[2:].mean()
