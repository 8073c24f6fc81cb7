"""Mode `assign`: people are sought for shifts that are given."""

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
    """A copy of the sample whose plan assigns."""
    copy = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    plan = (copy / "plan.toml").read_text()
    (copy / "plan.toml").write_text(plan.replace("[roster]\n", '[roster]\nmode = "assign"\n'))
    return copy


def without_names(roster: Path, shifts: Path, *, twice: int = 0) -> Path:
    """shifts.csv of a roster; its first rows with two agents instead of one."""
    with roster.open() as stream:
        rows = list(csv.DictReader(stream))
    kept = [name for name in rows[0] if name not in {"agent", "date"}]
    with shifts.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*kept, "agents"])
        writer.writerows(
            [*(row[name] for name in kept), 2 if place < twice else 1] for place, row in enumerate(rows)
        )
    return shifts


def assign(folder: Path, *options: object) -> Completed:
    """The sample's roster, quickly, in `out` beside it."""
    files = (folder / "requirement.csv", "--rules", folder / "plan.toml")
    out = folder.parent / "out"
    return run_staffing("roster", *files, "--effort", "low", "--out", out, "-q", *options)


def test_shifts_of_a_roster_find_their_people(folder: Path, sample_roster: Path) -> None:
    """Hardly one stays over; what does has its row and price, and nobody works another shift."""
    shifts = without_names(sample_roster / "roster.csv", folder / "shifts.csv", twice=5)
    done = assign(folder, "--shifts", shifts)
    assert done.returncode == 0, done.stderr
    out = folder.parent / "out"
    checked = SecondChecker(folder, out / "roster.csv", shifts)
    assert checked.violations == []
    summary = json.loads((out / "summary.json").read_text())
    assert summary["objective"] == pytest.approx(checked.objective)
    with (out / "unfilled.csv").open() as stream:
        over = list(csv.DictReader(stream))
    with shifts.open() as stream:
        given = sum(int(row["agents"]) for row in csv.DictReader(stream))
    assert len(over) == summary["unfilled_shifts"] == given - summary["shifts"]
    assert 5 <= len(over) <= 12
    assert summary["parts"]["unfilled"] == pytest.approx(10 * sum(float(row["agent_hours"]) for row in over))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("full,", "fool,", "did you mean 'full'"),
        ("2027-03-08T", "2027-04-08T", "the requirement's dates"),
        ("desk,", "sales,", "one of desk, hotline"),
    ],
)
def test_a_wrong_shift_is_named(old: str, new: str, what: str, folder: Path, sample_roster: Path) -> None:
    """With its file and line."""
    shifts = without_names(sample_roster / "roster.csv", folder / "shifts.csv")
    shifts.write_text(shifts.read_text().replace(old, new))
    done = assign(folder, "--shifts", shifts)
    assert done.returncode == 1
    assert what in done.stderr
    assert "shifts.csv" in done.stderr


def test_a_mode_and_its_shifts_belong_together(folder: Path, sample_roster: Path) -> None:
    """Shifts without the mode would be ignored, the mode without shifts has nothing to do."""
    done = assign(folder)
    assert done.returncode == 2
    assert "--shifts" in done.stderr
    shifts = without_names(sample_roster / "roster.csv", folder / "shifts.csv")
    shutil.copy(SAMPLE / "plan.toml", folder / "plan.toml")
    done = assign(folder, "--shifts", shifts)
    assert done.returncode == 1
    assert "roster.mode" in done.stderr


def test_more_fixed_than_places_is_infeasible(folder: Path, sample_roster: Path) -> None:
    """Two people fixed on a shift for one: exit code 3 names it."""
    shifts = without_names(sample_roster / "roster.csv", folder / "shifts.csv")
    start, end = "2027-03-10T14:00:00-05:00", "2027-03-10T22:30:00-05:00"
    lines = shifts.read_text().splitlines()
    of_start = [line for line in lines if start in line and line.startswith("hotline")]
    shifts.write_text("\n".join([line for line in lines if line not in of_start[1:]]) + "\n")
    with (folder / "availability.csv").open("a") as stream:
        stream.write(f"line-09,{start},{end},fixed,\n")
    done = assign(folder, "--shifts", shifts)
    assert done.returncode == 3
    assert "people too many" in done.stderr


def test_limits_of_the_period_hold(tmp_path: Path) -> None:
    """Most shifts of a pattern, fewest and most hours of a period; who cannot keep them is named."""
    copy = Path(shutil.copytree(SAMPLE, tmp_path / "sample"))
    lines = (copy / "agents.csv").read_text().splitlines()
    limits = {"line-05": ",,full=2|night=1", "desk-1": "24,32,", "desk-5": ",8,"}
    header = f"{lines[0]},hours_per_period_min,hours_per_period_max,max_shifts"
    rows = [f"{line},{limits.get(line.split(',')[0], ',,')}" for line in lines[1:]]
    (copy / "agents.csv").write_text("\n".join([header, *rows]) + "\n")
    done = assign(copy)
    assert done.returncode == 3
    for name, what in (("desk-1", "hours_per_period_max 32"), ("line-05", "max_shifts full=2|night=1")):
        (line,) = (line for line in done.stderr.splitlines() if f"{name}," in line)
        assert what in line
    plan = (copy / "plan.toml").read_text()
    soft = "hours_per_week_min = 1.0\ndays_per_week_min = 1.0\n"
    (copy / "plan.toml").write_text(plan + soft)
    done = assign(copy)
    assert done.returncode == 0, done.stderr
    checked = SecondChecker(copy, copy.parent / "out" / "roster.csv")
    assert checked.violations == []
    with (copy.parent / "out" / "roster_agents.csv").open() as stream:
        hours = {row["agent"]: float(row["paid_hours"]) for row in csv.DictReader(stream)}
    assert hours["desk-5"] <= 8
    assert 24 <= hours["desk-1"] <= 32
