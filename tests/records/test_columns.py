"""Rows taken from records, and records joined."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from staffing.records import DailyForecast, Demand, Forecast, History, ShiftPlan

COUNTS = st.floats(0, 1e6) | st.just(np.nan)
QUEUES = ("sales", "service", "all")


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Up to twelve rows of some queues, with or without the words that an export may leave out."""
    size = draw(st.integers(0, 12))

    def column() -> np.ndarray:
        return draw(arrays.arrays(float, size, elements=COUNTS))

    queues = tuple(draw(st.permutations(QUEUES)))[: draw(st.integers(1, 3))]
    half_hour = draw(arrays.arrays(np.int64, size, elements=st.integers(0, 2000)))
    return History(
        interval_start=np.datetime64("2026-10-30", "s") + half_hour * np.timedelta64(1800, "s"),
        utc_offset_minutes=np.full(size, -240),
        queue=draw(arrays.arrays(np.int64, size, elements=st.integers(0, len(queues) - 1))),
        queues=queues,
        interval_minutes=30,
        timezone="America/New_York",
        offered=column(),
        aht_seconds=column(),
        measures={word: column() for word in draw(st.sets(st.sampled_from(["answered", "abandoned"])))},
        notes=tuple(draw(st.lists(st.text(max_size=3), max_size=2))),
    )


def cells(history: History, row: int) -> dict[str, object]:
    """What one row says, by the names of its columns; NaN and an absent column are both left out."""
    named = {name: column[row].item() for name, column in history.columns().items()}
    return {name: value for name, value in named.items() if value == value}  # noqa: PLR0124


@given(histories(), st.data())
def test_rows_hold_what_they_held(history: History, data: st.DataObject) -> None:
    """By a mask, and by places in any order and number."""
    mask = data.draw(arrays.arrays(bool, len(history)))
    by_mask = history.rows(mask)
    assert [cells(by_mask, i) for i in range(len(by_mask))] == [
        cells(history, i) for i in np.flatnonzero(mask)
    ]
    if len(history):
        places = data.draw(arrays.arrays(np.int64, 5, elements=st.integers(0, len(history) - 1)))
        assert [cells(history.rows(places), i) for i in range(5)] == [cells(history, i) for i in places]


@given(st.lists(histories(), min_size=1, max_size=4))
def test_a_joined_record_holds_the_rows_of_all(parts: list[History]) -> None:
    """Each row as before, queues by their names and the notes of all; what a part lacks is unknown."""
    whole = History.joined(parts)
    rows = [(part, row) for part in parts for row in range(len(part))]
    assert len(whole) == len(rows)
    assert [cells(whole, i) for i in range(len(whole))] == [cells(part, row) for part, row in rows]
    assert whole.notes == tuple(note for part in parts for note in part.notes)
    assert set(whole.queues) == {name for part in parts for name in part.queues}


@given(histories(), st.data())
def test_parts_of_a_record_joined_are_the_record(history: History, data: st.DataObject) -> None:
    """Cut anywhere."""
    cut = data.draw(st.integers(0, len(history)))
    place = np.arange(len(history))
    bare = replace(history, notes=())
    again = History.joined([bare.rows(place < cut), bare.rows(place >= cut)])
    assert again.columns().keys() == bare.columns().keys()
    for name, column in bare.columns().items():
        np.testing.assert_array_equal(again.columns()[name], column)


@given(histories())
def test_histories_of_two_zones_are_not_joined(history: History) -> None:
    """The same wall time would mean two moments."""
    with pytest.raises(ValueError, match="timezone differs"):
        History.joined([history, replace(history, timezone="UTC")])


@given(histories())
def test_columns_cannot_be_changed(history: History) -> None:
    """Nor those by name."""
    for column in (history.offered, history.interval_start, history.queue, *history.measures.values()):
        with pytest.raises(ValueError, match="read-only"):
            column[:] = column


def test_what_a_part_does_not_have_is_unknown_there() -> None:
    """A number is NaN, a text empty."""
    rows = {
        "interval_start": np.array(["2026-11-23T13:00"], dtype="datetime64[s]"),
        "utc_offset_minutes": np.array([-300]),
        "queue": np.zeros(1, dtype=np.int64),
        "offered": np.ones(1),
        "aht_seconds": np.ones(1),
    }
    plain = Demand(queues=("all",), interval_minutes=30, timezone="America/New_York", **rows)
    own = replace(plain, lines=np.array([30.0]), patience_law=np.array(["weibull"]))
    both = Demand.joined([plain, own])
    assert both.lines is not None
    assert both.patience_law is not None
    assert np.isnan(both.lines[0])
    assert both.patience_law.tolist() == ["", "weibull"]
    assert both.min_agents is None


def test_columns_of_other_lengths_are_refused() -> None:
    """A named column counts as any other."""
    day = np.array(["2026-11-23"], dtype="datetime64[D]")
    one, two = np.ones(1), np.ones(2)
    for wrong in ({"offered_p90": two}, {"quantiles": {0.05: two}}):
        columns = {"offered": one, "offered_p10": one, "offered_p90": one, **wrong}
        with pytest.raises(ValueError, match="2 rows, expected 1"):
            DailyForecast(queue=np.zeros(1, dtype=np.int64), queues=("all",), day=day, **columns)


def test_a_forecast_names_its_quantiles_as_its_file_does() -> None:
    """Beside p10 and p90; the queue is given by its name."""
    one = np.ones(1)
    forecast = Forecast(
        interval_start=np.array(["2026-11-23T13:00"], dtype="datetime64[s]"),
        utc_offset_minutes=np.array([-300]),
        queue=np.zeros(1, dtype=np.int64),
        queues=("sales",),
        interval_minutes=30,
        timezone="America/New_York",
        offered=one,
        offered_p10=one,
        offered_p90=one,
        aht_seconds=240 * one,
        quantiles={0.05: one, 0.975: 2 * one},
    )
    columns = forecast.columns()
    assert columns["offered_p975"].tolist() == [2.0]
    assert columns["queue"].tolist() == ["sales"]
    assert "offered_p05" in columns
    assert forecast.iso().tolist() == ["2026-11-23T08:00:00-05:00"]
    assert forecast.local[0] == np.datetime64("2026-11-23T08:00")


def test_each_rest_of_a_shift_has_columns_of_its_own() -> None:
    """Named as in shifts.csv."""
    start = np.array(["2026-11-23T13:00"], dtype="datetime64[s]")
    plan = ShiftPlan(
        pattern=np.array(["day"]),
        start=start,
        length_minutes=np.array([480]),
        rest_start=np.array([["2026-11-23T17:00", "NaT"]], dtype="datetime64[s]"),
        rest_minutes=np.array([[30, 0]]),
        agents=np.array([3]),
        paid_hours=np.array([7.5]),
        rest_names=("lunch", "break_1"),
        timezone="America/New_York",
    )
    columns = plan.columns()
    assert columns["lunch_start"][0] == np.datetime64("2026-11-23T17:00")
    assert np.isnat(columns["break_1_start"][0])
    assert {len(column) for column in columns.values()} == {1}
