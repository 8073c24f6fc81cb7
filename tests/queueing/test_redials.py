"""Contacts that try again."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.queueing import load_model
from staffing.queueing.model import Traffic
from staffing.queueing.redials import Redials


def test_six_in_ten_try_again() -> None:
    """50 erlangs, 50 agents, patience 120 s: 80/20 falls from 78.4 to 67.5 % (reference notes)."""
    traffic = Traffic(50 / 300, 300, 120)
    for redial, truth in ((0.0, 0.784), (0.6, 0.675)):
        found = Redials(load_model("erlang-a"), redial).performance(traffic, 50, 20)
        assert found.answered_within_target == pytest.approx(truth, abs=5e-4)


@pytest.mark.parametrize("redial", [0.1, 0.6, 0.95])
def test_the_rate_solves_its_equation(redial: float) -> None:
    """From idle to heavy overload, with and without lines."""
    agents = np.array([1.0, 30, 50, 60, 200])
    for lines in (np.inf, 210):
        traffic = Traffic(50 / 180, 180, 120, lines)
        model = Redials(load_model("erlang-a"), redial, 0.5)
        factor = model.attempts(traffic, agents, 20)
        found = model.performance(traffic, agents, 20)
        truth = 1 / (1 - redial * found.abandoned - 0.5 * found.blocked)
        np.testing.assert_allclose(factor, truth, rtol=1e-9)
        assert (np.diff(factor) <= 1e-12).all()
