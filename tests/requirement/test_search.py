"""The fewest agents: one fewer misses, always."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.definitions import DEFINITIONS
from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.records.targets import Targets
from staffing.requirement import search
from staffing.requirement.search import fewest_agents

LOADS = st.floats(-2, 4.7).map(lambda exponent: 10.0**exponent)
RATIOS = st.one_of(st.just(np.inf), st.floats(-2, 2).map(lambda exponent: 10.0**exponent))


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(
    load=LOADS,
    ratio=RATIOS,
    aht=st.floats(10, 3600),
    service_level=st.floats(0.01, 0.999),
    seconds=st.floats(0, 300),
    definition=st.sampled_from(list(DEFINITIONS)),
    max_wait=st.one_of(st.none(), st.floats(0.1, 1000)),
    max_abandonment=st.one_of(st.none(), st.floats(1e-4, 1)),
    max_occupancy=st.one_of(st.none(), st.floats(0.1, 1)),
)
def test_one_agent_fewer_misses_a_target(
    *,
    load: float,
    ratio: float,
    aht: float,
    service_level: float,
    seconds: float,
    definition: str,
    max_wait: float | None,
    max_abandonment: float | None,
    max_occupancy: float | None,
) -> None:
    """The answer meets every target, and it is one agent or one fewer misses."""
    model = load_model("erlang-a")
    traffic = Traffic(np.array([load / aht]), aht, ratio * aht)
    targets = Targets(
        service_level,
        seconds,
        definition=definition,
        max_wait_seconds=max_wait,
        max_abandonment=max_abandonment,
        max_occupancy=max_occupancy,
    )
    agents = fewest_agents(model, traffic, targets)
    assert targets.met_by(model.performance(traffic, agents, seconds)).all()
    assert agents == 1 or not targets.met_by(model.performance(traffic, agents - 1, seconds)).any()


@pytest.mark.parametrize("name", ["erlang-a", "erlang-b", "erlang-c"])
def test_the_search_equals_trying_every_number(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """2,000 small centres at once, in blocks, against a walk from one agent up."""
    monkeypatch.setattr(search, "ROWS_AT_ONCE", 300)
    random = np.random.default_rng(7)
    load, aht = 10 ** random.uniform(-2, 1.6, 2000), random.uniform(30, 900, 2000)
    traffic = Traffic(load / aht, aht, random.uniform(20, 900, 2000))
    targets = Targets(random.uniform(0.2, 0.99, 2000), random.uniform(0, 120, 2000))
    found = fewest_agents(load_model(name), traffic, targets)
    agents = np.arange(1.0, 140.0)[:, None]
    met = targets.met_by(load_model(name).performance(traffic, agents, targets.target_seconds))
    np.testing.assert_array_equal(found, 1 + met.argmax(axis=0))


def test_targets_may_differ_by_row() -> None:
    """Each row meets its own target; 0 asks for none, which leaves one agent for those who call."""
    traffic = Traffic(np.full(3, 100 / 1800), 180, np.inf)
    found = fewest_agents(load_model("erlang-c"), traffic, Targets([0.8, 0.75, 0.0], 20))
    np.testing.assert_array_equal(found, [14, 13, 1])


def test_nothing_offered_needs_nobody() -> None:
    """No contacts, no agents, but for the minimum."""
    traffic = Traffic([0.0, 0.0, 1e-6], [np.nan, 240, 240])
    model = load_model("erlang-a")
    np.testing.assert_array_equal(fewest_agents(model, traffic, Targets(0.8)), [0, 0, 1])
    np.testing.assert_array_equal(fewest_agents(model, traffic, Targets(0.8, min_agents=2)), [2, 2, 2])
    assert fewest_agents(model, Traffic([], []), Targets(0.8)).shape == (0,)


def test_a_target_out_of_reach_is_infinite() -> None:
    """With two lines for ten erlangs most contacts are blocked whatever the staff."""
    traffic = Traffic([10 / 240, 0.1 / 240], 240, lines=2)
    found = fewest_agents(load_model("erlang-b"), traffic, Targets(0.8))
    np.testing.assert_array_equal(found, [np.inf, 1])
