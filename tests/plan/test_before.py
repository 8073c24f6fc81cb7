"""A wrong export beside the run before it: cut off, one day of many, or dated in the future."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from staffing.plan.jobs.conduct import Run, run_plan
from tests.conftest import Staffing
from tests.explanation.simulated_day import PLAN

LAST_DAY = dt.date(2024, 3, 17)  # a Sunday
HEADER = "interval_start,offered,aht_seconds"


def export(days: int, last_day: dt.date = LAST_DAY, contacts: int = 20) -> list[str]:
    """Rows of the hours from 8 to 20 of so many days up to the last."""
    dates = [last_day - dt.timedelta(days=back) for back in reversed(range(days))]
    half_hours = [f"{hour:02}:{minute:02}" for hour in range(8, 20) for minute in (0, 30)]
    return [f"{day}T{time},{contacts},240" for day in dates for time in half_hours]


def write_plan(folder: Path, rows: list[str], alerts: str = "") -> Path:
    """A plan of two days of a small centre that is open every day, with that export."""
    (folder / "history.csv").write_text("\n".join((HEADER, *rows)) + "\n")
    text = PLAN.format(understaffing="", breaks="")
    text = text.replace("mon-fri", "mon-sun").replace("days = 1", "days = 2")
    (folder / "plan.toml").write_text(f"{text}\n[alerts]\n{alerts}\n")
    return folder / "plan.toml"


def planned(folder: Path, rows: list[str], alerts: str = "", as_of: str | None = None) -> Run:
    """The run of that plan."""
    return run_plan(write_plan(folder, rows, alerts), as_of=as_of)


def latest(folder: Path) -> str:
    """The name of the run that `latest` points at."""
    return os.readlink(folder / "runs" / "latest")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder with the run of a whole export."""
    run = planned(tmp_path, export(28))
    assert run.crossed == ()
    assert run.is_latest
    return tmp_path


def test_one_day_in_place_of_many_is_an_alert(good: Path) -> None:
    """Without any limit in the plan, night after night, also where the days dwindle by less than half."""
    for days in (20, 13, 1, 1):
        crossed = planned(good, export(days)).crossed
        assert [said.partition(":")[0] for said in crossed] == ([] if days > 14 else ["history"])
    assert crossed == (
        "history: 1 day with counts, 28 in a run before: does the export hold all of its days? "
        "If it does, [alerts] history_days = 1 accepts it",
    )
    assert planned(good, export(28)).crossed == ()


def test_a_shorter_history_is_accepted_in_the_plan(good: Path) -> None:
    """What is expected from then on is what the plan says, and without it what the accepted runs had."""
    accepted = "history_days = 6"
    assert len(planned(good, export(11)).crossed) == 1
    assert planned(good, export(11), accepted).crossed == ()
    assert planned(good, export(5), accepted).crossed == ("history: 5 days with counts, limit 6 days",)
    assert planned(good, export(11), accepted).crossed == ()
    assert planned(good, export(11)).crossed == ()


def test_what_a_history_should_have_outlives_the_runs(good: Path) -> None:
    """The alert stays when the run of the long history has been pruned."""
    shorter = export(10)
    for night in range(1, 4):
        plan = write_plan(good, [*shorter, *export(night, LAST_DAY + dt.timedelta(days=night))])
        plan.write_text(plan.read_text() + "\n[runs]\nkeep = 1\n")
        (said,) = run_plan(plan).crossed
        assert said.startswith(f"history: {10 + night} days with counts, 28 in a run before")
    assert [path.name for path in (good / "runs").glob("2*")] == ["2024-03-21"]


def test_the_days_of_two_runs_are_compared(good: Path) -> None:
    """Where a limit is declared, a queue whose contacts differ by more is told, with the days."""
    limit = "volume_change_last_run = 0.2"
    assert planned(good, export(28, contacts=23), limit).crossed == ()
    (said,) = planned(good, export(28, contacts=10), limit).crossed
    assert said.startswith("volume: 480 contacts expected from 2024-03-18 to 2024-03-19, 1,104 in the run ")
    assert said.endswith("(-56.5%), limit 20.0%")


def test_latest_never_goes_back(good: Path, staffing: Staffing) -> None:
    """An export that was cut off gives a run of its own, and every night an alert that `--quiet` shows."""
    cut = write_plan(good, export(20, LAST_DAY - dt.timedelta(days=8)))
    for _ in range(2):
        done = staffing("plan", cut, "--quiet")
        assert done.returncode == 5
        assert "the export may be cut off; latest stays at 2024-03-18 until it is whole" in done.stderr
        assert (good / "runs" / "2024-03-10" / "run.json").exists()
        assert latest(good) == "2024-03-18"


def test_an_earlier_end_is_accepted_by_removing_the_later_runs(good: Path) -> None:
    """`latest` goes to the run of the shorter history then, with no alert."""
    cut = export(20, LAST_DAY - dt.timedelta(days=8))
    assert len(planned(good, cut).crossed) == 1
    (good / "runs" / "2024-03-18").unlink()
    assert planned(good, cut).crossed == ()
    assert latest(good) == "2024-03-10"


def test_a_moment_that_was_asked_for_is_no_fault(good: Path) -> None:
    """An earlier one is noted; `latest` stays at the newest."""
    run = planned(good, export(28), as_of="2024-03-11")
    assert run.crossed == ()
    assert run.notes[-1] == "the run is of an earlier moment; latest stays at 2024-03-18"
    assert not run.is_latest
    assert latest(good) == "2024-03-18"


def test_a_row_dated_in_the_future_is_an_alert(good: Path) -> None:
    """`latest` stays at the run before it, and a good run takes the place of one that was first."""
    future = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)
    typo = [*export(28), f"{future}T08:00,20,240"]
    (said,) = planned(good, typo).crossed
    assert "correct the rows dated in the future; latest stays at 2024-03-18" in said
    assert latest(good) == "2024-03-18"
    first = good / "first"
    first.mkdir()
    assert planned(first, typo).is_latest
    assert planned(first, export(28)).crossed == ()
    assert latest(first) == "2024-03-18"


def test_a_look_ahead_does_not_hold_back_the_nights_after_it(good: Path) -> None:
    """A moment asked for ahead of the clock is taken at its word; nights are compared with nights."""
    ahead = str(dt.datetime.now(dt.UTC).date() + dt.timedelta(days=300))
    assert planned(good, export(28), as_of=ahead).is_latest
    night = planned(good, export(28))
    assert (night.is_latest, night.crossed) == (True, ())
    assert not any("earlier moment" in note for note in night.notes)
    assert len(planned(good, export(9)).crossed) == 1


def test_what_was_said_the_night_before_is_counted(good: Path, staffing: Staffing) -> None:
    """Each night brings what is new; a run made again says all, and so do run.json and the report."""
    plan = write_plan(good, export(28))
    plan.write_text(plan.read_text().replace("patience_seconds = 180", ""))
    first = staffing("plan", plan, "--as-of", "2024-03-19").stderr
    again = staffing("plan", plan, "--as-of", "2024-03-19").stderr
    assert "no patience is set" in first
    assert "no patience is set" in again
    next_night = staffing("plan", plan, "--as-of", "2024-03-20").stderr
    assert "no patience is set" not in next_night
    assert "unchanged since the run 2024-03-19: see report.html" in next_night
    for file in ("run.json", "report.html"):
        assert "no patience is set" in (good / "runs" / "2024-03-20" / file).read_text()


def test_a_limit_that_cannot_be_checked_is_noted(good: Path) -> None:
    """Four weeks have no last year."""
    run = planned(good, export(28), "volume_change = 0.3")
    assert run.crossed == ()
    assert any("volume_change cannot be checked" in note for note in run.notes)


def test_a_run_of_another_centre_is_none_to_compare_with(good: Path) -> None:
    """Plans that share a folder, as in the README: each run becomes `latest`, with no alert."""
    plan = write_plan(good, export(9, LAST_DAY - dt.timedelta(days=9)))
    plan.write_text(plan.read_text().replace('name = "Simulated"', 'name = "Another"'))
    run = run_plan(plan)
    assert run.crossed == ()
    assert latest(good) == "2024-03-09"
    (said,) = planned(good, export(7)).crossed
    assert said.startswith("history: 7 days with counts, 28 in a run before")


def test_a_run_that_began_before_the_calendar_is_passed_over(good: Path) -> None:
    """Year 1 of a clock ahead of UTC, which only a damaged run.json has, is no moment of UTC."""
    trace = good / "runs" / "2024-03-18" / "run.json"
    damaged = json.loads(trace.read_text()) | {"started": "0001-01-01T00:00:00+05:00"}
    trace.write_text(json.dumps(damaged))
    assert planned(good, export(28)).crossed == ()
