"""A roster that stands is changed where it is worth it; who cannot work at all is named."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Completed, run_staffing
from tests.roster.conftest import SAMPLE
from tests.roster.second_checker import SecondChecker

pytestmark = pytest.mark.slow  # searches, and runs commands


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample to change."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


def roster(folder: Path, *options: object) -> Completed:
    """The sample's roster, quickly, in `out` beside it."""
    plan, requirement = folder / "plan.toml", folder / "requirement.csv"
    out = folder.parent / "out"
    return run_staffing(
        "roster", requirement, "--rules", plan, "--effort", "low", "--out", out, "-q", *options
    )


def add(path: Path, *lines: str) -> None:
    """Append rows."""
    path.write_text(path.read_text() + "".join(f"{line}\n" for line in lines))


def test_a_sick_call_changes_little(sample_roster: Path, folder: Path) -> None:
    """Who is away works nothing that day; few others change, and the totals say how many."""
    standing = sample_roster / "roster.csv"
    with standing.open() as stream:
        before = {(row["agent"], row["date"]): (row["start"], row["end"]) for row in csv.DictReader(stream)}
    name, date = next(key for key in before if key[0] == "desk-3")
    done = roster(folder, "--keep", standing, "--absent", f"{name}:{date}")
    assert done.returncode == 0, done.stderr
    out = folder.parent / "out"
    with (out / "roster.csv").open() as stream:
        after = {(row["agent"], row["date"]): (row["start"], row["end"]) for row in csv.DictReader(stream)}
    assert (name, date) not in after
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    summary = json.loads((out / "summary.json").read_text())
    assert summary["changed_days"] == len(changed) <= 6
    assert summary["parts"]["changes"] == 5.0 * len(changed)
    add(folder / "availability.csv", f"{name},{date},{date},leave,")
    assert SecondChecker(folder, out / "roster.csv").violations == []


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (("--absent", "line-01:2027-03-08"), "--keep"),
        (("--keep", "ROSTER", "--absent", "line-1:2027-03-08"), "did you mean 'line-"),
        (("--keep", "ROSTER", "--absent", "line-01:2027-04-01"), "outside the period"),
        (("--keep", "ROSTER", "--absent", "line-01:monday"), "not a date"),
    ],
)
def test_an_absence_is_checked(
    options: tuple[str, ...], what: str, sample_roster: Path, folder: Path
) -> None:
    """Of whom, when, and from which roster."""
    named = [str(sample_roster / "roster.csv") if option == "ROSTER" else option for option in options]
    done = roster(folder, *named)
    assert done.returncode == 2
    assert what in done.stderr


def test_more_dates_in_a_row_than_the_period_has_are_no_tour(folder: Path) -> None:
    """Whoever must work on and cannot for fifty dates in a row is named; of an unknown past nobody knows."""
    plan = folder / "plan.toml"
    rules = "max_consecutive_days = 6"
    plan.write_text(plan.read_text().replace(rules, f"{rules}\nmin_consecutive_days = 50"))
    done = roster(folder)
    assert done.returncode == 3
    assert "11 of 24 people cannot work" in done.stderr
    assert "no lawful set of shifts with max_consecutive_days 6 " in done.stderr
    assert " and min_consecutive_days 50." in done.stderr


def test_everybody_without_a_lawful_tour_is_named(folder: Path) -> None:
    """With the smallest conflict and what would help, all of them, before any search."""
    add(
        folder / "availability.csv",
        "desk-1,2027-03-08,2027-03-09,unavailable,",
        "line-10,2027-03-08T14:00,2027-03-08T22:30,fixed,",
        "line-10,2027-03-09T06:00,2027-03-09T14:30,fixed,",
    )
    done = roster(folder)
    assert done.returncode == 3
    assert "2 of 24 people" in done.stderr
    (desk,) = (line for line in done.stderr.splitlines() if "desk-1," in line)
    assert "hours_per_week_min 40 and" in desk
    assert "unavailable (2027-03-08 2027-03-09)" in desk
    assert "hours_per_week_min 24 h and days_per_week_min 3 days" in desk
    (line,) = (line for line in done.stderr.splitlines() if "line-10," in line)
    assert "rest_hours 11 and fixed" in line
    assert "desk-1" not in line
    assert not (folder.parent / "out").exists()


def test_all_who_cannot_work_are_named(folder: Path) -> None:
    """However many: people alike share one conflict, found once; the run of days before is told."""
    names = [f"line-{number:02}" for number in range(1, 17)]
    with (folder / "agents.csv").open() as stream:
        header, first, *_ = list(csv.reader(stream))
    rows = [[f"more-{number:02}", *first[1:]] for number in range(30)]
    add(folder / "agents.csv", *(",".join(row) for row in rows))
    assert header[0] == "agent"
    add(folder / "availability.csv", *(f"more-{k:02},2027-03-08,2027-03-10,unavailable," for k in range(30)))
    days = [f"2027-03-0{day}" for day in range(2, 8)]
    add(
        folder / "state.csv",
        *(f"more-00,{day},shift,{day}T08:00,{day}T16:30,full,8" for day in days),
    )
    done = roster(folder)
    assert done.returncode == 3
    assert "30 of 54 people" in done.stderr
    lines = [line for line in done.stderr.splitlines() if "more-" in line]
    assert [line.split()[1].rstrip(",") for line in lines] == [f"more-{k:02}" for k in range(30)]
    assert not any(f"{name}," in done.stderr for name in names)


def test_the_run_of_days_before_is_told(folder: Path) -> None:
    """Where it is what forbids the first day: so many worked up to the eve."""
    days = [f"2027-03-0{day}" for day in range(2, 8)]
    rows = [f"desk-1,{day},shift,{day}T08:00,{day}T16:30,full,8" for day in days]
    (folder / "state.csv").write_text(
        "agent,date,kind,start,end,pattern,paid_hours\n" + "\n".join(rows) + "\n"
    )
    add(folder / "availability.csv", "desk-1,2027-03-08T08:00,2027-03-08T16:30,fixed,")
    done = roster(folder)
    assert done.returncode == 3
    assert "max_consecutive_days 6 (6 worked up to 2027-03-07) and fixed" in done.stderr


def test_a_least_week_without_a_most_is_met(folder: Path) -> None:
    """Contracts need not name an upper limit."""
    with (folder / "agents.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row["hours_per_week_max"] = row["days_per_week_max"] = ""
        row["leave_day_hours"] = "8"
    with (folder / "agents.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = roster(folder)
    assert done.returncode == 0, done.stderr
    assert SecondChecker(folder, folder.parent / "out" / "roster.csv").violations == []


@pytest.mark.parametrize(
    ("file", "line", "what"),
    [
        ("agents.csv", "line-17,hotlin,full,,,,,,", "group"),
        ("agents.csv", "line-01,hotline,full,,,,,,", "line 10 has the same name"),
        ("agents.csv", "line-17,hotline,ful,,,,,,", "did you mean 'full'"),
        ("availability.csv", "line-99,2027-03-08,,leave,", "line-99"),
        ("availability.csv", "line-01,2027-03-08,,holiday,", "holiday"),
        ("availability.csv", "line-01,2027-03-08,2027-03-07,leave,", "an end after the start"),
        ("state.csv", "line-01,2027-03-01,worked,,,,", "shift, granted or refused"),
    ],
)
def test_a_wrong_row_is_named(file: str, line: str, what: str, folder: Path) -> None:
    """With its file, its line and what to do; exit code 1."""
    add(folder / file, line)
    done = roster(folder)
    assert done.returncode == 1
    assert what in done.stderr
    assert file in done.stderr or "requirement.csv" in done.stderr
