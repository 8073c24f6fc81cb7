"""Months and days: what they serve, why they are refused for staffing, and days spread over a profile."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.history.inspection.inspect import inspect
from staffing.history.inspection.text import inspection_text
from staffing.history.load import read_history, read_native, read_source
from staffing.history.source import Source
from tests.conftest import Staffing
from tests.history.test_layouts import LAYOUTS

WEEK = str(LAYOUTS / "typical-week-matrix.week.csv")


def test_months_are_inspected_as_months() -> None:
    """No day of them is missing, for none was to be there."""
    history = read_native(Source(str(LAYOUTS / "monthly-mon-yyyy.monthly.csv")))
    report = inspect(history)
    assert report.missing_share == 0
    assert "2025-11 to 2026-04: 6 months, 6 rows" in inspection_text(report)


def test_months_are_refused_for_staffing_with_the_reason() -> None:
    """A month is no half-hour."""
    with pytest.raises(InputError, match=r"one row a month.*too coarse to staff from"):
        read_history(str(LAYOUTS / "monthly-mon-yyyy.monthly.csv"), timezone="UTC")


def test_first_days_of_months_are_months_in_any_format(tmp_path: Path) -> None:
    """So that a history of months that was written reads back as one."""
    path = tmp_path / "history.csv"
    path.write_text("interval_start,offered\n2026-01-01T00:00,10\n2026-02-01T00:00,20\n2026-03-01T00:00,30\n")
    assert read_native(Source(str(path))).interval_minutes == 43_200


def days_file(path: Path, days: int) -> Path:
    rows = "".join(f"2026-03-{2 + day:02},{100 * (day + 1)},210\n" for day in range(days))
    path.write_text(f"Date,Calls,AHT (s)\n{rows}")
    return path


def test_days_are_spread_over_a_profile(tmp_path: Path) -> None:
    """Each day keeps its sum, each hour its share of the weekday, and the handle time that of the day."""
    source = Source(str(days_file(tmp_path / "days.csv", 6))).at("Europe/Berlin", 60)
    history = read_source(replace(source, profile=WEEK))
    days = history.local.astype("datetime64[D]")
    for day in range(6):
        mine = days == np.datetime64("2026-03-02") + np.timedelta64(day, "D")
        assert history.offered[mine].sum() == pytest.approx(100 * (day + 1))
    monday = history.offered[days == np.datetime64("2026-03-02")]
    assert monday[0] == pytest.approx(100 * 45 / 359)
    assert history.aht_seconds == pytest.approx(210)
    assert any("spread over the intervals of a profile" in note for note in history.notes)


WEEKS = [
    "2026-W{:02}",
    "2026W{:02}",
    "KW {:02}/2026",
    "W{} 2026",
    "Week {} 2026",
    "Semaine {} 2026",
    "2026年第{}周",
]


def weeks_file(path: Path, text: str, header: str = "Week") -> Path:
    rows = "".join(f"{text.format(9 + number)},{700 + 10 * number},210\n" for number in range(6))
    path.write_text(f"{header},Calls,AHT (s)\n{rows}", encoding="utf-8")
    return path


@pytest.mark.parametrize("text", WEEKS)
def test_weeks_are_weeks_however_they_are_written(tmp_path: Path, text: str) -> None:
    """Each begins on the Monday of its ISO week; nothing of them is missing."""
    history = read_native(Source(str(weeks_file(tmp_path / "weeks.csv", text))))
    assert str(history.interval_start[0]) == "2026-02-23T00:00:00"
    assert history.interval_minutes == 10_080
    report = inspect(history)
    assert report.missing_share == 0
    assert "weeks of 2026-02-23 to 2026-03-30: 6 weeks, 6 rows" in inspection_text(report)


def test_weeks_may_be_named_by_their_first_day(tmp_path: Path) -> None:
    """Sundays too; a week may be absent, and days that are no week apart are days."""
    days = ["2026-03-01", "2026-03-08", "2026-03-15", "2026-03-29"]
    path = tmp_path / "weeks.csv"
    path.write_text("Week beginning,Offered\n" + "".join(f"{day},700\n" for day in days))
    assert read_native(Source(str(path))).interval_minutes == 10_080
    path.write_text("Date,Offered\n" + "".join(f"{day},700\n" for day in [*days, "2026-03-30"]))
    assert read_native(Source(str(path))).interval_minutes == 1440


def test_weeks_are_refused_for_staffing_with_the_reason(tmp_path: Path) -> None:
    """And with the way out."""
    path = str(weeks_file(tmp_path / "weeks.csv", WEEKS[0]))
    with pytest.raises(InputError, match=r"one row a week.*too coarse to staff from.*--profile"):
        read_history(path, timezone="UTC")


def full_week(path: Path) -> str:
    """Seven days, of which Saturday and Sunday bring half of the others."""
    days = [
        f"2026-03-{2 + day:02}T{hour:02}:00,{10 if day < 5 else 5}\n"
        for day in range(7)
        for hour in range(8, 18)
    ]
    path.write_text("interval_start,offered\n" + "".join(days))
    return str(path)


def test_weeks_are_spread_over_a_profile(tmp_path: Path) -> None:
    """A week keeps its sum, and each weekday its share."""
    source = Source(str(weeks_file(tmp_path / "weeks.csv", WEEKS[0]))).at("Europe/Berlin", 60)
    history = read_source(replace(source, profile=full_week(tmp_path / "week.csv")))
    days = history.local.astype("datetime64[D]")
    first = (days >= np.datetime64("2026-02-23")) & (days < np.datetime64("2026-03-02"))
    assert history.offered[first].sum() == pytest.approx(700)
    assert history.offered[days == np.datetime64("2026-02-23")].sum() == pytest.approx(700 / 6)
    assert history.offered[days == np.datetime64("2026-02-28")].sum() == pytest.approx(350 / 6)
    assert history.aht_seconds == pytest.approx(210)
    assert any("weeks are spread over the intervals of a profile" in note for note in history.notes)


def test_months_are_spread_over_a_profile(tmp_path: Path) -> None:
    """Each keeps its sum, also that in which clocks go forward."""
    path = tmp_path / "months.csv"
    path.write_text("Month,Calls\nJan 2026,3100\nFeb 2026,2800\nMar 2026,3100\n")
    source = Source(str(path), profile=full_week(tmp_path / "week.csv")).at("Europe/Berlin", 60)
    history = read_source(source)
    month = history.local.astype("datetime64[M]")
    sums = [history.offered[month == np.datetime64(name)].sum() for name in ("2026-01", "2026-02", "2026-03")]
    assert sums == pytest.approx([3100, 2800, 3100])


def test_a_profile_of_days_is_no_profile(tmp_path: Path) -> None:
    """It has no intervals to spread over."""
    days = str(days_file(tmp_path / "days.csv", 6))
    with pytest.raises(InputError, match="a profile of intervals within the day"):
        read_source(Source(days, profile=days).at("UTC", 60))


def test_a_profile_without_a_weekday_is_refused(tmp_path: Path) -> None:
    """Sunday has contacts and no share: they would be lost."""
    source = Source(str(days_file(tmp_path / "days.csv", 7)), profile=WEEK).at("Europe/Berlin", 60)
    with pytest.raises(InputError, match="found 'sun', expected a profile of every weekday"):
        read_source(source)


@pytest.mark.slow
def test_a_typical_week_is_sized(staffing: Staffing) -> None:
    """Hours are hours; a handle time is asked for where there is none."""
    asked = staffing("size", WEEK)
    assert asked.returncode == 1
    assert "--aht 240" in asked.stderr
    done = staffing("size", WEEK, "--aht", 240)
    assert done.returncode == 0, done.stderr
    header, *rows = (line.split(",") for line in done.stdout.splitlines())
    assert sum(float(row[header.index("offered")]) for row in rows) == 2367
    assert "sized as they came" in done.stderr


@pytest.mark.slow
def test_days_and_months_are_scored(staffing: Staffing) -> None:
    """By their own grain; a finer one is refused."""
    file = LAYOUTS / "monthly-mon-yyyy.monthly.csv"
    assert "total_calls               3,451" in staffing("scorecard", file, "--by", "month").stderr
    assert "choose month or coarser" in staffing("scorecard", file).stderr


def test_one_day_tells_no_usual_week() -> None:
    """Of two rows no day's share of a full day is worked out."""
    text = inspection_text(inspect(read_native(Source(str(LAYOUTS / "one-day-percent.h.csv")))))
    assert "the week: n/a" in text
    assert "% of a full day" not in text
