"""`inspect` and the forecast read the absent rows of a history alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.arrays import Bools, Floats
from staffing.daygrid.local_rows import local_rows
from staffing.forecast.horizon import forecast_time
from staffing.forecast.options import ForecastOptions
from staffing.forecast.past.series import queue_series
from staffing.history.inspection.days import days_as_read
from staffing.history.inspection.inspect import inspect
from staffing.records import History
from staffing.timegrid import OpeningHours, minute_of_day, weekday
from tests.forecast.centres import centre, days, joined, local, rows

ZONE = "America/New_York"
OFFICE = OpeningHours(spans=(((480, 1080),),) * 5 + ((), ()))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Two queues over the clock change of March, with rows, days and zeros left out at random."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    queues = []
    for level in draw(st.tuples(st.sampled_from([0.5, 3.0, 80.0]), st.sampled_from([3.0, 300.0]))):
        queue = centre(84, level=level, seed=int(random.integers(1000)), timezone=ZONE)
        minute = minute_of_day(local(queue))
        keep = random.random(len(queue)) >= draw(st.sampled_from([0.0, 0.02, 0.3]))
        keep &= ~np.isin(days(queue), random.integers(0, 84, draw(st.sampled_from([0, 3, 30]))))
        if draw(st.booleans()):
            keep &= (weekday(local(queue)) < 5) & (minute >= 480) & (minute < 1080)
        if draw(st.booleans()):
            keep &= queue.offered > 0
        keep &= days(queue) >= draw(st.sampled_from([0, 40]))
        keep[-1] = True
        queues.append(rows(queue, keep))
    lost = draw(st.sampled_from([0, 4, 10, 60]))
    both = joined(*queues, queues=("one", "other"))
    return rows(both, (days(both) < 10) | (days(both) >= 10 + lost))


def forecast_reading(history: History, queue: int, opening: OpeningHours | None) -> tuple[Floats, Bools]:
    """What the forecast takes as offered by [day, slot], and which cells of it have a row or do not exist."""
    as_of = forecast_time(history, ForecastOptions())
    placed = local_rows(history, as_of)
    series = queue_series(history, queue, placed, opening)
    first = int((series.first_day - placed.first_day).astype(int))
    own = placed.of_queue[queue]
    there = np.zeros(series.offered.shape, dtype=bool)
    there[placed.day[own] - first, placed.slot[own]] = True
    day, slot = placed.skipped
    there[day[day >= first] - first, slot[day >= first]] = True
    return series.offered, there


@settings(max_examples=60, deadline=None)
@given(histories(), st.sampled_from([None, OFFICE]))
def test_what_inspect_calls_missing_the_forecast_takes_as_unknown(
    history: History, opening: OpeningHours | None
) -> None:
    """Cell by cell: missing is unknown, a zero left out is zero, and every other absent cell is closed."""
    missing = 0
    for queue, read in enumerate(days_as_read(history, opening)):
        offered, there = forecast_reading(history, queue, opening)
        frame = slice(len(read.missing) - len(offered), None)
        np.testing.assert_array_equal(read.missing[frame], ~there & np.isnan(offered))
        assert (offered[read.left_out[frame]] == 0).all()
        assert not (read.left_out[frame] & there).any()
        assert not read.missing[: frame.start].any()
        missing += int((~there & np.isnan(offered)).sum())
    found = inspect(history, opening)
    cells = sum(int((read.days.rows > 0).sum()) for read in days_as_read(history, opening))
    np.testing.assert_allclose(found.missing_share, missing / (missing + cells))


def test_busy_intervals_are_missing_where_zeros_are_left_out() -> None:
    """An export that writes no zeros has lost what is absent at a busy time; at night it is zero."""
    history = centre(56, level=20.0, seed=3, timezone=ZONE)
    day, minute = days(history), minute_of_day(local(history))
    random = np.random.default_rng(2)
    quiet = np.where(minute < 480, random.poisson(0.7, len(history)), np.maximum(history.offered, 30))
    lost = (day == 30) & (minute >= 600) & (minute < 720)
    night = np.where(minute < 480, quiet, 0) > 0
    written = replace(history, offered=quiet.astype(np.float64))
    kept = rows(written, (night | (minute >= 480)) & ~lost)
    counts = {finding.kind: finding.count for finding in inspect(kept).findings}
    assert counts["missing intervals"] == 4
    assert counts["zeros left out"] > 100
