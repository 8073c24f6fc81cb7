"""Public holidays and events: out of the normal profile, into the forecast."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from holidays import country_holidays

from staffing.arrays import Bools, Floats
from staffing.errors import InputError
from staffing.forecast.make import make_forecast
from staffing.forecast.one_queue import QueueReport
from staffing.forecast.options import ForecastOptions
from staffing.forecast.past.regional_holidays import regional_holidays
from staffing.forecast.past.special_days import Event, special_days
from staffing.records import History
from staffing.timegrid import OpeningHours, weekday
from tests.forecast.centres import MONDAY, as_matrix, centre, days, local, rows


def on(history: History, date: str) -> Bools:
    return local(history).astype("datetime64[D]") == np.datetime64(date)


def forecast(history: History, **options: Any) -> tuple[Floats, QueueReport]:
    made = make_forecast(history, ForecastOptions(**options))
    return as_matrix(made.forecast), made.reports[0]


def day(date: str, history: History) -> int:
    return int((np.datetime64(date) - local(history).astype("datetime64[D]").max()).astype(int)) - 1


def scaled(history: History, date: str, factor: float) -> History:
    return replace(history, offered=np.where(on(history, date), factor * history.offered, history.offered))


def test_a_part_of_a_country_has_its_own_holidays() -> None:
    """Bavaria has all German holidays and more; codes are read without regard to case."""
    span = np.datetime64("2024-01-01"), np.datetime64("2024-12-31")
    bavaria, germany = (special_days(code, (), *span).holidays for code in ("DE-BY", "de"))
    assert set(germany) < set(bavaria)
    assert bavaria[np.datetime64("2024-12-26")]


@pytest.mark.parametrize(
    ("code", "hint"),
    [("XX", "two letters"), ("US-QQ", "parts: AK"), ("UZ-QQ", "use UZ alone"), ("", "two letters")],
)
def test_an_unknown_country_or_part_is_the_users_error(code: str, hint: str) -> None:
    """The hint says which codes there are."""
    with pytest.raises(InputError, match=hint):
        special_days(code, (), MONDAY, MONDAY)


def test_an_unseen_holiday_is_like_the_quietest_weekday() -> None:
    """A first Good Friday brings what a Sunday brings, a third, and the note says so."""
    history = centre(days=60, first_day=np.datetime64("2024-01-02"))  # Good Friday is 29 March 2024
    normal, _ = forecast(history)
    with_holidays, report = forecast(history, holidays="GB")
    friday = day("2024-03-29", history)
    np.testing.assert_allclose(with_holidays[friday].sum(), normal[friday].sum() / 3)
    np.testing.assert_allclose(with_holidays[friday - 1], normal[friday - 1])
    assert any("Good Friday" in note and "quietest" in note for note in report.notes)


def test_past_holidays_of_the_name_are_learnt_and_shrunk() -> None:
    """One Christmas at 0.1 and a quietest weekday at 0.4 give the mean of the two."""
    history = centre(days=725)  # until 25 December 2025: one Christmas on a Wednesday, one on a Thursday
    history = rows(history, ~on(history, "2025-12-25"))
    for date in ("2024-12-25", "2024-07-04", "2025-07-04"):
        history = scaled(history, date, 0.1 if date == "2024-12-25" else 0.9)
    normal, _ = forecast(history, days=7)
    learnt, _ = forecast(history, days=7, holidays="US")
    christmas, prior = day("2025-12-25", history), 0.4
    assert learnt[christmas].sum() / normal[christmas].sum() == pytest.approx((0.1 + prior) / 2, rel=0.02)


def test_holidays_with_no_row_are_closures() -> None:
    """Where past holidays had no row, those ahead are closed; other days are not."""
    history = centre(days=55)  # until Saturday 24 February 2024
    gone = on(history, "2024-01-15") | on(history, "2024-02-19") | on(history, "2024-01-01")
    ahead, report = forecast(rows(history, ~gone), days=100, holidays="US")
    assert (ahead[day("2024-05-27", history)] == 0).all()
    assert any("forecast as closed: 2 past holidays were closed" in note for note in report.notes)
    assert (ahead[day("2024-05-20", history)] > 0).all()


def test_past_holidays_do_not_enter_the_normal_profile() -> None:
    """A holiday at a fifth of its contacts leaves the forecast of normal days as it was."""
    history = centre(days=61)
    dented = scaled(history, "2024-02-19", 0.2)
    clean, _ = forecast(history, holidays="US")
    np.testing.assert_allclose(forecast(dented, holidays="US")[0], clean)


def test_events_ahead_multiply_or_close() -> None:
    """1.5 on both days of a mailing, 0 where closed, nothing where ignored."""
    history = centre(days=61)
    normal, _ = forecast(history)
    events = (
        Event(np.datetime64("2024-03-05"), np.datetime64("2024-03-06"), "Mailing", 1.5),
        Event(np.datetime64("2024-03-08"), np.datetime64("2024-03-08"), "Outing", "closed"),
        Event(np.datetime64("2024-03-12"), np.datetime64("2024-03-12"), "Nothing", "ignore"),
    )
    ahead, _ = forecast(history, events=events)
    factor = ahead.sum(axis=1) / normal.sum(axis=1)
    first = day("2024-03-05", history)
    np.testing.assert_allclose(factor[first : first + 4], [1.5, 1.5, 1.0, 0.0])
    np.testing.assert_allclose(factor[first + 4 :], 1.0)


@pytest.mark.parametrize("effect", ["ignore", "closed", 3.0])
def test_past_events_do_not_enter_the_normal_profile(effect: object) -> None:
    """Whatever its effect, a past event's day teaches the profile nothing."""
    history = centre(days=61)
    spiked = scaled(history, "2024-02-21", 3.0)
    event = Event(np.datetime64("2024-02-21"), np.datetime64("2024-02-21"), "Outage", effect)
    np.testing.assert_allclose(forecast(spiked, events=(event,))[0], forecast(history)[0])


def test_an_event_takes_the_place_of_a_holiday() -> None:
    """An event of factor 1 on Good Friday makes it a normal day."""
    history = centre(days=61)
    event = Event(np.datetime64("2024-03-29"), np.datetime64("2024-03-29"), "Open as usual", 1.0)
    np.testing.assert_allclose(forecast(history, holidays="GB", events=(event,))[0], forecast(history)[0])


def test_a_factor_on_a_holiday_multiplies_what_the_holiday_does() -> None:
    """Ten per cent more calls all week are ten per cent more of what Good Friday brings, and it is said."""
    history = centre(days=61)
    more = Event(np.datetime64("2024-03-25"), np.datetime64("2024-03-31"), "Campaign", 1.1)
    alone, _ = forecast(history, holidays="GB")
    both, report = forecast(history, holidays="GB", events=(more,))
    friday = day("2024-03-29", history)
    np.testing.assert_allclose(both[friday], 1.1 * alone[friday])
    assert any(note.endswith("; multiplied by Campaign") for note in report.notes if "Good Friday" in note)


@pytest.mark.parametrize("effect", ["closed", np.datetime64("2024-02-14", "D")])
def test_an_event_that_says_what_comes_takes_the_place_of_a_holiday(effect: Any) -> None:
    """Closed is closed, and like another date is that date's share, holiday or not."""
    history = centre(days=61)
    event = Event(np.datetime64("2024-03-29"), np.datetime64("2024-03-29"), "Plan", effect)
    ahead, report = forecast(history, holidays="GB", events=(event,))
    np.testing.assert_allclose(ahead, forecast(history, events=(event,))[0])
    assert "2024-03-29 Good Friday: an event replaces it" in report.notes


def test_an_ignored_holiday_ahead_stays_a_holiday() -> None:
    """`ignore` speaks of the past only."""
    history = centre(days=61)
    event = Event(np.datetime64("2024-03-29"), np.datetime64("2024-03-29"), "Noise", "ignore")
    alone, _ = forecast(history, holidays="GB")
    np.testing.assert_allclose(forecast(history, holidays="GB", events=(event,))[0], alone)


def test_a_factor_opens_a_holiday_that_would_be_closed() -> None:
    """Half of a normal day on a holiday on which the queue was always closed, and it is said."""
    history = centre(days=125, first_day=np.datetime64("2023-12-28"))
    closed = np.any([on(history, f"2024-{date}") for date in ("01-01", "01-15", "02-19")], axis=0)
    history = rows(history, ~closed)
    event = Event(np.datetime64("2024-05-27"), np.datetime64("2024-05-27"), "Half crew", 0.5)
    ahead, report = forecast(history, days=40, holidays="US", events=(event,))
    assert any(note.endswith("opened by Half crew, which counts alone") for note in report.notes)
    normal, _ = forecast(history, days=40, holidays="US", events=(replace(event, effect=1.0),))
    np.testing.assert_allclose(ahead, np.where(ahead == normal, normal, 0.5 * normal))
    assert ahead.sum() < normal.sum()


@pytest.mark.parametrize(
    ("last", "effect"), [("2024-03-01", 1.0), ("2024-03-05", -1.0), ("2024-03-05", "half")]
)
def test_a_wrong_event_is_the_users_error(last: str, effect: object) -> None:
    """An end before its start, a negative factor and an unknown word are refused."""
    with pytest.raises(InputError):
        Event(np.datetime64("2024-03-05"), np.datetime64(last), "Wrong", effect)


def test_a_history_of_holidays_only_still_forecasts() -> None:
    """New Year's Day alone has to serve, and the note says so."""
    history = rows(centre(days=1), np.arange(48) < 20)
    made = make_forecast(history, ForecastOptions(holidays="US", days=7))
    assert made.forecast.offered.sum() > 0
    assert any("public holidays only" in note for note in made.reports[0].notes)


def test_closed_weekdays_stay_closed_on_holidays() -> None:
    """A holiday on a Saturday does not open a centre that closes on Saturdays."""
    history = centre(days=61)
    open_days = rows(history, weekday(local(history)) < 5)
    ahead, _ = forecast(open_days, holidays="US", days=120)
    first = local(open_days).astype("datetime64[D]").max() + np.timedelta64(1, "D")
    assert (ahead[weekday(first + np.arange(120).astype("timedelta64[D]")) >= 5][4:] == 0).all()
    assert days(history).max() == 60


def at(first: str, last: str, name: str, effect: Any, **more: Any) -> Event:
    return Event(np.datetime64(first), np.datetime64(last), name, effect, **more)


@pytest.mark.parametrize(
    ("closed", "says"),
    [
        (
            ["2024-01-01", "2024-01-15"],
            "forecast as closed: 2 of 3 past holidays were closed (open on Wash",
        ),
        (
            ["2024-01-15"],
            "from 3 past holidays (open on 2 of them; no earlier Memorial Day in the history); to close it",
        ),
    ],
)
def test_a_holiday_is_open_or_closed_never_half(closed: list[str], says: str) -> None:
    """As on most past holidays of its kind; the note names what disagrees."""
    history = centre(days=125, first_day=np.datetime64("2023-12-28"))
    gone = np.any([on(history, date) for date in closed], axis=0)
    _, report = forecast(rows(history, ~gone), days=40, holidays="US")
    (memorial_day,) = [note for note in report.notes if "Memorial Day" in note]
    assert says in memorial_day


def test_what_the_same_holiday_brought_outranks_what_all_others_did() -> None:
    """Open on one Columbus Day, it stays open though all other holidays were closed."""
    history = centre(days=400, first_day=np.datetime64("2023-09-01"))
    closed = [day for day in country_holidays("US", years=(2023, 2024)) if str(day) != "2023-10-09"]
    gone = np.any([on(history, str(day)) for day in closed], axis=0)
    ahead, report = forecast(rows(history, ~gone), days=20, holidays="US")
    (columbus_day,) = [note for note in report.notes if "Columbus Day" in note]
    assert columbus_day.endswith("from 1 past holiday")
    assert (ahead[day("2024-10-14", history)] > 0).all()


def test_an_event_of_some_hours_changes_only_them() -> None:
    """An outage from 10:00 to 12:00 leaves the rest of its day as it was."""
    history = centre(days=61)
    normal, _ = forecast(history)
    event = at("2024-03-05", "2024-03-05", "Outage", "closed", from_minute=600, until_minute=720)
    ahead, report = forecast(history, events=(event,))
    assert report.notes == (
        "2024-03-05 10:00 to 12:00 Outage: 0.00 of what is normal then, by its effect closed",
    )
    row = day("2024-03-05", history)
    assert (ahead[row, 20:24] == 0).all()
    np.testing.assert_allclose(np.delete(ahead, row, axis=0), np.delete(normal, row, axis=0))
    np.testing.assert_allclose(ahead[row, 24:], normal[row, 24:])


def test_an_event_of_today_is_not_past_yet() -> None:
    """At noon of its first day a mailing still lies ahead."""
    history = centre(days=61)
    event = at("2024-03-01", "2024-03-03", "Mailing", 1.2)
    ahead = ForecastOptions(as_of=np.datetime64("2024-03-01T12:00", "s"), days=7, events=(event,))
    notes = make_forecast(history, ahead).reports[0].notes
    assert any("Mailing: 1.20 of a normal day" in note for note in notes)
    assert not any("in the past" in note for note in notes)


def test_an_event_of_another_queue_is_not_ours() -> None:
    """A mailing for sales does not touch the queue all."""
    history = centre(days=61)
    event = at("2024-03-05", "2024-03-05", "Mailing", 2.0, queue="sales")
    np.testing.assert_allclose(forecast(history, events=(event,))[0], forecast(history)[0])


def test_like_another_date_repeats_its_share_and_past_occurrences_are_shown() -> None:
    """`like` a day at 1.8 gives 1.8; a date without contacts is said to have none."""
    history = scaled(centre(days=61), "2024-02-14", 1.8)
    events = (
        at("2024-02-14", "2024-02-14", "Mailing", "ignore"),
        at("2024-03-13", "2024-03-13", "Mailing", np.datetime64("2024-02-14")),
        at("2024-03-14", "2024-03-14", "", np.datetime64("2023-02-14")),
    )
    ahead, report = forecast(history, events=events)
    normal, _ = forecast(history, events=events[:1])
    mailing = day("2024-03-13", history)
    assert ahead[mailing].sum() / normal[mailing].sum() == pytest.approx(1.8, rel=0.01)
    assert any("like 2024-02-14; in the past: 2024-02-14 1.80" in note for note in report.notes)
    assert any("no known contacts" in note for note in report.notes)


def test_an_event_of_a_queue_that_there_is_not_is_noted() -> None:
    """A misspelt queue is named, for its event would be lost in silence."""
    event = at("2024-03-05", "2024-03-05", "Mailing", 1.2, queue="slaes")
    made = make_forecast(centre(days=61), ForecastOptions(events=(event,)))
    assert made.notes == ("the event Mailing concerns the queue 'slaes', which is not one of: all",)


def test_holidays_have_one_name_under_any_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """English, whatever `LANG` says and whichever the country's language is."""
    friday = np.datetime64("2024-03-29")
    for locale in ("es_ES.UTF-8", "C.UTF-8", "en_GB.UTF-8"):
        monkeypatch.setenv("LANG", locale)
        monkeypatch.setenv("LANGUAGE", locale.partition(".")[0])
        for country in ("ES", "GB"):
            assert special_days(country, (), friday, friday).holidays[friday] == "Good Friday"


def test_holidays_of_parts_of_a_country_are_noted() -> None:
    """Within the days planned and where no part is named; a part's own are holidays, and no note."""
    easter = np.datetime64("2024-03-29"), np.datetime64("2024-04-02")
    (note,) = regional_holidays("GB", *easter)
    assert note.startswith(
        "2024-04-01 Easter Monday is a holiday in ENG, NIR, WLS only and is ignored under holidays GB: write "
    )
    at_weekends = OpeningHours(((),) * 5 + (((0, 1440),),) * 2)
    assert regional_holidays("GB", *easter, at_weekends) == ()
    assert regional_holidays("GB", easter[1], np.datetime64("2024-04-20")) == ()
    assert regional_holidays("GB-ENG", *easter) == ()
    assert regional_holidays(None, *easter) == ()
    history = centre(days=61)
    made = make_forecast(history, ForecastOptions(holidays="GB", days=40))
    assert any("under holidays GB: write GB-" in one for one in made.notes)
