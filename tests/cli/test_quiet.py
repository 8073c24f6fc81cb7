"""Under --quiet nothing is printed where all is well, whatever the command; and what is wrong is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.commands import HALF_DAYS, command_names
from tests.conftest import BANK, ROOT, Staffing

pytestmark = pytest.mark.slow  # each test runs commands

CENTRE = ROOT / "data" / "simulated-centre"
NAMED = ROOT / "data" / "named-roster"
SWAP = [
    *("half-days.csv", "--rules", str(NAMED / "plan.toml")),
    *("--requirement", str(NAMED / "requirement.csv"), "desk-6"),
]
DEMAND = "interval_start,queue,offered,aht_seconds,agents\n2026-11-23T08:00,sales,100,180,20\n"
STORE = "sqlite:///plans.db"
REQUIREMENT = "runs/latest/requirement.csv"

QUIET: dict[str, list[str]] = {
    "plan": ["plan.toml", "--as-of", "2026-11-19", "--out", "other"],
    "forecast": ["history.csv", "--days", "1"],
    "backtest": ["history.csv", "--days", "1", "--out", "backtest.csv"],
    "size": ["demand.csv", "--patience", "120"],
    "evaluate": ["demand.csv", "--patience", "120"],
    "patience": ["actuals.csv"],
    "sweep": ["--offered", "100", "--aht", "180"],
    "lines": ["demand.csv"],
    "schedule": [REQUIREMENT, "--rules", "plan.toml", "--out", "schedule"],
    "roster": [REQUIREMENT, "--rules", "rostered.toml", "--out", "roster"],
    "leave": ["runs/latest", "--out", "leave.csv"],
    "page": ["runs/latest", "--out", "page.html"],
    "handout": ["runs/latest", "--excel-csv", "for-excel"],
    "swap": [*SWAP, "desk-7", "2027-03-09", "--out", "swapped.csv"],
    "explain": ["runs/latest", "actuals.csv", "--out", "account.csv"],
    "drift": ["runs", "history.csv", "--out", "drift.csv"],
    "runs": ["runs"],
    "diff": ["runs/2026-11-20", "runs/latest"],
    "breaks": ["runs/latest/shifts.csv", REQUIREMENT, "--rules", "plan.toml", "--out", "breaks.csv"],
    "adjust": ["runs/latest", "--actuals", "actuals.csv", "--now", "2026-11-23T11:00", "--out", "adjust.csv"],
    "capacity": ["bank.toml", "--out", "capacity.csv"],
    "skills": ["skilled.toml", "--intervals", "1"],
    "whatif": ["plan.toml", "--volume", "+10%", "--out", "whatif.csv"],
    "scorecard": ["history.csv", "--out", "scorecard.csv"],
    "inspect": ["history.csv"],
    "read": ["history.csv", "--out", "read.csv"],
    "formats": ["genesys"],
    "init": ["starter"],
    "simulate": ["runs/latest", "--replications", "3", "--out", "simulation"],
    "store push": [STORE, "runs"],
    "store list": [STORE],
    "store upgrade": [STORE],
}
SKILLED = """\
[centre]
timezone = "Europe/Berlin"
interval_minutes = 60
open = { mon-fri = "08:00-10:00" }
[history]
source = "skilled.csv"
aht_seconds = 240
[service]
target = "80/20"
patience_seconds = 180
[[group]]
name = "callers"
queues = { calls = 1 }
[[group]]
name = "both"
queues = { mail = 1, calls = 2 }
cost_factor = 1.1
[[schedule.pattern]]
name = "morning"
length_minutes = 120
"""
SAY_NOTHING_AT_ALL = {
    "skills",
    "runs",
    "diff",
    "inspect",
    "init",
    "store push",
    "store list",
    "store upgrade",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, staffing: Staffing) -> Path:
    """A folder with two runs and a store of them, actuals of a day, and demand."""
    folder = tmp_path_factory.mktemp("quiet")
    for file in CENTRE.iterdir():
        shutil.copy(file, folder)
    for as_of in ("2026-11-20", "2026-11-23"):
        done = staffing("plan", folder / "plan.toml", "--as-of", as_of, "--quiet")
        assert (done.returncode, done.stderr) == (0, "")
    assert staffing("store", "push", STORE, "runs/2026-11-20", cwd=folder).returncode == 0
    (folder / "demand.csv").write_text(DEMAND)
    plan = (folder / "plan.toml").read_text(encoding="utf-8")
    (folder / "rostered.toml").write_text(f'{plan}\n[roster]\nagents = "agents.csv"\n', encoding="utf-8")
    (folder / "agents.csv").write_text("agent\n" + "".join(f"a{number}\n" for number in range(40)))
    (folder / "half-days.csv").write_text(HALF_DAYS)
    bank = (BANK / "plan.toml").read_text(encoding="utf-8")
    assert 'source = "history.csv"' in bank
    bank = bank.replace('source = "history.csv"', 'source = "bank-history.csv"')
    (folder / "bank.toml").write_text(bank, encoding="utf-8")
    shutil.copy(BANK / "history.csv", folder / "bank-history.csv")
    (folder / "skilled.toml").write_text(SKILLED, encoding="utf-8")
    days = [f"2026-11-{day:02}" for day in (*range(2, 7), *range(9, 14))]
    rows = [f"{day}T0{hour}:00,{queue},6\n" for day in days for hour in (8, 9) for queue in ("calls", "mail")]
    (folder / "skilled.csv").write_text("interval_start,queue,offered\n" + "".join(rows))
    return folder


def test_every_command_is_asked() -> None:
    """A new command is to be quiet, too."""
    assert set(command_names()) == QUIET.keys()


@pytest.mark.parametrize("command", QUIET)
def test_success_is_silent_under_quiet(command: str, files: Path, staffing: Staffing) -> None:
    """Nothing on standard error, and on standard output nothing but data."""
    done = staffing(*command.split(), *QUIET[command], "--quiet", cwd=files)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    if "--out" in QUIET[command] or command in SAY_NOTHING_AT_ALL:
        assert done.stdout == ""


def test_a_limit_that_is_crossed_is_told_under_quiet(files: Path, staffing: Staffing) -> None:
    """`inspect --strict` never ends with 5 without a word; without --strict a limit is a note."""
    history = files / "contradicted.csv"
    hours = "".join(f"2026-11-23T{hour:02}:00,10,12\n" for hour in range(24))
    history.write_text(f"interval_start,offered,answered\n{hours}")
    loud = staffing("inspect", history)
    assert (loud.returncode, "limit exceeded: impossible: 24, limit 0" in loud.stderr) == (0, True)
    done = staffing("inspect", history, "--strict", "--quiet")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == "alert: limit exceeded: impossible: 24, limit 0\n"


def test_a_push_that_replaces_the_run_of_another_plan_is_told_under_quiet(
    files: Path, tmp_path: Path, staffing: Staffing
) -> None:
    """As `plan` tells it: a line and exit code 5; beside a damaged run, that one's exit code."""
    url = f"sqlite:///{tmp_path / 'plans.db'}"
    for folder, plan in (("one", "/srv/one.toml"), ("two", "/srv/two.toml")):
        run = shutil.copytree(files / "runs" / "2026-11-20", tmp_path / folder / "2026-11-20")
        trace = json.loads((run / "run.json").read_text())
        trace["options"]["plan"] = plan
        (run / "run.json").write_text(json.dumps(trace))
    assert staffing("store", "push", url, tmp_path / "one", "--quiet").returncode == 0
    done = staffing("store", "push", url, tmp_path / "two", "--quiet")
    assert done.returncode == 5
    assert done.stderr.startswith("alert: store: replaced the run of /srv/one.toml; ")
    shutil.copytree(files / "runs" / "2026-11-20", tmp_path / "one" / "2026-11-21")
    (tmp_path / "one" / "2026-11-21" / "summary.json").write_text("{")
    done = staffing("store", "push", url, tmp_path / "one", "--quiet")
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert first.startswith("alert: store: replaced the run of /srv/two.toml; ")
    assert "2026-11-21/summary.json" in second
