"""Periods in local time: clock changes, ISO years, months, what is partial, before, and a year before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.errors import StaffingError
from staffing.records import Scores
from staffing.scorecard import GRAINS
from staffing.scorecard.periods import ends, labels, starts, year_before
from tests.scorecard.centre import scored, value

HEADER = "interval_start,offered,answered,abandoned,answered_within_target\n"


def day_of(text: str) -> np.ndarray:
    return np.array([text], dtype="datetime64[s]")


@pytest.mark.parametrize(
    ("day", "grain", "label"),
    [
        ("2027-01-01", "week", "2026-W53"),
        ("2024-12-30", "week", "2025-W01"),
        ("2026-11-23", "week", "2026-W48"),
        ("2026-02-28", "month", "2026-02"),
        ("2026-11-23", "quarter", "2026-Q4"),
        ("2026-11-23", "year", "2026"),
        ("2026-11-23", "day", "2026-11-23"),
    ],
)
def test_a_day_lies_in_its_period(day: str, grain: str, label: str) -> None:
    """Weeks are those of ISO 8601, which belong to the year of their Thursday."""
    period = starts(day_of(day), day_of(day), grain)
    assert labels(period, np.zeros(1, dtype=np.int64), grain).tolist() == [label]


@pytest.mark.parametrize(
    ("period", "grain", "before"),
    [
        ("2026-11-23", "week", "2025-11-24"),  # W48 and W48
        ("2022-01-03", "week", "2021-01-04"),  # W01 and W01: 2020 had 53 weeks
        ("2021-12-27", "week", "2020-12-21"),  # W52 and W52, across a W53
        ("2026-02-01", "month", "2025-02-01"),
        ("2026-11-23", "day", "2025-11-24"),  # Monday and Monday
    ],
)
def test_the_same_period_a_year_before(period: str, grain: str, before: str) -> None:
    """Weeks by their number, months by name, days by weekday."""
    assert str(year_before(day_of(period), grain)[0])[:10] == before


@given(day=st.integers(0, 80_000), grain=st.sampled_from([g for g in GRAINS if "h" not in g or g == "month"]))
def test_a_period_holds_the_days_from_its_start_until_the_next(day: int, grain: str) -> None:
    """Every day lies in one period, and the period after begins where it ends."""
    moment = np.array([day], dtype="datetime64[D]").astype("datetime64[s]")
    period = starts(moment, moment, grain)
    assert period <= moment < ends(period, grain)
    assert starts(period, period, grain) == period
    assert starts(ends(period, grain), ends(period, grain), grain) == ends(period, grain)


def test_the_repeated_hour_is_two_hours(tmp_path: Path) -> None:
    """On 1 November 2026 clocks in New York show 01:00 twice: 25 hours, each of its own."""
    walls = [f"2026-11-01T{hour:02d}:00" for hour in (0, 1, 1, 2)]
    history = HEADER + "".join(f"{wall},{n},{n},0,{n}\n" for n, wall in enumerate(walls, 1))
    scores = scored(tmp_path, by="hour", history=history).scores
    calls = scores.metric == "total_calls"
    assert scores.value[calls].tolist() == [1, 2, 3, 4]
    assert len(set(scores.period[calls].tolist())) == 4
    day = scored(tmp_path, by="day", history=history)
    assert value(day, "total_calls", "2026-11-01") == 10


def weeks(count: int, drop: tuple[int, ...] = ()) -> str:
    """Monday to Friday at ten, 100 + n contacts a day in the n-th of `count` weeks; some days dropped."""
    rows = []
    for n in range(7 * count):
        day = np.datetime64("2025-11-24") + np.timedelta64(n, "D")
        if n % 7 < 5 and n not in drop:
            offered = 100 + n // 7
            rows.append(f"{day}T10:00,{offered},{offered},0,{offered - 20}\n")
            rows.append(f"{day}T10:30,0,0,0,0\n")
    return HEADER + "".join(rows)


def one(scores: Scores, metric: str, period: str) -> int:
    (row,) = np.flatnonzero((scores.metric == metric) & (scores.period == period))
    return int(row)


def test_weeks_compare_with_the_last_week_and_the_same_week_a_year_before(tmp_path: Path) -> None:
    """Week 48 of 2026 with week 47, and with week 48 of 2025."""
    scores = scored(tmp_path, history=weeks(54)).scores
    row = one(scores, "total_calls", "2026-W48")
    assert (scores.value[row], scores.previous[row], scores.last_year[row]) == (5 * 152, 5 * 151, 5 * 100)
    assert scores.status[row] == "changed"
    level = one(scores, "service_level", "2026-W48")
    assert scores.last_year[level] == pytest.approx(0.8)


def test_half_hours_hours_and_days_compare_with_the_same_time_of_the_last_week(tmp_path: Path) -> None:
    """Ten o'clock brings 100, eleven 200, on Saturdays half: only what is new is to be explained."""
    history = HEADER
    for day in range(23):
        date = np.datetime64("2026-11-02") + np.timedelta64(day, "D")
        if day == 15:
            continue  # a Tuesday without a row: the next is compared with the one before
        ten, eleven = (50, 100) if day % 7 == 5 else (100, 300 if day == 20 else 200)
        for time, calls in (("10:00", ten), ("10:30", 0), ("11:00", eleven), ("11:30", 0)):
            history += f"{date}T{time},{calls},{calls},0,{calls}\n"
    for by, label in (("hour", "T11:00:00-05:00"), ("day", "")):
        scores = scored(tmp_path, by=by, history=history).scores
        calls = scores.metric == "total_calls"
        changed = calls & (scores.status == "changed")
        assert scores.period[changed].tolist() == [f"2026-11-22{label}"]
        assert np.isnan(scores.previous[one(scores, "total_calls", f"2026-11-08{label}")])
    assert scores.previous[one(scores, "total_calls", "2026-11-24")] == 300


def test_a_week_that_lacks_a_usual_day_is_partial_and_its_sum_is_not_compared(tmp_path: Path) -> None:
    """The Wednesday of the fourth week is missing: four fifths are known; shares compare all the same."""
    card = scored(tmp_path, history=weeks(8, drop=(23,)))
    row = one(card.scores, "total_calls", "2025-W51")
    assert card.scores.known_share[row] == pytest.approx(0.8, rel=1e-3)
    assert np.isnan(card.scores.previous[row])
    after = one(card.scores, "total_calls", "2025-W52")
    assert card.scores.previous[after] == 5 * 102  # of the last whole week before
    assert card.scores.previous[one(card.scores, "service_level", "2025-W51")] == pytest.approx(82 / 102)
    assert any("1 period is partial" in note for note in card.notes)


def test_a_history_that_ends_within_a_month_is_partial_there(tmp_path: Path) -> None:
    """And the month in front is the last whole one."""
    card = scored(tmp_path, by="month", history=weeks(8))
    assert card.scores.known_share[one(card.scores, "total_calls", "2025-12")] == 1
    assert card.scores.known_share[one(card.scores, "total_calls", "2026-01")] < 1
    assert "2025-12" in {str(card.scores.period[row]) for row in card.shown}


def test_closed_days_cost_and_missing_days_do_not(tmp_path: Path) -> None:
    """100 a day, Saturdays and Sundays too; of a week without its Wednesday, four fifths of both."""
    costs = "date,last_date,item,amount\n2025-11-24,2026-01-02,rent,4000\n"
    scores = scored(tmp_path, history=weeks(6, drop=(9,)), costs=costs).scores
    cost = {
        str(scores.period[row]): float(scores.value[row])
        for row in np.flatnonzero(scores.metric == "cost_per_call")
    }
    assert cost["2025-W48"] == pytest.approx(700 / 500)
    assert cost["2025-W49"] == pytest.approx(0.8 * 700 / (4 * 101), rel=1e-3)
    assert scores.known_share[one(scores, "cost_per_call", "2025-W49")] == pytest.approx(0.8, rel=1e-3)
    assert cost["2025-W52"] == pytest.approx(700 / (5 * 104))
    assert "2026-W01" not in cost  # of its Saturday the costs are not told


def test_the_period_in_front_is_the_historys_where_people_run_later(tmp_path: Path) -> None:
    """People of the week after the history's last, and a note that they are there."""
    people = "agent,date,present,scheduled_seconds,ready_seconds\n"
    for day in range(21):
        people += f"ann,{np.datetime64('2025-12-01') + np.timedelta64(day, 'D')},1,100,90\n"
    card = scored(tmp_path, history=weeks(2), people=people)
    front = {str(card.scores.period[row]) for row in card.shown if card.scores.grain[row] == "week"}
    assert front - {""} == {"2025-W49"}
    assert any("runs to 2025-12-21, the history to 2025-12-05" in note for note in card.notes)
    asked = scored(tmp_path, history=weeks(2), people=people, period="2025-W50")
    assert not any("runs to" in note for note in asked.notes)


def test_a_blank_is_not_zero(tmp_path: Path) -> None:
    """A row of which a part is unknown counts on neither side."""
    history = HEADER + "2026-11-23T10:00,100,90,10,60\n2026-11-23T10:30,100,90,10,\n"
    card = scored(tmp_path, by="day", history=history)
    assert value(card, "service_level", "2026-11-23") == pytest.approx(0.6)
    assert value(card, "answered_rate", "2026-11-23") == pytest.approx(0.9)


def test_a_row_with_a_blank_count_is_not_lost_to_the_total(tmp_path: Path) -> None:
    """What the other cells of the row tell is counted: answered + abandoned, else offered."""
    header = "interval_start,offered,answered,abandoned,blocked\n"
    rows = ["10:00,100,90,10,5", "10:30,100,90,10,", "11:00,100,,10,3", "11:30,,90,10,1", "12:00,,,10,1"]
    history = header + "".join(f"2026-11-23T{row}\n" for row in rows)
    card = scored(tmp_path, by="day", history=history)
    assert value(card, "total_calls", "2026-11-23") == 105 + 100 + 103 + 101


@pytest.mark.slow
@given(
    split=st.lists(st.tuples(st.integers(0, 500), st.floats(0, 1)), min_size=1, max_size=20),
)
def test_a_day_is_the_contact_weighted_mean_of_its_half_hours(split: list[tuple[int, float]]) -> None:
    """Never a mean of means: whatever the half-hours, Σ in time ÷ Σ offered."""
    from tempfile import TemporaryDirectory

    rows = [(n, round(n * share)) for n, share in split]
    if not sum(n for n, _ in rows):
        return
    history = HEADER
    for i, (n, within) in enumerate(rows):
        history += f"2026-11-23T{8 + i // 2:02d}:{30 * (i % 2):02d},{n},{n},0,{within}\n"
    with TemporaryDirectory() as folder:
        card = scored(Path(folder), by="day", history=history)
    expected = sum(within for _, within in rows) / sum(n for n, _ in rows)
    assert value(card, "service_level", "2026-11-23") == pytest.approx(expected)


def test_days_are_too_coarse_for_half_hours(tmp_path: Path) -> None:
    """The error names the grain that works."""
    daily = "date,offered,answered\n2026-11-23,100,90\n2026-11-24,100,95\n"
    with pytest.raises(StaffingError, match="choose day or coarser"):
        scored(tmp_path, by="half-hour", history=daily)
    assert value(scored(tmp_path, by="day", history=daily), "answered_rate", "2026-11-24") == 0.95
