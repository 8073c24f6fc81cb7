"""Handle time by weekday and slot."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from staffing.forecast.handle_time import expected_handle_time
from staffing.forecast.past.queue_series import QueueSeries
from tests.forecast.centres import MONDAY


def series(aht_seconds: ArrayLike, calls: ArrayLike) -> QueueSeries:
    shape = np.broadcast_shapes(np.shape(aht_seconds), np.shape(calls))
    aht, weights = (np.broadcast_to(np.asarray(x, dtype=float), shape).copy() for x in (aht_seconds, calls))
    return QueueSeries(MONDAY, weights, aht, weights, np.zeros(shape[0], dtype=bool), earlier=None)


def test_a_constant_handle_time_is_continued() -> None:
    """240 s in every interval are expected as 240 s."""
    np.testing.assert_allclose(expected_handle_time(series(np.full((70, 4), 240.0), 5.0), None), 240.0)


def test_without_any_handle_time_the_default_is_used_or_it_stays_unknown() -> None:
    """A queue without handle times has the default's, or none."""
    nothing = series(np.full((70, 4), np.nan), 0.0)
    assert (expected_handle_time(nothing, 200.0) == 200.0).all()
    assert np.isnan(expected_handle_time(nothing, None)).all()


def test_handle_times_of_0_throughout_are_none() -> None:
    """An export that fills the column with 0 knows no handle time."""
    zeros = series(np.zeros((70, 4)), 5.0)
    assert (expected_handle_time(zeros, 200.0) == 200.0).all()
    assert np.isnan(expected_handle_time(zeros, None)).all()


def test_the_default_does_not_matter_where_handle_times_are_known() -> None:
    """A default of 999 s does not pull 240 s."""
    np.testing.assert_allclose(expected_handle_time(series(np.full((70, 4), 240.0), 5.0), 999.0), 240.0)


def test_slots_and_weekdays_with_many_calls_keep_their_difference() -> None:
    """With a million calls a cell, slots and Saturdays are within 1 % of their own handle time."""
    slot = np.array([200.0, 200.0, 300.0, 300.0])
    saturday = np.where(np.arange(70) % 7 == 5, 1.2, 1.0)[:, None]
    expected = expected_handle_time(series(slot * saturday, 1e6), None)
    np.testing.assert_allclose(expected[0], slot, rtol=0.01)
    np.testing.assert_allclose(expected[5], 1.2 * slot, rtol=0.01)


def test_few_calls_hardly_move_a_slot() -> None:
    """A hundredth of a call a day at twice the handle time moves its slot by less than 2 %."""
    calls = np.tile([100.0, 100.0, 100.0, 0.01], (70, 1))
    expected = expected_handle_time(series([240.0, 240.0, 240.0, 480.0], calls), None)
    np.testing.assert_allclose(expected, 240.0, rtol=0.02)


def test_a_new_level_is_followed_within_weeks() -> None:
    """Four weeks after a step from 200 s to 300 s three quarters of it are followed."""
    aht = np.where(np.arange(70) >= 42, 300.0, 200.0)[:, None] * np.ones(4)
    assert expected_handle_time(series(aht, 50.0), None).mean() == pytest.approx(275, abs=10)


def test_a_long_silence_does_not_lose_the_level() -> None:
    """Handle times that were last known 50 years ago still count: weights do not fade to nothing."""
    aht = np.full((20_000, 4), np.nan)
    aht[:10] = 240.0
    calls = np.where(np.isfinite(aht), 5.0, 0.0)
    np.testing.assert_allclose(expected_handle_time(series(aht, calls), None), 240.0)
