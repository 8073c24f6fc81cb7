"""Every documented exit code, provoked of every command that docs/how-to/cron.md names beside it."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from staffing import errors
from staffing.machine import LEAST, UNITS
from staffing.plan.run.publish import locked
from tests.cli.commands import HALF_DAYS, command_names
from tests.conftest import ROOT, Completed, Staffing

pytestmark = pytest.mark.slow  # each test runs commands

CENTRE = ROOT / "data" / "simulated-centre"
NAMED = ROOT / "data" / "named-roster"
SWAP = [
    *("half-days.csv", "--rules", str(NAMED / "plan.toml")),
    *("--requirement", str(NAMED / "requirement.csv"), "desk-6", "line-01", "2027-03-09"),
]
LINED = "interval_start,queue,offered,aht_seconds,lines\n2026-11-23T08:00,sales,1000,180,5\n"
CONTRADICTED = "interval_start,offered,answered\n2026-11-23T08:00,10,12\n"
OF_THE_PROCESS = (70, 130, 143)  # whatever its command: 70 below, signals in test_interrupts.py


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """The plan of the small sample, in a folder of its own."""
    for name in ("plan.toml", "history.csv", "actuals.csv"):
        shutil.copy(CENTRE / name, tmp_path)
    (tmp_path / "lined.csv").write_text(LINED)
    (tmp_path / "contradicted.csv").write_text(CONTRADICTED)
    return tmp_path / "plan.toml"


def changed(plan: Path, old: str, new: str) -> Path:
    text = plan.read_text()
    assert old in text
    plan.write_text(text.replace(old, new, 1))
    return plan


def documented() -> dict[int, list[str]]:
    """By exit code the commands that may end with it, as the table of docs/how-to/cron.md has them."""
    page = (ROOT / "docs" / "how-to" / "cron.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d, ]+) \| ([^|]*) \|", page, re.MULTILINE)
    found = {}
    for codes, commands in rows:
        names = list(command_names()) if commands == "any command" else re.findall("`([^`]+)`", commands)
        found |= {int(code): names for code in codes.split(",")}
    return found


def test_the_documented_codes_are_those_of_the_errors() -> None:
    """Each error has one of its own; 0 and 5 are no errors, and signals end a process by themselves."""
    tree = [errors.StaffingError]
    for error in tree:
        tree.extend(error.__subclasses__())
    assert documented().keys() == {error.exit_code for error in tree} | {0, 5, 130, 143}


WRONG: dict[str, list[str]] = {  # of the other commands a file that is not there is enough
    "sweep": ["--offered", "10", "--aht", "180", "--out", "no/such/folder/sweep.csv"],
    "init": ["."],
    "store push": ["sqlite:///plans.db", "no-runs"],
    "store list": ["sqlite:///no.db"],
    "store upgrade": ["plan.toml"],
    "explain": ["no-run", "actuals.csv"],
    "drift": ["no-runs", "actuals.csv"],
    "diff": ["no-run", "no-run"],
    "breaks": ["no.csv", "no.csv", "--rules", "plan.toml"],
    "schedule": ["no.csv", "--rules", "plan.toml"],
    "roster": ["no.csv", "--rules", "plan.toml"],
    "leave": ["no-run"],
    "page": ["no-run", "--out", "page.html"],
    "handout": ["no-run", "--excel-csv", "for-excel"],
    "swap": ["no-roster", "a", "b", "2027-03-09"],
    "adjust": ["no-run", "--actuals", "actuals.csv", "--now", "2026-11-23T11:00"],
    "whatif": ["no.toml", "--volume", "+10%"],
    "plan": ["no.toml"],
    "capacity": ["no.toml"],
    "skills": ["no.toml"],
}


def planned(plan: Path, staffing: Staffing, *arguments: object) -> None:
    """A run of it, in `runs`."""
    done = staffing("plan", plan, "--as-of", "2026-11-23", "--quiet", *arguments)
    assert done.returncode == 0, done.stderr


def without_people(plan: Path, staffing: Staffing) -> None:
    """A run, and a plan whose rules no schedule can satisfy any more."""
    planned(plan, staffing)
    changed(changed(plan, "length_minutes = 510", "length_minutes = 510\nmax_agents = 0"), "= 12", "= 1")


def with_limits(plan: Path, staffing: Staffing) -> None:
    """Limits that every run crosses, and a run of before they were declared."""
    planned(plan, staffing)
    with plan.open("a") as stream:
        stream.write("\n[alerts]\nservice_level = 1.0\nforecast_bias = 0.000001\n")


def pushed(plan: Path, staffing: Staffing) -> None:
    """A store with the run of a plan, and the run of another plan of that name beside it."""
    planned(plan, staffing)
    assert staffing("store", "push", "sqlite:///plans.db", "runs", cwd=plan.parent).returncode == 0
    planned(shutil.copy(plan, plan.parent / "other.toml"), staffing, "--out", plan.parent / "others")


def rostered(plan: Path, _staffing: Staffing) -> None:
    """Two half days of the sample with names."""
    (plan.parent / "half-days.csv").write_text(HALF_DAYS)


def overworked(plan: Path, _staffing: Staffing) -> None:
    """The sample with names, where somebody who must work five days is there for three."""
    named = Path(shutil.copytree(NAMED, plan.parent / "named"))
    with (named / "availability.csv").open("a") as stream:
        stream.write("desk-1,2027-03-08,2027-03-09,unavailable,\n")


def as_it_is(plan: Path, staffing: Staffing) -> None:
    """Nothing more is needed."""


NIGHT = ["plan.toml", "--as-of", "2026-11-18"]
RULES = ["runs/latest/requirement.csv", "--rules", "plan.toml"]
# What must be there, the arguments, and what is said.
PROVOKED: dict[tuple[int, str], tuple[Callable[[Path, Staffing], None], list[str], str]] = {
    (3, "plan"): (without_people, NIGHT, "max_agents"),
    (3, "schedule"): (without_people, [*RULES, "--out", "schedule"], "max_agents"),
    (3, "whatif"): (without_people, [*NIGHT, "--schedule", "--volume", "+10%"], "max_agents"),
    (3, "size"): (as_it_is, ["lined.csv", "--patience", "120"], "no number of agents meets the targets"),
    (3, "sweep"): (as_it_is, ["--offered", "1000", "--aht", "180", "--lines", "5"], "no number of agents"),
    (3, "roster"): (
        overworked,
        ["named/requirement.csv", "--rules", "named/plan.toml", "--out", "roster"],
        "1 of 24 people cannot work the period by their rules",
    ),
    (3, "swap"): (rostered, SWAP, "cannot exchange 2027-03-09"),
    (5, "plan"): (with_limits, NIGHT, "alert: service: "),
    (5, "drift"): (with_limits, ["runs", "actuals.csv", "--rules", "plan.toml"], "alert: all, last "),
    (5, "inspect"): (as_it_is, ["contradicted.csv", "--strict"], "alert: limit exceeded: impossible: 1"),
    (5, "store push"): (pushed, ["sqlite:///plans.db", "others"], "alert: store: replaced the run of "),
}


def ended(code: int, command: str, plan: Path, staffing: Staffing) -> tuple[Completed, str]:
    """How that exit code is provoked of a command, and what it must say then."""
    here = plan.parent
    if code == 1 and command == "formats":  # which reads nothing, and writes to standard output alone
        full = "import os; os.dup2(os.open('/dev/full', os.O_WRONLY), 1); "
        return python(f"{full}from staffing.cli import main; main()", command), "standard output"
    if code == 1:
        return staffing(*command.split(), *WRONG.get(command, ["no.csv"]), cwd=here), "staffing: "
    if code == 2:
        return staffing(*command.split(), "--as-off", "today", cwd=here), "No such option: --as-off"
    if code == 4:
        with locked(here / "runs"):
            return staffing(command, plan), "another run holds the lock (process "
    prepare, arguments, said = PROVOKED[code, command]
    prepare(plan, staffing)
    return staffing(*command.split(), *arguments, "--quiet", cwd=here), said


ASKED = [
    (code, command)
    for code, commands in documented().items()
    if code and code not in OF_THE_PROCESS
    for command in commands
]


@pytest.mark.parametrize(("code", "command"), ASKED)
def test_each_exit_code_is_provoked(code: int, command: str, centre: Path, staffing: Staffing) -> None:
    """With what is said on standard error; test_quiet.py ends every command with 0."""
    done, said = ended(code, command, centre, staffing)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert command != "plan" or (centre.parent / "runs" / "2026-11-18").exists() == (code == 5)


def test_no_other_command_ends_in_them() -> None:
    """What is provoked here stands in the table."""
    assert PROVOKED.keys() <= set(ASKED)


def python(command: str, *arguments: object) -> Completed:
    return subprocess.run(
        [sys.executable, "-c", command, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def with_fault(fault: str, plan: Path) -> Completed:
    """`staffing plan`, where something is wrong with the job `c`."""
    job = "import staffing.plan.jobs.conduct as c"
    return python(f"{job}; {fault}; from staffing.cli import main; main()", "plan", plan)


def test_a_fault_of_ours_is_no_traceback(centre: Path) -> None:
    """Exit code 70, and a line."""
    done = with_fault("c.walk = None", centre)
    assert done.returncode == 70
    assert done.stderr.startswith("staffing: internal error: TypeError: ")


def limited() -> None:
    """At most so many bytes in a file: the disk is full soon."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


@pytest.mark.parametrize("fault", ["MemoryError()", "OSError(errno.EAGAIN, 'too many processes')"])
def test_a_machine_that_is_too_small_is_no_fault_of_ours(fault: str, centre: Path) -> None:
    """Too little memory, or too many processes: exit 1, with what to do."""
    done = with_fault(f"import errno; c.walk = lambda *_, **__: (_ for _ in ()).throw({fault})", centre)
    assert (done.returncode, done.stdout) == (1, "")
    assert "this machine: expected enough resources to run (too " in done.stderr
    assert "Hint: free space" in done.stderr


def test_a_thread_that_finds_too_little_ends_the_command(centre: Path) -> None:
    """One of a library's, say, for which the command would wait for ever."""
    begun = "threading.Thread(target=exec, args=('raise MemoryError',)).start()"
    done = with_fault(f"import threading, time; c.walk = lambda *_, **__: ({begun}, time.sleep(600))", centre)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("staffing: this machine: expected enough resources to run (too little ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("letter", LEAST)
def test_too_low_a_limit_is_said_at_once(letter: str, tmp_path: Path) -> None:
    """The libraries of NumPy and SciPy may else try for ever to get what they cannot; help needs none."""
    name, least, unit = LEAST[letter]
    few = least // 2

    def limited(*arguments: str) -> Completed:
        command = [str(Path(sys.executable).parent / "staffing"), *arguments]
        limit = few * UNITS[unit]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            preexec_fn=lambda: resource.setrlimit(getattr(resource, name), (limit, limit)),
        )

    done = limited("size", "demand.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"(ulimit -{letter} allows {few} {unit}, {least} are needed). Hint: " in done.stderr
    assert limited("size", "--help").returncode == 0


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
