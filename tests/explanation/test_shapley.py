"""Parts that add up: the four properties that make Shapley values the only such parts."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from staffing.explanation.shapley import coalitions, shapley

games = st.integers(1, 6).flatmap(lambda n: arrays(np.float64, (2**n, 3), elements=st.floats(-1e3, 1e3)))


@given(games)
def test_parts_add_up_to_the_gap(values: np.ndarray) -> None:
    """To rounding, whatever the model says."""
    gap = values[-1] - values[0]
    np.testing.assert_allclose(shapley(values).sum(axis=0), gap, rtol=0, atol=1e-9)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=7))
def test_factors_that_do_not_interact_get_what_they_add(effects: list[float]) -> None:
    """Of a sum each factor gets its own term."""
    values = coalitions(len(effects)) @ np.array(effects)
    np.testing.assert_allclose(shapley(values[:, None])[:, 0], effects, atol=1e-9)


def test_two_factors_that_only_act_together_share_alike() -> None:
    """And one that changes nothing gets nothing."""
    inside = coalitions(3)
    values = np.where(inside[:, 0] & inside[:, 1], 6.0, 0.0)
    np.testing.assert_allclose(shapley(values[:, None])[:, 0], [3.0, 3.0, 0.0], atol=1e-12)
