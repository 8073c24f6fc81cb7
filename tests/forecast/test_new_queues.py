"""A queue without a history has the shape of others and the planner's total."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from staffing.errors import InputError, UsageError
from staffing.forecast.make import MadeForecast, make_forecast
from staffing.forecast.new_queue import NewQueue
from staffing.forecast.new_queues import pooled
from staffing.forecast.options import ForecastOptions
from staffing.forecast.past.queue_series import QueueSeries
from staffing.forecast.past.special_days import Event
from staffing.records import History
from tests.forecast.centres import MONDAY, as_matrix, centre, days, joined, rows

OPTIONS = ForecastOptions(days=28)
TWO = joined(
    centre(70, 50.0, aht_seconds=200.0), centre(70, 10.0, aht_seconds=400.0), queues=("sales", "support")
)
SALES = centre(70, 50.0)
WEEK = SALES.offered[: 7 * 48].reshape(7, 48)
FIRST_DAY = MONDAY + np.timedelta64(70, "D")


def forecast(*new: NewQueue, history: History = TWO, **options: Any) -> tuple[MadeForecast, int]:
    made = make_forecast(history, replace(OPTIONS, new_queues=new, **options))
    return made, made.forecast.queues.index(new[0].name)


def test_a_week_brings_the_planners_total_in_the_shape_of_the_queues_named() -> None:
    """1,000 contacts a week in the profile of sales, and the note says so."""
    made, web = forecast(NewQueue("web", 1000.0, like=("sales",)))
    of_web, of_sales = as_matrix(made.forecast, web), as_matrix(made.forecast, 0)
    assert of_web[:7].sum() == pytest.approx(1000.0, rel=0.01)
    np.testing.assert_allclose(of_web / of_web.sum(), of_sales / of_sales.sum(), rtol=0.01)
    assert made.reports[web].notes[0].startswith("new: the profile of sales, 1,000 contacts a week")


def test_nothing_comes_before_the_start_and_the_ramp_is_by_week_from_it() -> None:
    """A quarter, a half, then all of 700, counted in weeks from the start."""
    start = FIRST_DAY + np.timedelta64(3, "D")
    made, web = forecast(NewQueue("web", 700.0, start=start, ramp=(0.25, 0.5)))
    of_day = as_matrix(made.forecast, web).sum(axis=1)
    assert (of_day[:3] == 0).all()
    weeks = [of_day[3 + 7 * week : 10 + 7 * week].sum() for week in range(3)]
    assert weeks == pytest.approx([175.0, 350.0, 700.0], rel=0.01)


def test_a_start_in_the_past_has_used_up_part_of_its_ramp() -> None:
    """In its second week a queue is at the ramp's second share."""
    start = FIRST_DAY - np.timedelta64(7, "D")
    made, web = forecast(NewQueue("web", 700.0, start=start, ramp=(0.25, 0.5)))
    assert as_matrix(made.forecast, web)[:7].sum() == pytest.approx(350.0, rel=0.01)


def test_the_handle_time_is_borrowed_by_calls_unless_given() -> None:
    """200 s and 400 s weighted with their calls; a handle time given is kept."""
    made, web = forecast(NewQueue("web", 700.0), NewQueue("chat", 700.0, aht_seconds=90.0))
    aht = made.forecast.aht_seconds
    expected = (50 * 200 + 10 * 400) / 60
    np.testing.assert_allclose(aht[made.forecast.queue == web], expected, rtol=0.01)
    assert (aht[made.forecast.queue == web + 1] == 90.0).all()


def test_doubt_widens_the_range_of_intervals_and_days() -> None:
    """A total that may be wrong by 30 % has ranges half as wide again, and more."""

    def widths(doubt):
        made, web = forecast(NewQueue("web", 10_000.0, like=("sales",), doubt=doubt))
        return [(f.offered_p90 - f.offered_p10)[f.queue == web].sum() for f in (made.forecast, made.daily)]

    sure, unsure = widths(0.0), widths(0.3)
    assert all(wide > 1.5 * narrow for narrow, wide in zip(sure, unsure, strict=True))


def test_events_of_the_new_queue_touch_it_and_no_other() -> None:
    """A campaign for web doubles its first day, and leaves sales alone."""
    event = Event(FIRST_DAY, FIRST_DAY, "campaign", 2.0, queue="web")
    made, web = forecast(NewQueue("web", 1000.0), events=(event,))
    of_web, of_sales = (as_matrix(made.forecast, queue).sum(axis=1) for queue in (web, 0))
    assert of_web[0] / of_web[7] == pytest.approx(2 * of_sales[0] / of_sales[7], rel=0.01)


def test_a_queue_with_three_weeks_of_its_own_is_new_no_longer() -> None:
    """Twenty days with contacts are new, twenty-one are a history."""
    young = centre(70, 30.0)
    twenty, twenty_one = (
        joined(SALES, rows(young, days(young) >= 70 - own), queues=("sales", "web")) for own in (20, 21)
    )
    for history, is_new in ((twenty, True), (twenty_one, False)):
        made, web = forecast(NewQueue("web", 10.0), history=history)
        assert made.forecast.queues == ("sales", "web")
        assert any(note.startswith("new:") for note in made.reports[web].notes) is is_new
        assert (as_matrix(made.forecast, web)[:7].sum() < 11.0) == is_new


def test_a_stray_row_does_not_make_a_queue_old() -> None:
    """One contact three weeks ago is no history to forecast from."""
    stray = rows(SALES, days(SALES) == 40)
    history = joined(SALES, rows(stray, np.arange(len(stray)) == 20), queues=("sales", "web"))
    made, web = forecast(NewQueue("web", 1000.0, like=("sales",)), history=history)
    assert as_matrix(made.forecast, web)[:7].sum() == pytest.approx(1000.0, rel=0.01)
    assert (
        "the contacts of its own 1 day are not used yet: at least 21 days are needed"
        in made.reports[web].notes
    )


def test_a_row_for_a_queue_with_a_history_is_said_to_be_unused() -> None:
    """The planner's 100 a week do not replace 70 days of contacts."""
    made, sales = forecast(NewQueue("sales", 100.0, like=("support",)))
    note = "its row in the new-queues file is not used: it has 70 days with contacts of its own"
    assert note in made.reports[sales].notes
    assert as_matrix(made.forecast, sales)[:7].sum() > 1000.0


def test_a_young_queue_does_not_spoil_the_profile_of_the_pool() -> None:
    """Five days have no profile yet: the queue is left out, and named."""
    young = centre(70, 30.0)
    history = joined(SALES, rows(young, days(young) >= 65), queues=("sales", "fresh"))
    made, web = forecast(NewQueue("web", 1000.0), history=history)
    of_web, of_sales = as_matrix(made.forecast, web), as_matrix(made.forecast, 0)
    np.testing.assert_allclose(of_web / of_web.sum(), of_sales / of_sales.sum(), rtol=0.01)
    assert any(note.endswith("on fewer than 21 days: fresh") for note in made.reports[web].notes)


def test_queues_with_gaps_at_different_times_still_have_a_profile_together() -> None:
    """Each fills the other's gaps, and the week keeps its shape within 5 %."""
    one, other = (centre(70, level) for level in (50.0, 40.0))
    history = joined(
        rows(one, (days(one) < 14) | (days(one) >= 36)), rows(other, days(other) < 34), queues=("a", "b")
    )
    made, web = forecast(NewQueue("web", 1000.0), history=history)
    of_web = as_matrix(made.forecast, web)
    np.testing.assert_allclose(of_web[:7] / of_web[:7].sum(), WEEK / WEEK.sum(), rtol=0.05)


def test_a_queue_like_one_that_there_is_not_is_the_users_error() -> None:
    """Every wrong name is told, with the nearest right one."""
    with pytest.raises(InputError) as error:
        forecast(NewQueue("web", 10.0, like=("slaes", "support", "chatt")))
    assert [problem.value for problem in error.value.problems] == ["slaes", "chatt"]
    assert "did you mean 'sales'?" in error.value.hint


def test_a_queue_cannot_be_like_itself() -> None:
    """It would borrow from what it does not have."""
    with pytest.raises(InputError, match="another queue"):
        forecast(NewQueue("web", 10.0, like=("sales", "web")))


def test_a_ramp_in_percent_is_refused() -> None:
    """Twenty times the contacts is a slip of the pen."""
    with pytest.raises(UsageError, match=r"20 % is 0\.2, not 20"):
        NewQueue("web", 10.0, ramp=(20.0, 50.0))


def test_the_update_within_the_day_names_whose_contacts_it_goes_by() -> None:
    """A new queue has no contacts of today: those of the queues it is like are meant."""
    made, web = forecast(NewQueue("web", 700.0), as_of=np.datetime64("2024-03-05T12:00", "s"))
    assert any("the contacts so far today of the queues it is like" in n for n in made.reports[web].notes)
    assert not any("today's contacts" in note for note in made.reports[web].notes)


@pytest.mark.parametrize("wrong", [{"contacts_per_week": -1.0}, {"doubt": np.inf}, {"ramp": (0.5, -0.1)}])
def test_amounts_below_nothing_are_the_users_error(wrong: dict[str, object]) -> None:
    """Negative or endless contacts, doubts and ramps, each with the queue's name."""
    with pytest.raises(UsageError, match="web"):
        NewQueue(**{"name": "web", "contacts_per_week": 10.0, **wrong})


def test_queues_that_bring_nothing_give_no_shape() -> None:
    """Without a contact to borrow from the forecast is zero."""
    silent = replace(SALES, offered=np.zeros(len(SALES)))
    made, web = forecast(NewQueue("web", 1000.0), history=silent)
    assert (as_matrix(made.forecast, web) == 0).all()


def test_where_some_of_a_pool_are_unknown_the_others_stand_for_all() -> None:
    """A day known of some queues is scaled by what they usually are of the whole."""

    def series(first, values, aht):
        matrix = np.array(values, dtype=float)[:, None]
        calls = np.nan_to_num(matrix)
        return QueueSeries(
            MONDAY + np.timedelta64(first, "D"),
            matrix,
            np.full_like(matrix, aht),
            calls,
            np.isnan(matrix)[:, 0],
            earlier=None,
        )

    both = pooled([series(0, [9, 9, 1, 2, np.nan], 100.0), series(2, [3, 3, 3], 200.0)])
    assert both.first_day == MONDAY
    # Friday's little one alone tells nothing of the big one that was never seen on a Friday but its own.
    np.testing.assert_allclose(both.offered[:, 0], [9, 9, 4, 5, 3])
    np.testing.assert_allclose(both.aht_seconds[:, 0], [100.0, 100.0, 175.0, 160.0, 200.0])
    assert not both.silent_day.any()
    weeks = [series(0, [*range(1, 8)] * 4, 100.0), series(7, [*range(3, 24, 3)] * 2 + [np.nan] * 7, 100.0)]
    of_week = np.array([*range(1, 8)])
    np.testing.assert_allclose(
        pooled(weeks).offered[:, 0], [*[np.nan] * 7, *of_week * 4, *of_week * 4, *[np.nan] * 7]
    )
    np.testing.assert_allclose(pooled([weeks[0], weeks[0], weeks[0], weeks[1]]).offered[:7, 0], of_week * 6)
