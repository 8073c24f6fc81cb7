"""Patience drawn by chance follows its law."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.queueing.patience_laws import PATIENCE_LAWS, law_of
from staffing.queueing.patience_laws.empirical import PatienceCurve

EVEN = (np.arange(100_000) + 0.5) / 100_000  # in place of chance
CURVE = PatienceCurve([10, 30, 60, 120, 300], [0.95, 0.8, 0.8, 0.5, 0.2])


@pytest.mark.parametrize("parameter", [1.3, 4.0])
@pytest.mark.parametrize("law", PATIENCE_LAWS)
def test_draws_follow_the_law(law: str, parameter: float) -> None:
    """The share of draws above any time is Ḡ there, and their mean that of the law."""
    rule = law_of(PATIENCE_LAWS[law].code, np.array([[150.0]]), np.array([[parameter]]), CURVE)
    drawn = rule.draw(EVEN[None, :])[0]
    times = np.array([0.5, 5, 20, 59, 61, 140, 160, 400, 1500])
    above = (drawn[:, None] > times).mean(axis=0)
    np.testing.assert_allclose(above, rule.survival(times[None, :])[0], atol=3e-5)
    assert drawn.mean() == pytest.approx(150.0, rel=0.003)


def test_a_curve_below_one_at_zero_has_contacts_that_do_not_wait() -> None:
    """One in ten has no patience at all."""
    curve = PatienceCurve([0, 100], [0.9, 0.5])
    drawn = law_of(
        PATIENCE_LAWS["empirical"].code, np.array([[curve.mean]]), np.array([[np.nan]]), curve
    ).draw(EVEN[None, :])[0]
    assert (drawn == 0).mean() == pytest.approx(0.1, abs=1e-4)
