"""Numbers printed by others, with where they were printed."""

from __future__ import annotations

import pytest

from staffing.queueing import load_model
from staffing.queueing.model import Traffic


def test_call_centre_helper_example() -> None:
    """R package ErlangC 0.1.0, documentation: 100 calls in 1800 s, AHT 180, 14 agents, within 20 s."""
    found = load_model("erlang-c").performance(Traffic(100 / 1800, 180), 14, 20)
    assert found.wait_probability == pytest.approx(0.1741319335950498, abs=1e-15)  # pyworkforce README
    assert found.answered_within_target == pytest.approx(0.8883500191794669, abs=1e-14)
    assert found.mean_wait_seconds == pytest.approx(7.83593701177724, rel=1e-12)
    assert found.occupancy == pytest.approx(0.7142857, abs=5e-8)


def test_mitan_page() -> None:
    """I. Angus, "An introduction to Erlang B and Erlang C": 0.2 calls/s, 240 s, 55 agents."""
    found = load_model("erlang-c").performance(Traffic(0.2, 240), 55, 15)
    assert found.wait_probability == pytest.approx(0.2387, abs=5e-5)
    assert found.mean_wait_seconds == pytest.approx(8.184, abs=5e-4)
    assert found.answered_within_target == pytest.approx(0.8459, abs=5e-5)


def test_erlang_b_manual() -> None:
    """erlang.com calculator manual: 15 lines carry 8.108 erlangs at 1 % blocking."""
    assert load_model("erlang-b").performance(Traffic(8.108, 1), 15, 0).blocked == pytest.approx(
        0.01, abs=5e-6
    )


def test_mandelbaum_zeltyn_example() -> None:
    """Mandelbaum and Zeltyn (2007): 50 agents, 48 calls a minute, AHT 1 min, patience 2 min."""
    found = load_model("erlang-a").performance(Traffic(48 / 60, 60, 120), 50, 20)
    assert found.abandoned == pytest.approx(0.031, abs=5e-4)
    assert found.occupancy == pytest.approx(0.93, abs=5e-3)
    assert 120 * found.abandoned == pytest.approx(3.7, abs=0.05)  # mean wait of all is patience × P(abandon)
