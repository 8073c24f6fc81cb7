"""A backtest sees nothing of its future: neither counts that came later nor what later rows say of a gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from staffing.arrays import Floats
from staffing.daygrid.local_rows import local_rows
from staffing.forecast import AUTO, METHODS
from staffing.forecast.accuracy.measure import HOURS_OF_UPDATE, whole
from staffing.forecast.backtest import Errors, backtests
from staffing.forecast.intraday import day_dispersions, rest_of_day
from staffing.forecast.new_queues import pooled
from staffing.forecast.one_queue import normal_past
from staffing.forecast.past.queue_series import QueueSeries
from staffing.forecast.past.series import queue_series
from staffing.forecast.past.special_days import special_days
from staffing.records import History
from staffing.timegrid import OpeningHours, minute_of_day, weekday
from tests.forecast.centres import MONDAY, centre, days, joined, local, rows

DAYS = 126
AS_OF = MONDAY + np.timedelta64(DAYS, "D") + np.timedelta64(10 * 3600, "s")
Centre = Callable[[], History]
METHODS_TRIED = [AUTO, *METHODS]


def office(level: float, seed: int, last_day: int = DAYS + 1) -> History:
    """Open on weekdays; the last rows are of the morning of the day of the forecast."""
    history = centre(DAYS + 1, level, seed=seed)
    minute = minute_of_day(local(history))
    opened = (weekday(local(history)) < 5) & (minute >= 480) & (minute < 1080)
    known = history.interval_start < np.datetime64(AS_OF, "s")
    return rows(history, opened & known & (days(history) < last_day))


def ended() -> History:
    """Stops five weeks before the forecast, while another queue goes on."""
    return joined(office(60.0, 1, last_day=DAYS - 35), office(20.0, 2), queues=("tried", "other"))


def sparse() -> History:
    """An export that leaves out most empty intervals; that it does is seen from all of its rows."""
    quiet = office(0.7, 3)
    return joined(rows(quiet, quiet.offered > 0), office(20.0, 2), queues=("tried", "other"))


def gaps() -> History:
    """Days lost here and there, the last weeks' afternoons too."""
    tried = office(60.0, 4)
    day, minute = days(tried), minute_of_day(local(tried))
    kept = ~np.isin(day, [60, 81, 94, 95, 96, 101]) & ~((day > 98) & (minute > 780))
    return joined(rows(tried, kept), office(20.0, 2), queues=("tried", "other"))


def series_of(history: History, opening: OpeningHours | None = None) -> QueueSeries:
    return queue_series(history, 0, local_rows(history, np.datetime64(AS_OF, "s")), opening)


def errors_of(series: QueueSeries, methods: Sequence[str], truth: Floats | None = None) -> dict[str, Errors]:
    """The backtest's errors by method; against that `truth`, for what is expected does not depend on it."""
    special = special_days("US", (), MONDAY, MONDAY + np.timedelta64(DAYS + 28, "D"))
    series = series.until(DAYS)
    past, _ = normal_past(series, special)
    truth = series.offered if truth is None else truth
    return backtests(past, whole(methods, series, special, 28), 28, truth)


def expected_of(series: QueueSeries) -> dict[str, Errors]:
    """Every interval that the backtest forecasts, by method."""
    return errors_of(series, METHODS_TRIED, truth=np.ones((DAYS, 48)))


def without_future(history: History, origin: int) -> History:
    """No row from the origin on, of any queue."""
    return rows(history, days(history) < origin)


def rewritten(history: History, origin: int) -> History:
    """Other counts from the origin on, and other rows missing."""
    rng = np.random.default_rng(5)
    later = days(history) >= origin
    other = replace(history, offered=np.where(later, rng.poisson(7.0, len(history)), history.offered))
    return rows(other, ~later | (rng.random(len(history)) < 0.4))


@pytest.mark.slow
@pytest.mark.parametrize("change", [without_future, rewritten])
@pytest.mark.parametrize("centre_of", [ended, sparse, gaps])
def test_no_row_from_the_origin_on_changes_what_is_expected_there(
    centre_of: Centre, change: Callable[[History, int], History]
) -> None:
    """Rows taken away or rewritten from an origin on leave every method's forecast from it as it was."""
    history = centre_of()
    before = expected_of(series_of(history))
    origins = np.unique(before[AUTO].origin)
    assert len(origins) == 6
    for origin in origins[[0, 3, 5]].tolist():
        after = expected_of(series_of(change(history, origin)))
        for name in METHODS_TRIED:
            one, other = (errors[name].expected[errors[name].origin == origin] for errors in (before, after))
            assert len(one) >= 7 * 48
            np.testing.assert_array_equal(one, other, err_msg=f"{name} from day {origin}")


@pytest.mark.parametrize("opening", [None, OpeningHours(spans=(((480, 1080),),) * 5 + ((), ()))])
@pytest.mark.parametrize("centre_of", [ended, sparse, gaps])
def test_an_earlier_day_is_read_as_it_was_known_then(centre_of: Centre, opening: OpeningHours | None) -> None:
    """Reading a series again until a day gives what a history that ends there gives."""
    history = centre_of()
    whole = series_of(history, opening)
    for day in (70, 91, 98, 105, 119, DAYS):
        at = np.datetime64(MONDAY + np.timedelta64(day, "D"), "s")
        known = history.known_at(at)
        then = queue_series(known, 0, local_rows(known, at), opening)
        again = whole.until(day)
        for name in ("offered", "aht_seconds", "calls", "silent_day"):
            np.testing.assert_array_equal(getattr(again, name), getattr(then, name), err_msg=f"{day} {name}")


def test_a_pool_of_queues_is_read_as_it_was_known_then_too() -> None:
    """Pooling and then going back equals going back and then pooling."""
    history = gaps()
    placed = local_rows(history, np.datetime64(AS_OF, "s"))
    parts = [queue_series(history, queue, placed, None) for queue in (0, 1)]
    again, then = pooled(parts).until(98), pooled([one.until(98) for one in parts])
    np.testing.assert_array_equal(again.offered, then.offered)
    assert not np.array_equal(again.offered, pooled(parts).offered[:98], equal_nan=True)


def test_no_interval_after_an_update_within_the_day_changes_it() -> None:
    """The updated rest of a day depends on what came before the hour of the update alone."""
    rng = np.random.default_rng(6)
    before = errors_of(series_of(gaps()), [AUTO])[AUTO]
    for hour in HOURS_OF_UPDATE:
        now = 2 * hour
        _, updated = rest_of_day(before, 48, now, day_dispersions(before))
        for day in np.unique(updated.day)[[3, 17, 30]].tolist():
            later = (before.day > day) | ((before.day == day) & (before.slot >= now))
            changed = replace(before, came=np.where(later, rng.poisson(40.0, len(later)), before.came))
            _, after = rest_of_day(changed, 48, now, day_dispersions(changed))
            np.testing.assert_array_equal(
                updated.expected[updated.day == day], after.expected[after.day == day]
            )
