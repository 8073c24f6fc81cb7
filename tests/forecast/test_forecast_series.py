"""What a missing row means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffing.arrays import Bools
from staffing.daygrid.absent import open_slots
from staffing.daygrid.local_rows import local_rows
from staffing.daygrid.window import near, same_weekday_sum
from staffing.forecast.past.queue_series import QueueSeries
from staffing.forecast.past.series import queue_series
from staffing.records import History
from staffing.timegrid import OpeningHours, minute_of_day, weekday
from tests.forecast.centres import MONDAY, centre, days, joined, local, rows


def series(
    history: History,
    as_of: str | None = None,
    opening: OpeningHours | None = None,
    queue: int = 0,
) -> QueueSeries:
    end = history.interval_start.max() + np.timedelta64(history.interval_minutes, "m")
    placed = local_rows(history, end if as_of is None else np.datetime64(as_of, "s"))
    return queue_series(history, queue, placed, opening)


def office_hours(history: History) -> Bools:
    """True for rows from 08:00 to 18:00, Monday to Friday."""
    wall = local(history)
    minute = minute_of_day(wall)
    return (weekday(wall) < 5) & (minute >= 480) & (minute < 1080)


def test_a_dense_history_is_laid_out_by_day_and_slot() -> None:
    """Fourteen whole days are 14 × 48 cells in order of time."""
    history = centre(days=14)
    built = series(history)
    assert built.offered.shape == (14, 48)
    assert built.first_day == MONDAY
    np.testing.assert_array_equal(built.offered.ravel(), history.offered)


def test_nights_and_weekends_without_rows_are_closed() -> None:
    """Cells in which the queue never has a row are zero, not unknown."""
    history = centre(days=28)
    built = series(rows(history, office_hours(history)), as_of="2024-01-29T00:00:00")
    assert np.isfinite(built.offered).all()
    assert (built.offered[:, :16] == 0).all()
    assert (built.offered[5:7] == 0).all()
    assert (built.offered[:5, 16:36] > 0).all()


def test_missing_slots_and_days_of_usual_hours_are_unknown() -> None:
    """A lost half-hour and a lost day are unknown within office hours, and zero outside them."""
    history = centre(days=56)
    keep = office_hours(history) & ~((days(history) == 16) & (minute_of_day(local(history)) == 600))
    built = series(rows(history, keep & (days(history) != 23)))
    assert np.isnan(built.offered[16, 20])
    assert np.isnan(built.offered[23, 16:36]).all()
    assert (built.offered[23, :16] == 0).all()
    assert built.silent_day.nonzero()[0].tolist() == [23]


def test_weeks_in_which_no_queue_reports_are_unknown_not_closed() -> None:
    """Nine weeks without any row are no sign that the centre was closed."""
    history = centre(days=140)
    gone = (days(history) >= 35) & (days(history) < 98)
    built = series(rows(history, office_hours(history) & ~gone))
    assert np.isnan(built.offered[40:93]).any(axis=1)[[0, 1, 2, 10, 50]].all()
    assert not (built.offered[35:98] > 0).any()
    assert np.isnan(built.offered[35:98][:, 20]).sum() >= 45


def test_a_queue_that_ended_while_others_report_is_closed() -> None:
    """Ten days after its last row a queue is taken for closed where another goes on."""
    history = centre(days=140)
    both = joined(history, rows(history, days(history) < 70), queues=("stays", "ended"))
    built = series(both, queue=1)
    assert (built.offered[80:] == 0).all()


def test_an_empty_count_is_unknown() -> None:
    """A row without a count is not a zero."""
    history = centre(days=14)
    offered = history.offered.copy()
    offered[30] = np.nan
    assert np.isnan(series(replace(history, offered=offered)).offered[0, 30])


def test_exports_that_leave_out_empty_intervals_get_their_zeros_back() -> None:
    """With every zero taken out of a quiet queue the series is the same as with them."""
    history = centre(days=56, level=2.5, seed=3)
    sparse = rows(history, history.offered > 0)
    assert len(sparse) < 0.75 * len(history)
    as_of = "2024-02-26T00:00:00"
    np.testing.assert_array_equal(series(sparse, as_of).offered, series(history, as_of).offered)


def test_busy_intervals_are_not_taken_for_left_out_zeros() -> None:
    """At hundreds of contacts a missing row is a loss."""
    history = centre(days=28, level=500.0, seed=3)
    built = series(rows(history, np.arange(len(history)) != 20 * 48 + 20))
    assert np.isnan(built.offered[20, 20])


def test_opening_hours_decide_where_given() -> None:
    """Outside them zero even where rows are, inside them unknown where none is."""
    history = centre(days=28)
    opening = OpeningHours(spans=(((480, 1080),),) * 5 + ((), ()))
    built = series(rows(history, days(history) != 8), opening=opening)
    assert (built.offered[:, :16] == 0).all()
    assert (built.offered[5:7] == 0).all()
    assert np.isnan(built.offered[8, 16:36]).all()
    assert (built.offered[8, 36:] == 0).all()


def test_a_slot_open_for_part_of_it_is_open() -> None:
    """Hours from 08:15 to 17:05 open the slots of 08:00 and 17:00."""
    opening = OpeningHours(spans=(((495, 1025),),) * 7)
    assert open_slots(opening, 48)[0].nonzero()[0].tolist() == list(range(16, 35))


def test_repeated_slots_are_averaged_and_skipped_ones_unknown() -> None:
    """10 and 30 contacts in the hour that occurs twice are 20; the hour that clocks skip is unknown."""
    history = centre(days=330, timezone="America/New_York", level=80.0)
    wall = local(history)
    offered = history.offered.copy()
    repeated = (wall == np.datetime64("2024-11-03T01:00:00")).nonzero()[0]
    assert len(repeated) == 2
    offered[repeated] = [10.0, 30.0]
    built = series(replace(history, offered=offered))
    assert built.offered[int((np.datetime64("2024-11-03") - MONDAY).astype(int)), 2] == 20.0
    spring = int((np.datetime64("2024-03-10") - MONDAY).astype(int))
    assert np.isnan(built.offered[spring, 4:6]).all()
    assert np.isfinite(built.offered[spring, 6:]).all()


def test_what_has_not_ended_is_unknown() -> None:
    """At 11:00 the slots from 11:00 on are unknown, those before are known."""
    history = centre(days=15)
    built = series(rows(history, np.arange(len(history)) < 14 * 48 + 22), as_of="2024-01-15T11:00:00")
    assert len(built.offered) == 15
    assert np.isfinite(built.offered[14, :22]).all()
    assert np.isnan(built.offered[14, 22:]).all()


def test_same_weekday_sums_reach_four_weeks_to_each_side() -> None:
    """The sum over the same weekday of nine weeks, fewer at the edges."""
    cells = np.arange(100.0)
    for day in (0, 30, 50, 99):
        around = [d for d in range(day - 28, day + 29, 7) if 0 <= d < 100]
        assert same_weekday_sum(cells)[day] == pytest.approx(sum(around))


def test_near_reaches_as_far_as_asked() -> None:
    """Within two days of a marked day, and no further."""
    days_ = np.zeros(12, dtype=bool)
    days_[[0, 8]] = True
    assert near(days_, 2).nonzero()[0].tolist() == [0, 1, 2, 6, 7, 8, 9, 10]
