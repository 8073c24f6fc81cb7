"""A centre that never closes, planned night after night from the run of the night before."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from staffing.errors import PlanError
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.conduct import run_plan

FIRST = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)  # a Monday
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
FROZEN = 2
PLAN = """
[centre]
name = "Round the clock"
timezone = "UTC"
interval_minutes = 60

[history]
source = "history.csv"

[forecast]
days = 7

[service]
model = "erlang-c"
variation = "sipp"

[simulation]
play = false

[schedule]
start_every_minutes = 120
before = "latest"
frozen_days = 2
effort = "low"
gap = 0.02

[[schedule.pattern]]
name = "eight hours"
length_minutes = 480
lunch = { minutes = 60, earliest_minutes = 180, latest_minutes = 240 }
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Seven nights, each with a day more of a history that says the same every week."""
    folder = tmp_path_factory.mktemp("nights")
    (folder / "plan.toml").write_text(PLAN)
    with (folder / "history.csv").open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["interval_start", "offered", "aht_seconds"])
        for hour in range(35 * 24):
            moment = FIRST - 28 * DAY + hour * HOUR
            calls = 10 + 15 * (8 <= moment.hour < 20) + 3 * (moment.hour >= 22) + moment.weekday()
            rows.writerow([moment.isoformat(), calls, 300])
    nights = [str((FIRST + night * DAY).date()) for night in range(7)]
    return [run_plan(folder / "plan.toml", as_of=night).folder for night in nights]


def shifts(run: Path) -> Counter[tuple[str, ...]]:
    """Heads by start, end and lunch, as ISO text."""
    heads: Counter[tuple[str, ...]] = Counter()
    with (run / "shifts.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            heads[row["start"], row["end"], row["lunch_start"]] += int(row["agents"])
    return heads


def of_day(run: Path, day: int) -> Counter[tuple[str, ...]]:
    """The shifts that start on a day of the week of nights."""
    date = str((FIRST + day * DAY).date())
    return Counter({key: heads for key, heads in shifts(run).items() if key[0].startswith(date)})


def at_work(heads: Counter[tuple[str, ...]], moment: dt.datetime) -> int:
    """Heads on a shift and not at lunch in the hour from that moment on; lunches are whole hours."""
    return sum(
        number
        for (start, end, lunch), number in heads.items()
        if dt.datetime.fromisoformat(start) <= moment < dt.datetime.fromisoformat(end)
        and moment != dt.datetime.fromisoformat(lunch)
    )


def coverage(run: Path) -> dict[dt.datetime, tuple[float, float]]:
    """Heads required and at work by hour."""
    with (run / "coverage.csv").open(newline="") as stream:
        return {
            dt.datetime.fromisoformat(row["interval_start"]): (float(row["required"]), float(row["working"]))
            for row in csv.DictReader(stream)
        }


def test_no_hour_of_the_week_is_short(runs: list[Path]) -> None:
    """What is worked is the first day of each night's run; around every midnight, too, that is enough."""
    worked: Counter[tuple[str, ...]] = Counter()
    for night, run in enumerate(runs):
        worked.update(of_day(run, night))
    for night, run in enumerate(runs):
        for moment, (required, working) in coverage(run).items():
            if moment < FIRST + (night + 1) * DAY:
                assert at_work(worked, moment) == pytest.approx(working)
                assert working >= required - 1e-6, moment


def test_no_shift_is_counted_twice(runs: list[Path]) -> None:
    """A run holds the shifts of the night before once, and pays none of them."""
    for night, (before, run) in enumerate(pairwise(runs), start=1):
        midnight = (FIRST + night * DAY).isoformat()
        eve = Counter({key: n for key, n in of_day(before, night - 1).items() if key[1] > midnight})
        assert sum(eve.values()) > 0
        assert of_day(run, night - 1) == eve
        for moment, (_, working) in coverage(run).items():
            assert at_work(shifts(run), moment) == pytest.approx(working)
        summary = (run / "summary.json").read_text()
        paid = 7 * sum(n for key, n in shifts(run).items() if key[0] >= midnight)
        assert f'"paid_hours": {paid:.1f}' in summary


def test_frozen_days_stay_as_they_were_published(runs: list[Path]) -> None:
    """The first days of a run are those of the run before, shift by shift and lunch by lunch."""
    for night, (before, run) in enumerate(pairwise(runs), start=1):
        for day in range(night, night + FROZEN):
            assert of_day(run, day) == of_day(before, day)


def test_shifts_run_past_the_last_day(runs: list[Path]) -> None:
    """The last night is not left to people who would have to go home at midnight."""
    end = (FIRST + 7 * DAY).isoformat()
    assert any(key[1] > end for key in shifts(runs[0]))
    assert not any(key[0] >= end for key in shifts(runs[0]))


def test_shifts_from_before_stand_beside_no_typical_week(tmp_path: Path) -> None:
    """Keys that cannot hold together are refused with their line."""
    for old, new in (
        ("frozen_days = 2", "cyclic_week = true"),
        ('before = "latest"\n', ""),
        ('variation = "sipp"', 'variation = "sipp"\nperiod = "day"'),
    ):
        (tmp_path / "plan.toml").write_text(PLAN.replace(old, new))
        with pytest.raises(PlanError, match=r"before|frozen_days"):
            read_plan(tmp_path / "plan.toml").checked()
