"""The forecast as a whole: its grid, its promises, and what it says when it cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.errors import InputError, UsageError
from staffing.forecast import AUTO, AUTO_CHOICES, METHODS
from staffing.forecast.make import MadeForecast, make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.records import History
from staffing.timegrid import OpeningHours, iso
from tests.forecast.centres import as_matrix, centre, days, joined, local, rows

BERLIN = "Europe/Berlin"


def make(history: History, **options: Any) -> MadeForecast:
    return make_forecast(history, ForecastOptions(**options))


@pytest.mark.parametrize("method", [AUTO, *METHODS])
@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_every_method_and_grain_continues_a_weekly_pattern(method: str, minutes: int) -> None:
    """Quarter-hours, half-hours and hours, each method within 1 %."""
    history = centre(days=70, minutes=minutes)
    made = make(history, method=method, days=14)
    week = history.offered[-7 * 1440 // minutes :]
    np.testing.assert_allclose(made.forecast.offered, np.tile(week, 2), rtol=0.01)


@pytest.mark.parametrize(("first_day", "slots"), [("2024-01-02", 46), ("2024-08-01", 50)])
def test_clock_change_days_have_as_many_half_hours_as_they_have(first_day: str, slots: int) -> None:
    """46 in March and 50 in October, without a gap in time, the peak at 11:00 on the wall."""
    history = centre(days=80, first_day=np.datetime64(first_day), timezone=BERLIN)
    made = make(history)
    forecast = made.forecast
    shown = iso(forecast.interval_start, forecast.utc_offset_minutes)
    change = "2024-03-31" if slots == 46 else "2024-10-27"
    assert np.char.startswith(shown, change).sum() == slots
    assert len(forecast) == 28 * 48 + slots - 48
    assert (np.diff(forecast.interval_start) == np.timedelta64(30, "m")).all()
    peak = [s[11:16] for s in shown[forecast.offered == forecast.offered.max()]]
    assert set(peak) == {"11:00"}, "the profile stays on the wall clock"


def test_it_starts_at_the_midnight_after_the_last_count_or_where_asked() -> None:
    """Blank rows at the end are no history; a moment within an interval begins with the next."""
    history = centre(days=30, timezone=BERLIN)
    offered = history.offered.copy()
    offered[-60:] = np.nan
    history = replace(history, offered=offered)
    assert make(history).as_of == np.datetime64("2024-01-29T23:00:00")
    made = make(history, as_of=np.datetime64("2024-01-20T10:10:00", "s"), days=3)
    shown = iso(made.forecast.interval_start, made.forecast.utc_offset_minutes)
    assert shown[0] == "2024-01-20T11:30:00+01:00"
    assert shown[-1] == "2024-01-22T23:30:00+01:00"


def test_nothing_after_as_of_is_used() -> None:
    """Counts changed from `as_of` on change neither the forecast nor its range."""
    history = centre(days=60, seed=4)
    as_of = np.datetime64("2024-02-10T09:00:00", "s")
    changed = np.where(history.interval_start >= as_of, 9999.0, history.offered)
    one, other = (make(h, as_of=as_of).forecast for h in (history, replace(history, offered=changed)))
    np.testing.assert_array_equal(one.offered, other.offered)
    np.testing.assert_array_equal(one.offered_p90, other.offered_p90)


def test_doubling_the_history_doubles_the_forecast() -> None:
    """Nearly: twice the contacts are surer, so their profile is shrunk less."""
    history = centre(days=90, level=200.0, seed=4)
    one, two = (make(replace(history, offered=k * history.offered)).forecast for k in (1, 2))
    np.testing.assert_allclose(two.offered, 2 * one.offered, rtol=0.05)
    assert two.offered.sum() == pytest.approx(2 * one.offered.sum(), rel=1e-3)


def test_the_same_history_gives_the_same_forecast() -> None:
    """To the last bit, range and all."""
    history = centre(days=90, seed=4)
    one, two = (make(history).forecast for _ in range(2))
    for name in ("offered", "offered_p10", "offered_p90"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


def test_queues_keep_their_order_and_do_not_touch_each_other() -> None:
    """Each is forecast as if alone; one without a count is zero, and said to be."""
    first, second = centre(days=60, seed=1), centre(days=60, level=20.0, seed=2)
    late = replace(first, offered=np.full(len(first), np.nan))
    both = joined(first, second, late, queues=("first", "second", "late"))
    heard = []
    made = make_forecast(both, ForecastOptions(), lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]
    assert made.forecast.queues == ("first", "second", "late")
    assert [report.queue for report in made.reports] == ["first", "second", "late"]
    assert (np.diff(made.forecast.queue) >= 0).all()
    np.testing.assert_array_equal(as_matrix(made.forecast, 1), as_matrix(make(second).forecast))
    assert (as_matrix(made.forecast, 2) == 0).all()
    assert "no normal day is known" in made.reports[2].notes[0]


def test_a_queue_that_comes_later_is_zero_and_says_so() -> None:
    """Rows from after `as_of` on are not known yet."""
    history = centre(days=60)
    both = joined(history, rows(history, days(history) >= 50), queues=("old", "new"))
    made = make(both, as_of=np.datetime64("2024-02-01", "s"), default_aht_seconds=100.0)
    assert (as_matrix(made.forecast, 1) == 0).all()
    assert "no whole day of history" in made.reports[1].notes[0]


def test_opening_hours_are_kept_on_the_complete_grid() -> None:
    """Zero outside them; every interval has its row."""
    opening = OpeningHours(spans=(((480, 1080),),) * 5 + ((), ()))
    matrix = as_matrix(make(centre(days=35), opening_hours=opening).forecast)
    assert matrix.shape == (28, 48)
    assert (matrix[:5, 16:36] > 0).all()
    assert (matrix[:, :16] == 0).all()
    assert (matrix[5:7] == 0).all()


def test_handle_time_comes_from_the_history_else_from_the_default() -> None:
    """With neither it stays unknown."""
    assert make(centre(aht_seconds=300.0)).forecast.aht_seconds == pytest.approx(300.0)
    assert make(centre(), default_aht_seconds=240.0).forecast.aht_seconds == pytest.approx(240.0)
    assert np.isnan(make(centre()).forecast.aht_seconds).all()


def test_the_report_tells_how_the_method_was_chosen() -> None:
    """The scores of all candidates, or that there was too little to test on."""
    report = make(centre(days=70, seed=1)).reports[0]
    assert set(report.scores) == set(AUTO_CHOICES)
    assert report.days_of_history == 70
    assert report.method in METHODS
    short = make(centre(days=10, seed=1)).reports[0]
    assert short.scores == {}
    assert "too short to compare" in short.notes[0]


def ended_after(known_days: int, quiet: float = 20.0) -> MadeForecast:
    going, ended = centre(70, 20.0), centre(70, quiet)
    return make(joined(going, rows(ended, days(ended) < known_days), queues=("going", "ended")))


def test_a_queue_that_has_ended_fades_to_nothing_and_says_since_when() -> None:
    """Forty days after its end less than a five-hundredth of it is left."""
    made = ended_after(30)
    assert as_matrix(made.forecast, 1).sum() < 0.002 * as_matrix(made.forecast, 0).sum()
    assert not made.reports[0].notes


@pytest.mark.parametrize(("silent", "noted"), [(5, False), (8, True), (19, True), (40, True)])
def test_a_busy_queue_silent_for_a_week_is_noted_whatever_its_total(silent: int, noted: bool) -> None:
    """Five days may be a holiday; a week and more is named with its last day."""
    made = ended_after(70 - silent)
    last = np.datetime64("2024-03-10") - np.timedelta64(silent, "D")
    said = [note for note in made.reports[1].notes if f"no contacts since {last}, {silent} days" in note]
    assert len(said) == noted
    assert not made.reports[0].notes


def test_a_queue_of_a_few_contacts_a_week_may_be_silent_for_one() -> None:
    """No note where silence is usual."""
    history = centre(70, 20.0)
    few = replace(history, offered=np.where(days(history) == 55, history.offered / 300, 0.0))
    made = make(joined(history, few, queues=("going", "rare")))
    assert not any("nothing has come" in note for note in made.reports[1].notes)


def test_a_history_that_ends_before_the_forecast_is_noted_once() -> None:
    """Not of every queue; five days are no gap."""
    both = joined(centre(70, 20.0), centre(70, 5.0), queues=("one", "other"))
    assert not make(both, as_of=np.datetime64("2024-03-15", "s")).notes
    made = make(both, as_of=np.datetime64("2024-04-01", "s"))
    assert made.notes == (
        "the history ends on 2024-03-10, 21 days before the forecast begins: contacts since then are missing",
    )
    assert not any("nothing has come" in note for report in made.reports for note in report.notes)


def test_methods_that_could_not_be_tested_on_anything_are_called_untested() -> None:
    """Half a year after the last row no origin has anything to compare."""
    report = make(centre(70, 20.0), as_of=np.datetime64("2024-09-01", "s")).reports[0]
    assert "the history is too short to compare methods" in report.notes[0]


def test_what_is_alike_for_several_queues_is_said_once() -> None:
    """Of one queue, of some, and of all; without a name where there is one queue."""
    made = make(centre(days=9))
    (report,) = made.reports
    assert made.queue_notes == report.notes
    names = ("sales", "billing", "orders", "a", "b", "c", "d")
    notes = [("short", "ended")] + [("short",)] * 5 + [("short", "odd")]
    reports = tuple(replace(report, queue=name, notes=said) for name, said in zip(names, notes, strict=True))
    assert replace(made, reports=reports).queue_notes == (
        "all 7 queues: short",
        "queue sales: ended",
        "queue d: odd",
    )
    assert replace(made, reports=(*reports, replace(report, queue="e", notes=()))).queue_notes[0] == (
        "queues sales, billing, orders, a, b and 2 more: short"
    )


def test_a_forecast_within_the_first_day_is_refused() -> None:
    """There is no whole day to learn from."""
    with pytest.raises(UsageError, match="within the first day of the history"):
        make(centre(5, 20.0), as_of=np.datetime64("2024-01-01T12:00", "s"))


def test_a_queue_that_begins_today_has_no_forecast_and_no_update() -> None:
    """A morning alone is no whole day."""
    history = centre(30, 20.0)
    both = joined(history, rows(history, days(history) == 29), queues=("old", "new"))
    made = make(both, as_of=np.datetime64("2024-01-30T12:00", "s"), days=2)
    assert (made.forecast.offered[made.forecast.queue == 1] == 0).all()
    assert made.reports[1].notes == ("no whole day of history before the forecast: the forecast is zero",)


@pytest.mark.parametrize("known_days", [1, 8, 20, 21, 22])
def test_however_short_the_history_tomorrow_is_like_the_days_seen(known_days: int) -> None:
    """From one day on every day ahead is within 30 % of those seen."""
    history = centre(known_days, 20.0, seed=3)
    ahead = as_matrix(make(history, days=7).forecast).sum(axis=1)
    seen = [day.sum() for day in np.split(history.offered, known_days)]
    assert min(seen) * 0.7 < ahead.min() <= ahead.max() < max(seen) * 1.3


def test_the_last_half_hour_before_midnight_is_a_start_like_any() -> None:
    """One interval is left of the day, and forecast as such."""
    forecast = make(centre(70, 20.0), as_of=np.datetime64("2024-03-01T23:30:00"), days=1).forecast
    assert len(forecast.offered) == 1
    assert forecast.offered[0] == pytest.approx(centre(70, 20.0).offered[60 * 48 + 47], rel=0.05)


def test_four_in_five_simulated_counts_fall_inside_the_range() -> None:
    """Days vary by a common gamma factor, as real ones do."""
    history = centre(days=200, level=60.0)
    rng = np.random.default_rng(8)
    factor = rng.gamma(100.0, 0.01, 200)[days(history)]
    came = rng.poisson(history.offered * factor).astype(float)
    history = replace(history, offered=came)
    inside = []
    for day in range(120, 172, 13):
        forecast = make(history, as_of=history.interval_start[day * 48]).forecast
        future = came[day * 48 : (day + 28) * 48]
        inside.append((future >= forecast.offered_p10) & (future <= forecast.offered_p90))
    assert 0.74 < np.mean(inside) < 0.86


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_history_from_any_moment_gives_a_sound_forecast(data: st.DataObject) -> None:
    """Random truncations, gaps, blanks, spikes and origins."""
    rng = np.random.default_rng(data.draw(st.integers(0, 2**20)))
    history = centre(
        days=data.draw(st.integers(1, 60)),
        level=data.draw(st.sampled_from([0.0, 0.2, 5.0, 500.0])),
        timezone=BERLIN,
        first_day=np.datetime64("2024-03-01") + np.timedelta64(data.draw(st.integers(0, 300)), "D"),
        seed=1,
    )
    offered = history.offered * np.where(rng.random(len(history)) < 0.01, 20.0, 1.0)
    offered[rng.random(len(history)) < data.draw(st.sampled_from([0.0, 0.1, 0.9]))] = np.nan
    keep = rng.random(len(history)) >= data.draw(st.sampled_from([0.0, 0.1, 0.9]))
    absent_days = rng.random(days(history).max() + 1) < data.draw(st.sampled_from([0.0, 0.3]))
    keep &= ~absent_days[days(history)]
    keep[0], offered[0] = True, 3.0
    history = rows(replace(history, offered=offered), keep)
    span = int((history.interval_start.max() - history.interval_start.min()).astype(int))
    as_of = history.interval_start.min() + np.timedelta64(
        86400 + int(span * data.draw(st.floats(0, 1.3))), "s"
    )
    made = make(history, as_of=as_of, holidays=data.draw(st.sampled_from([None, "DE"])))
    forecast = made.forecast
    for column in (forecast.offered, forecast.offered_p10, forecast.offered_p90):
        assert np.isfinite(column).all()
        assert (column >= 0).all()
    assert (forecast.offered_p10 <= forecast.offered_p90).all()
    assert (forecast.interval_start >= as_of).all()
    assert (local(forecast)[-1] - local(forecast)[0]) < np.timedelta64(28, "D")


def test_wrong_options_are_the_users_error_and_name_the_way_out() -> None:
    """Exit code 2 with the nearest method; a zone that there is not is wrong input."""
    with pytest.raises(UsageError, match="did you mean 'seasonal-naive'") as error:
        ForecastOptions(method="seasonal_naive")
    assert error.value.exit_code == 2
    for wrong in ({"days": 0}, {"default_aht_seconds": 0.0}):
        with pytest.raises(UsageError):
            ForecastOptions(**wrong)


@pytest.mark.parametrize("as_of", ["2023-12-31T00:00:00", "2024-01-01T00:00:00"])
def test_a_start_before_the_history_is_the_users_error(as_of: str) -> None:
    """The message says when the history starts."""
    with pytest.raises(UsageError, match=r"starts at 2024-01-01T00:00:00\+00:00"):
        make(centre(), as_of=np.datetime64(as_of, "s"))


def test_a_history_without_counts_is_the_users_error() -> None:
    """Nothing can be learnt from blanks alone."""
    history = centre(days=3)
    with pytest.raises(InputError, match="at least one interval"):
        make(replace(history, offered=np.full(len(history), np.nan)))


def test_a_history_of_other_intervals_is_our_own_fault() -> None:
    """A caller that forgot to aggregate is a programming error, not a user's."""
    with pytest.raises(ValueError, match="aggregate"):
        make(centre(minutes=20))


def test_a_forecast_is_in_the_zone_and_at_the_grain_of_its_history() -> None:
    """There is no other to choose."""
    forecast = make(centre(days=30, timezone=BERLIN, minutes=15), days=1).forecast
    assert (forecast.timezone, forecast.interval_minutes) == (BERLIN, 15)
    assert forecast.local[0] == np.datetime64("2024-01-31T00:00")


def test_further_quantiles_rise_with_their_probability_and_days_have_their_own() -> None:
    """p5 ≤ p10 ≤ p90 ≤ p95; the range of a day is narrower than the sum of its intervals' ranges."""
    made = make(centre(days=90, seed=4), quantiles=(0.05, 0.95), days=14)
    forecast, daily = made.forecast, made.daily
    assert (forecast.quantiles[0.05] <= forecast.offered_p10).all()
    assert (forecast.quantiles[0.95] >= forecast.offered_p90).all()
    np.testing.assert_allclose(daily.offered, forecast.offered.reshape(14, 48).sum(axis=1))
    width = daily.offered_p90 - daily.offered_p10
    assert (width > 0).all()
    assert (width < (forecast.offered_p90 - forecast.offered_p10).reshape(14, 48).sum(axis=1)).all()
    assert (daily.quantiles[0.95] >= daily.offered_p90).all()


@pytest.mark.parametrize("wrong", [{"quantiles": (1.5,)}, {"days": 0}, {"default_aht_seconds": -3.0}])
def test_a_message_ends_with_one_full_stop(wrong: dict[str, object]) -> None:
    """Before the hint, whatever the option."""
    with pytest.raises(UsageError) as error:
        ForecastOptions(**wrong)
    assert ".. Hint" not in str(error.value)


def test_a_quantile_outside_its_bounds_is_the_users_error() -> None:
    """95 is not 0.95."""
    with pytest.raises(UsageError, match="between 0 and 1"):
        ForecastOptions(quantiles=(95.0,))
