"""The special functions, by their recurrences: these tie every method to its neighbours' regions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.queueing.gamma_tails import deviance, front, hazard, lower_ratio, lower_tail


def one(value: float) -> np.ndarray:
    return np.array([value])


SHAPES = st.floats(-2, 5).map(lambda exponent: 10.0**exponent)


@settings(max_examples=300, deadline=None)
@given(shape=SHAPES, factor=st.floats(0.01, 30))
def test_hazard_follows_erlangs_recursion(shape: float, factor: float) -> None:
    """1/B(s) = 1 + (s/a) / B(s − 1), with hazard(k) = B(k − 1)."""
    load = shape * factor
    inner, outer = hazard(one(shape), one(load)), hazard(one(shape + 1), one(load))
    if outer > 1e-280:
        assert 1.0 / outer == pytest.approx(1.0 + shape / (load * inner), rel=2e-12)


@settings(max_examples=300, deadline=None)
@given(shape=SHAPES, factor=st.floats(1e-4, 1))
def test_lower_ratio_follows_its_recursion(shape: float, factor: float) -> None:
    """c S(c, y) = 1 + y S(c + 1, y)."""
    y = shape * factor
    left = shape * lower_ratio(one(shape), one(y))
    assert left == pytest.approx(1.0 + y * lower_ratio(one(shape + 1), one(y)), rel=2e-12)


@pytest.mark.parametrize("shape", [0.01, 0.5, 3.0, 100.0, 499.0, 501.0, 2e4, 3e6])
def test_lower_ratio_is_tail_over_front_at_the_mean(shape: float) -> None:
    """The series, Temme's ratio and Temme's tail describe one function."""
    k, y = one(shape), one(shape)
    assert lower_ratio(k, y) == pytest.approx(lower_tail(k, y) / front(k, y), rel=1e-12)


@pytest.mark.parametrize(
    ("k", "y", "truth"),
    [  # mpmath 1.4.1, 30 digits, w = 1/max(k-y, sqrt(y)):
        # quad(lambda t: exp(y*(1-exp(-t)) - k*t), [0, w, 4*w, 16*w, 64*w, 200*w])
        (1e6, 995000.0, 0.000192841786229617991),
        (1e6, 992000.0, 0.000123146488233923135),
        (5e6, 4990000.0, 0.0000956167779804304212),
    ],
)
def test_lower_ratio_far_from_the_mean(k: float, y: float, truth: float) -> None:
    """Five to eight deviations below the mean of a large shape, where SciPy's gammainc fails."""
    assert lower_ratio(one(k), one(y)) == pytest.approx(truth, rel=1e-13)


def test_deviance_has_no_cancellation() -> None:
    """Near y = k it is (y − k)²/2k to leading order, however small."""
    k, y = one(1e6), one(1e6 + 1.0)
    assert deviance(k, y) == pytest.approx(0.5e-6 * (1 - 2e-6 / 3), rel=1e-9)


def test_nothing_overflows() -> None:
    """A hazard too small for a double is zero; extreme arguments stay finite."""
    assert hazard(one(5000.0), one(0.01)) == 0.0
    assert hazard(one(1e-6), one(1e6)) == pytest.approx(1.0, rel=1e-5)
    assert np.isfinite(lower_ratio(one(1e12), one(1e12)))
