"""Updating the rest of the day from its contacts so far."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing.arrays import Floats
from staffing.forecast.backtest import Errors
from staffing.forecast.intraday import PRIOR_PERSISTENCE, day_dispersions, rest_of_day, update_today
from staffing.forecast.make import make_forecast
from staffing.forecast.options import ForecastOptions
from tests.forecast.centres import as_matrix, centre, days

NOON = 24
MEAN = 100.0


def past_days(factor_of_morning: Floats, factor_of_afternoon: Floats) -> Errors:
    """Errors of days of 48 slots whose two halves came at these factors."""
    count = len(factor_of_morning)
    day, slot = (cells.ravel() for cells in np.indices((count, 48)))
    came = MEAN * np.where(slot < NOON, factor_of_morning[day], factor_of_afternoon[day])
    return Errors(np.full(len(day), MEAN), came, day * 7, np.ones(len(day), dtype=np.int64), slot)


def seen(factor: float) -> Floats:
    today = np.full(48, np.nan)
    today[:NOON] = factor * MEAN
    return today


def test_a_morning_that_tells_the_afternoon_is_followed() -> None:
    """Where past afternoons kept their morning's factor, 1.2 so far means 1.2 to come."""
    factor = np.random.default_rng(1).normal(1.0, 0.1, 60)
    update = update_today(np.full(48, MEAN), seen(1.2), past_days(factor, factor), 0.01)
    assert update.ratio == pytest.approx(1.2, abs=0.02)
    np.testing.assert_allclose(update.factor[NOON:], 1.2, atol=0.04)
    assert update.gain > 0.6
    assert "1.19" in update.notes()[0] or "1.2" in update.notes()[0]


def test_a_morning_that_tells_nothing_is_hardly_followed() -> None:
    """Where halves of past days were independent, the afternoon stays as forecast."""
    rng = np.random.default_rng(2)
    errors = past_days(rng.normal(1.0, 0.1, 200), rng.normal(1.0, 0.1, 200))
    update = update_today(np.full(48, MEAN), seen(1.2), errors, 0.01)
    np.testing.assert_allclose(update.factor[NOON:], 1.0, atol=0.05)


def test_a_quiet_queue_and_the_early_hours_hardly_move_the_day() -> None:
    """A handful of contacts, or none due yet, tell next to nothing."""
    errors = past_days(np.ones(20), np.ones(20))
    few = update_today(np.full(48, 0.1), seen(2.0) / 1000, errors, 0.01)
    assert few.ratio == pytest.approx(1.0, abs=0.05)
    early = np.full(48, np.nan)
    assert update_today(np.full(48, MEAN), early, errors, 0.01).ratio == 1.0


def test_a_day_on_which_nothing_comes_is_never_expected_below_nothing() -> None:
    """The factor ends at zero even where afternoons double the morning's surprise."""
    rng = np.random.default_rng(3)
    morning = rng.normal(1.0, 0.1, 100)
    errors = past_days(morning, 1.0 + 2.0 * (morning - 1.0))
    update = update_today(np.full(48, MEAN), seen(0.0), errors, 0.5)
    assert (update.factor[NOON:] == 0.0).all()


def test_without_a_backtest_the_prior_decides_at_every_lead() -> None:
    """No past days: the usual persistence, and no gain to tell."""
    nothing = past_days(np.zeros(0), np.zeros(0))
    update = update_today(np.full(48, MEAN), seen(1.2), nothing, 0.01)
    assert np.isnan(update.gain)
    np.testing.assert_allclose(update.factor[NOON:], 1 + PRIOR_PERSISTENCE * (update.ratio - 1))


def test_a_surprise_that_fades_by_the_hour_is_followed_less_the_further_ahead() -> None:
    """From noon: all of it up to 14:00, half of it up to 17:00, nothing later."""
    factor = np.random.default_rng(4).normal(1.0, 0.1, 200)
    day, slot = (cells.ravel() for cells in np.indices((200, 48)))
    stays = np.select([slot < NOON + 4, slot < NOON + 10], [1.0, 0.5], 0.0)
    came = MEAN * (1 + stays * (factor[day] - 1))
    errors = Errors(np.full(len(day), MEAN), came, day * 7, np.ones(len(day), dtype=np.int64), slot)
    factor = update_today(np.full(48, MEAN), seen(1.2), errors, 0.01).factor
    np.testing.assert_allclose(factor[[NOON, NOON + 6, NOON + 16]], [1.2, 1.1, 1.0], atol=0.03)


def test_the_rest_of_past_days_is_updated_by_what_earlier_days_taught() -> None:
    """Mornings that tell the afternoon: the first day has the prior to go by, later ones nearly all of it."""
    factor = np.random.default_rng(5).normal(1.0, 0.15, 120)
    errors = past_days(factor, factor)
    planned, updated = rest_of_day(errors, 48, NOON, day_dispersions(errors))
    assert (planned.slot >= NOON).all()
    assert (planned.expected == MEAN).all()
    np.testing.assert_array_equal(planned.came, updated.came)
    followed = (updated.expected / MEAN - 1)[updated.slot == NOON] / (factor - 1)
    assert followed[0] == pytest.approx(PRIOR_PERSISTENCE, rel=0.05)
    assert np.median(followed[60:]) > 0.85
    missed = [np.abs(e.came - e.expected).sum() for e in (planned, updated)]
    assert missed[1] < 0.4 * missed[0]


def test_before_anything_was_expected_nothing_is_updated_or_said() -> None:
    """A morning in which nothing is expected says nothing of the day."""
    errors = past_days(np.ones(20), np.ones(20))
    expected = np.where(np.arange(48) < NOON, 0.0, MEAN)
    update = update_today(expected, seen(0.5), errors, 0.01)
    assert update.notes() == ()
    assert (update.factor == 1.0).all()


def test_todays_calls_so_far_move_only_today() -> None:
    """A busy morning raises the rest of its day and no other day."""
    history = centre(days=120, level=100.0, seed=5)
    busy = replace(
        history, offered=np.where(days(history) == 119, np.round(1.3 * history.offered), history.offered)
    )
    as_of = history.interval_start[-26]
    options = ForecastOptions(as_of=as_of, days=3)
    usual, more = (make_forecast(h, options) for h in (history, busy))
    today = np.arange(len(usual.forecast)) < 26
    ratio = more.forecast.offered / usual.forecast.offered
    assert (ratio[today] >= 1.0).all()
    assert ratio[today].mean() > 1.02
    np.testing.assert_allclose(ratio[~today], 1.0)
    assert "today's contacts so far" in more.reports[0].notes[0]
    assert as_matrix(make_forecast(history, ForecastOptions()).forecast).shape == (28, 48)
