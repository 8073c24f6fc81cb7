"""Every documented exit code, provoked; and nothing is printed under --quiet where all is well."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from staffing.cli import app
from staffing.plan.run.publish import locked
from tests.conftest import BANK, ROOT, Completed, Staffing

pytestmark = pytest.mark.slow  # each test runs commands

CENTRE = ROOT / "data" / "simulated-centre"
DEMAND = "interval_start,queue,offered,aht_seconds,agents\n2026-11-23T08:00,sales,100,180,20\n"


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """The plan of the small sample, in a folder of its own."""
    for name in ("plan.toml", "history.csv"):
        shutil.copy(CENTRE / name, tmp_path)
    return tmp_path / "plan.toml"


def changed(plan: Path, old: str, new: str) -> Path:
    text = plan.read_text()
    assert old in text
    plan.write_text(text.replace(old, new, 1))
    return plan


def with_fault(fault: str, plan: Path) -> Completed:
    """`staffing plan`, where something is wrong with the job `c`."""
    command = f"import staffing.plan.jobs.conduct as c; {fault}; from staffing.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", command, "plan", str(plan)], capture_output=True, text=True, check=False
    )


def ended(code: int, plan: Path, staffing: Staffing) -> Completed:
    """How that exit code is provoked."""
    if code == 1:
        changed(plan, "attendance = 0.95", "attendance = 95")
    if code == 2:
        return staffing("plan", plan, "--as-off", "today")
    if code == 3:
        changed(changed(plan, "length_minutes = 510", "length_minutes = 510\nmax_agents = 0"), "= 12", "= 1")
    if code == 4:
        with locked(plan.parent / "runs"):
            return staffing("plan", plan, "--quiet")
    if code == 5:
        plan.write_text(plan.read_text() + "\n[alerts]\nservice_level = 1.0\n")
    if code == 70:
        return with_fault("c.walk = None", plan)
    return staffing("plan", plan, "--as-of", "2026-11-19", "--quiet")


SAID = {
    0: "",
    1: "people.attendance: found '95'",
    2: "No such option: --as-off",
    3: "max_agents",
    4: "another run holds the lock (process ",
    5: "alert: service: ",
    70: "staffing: internal error: TypeError: ",
}


@pytest.mark.parametrize("code", SAID)
def test_each_exit_code_is_provoked(code: int, centre: Path, staffing: Staffing) -> None:
    """With what is said, and a published run for 0 and 5 alone."""
    done = ended(code, centre, staffing)
    assert done.returncode == code, done.stderr
    assert SAID[code] in done.stderr
    assert bool(done.stderr) == bool(code)
    assert (centre.parent / "runs" / "latest").exists() == (code in {0, 5})


def test_the_documented_codes_are_those_provoked_here() -> None:
    """docs/cron.md has a row for each; signals end a process by themselves."""
    page = (ROOT / "docs" / "cron.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d, ]+) \|", page, re.MULTILINE)
    codes = {int(code) for row in rows for code in row.split(",")}
    assert codes == {*SAID, 130, 143}


def limited() -> None:
    """At most so many bytes in a file: the disk is full soon."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


@pytest.mark.parametrize("fault", ["MemoryError()", "OSError(errno.EAGAIN, 'too many processes')"])
def test_a_machine_that_is_too_small_is_no_fault_of_ours(fault: str, centre: Path) -> None:
    """Too little memory, or too many processes: exit 1, with what to do."""
    done = with_fault(f"import errno; c.walk = lambda *_: (_ for _ in ()).throw({fault})", centre)
    assert (done.returncode, done.stdout) == (1, "")
    assert "this machine: expected a machine that lets us work (too " in done.stderr
    assert "Hint: free space" in done.stderr


def test_a_full_disk_is_no_fault_of_ours(centre: Path, staffing: Staffing) -> None:
    """Exit 1 with what to do; the last good run stays readable."""
    assert staffing("plan", centre, "--as-of", "2026-11-18", "--quiet").returncode == 0
    shifts = (centre.parent / "runs" / "latest" / "shifts.csv").read_bytes()
    command = [str(Path(sys.executable).parent / "staffing"), "plan", str(centre), "--as-of", "2026-11-19"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limited)
    assert done.returncode == 1, done.stderr
    assert "File too large" in done.stderr
    assert (centre.parent / "runs" / "latest" / "shifts.csv").read_bytes() == shifts
    assert not list((centre.parent / "runs" / ".runs").glob(".partial-*"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, staffing: Staffing) -> Path:
    """A folder with a run, actuals of its day, and demand."""
    folder = tmp_path_factory.mktemp("quiet")
    for file in CENTRE.iterdir():
        shutil.copy(file, folder)
    for as_of in ("2026-11-20", "2026-11-23"):
        done = staffing("plan", folder / "plan.toml", "--as-of", as_of, "--quiet")
        assert (done.returncode, done.stderr) == (0, "")
    (folder / "demand.csv").write_text(DEMAND)
    shutil.copy(BANK / "plan.toml", folder / "bank.toml")
    shutil.copy(BANK / "history.csv", folder / "bank-history.csv")
    changed(folder / "bank.toml", 'source = "history.csv"', 'source = "bank-history.csv"')
    return folder


QUIET: dict[str, list[str]] = {
    "plan": ["plan.toml", "--as-of", "2026-11-19", "--out", "other"],
    "forecast": ["history.csv", "--days", "1"],
    "backtest": ["history.csv", "--days", "1", "--out", "backtest.csv"],
    "size": ["demand.csv", "--patience", "120"],
    "evaluate": ["demand.csv", "--patience", "120"],
    "patience": ["actuals.csv"],
    "sweep": ["--offered", "100", "--aht", "180"],
    "lines": ["demand.csv"],
    "schedule": ["runs/latest/requirement.csv", "--rules", "plan.toml", "--out", "schedule"],
    "explain": ["runs/latest", "actuals.csv", "--out", "account.csv"],
    "drift": ["runs", "history.csv", "--out", "drift.csv"],
    "runs": ["runs"],
    "diff": ["runs/2026-11-20", "runs/latest"],
    "breaks": [
        "runs/latest/shifts.csv",
        "runs/latest/requirement.csv",
        "--rules",
        "plan.toml",
        "--out",
        "breaks.csv",
    ],
    "adjust": ["runs/latest", "--actuals", "actuals.csv", "--now", "2026-11-23T11:00", "--out", "adjust.csv"],
    "capacity": ["bank.toml", "--out", "capacity.csv"],
    "whatif": ["plan.toml", "--volume", "+10%", "--out", "whatif.csv"],
    "scorecard": ["history.csv", "--out", "scorecard.csv"],
    "inspect": ["history.csv"],
    "read": ["history.csv", "--out", "read.csv"],
    "formats": ["genesys"],
    "init": ["starter"],
    "simulate": ["runs/latest", "--replications", "3", "--out", "simulation"],
}


def test_every_command_is_asked() -> None:
    """A new command is to be quiet, too."""
    assert {command.name for command in app.registered_commands} == QUIET.keys()


@pytest.mark.parametrize("command", QUIET)
def test_success_is_silent_under_quiet(command: str, files: Path, staffing: Staffing) -> None:
    """Nothing on standard error, and on standard output nothing but data."""
    done = staffing(command, *QUIET[command], "--quiet", cwd=files)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    if "--out" in QUIET[command] or command in {"runs", "diff", "inspect", "init"}:
        assert done.stdout == ""
