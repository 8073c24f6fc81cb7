"""Drift of published runs from the command line: exit codes, alerts, files."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import Staffing
from tests.explanation.simulated_day import Cause, planned_run, simulate

pytestmark = pytest.mark.slow  # each test runs commands


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Runs of one Monday, and that Monday with a fifth more contacts."""
    folder = tmp_path_factory.mktemp("centre")
    run = planned_run(folder, peak=60)
    return folder, simulate(folder, run, Cause(volume=1.2), seed=1)[0]


@pytest.mark.smoke
def test_within_its_limits_a_forecast_is_fine(centre: tuple[Path, Path], staffing: Staffing) -> None:
    """One odd day crosses nothing; the table is the one of a backtest."""
    done = staffing("drift", centre[0] / "runs", centre[1])
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert {row["part"] for row in rows} == {"all", "date", "time", "day", "lead", "version"}
    assert float(rows[0]["bias"]) < -0.1
    assert max(map(len, done.stderr.splitlines())) <= 80


def test_a_declared_limit_ends_in_exit_code_5(
    centre: tuple[Path, Path], tmp_path: Path, staffing: Staffing
) -> None:
    """One line per alert, under --quiet too; the JSON names them."""
    rules = centre[0] / "strict.toml"
    rules.write_text((centre[0] / "plan.toml").read_text() + "\n[alerts]\nforecast_bias = 0.1\ndrift = 0.2\n")
    done = staffing(
        "drift",
        centre[0] / "runs",
        centre[1],
        "--rules",
        rules,
        "--quiet",
        "--json",
        "--out",
        tmp_path / "a.csv",
    )
    assert done.returncode == 5
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert "forecast bias -1" in lines[0]
    assert "all: contacts over forecast since 2026-11-23 (+" in lines[1]
    assert max(map(len, lines)) <= 80
    assert len(json.loads(done.stdout)["crossed"]) == 2


def test_no_runs_are_refused(centre: tuple[Path, Path], tmp_path: Path, staffing: Staffing) -> None:
    """And so is a history that knows none of their days."""
    assert staffing("drift", tmp_path, centre[1]).returncode == 1
    done = staffing("drift", centre[0] / "runs", centre[0] / "history.csv")
    assert done.returncode == 1
    assert "days that the runs forecast" in done.stderr


@pytest.mark.parametrize("damage", ["run.json", "forecast.csv"])
def test_a_damaged_run_does_not_stop_the_others(
    damage: str, centre: tuple[Path, Path], tmp_path: Path, staffing: Staffing
) -> None:
    """It is left out with a note; where no run is left exit code 1 says why."""
    good = next(path for path in (centre[0] / "runs").iterdir() if path.is_symlink())
    for name in ("2026-11-22", "2026-11-23"):
        shutil.copytree(good, tmp_path / "runs" / name)
    (tmp_path / "runs" / "2026-11-22" / damage).write_text("broken\n")
    done = staffing("drift", tmp_path / "runs", centre[1])
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stderr.split())
    assert "2026-11-22: damaged, left out" in said
    assert damage in said
    shutil.rmtree(tmp_path / "runs" / "2026-11-23")
    done = staffing("drift", tmp_path / "runs", centre[1])
    assert done.returncode == 1
    assert "at least one run that can be read" in done.stderr
    assert "damaged, left out" in done.stderr


def test_understaffing_is_an_alert_of_the_run(tmp_path: Path, staffing: Staffing) -> None:
    """A schedule that may be short is published all the same; exit code 5 says that it is too short."""
    run = planned_run(tmp_path, peak=60, understaffing="understaffing = 1.2")
    text = run.plan.path.read_text(encoding="utf-8")
    for limit, code in ((0.0, 5), (0.9, 0)):
        run.plan.path.write_text(f"{text}\n[alerts]\nunderstaffing = {limit}\n", encoding="utf-8")
        done = staffing("plan", run.plan.path, "--as-of", "2026-11-23", "--quiet")
        assert done.returncode == code
        assert ("alert: understaffing: " in done.stderr) == (code == 5)
