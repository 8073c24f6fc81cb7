"""The choice among methods, and how sure the forecast is."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from staffing.arrays import Floats, Ints
from staffing.forecast import AUTO_CHOICES, FALLBACK, load_method
from staffing.forecast.accuracy.measure import inside_range, measure_accuracy
from staffing.forecast.auto import auto
from staffing.forecast.backtest import Errors, Score, backtest, best, origins, score
from staffing.forecast.method import Past
from staffing.forecast.options import ForecastOptions
from staffing.forecast.quantiles import (
    MOST_DISPERSION,
    USUAL_DISPERSION,
    gamma_poisson_quantile,
    learn_spread,
)
from tests.forecast.centres import MONDAY, centre


def past(offered: ArrayLike) -> Past:
    return Past(np.asarray(offered, dtype=float), MONDAY, len(offered))


def of(expected: Floats, came: Floats, ahead: Ints) -> Errors:
    """Errors from one origin."""
    return Errors(expected, came, np.zeros_like(ahead), ahead, np.zeros_like(ahead))


def chosen(offered: Floats) -> str:
    history = past(offered)
    return best({name: score(backtest(history, load_method(name), 28)) for name in AUTO_CHOICES}, FALLBACK)


def test_origins_are_the_last_six_weeks_with_two_weeks_before() -> None:
    """At most six origins, a week apart, the first with two weeks of history behind it."""
    assert origins(past(np.ones((100, 1)))) == [93, 86, 79, 72, 65, 58]
    assert origins(past(np.ones((30, 1)))) == [23, 16]
    assert origins(past(np.ones((20, 1)))) == []


def test_a_backtest_sees_nothing_of_its_future() -> None:
    """On a level that rises by one a week, last week's value errs by exactly one."""
    history = past(np.repeat(np.arange(20.0), 7)[:, None])
    errors = backtest(history, load_method("seasonal-naive"), 7)
    np.testing.assert_array_equal(errors.came - errors.expected, 1.0)
    assert len(errors.came) == 6 * 7


def test_unknown_intervals_do_not_count() -> None:
    """Intervals without a known count are in no error, and do not spoil the score."""
    offered = np.full((40, 2), 5.0)
    offered[:, 1] = np.nan
    errors = backtest(past(offered), load_method(FALLBACK), 28)
    assert len(errors.came) == 7 + 14 + 21
    assert score(errors).wape == 0.0


def test_scores_are_told_apart_by_lead() -> None:
    """WAPE by range of days ahead; ranges without errors have none."""
    errors = of(np.array([8.0, 10.0, 5.0]), np.full(3, 10.0), ahead=np.array([1, 1, 9]))
    assert score(errors).wape == pytest.approx(7 / 30)
    assert score(errors).bias == pytest.approx(-7 / 30)
    np.testing.assert_allclose(score(errors).wape_by_lead, [0.1, np.nan, 0.5, np.nan])


def test_day_totals_are_summed_within_their_origin() -> None:
    """The same day seen from two origins is two totals."""
    errors = Errors(
        np.arange(1.0, 5.0), np.ones(4), np.array([7, 7, 7, 14]), np.array([1, 1, 2, 1]), np.arange(4)
    )
    days = errors.by_day()
    assert days.expected.tolist() == [3.0, 3.0, 4.0]
    assert days.came.tolist() == [2.0, 1.0, 1.0]
    assert (days.origin.tolist(), days.ahead.tolist()) == ([7, 7, 14], [1, 2, 1])


def test_noise_around_a_fixed_level_is_averaged() -> None:
    """Last week's value errs by √2 of the noise, so what averages is a third better."""
    offered = np.random.default_rng(1).poisson(20, (210, 24))
    assert chosen(offered) == "combination"
    wape = {name: score(backtest(past(offered), load_method(name), 28)).wape for name in AUTO_CHOICES}
    assert wape["combination"] < 0.8 * wape["seasonal-naive"]


def alike(factor: Floats) -> Errors:
    """Errors of six weekly origins, 28 days ahead or until day 84: each day came at its factor."""
    parts = [(origin, ahead) for origin in range(77, 35, -7) for ahead in range(1, min(28, 84 - origin) + 1)]
    origin, ahead = (np.repeat(column, 24) for column in np.array(parts).T)
    slot = np.tile(np.arange(24), len(parts))
    day = origin + ahead - 1
    return Errors(np.full(len(day), 100.0), 100.0 * factor[day], origin, ahead, slot)


def test_a_range_is_judged_on_days_it_has_not_seen() -> None:
    """One odd day is in the errors of up to four origins; its own range knows it from none of them."""
    factor = np.ones(84)
    odd = 70
    factor[odd] = 1.6
    errors = alike(factor)
    inside = inside_range(errors)
    assert not inside[errors.day == odd].any()
    assert inside[errors.day != odd].all()


def test_the_backtest_measures_day_totals_too() -> None:
    """126 days of six origins are compared whole; their total is surer than their intervals."""
    accuracy = measure_accuracy(centre(91, 30.0, seed=3), ForecastOptions(), [FALLBACK])
    total, overall = (accuracy.part == part for part in ("total", "all"))
    assert accuracy.intervals[total].tolist() == [7 + 14 + 21 + 28 + 28 + 28]
    assert accuracy.offered[total] == pytest.approx(accuracy.offered[overall])
    assert accuracy.bias[total] == pytest.approx(accuracy.bias[overall])
    assert accuracy.wape[total] < 0.5 * accuracy.wape[overall]
    assert 0.7 < accuracy.coverage_80[total].item() <= 1.0


def test_a_range_learnt_on_calm_days_misses_days_that_swing() -> None:
    """Weeks that swing where all earlier ones were calm: a range that had seen them would cover many."""
    factor = np.ones(84)
    factor[56:] = np.random.default_rng(2).choice([0.7, 1.3], 28)
    errors = alike(factor)
    newest = errors.where(errors.origin == 56)
    assert inside_range(errors)[errors.origin == 56].mean() < 0.2
    spread = learn_spread(errors.where(errors.origin != 56))
    low, high = (spread.quantile(np.full((28, 1), 100.0), p)[newest.ahead - 1, 0] for p in (0.1, 0.9))
    assert ((newest.came >= low) & (newest.came <= high)).mean() > 0.4


def test_auto_chooses_by_all_days_asked_for_also_at_the_newest_origin() -> None:
    """A method that fails only in the second week is found out by a forecast of four."""
    asked = []

    def spied(_past, days_ahead):
        asked.append(days_ahead)
        return FALLBACK, None, {}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("staffing.forecast.auto.choose_method", spied)
        backtest(past(np.ones((60, 4))), auto(28), 28)
    assert asked == [28] * 6


def test_a_level_that_rises_each_week_is_met_by_its_trend() -> None:
    """At 30 % a week the default, which may follow a trend, is chosen."""
    ramp = np.repeat(1000 * 1.3 ** np.arange(30), 7)[:, None] * np.ones(24)
    assert chosen(ramp) == "combination"


def test_the_first_method_has_the_benefit_of_the_doubt() -> None:
    """Another method is chosen only where its error is a tenth smaller; without scores the fallback is."""

    def scores(first, second):
        return {"first": Score(first, ()), "second": Score(second, ())}

    assert best(scores(0.100, 0.099), "none") == "first"
    assert best(scores(0.100, 0.091), "none") == "first"
    assert best(scores(0.100, 0.089), "none") == "second"
    assert best(scores(np.nan, np.nan), "none") == "none"


@pytest.mark.parametrize(("mean", "dispersion"), [(6.0, 0.0), (20.0, 0.05), (300.0, 0.02), (12.0, 0.3)])
def test_simulated_counts_fall_inside_the_range_four_times_in_five(mean: float, dispersion: float) -> None:
    """Negative binomial counts, dispersion learnt from other draws of the same."""
    rng = np.random.default_rng(5)

    def counts(size):
        rate = rng.gamma(1 / dispersion, dispersion * mean, size) if dispersion else np.full(size, mean)
        return rng.poisson(rate).astype(float)

    expected = np.full(20_000, mean)
    spread = learn_spread(of(expected, counts(20_000), np.ones(20_000, dtype=np.int64)))
    low, high = (spread.quantile(expected[None], p) for p in (0.1, 0.9))
    came = counts(20_000)
    assert 0.74 < ((came >= low) & (came <= high)).mean() < 0.86


def test_dispersion_is_learnt_and_never_shrinks_with_lead() -> None:
    """A gamma factor of variance 0.05 is found again; calm days further ahead do not narrow the range."""
    rng = np.random.default_rng(6)
    expected = np.full(30_000, 200.0)
    came = rng.poisson(rng.gamma(20.0, 10.0, 30_000)).astype(float)
    ahead = np.repeat([1, 5, 20], 10_000)
    came[ahead == 5] = 200.0
    dispersion = learn_spread(of(expected, came, ahead)).dispersion
    assert dispersion[0] == pytest.approx(0.05, rel=0.1)
    assert (np.diff(dispersion) >= 0).all()
    assert dispersion.shape == (4,)


def test_without_a_backtest_the_usual_dispersion_is_taken() -> None:
    """No errors to learn from leave the usual dispersion at every lead."""
    spread = learn_spread(of(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int64)))
    assert (spread.dispersion == USUAL_DISPERSION).all()
    mean = np.full((10, 1), 30.0)
    assert (spread.quantile(mean, 0.9) == gamma_poisson_quantile(mean, np.array(USUAL_DISPERSION), 0.9)).all()


def test_quantiles_rise_with_probability_and_are_zero_where_nothing_comes() -> None:
    """From no spread to the widest: p10 ≤ median ≤ p90, and all are 0 at a mean of 0."""
    mean = np.array([0.0, 1e-6, 0.1, 1.0, 30.0, 5000.0])
    for dispersion in (0.0, 0.05, MOST_DISPERSION):
        quantiles = [gamma_poisson_quantile(mean, np.array(dispersion), p) for p in (0.1, 0.5, 0.9)]
        assert (np.diff(quantiles, axis=0) >= 0).all()
        assert (np.array(quantiles)[:, 0] == 0).all()
        assert (quantiles[2][3:] > mean[3:]).all()


def test_one_spike_does_not_widen_the_range() -> None:
    """A day at ten times its contacts adds less than 0.05 to the dispersion."""
    rng = np.random.default_rng(7)
    offered = rng.poisson(60, (140, 24)).astype(float)
    spiked = offered.copy()
    spiked[130] *= 10
    before, after = (
        learn_spread(backtest(past(o), load_method(FALLBACK), 28)).dispersion.max() for o in (offered, spiked)
    )
    assert after < before + 0.05


def test_days_whose_intervals_err_together_have_a_wide_total() -> None:
    """Independent intervals would leave the total of 24 almost certain; a common factor does not."""
    rng = np.random.default_rng(11)
    mean = np.full((400, 24), 100.0)
    factor = rng.gamma(25.0, 0.04, 400)[:, None]
    together, alone = rng.poisson(mean * factor), rng.poisson(mean * rng.gamma(25.0, 0.04, mean.shape))
    day, slot = (cells.ravel() for cells in np.indices(mean.shape))
    widths = []
    for came in (together, alone):
        errors = Errors(
            mean.ravel(), came.ravel().astype(float), day, np.ones(len(day), dtype=np.int64), slot
        )
        spread = learn_spread(errors.by_day())
        low, high = (spread.quantile(np.array([[2400.0]]), p).item() for p in (0.1, 0.9))
        widths.append(high - low)
    assert widths[0] == pytest.approx(2 * 1.28 * 0.2 * 2400, rel=0.15)
    assert widths[1] < 0.6 * widths[0]
