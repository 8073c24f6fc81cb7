"""Every registered method on the same pasts, and what each one says of its own."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from staffing.errors import UsageError
from staffing.forecast import FALLBACK, METHODS, load_method
from staffing.forecast.method import Past
from staffing.forecast.methods.mean_of_weeks import mean_of_weeks
from staffing.forecast.methods.seasonal_naive import seasonal_naive
from staffing.forecast.methods.smoothed_profile import RATES, USUAL_RATE, best_rate, smoothed_profile
from staffing.forecast.sums.weekly import fill_unseen, weeks_back
from tests.forecast.centres import MONDAY

# These shrink towards what is usual, the more so the fewer contacts there are.
SHRINKING = {"combination", "level-calendar-profile"}
every_method = pytest.mark.parametrize("name", METHODS)


def past(offered: ArrayLike, first_day: np.datetime64 = MONDAY) -> Past:
    offered = np.asarray(offered, dtype=float)
    return Past(offered, first_day, len(offered))


def weeks(*levels: float, slots: int = 4) -> Past:
    """Weeks of a constant level each."""
    return past(np.repeat(np.array(levels, dtype=float), 7)[:, None] * np.ones(slots))


def test_the_fallback_is_a_method() -> None:
    """The method of last resort is registered."""
    assert FALLBACK in METHODS


def test_an_unknown_method_is_the_users_error() -> None:
    """The message names the nearest method."""
    with pytest.raises(UsageError, match="did you mean 'mean-of-weeks'"):
        load_method("mean-of-week")


def test_listing_the_methods_imports_no_numpy() -> None:
    """The registry holds module names, so that `staffing --help` stays fast."""
    code = "import sys, staffing.forecast; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@every_method
def test_a_constant_past_is_continued(name: str) -> None:
    """Twelve weeks at 7 contacts an interval go on at 7."""
    np.testing.assert_allclose(load_method(name)(weeks(*[7.0] * 12), 16), 7.0)


@every_method
def test_a_weekly_pattern_is_continued(name: str) -> None:
    """A pattern that repeats each week is continued from any weekday."""
    rng = np.random.default_rng(1)
    week = rng.uniform(5, 50, (7, 6))
    offered = np.tile(week, (10, 1))[:67]
    ahead = load_method(name)(past(offered), 20)
    tolerance = 0.05 if name in SHRINKING else 1e-7
    np.testing.assert_allclose(ahead, np.tile(week, (13, 1))[67:87], rtol=tolerance)


@every_method
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_past_gives_a_finite_forecast_that_is_not_negative_and_scales(
    name: str, data: st.DataObject
) -> None:
    """Random counts, gaps and lengths; methods that do not shrink double with the past."""
    days = data.draw(st.integers(0, 60))
    rng = np.random.default_rng(data.draw(st.integers(0, 2**20)))
    offered = rng.poisson(rng.uniform(0, 30), (days, 6)).astype(float)
    offered[rng.random(offered.shape) < data.draw(st.floats(0, 1))] = np.nan
    first_day = MONDAY + np.timedelta64(data.draw(st.integers(0, 6)), "D")
    ahead = load_method(name)(past(offered, first_day), 30)
    assert ahead.shape == (30, 6)
    assert np.isfinite(ahead).all()
    assert (ahead >= 0).all()
    if name not in SHRINKING:
        np.testing.assert_allclose(load_method(name)(past(2 * offered, first_day), 30), 2 * ahead)


def test_weeks_back_puts_the_newest_week_first() -> None:
    """[week, weekday, slot], Monday first; what has not come or was before the first day is unknown."""
    offered = np.arange(20.0)[:, None]
    stack = weeks_back(past(offered))
    assert stack.shape == (3, 7, 1)
    assert stack[0, 5, 0] == 19.0  # day 19 is a Saturday
    assert stack[0, 6, 0] == 13.0
    assert np.isnan(stack[2, 6, 0])


def test_seasonal_naive_goes_back_to_the_newest_known_week() -> None:
    """Where last week is unknown, the week before it is repeated."""
    history = weeks(3.0, 5.0, 9.0)
    history.offered[14, 0] = np.nan
    ahead = seasonal_naive(history, 7)
    assert ahead[0, 0] == 5.0
    assert ahead[0, 1] == 9.0


def test_mean_of_weeks_takes_the_last_eight_known() -> None:
    """Eight known weeks of each weekday and slot, however far back."""
    history = weeks(100.0, *range(1, 10))
    history.offered[-7] = np.nan
    ahead = mean_of_weeks(history, 7)
    assert ahead[0, 0] == np.mean(range(1, 9))
    assert ahead[1, 0] == np.mean(range(2, 10))


def test_smoothing_is_quick_after_a_shift_and_slow_in_noise() -> None:
    """A walking level is smoothed fastest, noise slowest; four weeks are too few to tell."""
    rng = np.random.default_rng(2)
    noise = rng.poisson(50, (30 * 7, 8)).astype(float)
    walk = np.repeat(np.cumsum(rng.normal(0, 30, 30)) + 400, 7)[:, None] + rng.normal(0, 1, (210, 8))
    assert best_rate(weeks_back(past(noise)), lead_weeks=1) == min(RATES)
    assert best_rate(weeks_back(past(walk)), lead_weeks=1) == max(RATES)
    assert best_rate(weeks_back(past(noise[:28])), lead_weeks=2) == USUAL_RATE


def test_smoothing_leans_to_the_newest_weeks() -> None:
    """After two weeks at 20, ten weeks at 10 are left behind in part."""
    ahead = smoothed_profile(weeks(*[10.0] * 10, 20.0, 20.0), 7)
    assert 10.0 < ahead[0, 0] < 20.0


def test_unseen_times_fall_back_step_by_step() -> None:
    """To the same kind of day, then to any day, then to nothing."""
    profile = np.full((7, 4), np.nan)
    profile[0] = [10, 20, np.nan, np.nan]
    profile[1] = [30, np.nan, np.nan, np.nan]
    profile[6] = [2, np.nan, 8, np.nan]
    filled = fill_unseen(profile)
    assert filled[3, 0] == 20.0, "other days from Monday to Friday"
    assert filled[5, 0] == 2.0, "the other day of the weekend"
    assert filled[5, 1] == 20.0, "any day"
    assert filled[0, 2] == 8.0, "any day"
    assert filled[4, 3] == 0.0, "a time never seen on any day"
    assert (fill_unseen(np.full((7, 4), np.nan)) == 0).all()
