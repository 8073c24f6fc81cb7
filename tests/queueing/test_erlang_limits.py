"""How the models relate to one another and to their agents."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.definitions import DEFINITIONS
from staffing.queueing import load_model
from staffing.queueing.model import Traffic

LOADS = st.floats(-2, 4.7).map(lambda exponent: 10.0**exponent)
RATIOS = st.floats(-2, 2).map(lambda exponent: 10.0**exponent)
HANDLE_TIMES = st.floats(10, 3600)
TARGETS = st.floats(0, 300)


def ladder(load: float) -> np.ndarray:
    """Whole numbers of agents around a load, from one, in steps that grow with the centre."""
    step = max(1.0, np.floor(np.sqrt(load) / 4))
    middle = np.ceil(load)
    return np.unique(np.maximum(middle + step * np.arange(-20, 21), 1.0))


@settings(max_examples=200, deadline=None)
@given(load=LOADS, ratio=RATIOS, aht=HANDLE_TIMES, target=TARGETS)
def test_erlang_a_improves_with_every_agent(load: float, ratio: float, aht: float, target: float) -> None:
    """More agents never lower the service level, by any definition, nor raise waits or abandonment."""
    found = load_model("erlang-a").performance(Traffic(load / aht, aht, ratio * aht), ladder(load), target)
    for definition in DEFINITIONS.values():
        assert (np.diff(definition.level(found)) >= -1e-12).all()
    assert (np.diff(found.abandoned) <= 1e-12).all()
    assert (np.diff(found.occupancy) <= 1e-12).all()
    assert (np.diff(found.mean_wait_seconds) <= 1e-9 * found.mean_wait_seconds[:-1]).all()


@settings(max_examples=100, deadline=None)
@given(load=LOADS, aht=HANDLE_TIMES, target=TARGETS)
def test_erlang_c_improves_with_every_agent(load: float, aht: float, target: float) -> None:
    """More agents never lower the service level nor raise the wait."""
    found = load_model("erlang-c").performance(Traffic(load / aht, aht), ladder(load), target)
    waits = found.mean_wait_seconds[np.isfinite(found.mean_wait_seconds)]
    assert (np.diff(found.answered_within_target) >= -1e-12).all()
    assert (np.diff(found.occupancy) <= 1e-12).all()
    assert (np.diff(waits) <= 0).all()


@settings(max_examples=100, deadline=None)
@given(load=LOADS, aht=HANDLE_TIMES, target=TARGETS, spare=st.floats(0.1, 4))
def test_erlang_a_tends_to_erlang_c(load: float, aht: float, target: float, spare: float) -> None:
    """As patience grows, Erlang A becomes Erlang C; with infinite patience it is Erlang C."""
    agents = np.ceil(load + spare * np.sqrt(load) + 0.01)
    endless = load_model("erlang-c").performance(Traffic(load / aht, aht), agents, target)
    gaps = []
    for ratio in (1e6, 1e9):
        patient = load_model("erlang-a").performance(Traffic(load / aht, aht, ratio * aht), agents, target)
        gaps.append(abs(patient.answered_within_target - endless.answered_within_target))
    assert gaps[1] <= 1e-4
    assert gaps[1] <= gaps[0] * 1e-2 + 1e-12
    same = load_model("erlang-a").performance(Traffic(load / aht, aht, np.inf), agents, target)
    assert same.answered_within_target == endless.answered_within_target
    assert same.mean_wait_seconds == endless.mean_wait_seconds


@settings(max_examples=100, deadline=None)
@given(load=LOADS, ratio=RATIOS, aht=HANDLE_TIMES, target=TARGETS, spare=st.floats(-3, 3))
def test_one_caller_more_never_helps(
    load: float, ratio: float, aht: float, target: float, spare: float
) -> None:
    """The service of those who come falls as more come."""
    agents = np.maximum(np.ceil(load + spare * np.sqrt(load)), 1.0)
    arrivals = np.array([1.0, 1.02]) * load / aht
    found = load_model("erlang-a").performance(Traffic(arrivals, aht, ratio * aht), agents, target)
    assert found.answered_within_target[1] <= found.answered_within_target[0] + 1e-12


def test_fractional_agents_lie_between_their_neighbours() -> None:
    """The continuous extension is smooth from nobody to one agent and on."""
    agents = np.linspace(0, 30, 3001)
    for name in ("erlang-a", "erlang-b", "erlang-c"):
        found = load_model(name).performance(Traffic(12 / 240, 240, 120), agents, 20)
        steps = np.diff(found.answered_within_target)
        assert (steps >= -1e-13).all()
        assert steps.max() < 0.01


@pytest.mark.parametrize("ratio", [0.01, 1.0, 100.0])
def test_under_and_overload_meet(ratio: float) -> None:
    """At agents = load the formulas for either side give the same numbers."""
    for load in (0.5, 7.0, 300.0, 40_000.0):
        agents = load * (1 + np.array([-1e-9, 1e-9]))
        found = load_model("erlang-a").performance(Traffic(load / 240, 240, ratio * 240), agents, 20)
        for column in (found.answered_within_target, found.abandoned_within_target, found.wait_probability):
            assert column[0] == pytest.approx(column[1], abs=1e-6)
        assert found.mean_wait_seconds[0] == pytest.approx(found.mean_wait_seconds[1], rel=1e-5)
