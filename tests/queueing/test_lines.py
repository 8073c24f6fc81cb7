"""Limited lines: their limits, their monotony, and extremes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.definitions import DEFINITIONS
from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from tests.queueing.test_models import FRACTIONS, is_sound

LOADS = st.floats(-2, 3).map(lambda exponent: 10.0**exponent)
RATIOS = st.one_of(st.just(np.inf), st.floats(-2, 2).map(lambda exponent: 10.0**exponent))


@settings(max_examples=100, deadline=None)
@given(load=LOADS, ratio=RATIOS, agents=st.integers(1, 1000), target=st.floats(0, 300))
def test_as_many_lines_as_agents_is_erlang_b(load: float, ratio: float, agents: int, target: float) -> None:
    """Nobody can wait: who is not blocked is answered at once."""
    found = load_model("erlang-a").performance(
        Traffic(load / 240, 240, ratio * 240, lines=agents), agents, target
    )
    loss = load_model("erlang-b").performance(Traffic(load / 240, 240), agents, target)
    for measure in FRACTIONS:
        assert getattr(found, measure) == pytest.approx(getattr(loss, measure), abs=1e-13)
    assert found.mean_wait_seconds == 0


@settings(max_examples=100, deadline=None)
@given(load=LOADS, ratio=RATIOS, spare=st.floats(-1, 3), target=st.floats(0, 300))
def test_many_lines_are_no_limit(load: float, ratio: float, spare: float, target: float) -> None:
    """With ever more lines the limit disappears."""
    agents = np.maximum(np.ceil(load + spare * np.sqrt(load)), 1.0)
    if np.isinf(ratio) and agents < load + 0.1 * np.sqrt(load):
        return  # without abandonment an overloaded queue fills any number of lines
    without = load_model("erlang-a").performance(Traffic(load / 240, 240, ratio * 240), agents, target)
    found = load_model("erlang-a").performance(
        Traffic(load / 240, 240, ratio * 240, lines=agents + 400_000), agents, target
    )
    for measure in FRACTIONS:
        assert getattr(found, measure) == pytest.approx(getattr(without, measure), abs=1e-10)
    assert found.mean_wait_seconds == pytest.approx(without.mean_wait_seconds, rel=1e-7, abs=1e-200)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(load=LOADS, ratio=RATIOS, lines=st.integers(1, 400), target=st.floats(0, 300))
def test_service_rises_with_agents(load: float, ratio: float, lines: int, target: float) -> None:
    """More agents on the same lines, whole or not, never lower the service level, nor make more give up."""
    agents = np.linspace(0, lines, 9)
    found = load_model("erlang-a").performance(
        Traffic(load / 240, 240, ratio * 240, lines=lines), agents, target
    )
    for name in ("offered", "answered"):
        assert (np.diff(DEFINITIONS[name].level(found)) >= -1e-12).all()
    assert (np.diff(found.abandoned) <= 1e-12).all()
    if ratio >= 1:  # else who gives up frees a line sooner than an agent would
        assert (np.diff(found.blocked) <= 1e-12).all()


def test_extremes_are_sound() -> None:
    """Tiny and huge, overloaded and idle, no line at all: no overflow, no NaN, no warning."""
    load, ratio, agents, lines = np.meshgrid(
        [0.01, 300.0, 50_000.0],
        [1e-8, 1.0, 100.0, 1e12, np.inf],
        [0.0, 1e-90, 0.5, 1.0, 290.0, 50_300.0],
        [0.0, 1.5, 300.0, 60_000.0],
    )
    for target in (0.0, 20.0, 300.0):
        found = load_model("erlang-a").performance(
            Traffic(load / 240, 240, ratio * 240, lines=lines), agents, target
        )
        assert is_sound(found)


def test_overload_without_abandonment_fills_the_lines() -> None:
    """10 erlangs, 5 agents, 20 lines: half is blocked, agents always busy (M/M/s/K)."""
    found = load_model("erlang-c").performance(Traffic(10 / 240, 240, lines=20), 5, 20)
    assert found.blocked == pytest.approx(0.5, abs=1e-4)
    assert found.occupancy == pytest.approx(1.0, abs=1e-4)
