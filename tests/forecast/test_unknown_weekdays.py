"""Days of the week of which no count was ever known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing.forecast import AUTO, METHODS
from staffing.forecast.make import MadeForecast, make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.records.history import History
from staffing.timegrid import OpeningHours, weekday
from tests.forecast.centres import centre

SUNDAY = 6
ROUND_THE_CLOCK = OpeningHours(tuple(((0, 1440),) for _ in range(7)))


def blank_on(history: History, day: int, *, zero: bool = False) -> History:
    """The history with every cell of a weekday blank, or zero."""
    offered = np.where(weekday(history.local) == day, 0.0 if zero else np.nan, history.offered)
    return replace(history, offered=offered)


def of_weekday(made: MadeForecast, day: int) -> float:
    """Contacts of a week's day."""
    return float(made.forecast.offered[weekday(made.forecast.local) == day].sum())


@pytest.mark.parametrize("method", [AUTO, *METHODS])
@pytest.mark.parametrize("day", [2, SUNDAY])
def test_a_weekday_that_is_always_blank_is_closed_and_said(method: str, day: int) -> None:
    """By every method: never a share of the other days."""
    made = make_forecast(blank_on(centre(days=70), day), ForecastOptions(days=7, method=method))
    assert of_weekday(made, day) == 0
    assert of_weekday(made, (day + 1) % 7) > 0
    assert any("no count is known of any of the" in note for note in made.reports[0].notes)


def test_where_opening_hours_say_open_it_is_like_the_other_days() -> None:
    """All of it, not a fifth."""
    options = ForecastOptions(days=7, opening_hours=ROUND_THE_CLOCK)
    made = make_forecast(blank_on(centre(days=70), 2), options)
    others = [of_weekday(made, day) for day in range(7) if day != 2]
    assert min(others) * 0.9 <= of_weekday(made, 2) <= max(others) * 1.1
    assert any("taken from the other days" in note for note in made.reports[0].notes)


def test_zeros_are_known_and_nothing_is_said() -> None:
    """A centre that writes zeros on Sundays has told that it is closed."""
    made = make_forecast(blank_on(centre(days=70), SUNDAY, zero=True), ForecastOptions(days=7))
    assert of_weekday(made, SUNDAY) == pytest.approx(0, abs=1e-9)
    assert not any("no count is known" in note for note in made.reports[0].notes)


def test_one_blank_day_proves_nothing() -> None:
    """A history of ten days has one Wednesday or two; one of them blank is a gap."""
    history = blank_on(centre(days=8), 2)
    made = make_forecast(history, ForecastOptions(days=7))
    assert not any("no count is known" in note for note in made.reports[0].notes)
