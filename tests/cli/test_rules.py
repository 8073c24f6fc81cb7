"""`size` and `evaluate` by a plan's rules, and options beside them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.conftest import Staffing
from tests.plan.test_plausible import PLAN, centre

RULES = """
[people]
attendance = 0.9
adherence = 0.95
[[service.override]]
start = "12:00"
end = "14:00"
target = "95/10"
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, staffing: Staffing) -> Path:
    """The run of a plan with people, an override by time, and a minimum of agents in opening hours."""
    plan = PLAN.replace("patience_seconds = 120", "patience_seconds = 120\nmin_agents = 2")
    file = centre(tmp_path_factory.mktemp("centre"), plan=plan + RULES)
    done = staffing("plan", file, "--quiet")
    assert done.returncode == 0, done.stderr
    return file.parent / "runs" / "latest"


def column(text: str, name: str) -> list[float]:
    return [float(row[name]) for row in csv.DictReader(text.splitlines())]


def test_a_forecast_sized_by_the_rules_of_its_plan_is_the_plans_requirement(
    run: Path, staffing: Staffing
) -> None:
    """Service, people, override, minimum and zone are the plan's, without an option typed again."""
    done = staffing("size", run / "forecast.csv", "--rules", run.parent.parent / "plan.toml")
    assert (done.returncode, done.stderr) == (0, "")
    planned = (run / "requirement.csv").read_text()
    for name in ("agents", "scheduled"):
        assert column(done.stdout, name) == column(planned, name)


def test_an_option_beside_the_rules_wins_and_is_said(run: Path, staffing: Staffing) -> None:
    """The target typed is asked of every row, though it is the usual one; the people stay the plan's."""
    of_run = run.parent.parent / "plan.toml"
    plan = of_run.with_name("stricter.toml")
    plan.write_text(of_run.read_text().replace("min_agents", 'target = "90/10"\nmin_agents'))
    typed = staffing("size", run / "forecast.csv", "--rules", plan, "--target", "80/20")
    assert "--target on the command line" in typed.stderr
    people = ("--attendance", "0.9", "--adherence", "0.95", "--patience", "120", "--variation", "mol-psa")
    alone = staffing("size", run / "forecast.csv", *people, "--timezone", "Europe/Dublin", "--quiet",
                     "--interval-minutes", "60")  # fmt: skip
    busy = [contacts > 5 for contacts in column(alone.stdout, "offered")]
    asked, known = column(typed.stdout, "scheduled"), column(alone.stdout, "scheduled")
    assert [a for a, is_busy in zip(asked, busy, strict=True) if is_busy] == [
        k for k, is_busy in zip(known, busy, strict=True) if is_busy
    ]


def test_evaluate_goes_by_the_rules_too(run: Path, staffing: Staffing) -> None:
    """The service of a requirement is that which the plan found for it."""
    plan = run.parent.parent / "plan.toml"
    planned = (run / "requirement.csv").read_text()
    done = staffing("evaluate", run / "requirement.csv", "--rules", plan)
    assert done.returncode == 0, done.stderr
    assert column(done.stdout, "service_level") == pytest.approx(column(planned, "service_level"))


def test_a_forecast_of_stated_offsets_never_starts_at_utc_midnight_in_silence(
    tmp_path: Path, staffing: Staffing
) -> None:
    """Without --timezone the note names the file's offset, the zone it is read in, and the option."""
    file = tmp_path / "export.csv"
    hours = [f"2026-01-{day:02d}T{hour:02d}:00:00+01:00,9" for day in range(5, 26) for hour in range(8, 20)]
    file.write_text("\n".join(["interval_start,offered", *hours]) + "\n")
    done = staffing("forecast", file, "--interval-minutes", "60", "--days", "2")
    assert done.returncode == 0, done.stderr
    notes = [line for line in done.stderr.splitlines() if "+01:00" in line]
    assert len(notes) == 1
    assert "are read in UTC" in notes[0]
    assert "--timezone" in notes[0]
    told = staffing("forecast", file, "--interval-minutes", "60", "--days", "2", "--timezone", "Etc/GMT-1")
    assert "+01:00" not in told.stderr
