"""The steps of the house method, each by what it promises."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike

from staffing.arrays import Floats
from staffing.forecast.method import Past
from staffing.forecast.methods.calendar_effects import Days, calendar_columns
from staffing.forecast.methods.combination import combination
from staffing.forecast.methods.day_effects import fit_day_effects
from staffing.forecast.methods.day_profile import (
    ProfileChoice,
    WeekCounts,
    choose_profile,
    day_profile,
    week_counts,
)
from staffing.forecast.methods.day_totals import DayTotals, day_totals, lasting
from staffing.forecast.methods.level_ahead import (
    CANDIDATES,
    clipped,
    least_on_simplex,
    level_ahead,
    running_means,
)
from staffing.forecast.methods.level_calendar_profile import totals_ahead
from staffing.forecast.methods.median_of_weeks import median_of_weeks
from staffing.forecast.methods.weekday_drift import weekday_drift
from staffing.forecast.sums.decay import decayed_sums
from staffing.forecast.sums.robust import median
from tests.forecast.centres import MONDAY

NONE = np.zeros(0, dtype="datetime64[D]")
WEEK = np.array([1.3, 1.1, 1.0, 1.0, 1.2, 0.6, 0.4])


def past(offered: ArrayLike, first_day: np.datetime64 = MONDAY, holidays: Days = NONE) -> Past:
    offered = np.asarray(offered, dtype=float)
    return Past(offered, first_day, len(offered), holidays)


def counts(level: ArrayLike, days: int, slots: int = 24, seed: int = 1) -> Floats:
    """Poisson counts of a weekly pattern around a level per day."""
    shape = 0.2 + np.exp(-(((np.arange(slots) - slots / 2) / (slots / 6)) ** 2))
    mean = np.broadcast_to(level, days)[:, None] * np.resize(WEEK, days)[:, None] * shape
    return np.random.default_rng(seed).poisson(mean).astype(float)


def days(*dates: str) -> Days:
    return np.array(dates, dtype="datetime64[D]")


def marked(date: str, holiday: Any) -> list[str]:
    """Names of the special columns that are set on a date."""
    names = ("after", "before", "bridge", "christmas", "first", "early", "middle", "last")
    columns, _ = calendar_columns(days(date), days(holiday), 1.0)
    return [name for name, value in zip(names, columns[0, 7:], strict=True) if value]


def test_the_neighbours_of_holidays_are_marked() -> None:
    """The working day after, the one before, and the bridge between a holiday and a weekend."""
    assert marked("2024-07-09", "2024-07-08") == ["after"]
    assert marked("2024-07-08", "2024-07-05") == ["after"], "the Monday after a Friday"
    assert marked("2024-07-12", "2024-07-15") == ["before"], "the Friday before a Monday"
    assert marked("2024-05-10", "2024-05-09") == ["bridge"], "the Friday after a Thursday"
    assert marked("2024-07-10", "2024-07-08") == []


def test_the_turn_of_the_month_and_christmas_are_marked() -> None:
    """First, early, middle and last days of a month, and the days around Christmas."""
    assert marked("2024-02-29", NONE) == ["last"]
    assert marked("2024-03-01", NONE) == ["first"]
    assert marked("2024-03-06", NONE) == ["early"]
    assert marked("2024-03-15", NONE) == ["middle"]
    assert marked("2024-12-24", NONE) == ["christmas"]
    assert marked("2025-01-02", NONE) == ["christmas", "first"]


def test_seasons_join_once_two_years_are_known() -> None:
    """Six columns more from two years on."""
    assert calendar_columns(days("2024-03-06"), NONE, 1.9)[0].shape[1] == 15
    assert calendar_columns(days("2024-03-06"), NONE, 2.0)[0].shape[1] == 21


def test_a_day_known_in_part_stands_for_its_whole() -> None:
    """Its afternoon unknown, a day's total is filled up and weighs less; an hour is not enough."""
    offered = counts(500.0, 70)
    whole = day_totals(past(offered))
    offered[40, 12:] = np.nan
    part = day_totals(past(offered))
    assert part.log_total[40] == pytest.approx(whole.log_total[40], abs=0.1)
    assert 0.3 < part.weight[40] < 0.7
    offered[40, 2:] = np.nan
    assert not day_totals(past(offered)).known[40]


def test_closed_weekdays_bring_nothing_and_a_stopped_queue_is_believed() -> None:
    """Sundays without contacts stay at zero; one empty day is an accident, ten are the end."""
    offered = counts(50.0, 70)
    offered[np.arange(70) % 7 == 6] = 0.0
    ahead = totals_ahead(past(offered), 14)
    assert (ahead[[6, 13]] == 0).all()
    assert (ahead[:6] > 0).all()
    offered[50] = 0.0
    assert not day_totals(past(offered)).known[50]
    offered[60:] = 0.0
    assert totals_ahead(past(offered), 7).max() < 0.1 * offered[:50].sum(axis=1).max()


def test_runs_of_four_last() -> None:
    """Three in a row pass, four have come to stay."""
    run = np.array([1, 1, 1, 0, 1, 1, 1, 1, 0, 1], dtype=bool)
    assert lasting(run).tolist() == [False] * 4 + [True] * 4 + [False] * 2


def test_weekday_effects_are_found_beside_a_level_that_jumps() -> None:
    """Effects within 0.03 and a jump of 2 within 0.1, on a logarithmic scale."""
    rng = np.random.default_rng(3)
    level = np.where(np.arange(210) < 150, 5.0, 7.0)
    effect = np.resize(np.log(WEEK), 210)
    totals = DayTotals(level + effect + rng.normal(0, 0.05, 210), np.ones(210), np.ones(7, dtype=bool))
    dates = MONDAY + np.arange(210).astype("timedelta64[D]")
    columns, sd = calendar_columns(dates, NONE, 0.6)
    fit = fit_day_effects(totals, columns, sd)
    found = fit.effects[:7] - fit.effects[:7].mean()
    np.testing.assert_allclose(found, np.log(WEEK) - np.log(WEEK).mean(), atol=0.03)
    assert fit.level[-1] - fit.level[0] == pytest.approx(2.0, abs=0.1)
    assert fit.scale == pytest.approx(0.05, rel=0.4)


def test_a_weekday_that_has_changed_is_followed() -> None:
    """Eight Sundays at +0.3 are followed more than halfway; other weekdays stay."""
    residual = np.zeros(140)
    weekday = np.arange(140) % 7
    residual[(weekday == 6) & (np.arange(140) >= 84)] = 0.3
    drift = weekday_drift(residual, weekday, scale=0.1)
    assert drift[83, 6] == 0.0
    assert 0.15 < drift[-1, 6] < 0.3
    np.testing.assert_allclose(drift[:, :6], 0.0)


def test_decayed_sums_are_those_of_a_loop() -> None:
    """The vectorised recursion equals the plain one."""
    values = np.random.default_rng(4).normal(size=(200, 2))
    keep = np.array([0.5, 0.97])
    state, expected = np.zeros((2, 2)), []
    for value in values:
        state = keep[:, None] * state + value
        expected.append(state)
    np.testing.assert_allclose(decayed_sums(values, keep), expected)


def test_outliers_are_cut_unless_they_last() -> None:
    """One day at 30 standard deviations is cut; four in a row are a new level."""
    rng = np.random.default_rng(5)
    level = rng.normal(0, 0.1, 100)
    level[50] = 3.0
    level[80:84] = 3.0
    cut = clipped(level, np.zeros(100))
    assert cut[50] < 0.6
    assert (cut[80:84] == 3.0).all()


@pytest.mark.parametrize("count", [1, 2, 5, 364, 365])
def test_the_median_is_numpys(count: int) -> None:
    """For even and odd counts."""
    values = np.random.default_rng(count).normal(size=count)
    assert median(values) == np.median(values)


def test_running_means_pass_over_unknown_days() -> None:
    """An unknown day changes no mean; a faster mean is nearer to the newest day."""
    level = np.array([np.nan, 2.0, np.nan, 2.0, 4.0])
    means = running_means(level)
    assert np.isnan(means[0]).all()
    np.testing.assert_allclose(means[1:4], 2.0)
    assert (means[4] > 2.0).all()
    assert (np.diff(means[4]) > 0).all(), "the faster, the nearer to the newest"


def test_a_steady_level_is_averaged_and_a_walking_one_followed() -> None:
    """Noise is expected at its mean, a random walk near its last days."""
    rng = np.random.default_rng(6)
    steady, walking = rng.normal(0, 1, 400), np.cumsum(rng.normal(0, 1, 400))
    assert level_ahead(steady, 28)[-1] == pytest.approx(0.0, abs=0.25)
    assert level_ahead(walking, 1)[0] == pytest.approx(walking[-3:].mean(), abs=1.5)


def test_a_queue_that_grows_steadily_is_expected_to_grow_on() -> None:
    """A trend is continued, a little more cautiously than a ruler would."""
    days = np.arange(400)
    level = 0.004 * days + np.random.default_rng(8).normal(0, 0.02, 400)
    last, expected = level[-28:].mean(), level_ahead(level, 28)[-1]
    assert last + 0.05 < expected < 0.004 * (399 + 28)


def test_the_weights_on_the_simplex_are_the_best() -> None:
    """No weights of 500 drawn at random do better; they are not negative and add to 1."""
    rng = np.random.default_rng(7)
    for _ in range(20):
        root = rng.normal(size=(9, CANDIDATES))
        squared = root.T @ root
        best = least_on_simplex(squared)
        assert best.sum() == pytest.approx(1.0)
        assert (best >= 0).all()
        others = rng.dirichlet(np.full(CANDIDATES, 0.5), 500)
        assert best @ squared @ best <= np.einsum("ci,ij,cj->c", others, squared, others).min() + 1e-12


def test_profiles_add_to_one_and_are_shrunk_where_counts_are_few() -> None:
    """A strong prior gives all weekdays one profile, a weak one leaves each its own."""
    seen = week_counts(past(counts(0.5, 70)))
    shares = day_profile(seen, ProfileChoice(prior_contacts=1e6))
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    np.testing.assert_allclose(shares[0], shares[3], rtol=1e-3)
    own = day_profile(seen, ProfileChoice(prior_contacts=1e-6))
    assert np.abs(own[0] - own[3]).max() > 0.01


def test_days_alike_are_pooled_and_days_that_differ_are_not() -> None:
    """The prior chosen is ten times stronger where all weekdays have one shape."""
    alike = counts(5.0, 140)
    own = np.array([np.roll(day, 3 * (i % 7)) for i, day in enumerate(alike)])
    pooled, apart = (choose_profile(week_counts(past(offered))) for offered in (alike, own))
    assert pooled.prior_contacts > 10 * apart.prior_contacts


def test_an_empty_weekday_has_no_profile_only_where_nothing_is_known() -> None:
    """Without a contact on any day all shares are zero."""
    nothing = WeekCounts(np.zeros((3, 7, 4)), np.zeros((3, 7, 4)))
    assert (day_profile(nothing, ProfileChoice()) == 0).all()


def test_totals_are_means() -> None:
    """The forecast of noisy days is neither the median nor the exponential of a mean logarithm."""
    rng = np.random.default_rng(8)
    offered = counts(200.0 * rng.lognormal(-0.045, 0.3, 400), 400)
    expected = totals_ahead(past(offered), 28).mean()
    assert expected == pytest.approx(offered.sum(axis=1).mean(), rel=0.05)


def test_a_day_after_a_holiday_is_learnt() -> None:
    """Days after a holiday that bring 1.4 times the contacts are expected to, within a tenth."""
    holidays = MONDAY + np.arange(2, 400, 14).astype("timedelta64[D]")
    offered = counts(100.0, 370)
    after = np.isin(np.arange(370) - 1, np.arange(2, 400, 14))
    offered[after] *= 1.4
    offered[np.arange(2, 370, 14)] = np.nan
    ahead = totals_ahead(past(offered, holidays=holidays), 28)
    next_after = [i for i in range(28) if (370 + i - 1 - 2) % 14 == 0]
    usual = [(i + 7) % 28 for i in next_after]
    np.testing.assert_allclose(ahead[next_after] / ahead[usual], 1.4, rtol=0.1)


def test_medians_of_small_counts_are_scaled_to_their_day() -> None:
    """The median of Poisson counts of mean 1.5 lies below it; their day totals do not."""
    offered = np.random.default_rng(9).poisson(1.5, (210, 48)).astype(float)
    assert median_of_weeks(past(offered), 7).sum(axis=1).mean() == pytest.approx(72.0, rel=0.06)


def test_one_day_tripled_moves_the_default_by_little() -> None:
    """By less than 5 % of four weeks, though it was four days ago."""
    offered = counts(100.0, 210)
    spiked = offered.copy()
    spiked[-4] *= 3
    before, after = (combination(past(o), 28).sum() for o in (offered, spiked))
    assert after == pytest.approx(before, rel=0.05)
