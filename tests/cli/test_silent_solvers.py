"""No solver writes to standard output or error: what a command prints is parsed from its first byte on."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import BANK, Completed, Staffing

pytestmark = pytest.mark.slow  # each test runs commands

RULES = """
[centre]
timezone = "America/New_York"
open = {{ mon-fri = "07:00-21:00" }}
[schedule]
time_limit_seconds = 10
solver = "{solver}"
[[schedule.pattern]]
name = "day"
length_minutes = {length}
earliest_start = "06:00"
latest_start = "16:00"
latest_end = "24:00"
{lunch}
"""
LUNCH = "lunch = { minutes = 30, paid = false, earliest_minutes = 120, latest_minutes = 300 }"
WITH_HISTORY = """
[history]
source = "{history}"
aht_seconds = 240
[forecast]
days = 3
[service]
target = "80/20"
model = "erlang-c"
"""
SMALL = {"length": "480", "lunch": ""}  # solved where the command runs
LARGE = {"length": "[240, 600]", "lunch": LUNCH}  # solved by workers
# Prints as licence banners do: from Python and from C, and when it is asked whether it is there.
TALKATIVE = """
import ctypes, sys
import pulp
from staffing.programs import solvers

class Talkative(pulp.HiGHS):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        for stream in (sys.stdout, sys.stderr):
            print("from Python", file=stream)
        ctypes.CDLL(None).puts(b"from C")
    def available(self):
        print("licence")
        return True
    def actualSolve(self, *arguments, **options):
        ctypes.CDLL(None).puts(b"solving")
        return super().actualSolve(*arguments, **options)

pulp.Talkative = Talkative
solvers.SOLVERS["cbc"] = solvers.Choice(("Talkative",), "")
from staffing.cli import main
main()
"""


def need(folder: Path, heads: int = 3) -> Path:
    """A day's requirement by the half-hour from 06:00 to 24:00, more at noon."""
    rows = [f"2026-11-02T{m // 60:02d}:{m % 60:02d},{heads + (m == 720)}\n" for m in range(360, 1440, 30)]
    path = folder / "need.csv"
    path.write_text("interval_start,scheduled\n" + "".join(rows))
    return path


def rules(folder: Path, model: dict[str, str], solver: str = "highs") -> Path:
    """A plan of one pattern."""
    path = folder / "plan.toml"
    path.write_text(RULES.format(solver=solver, **model))
    return path


def is_shifts(text: str) -> bool:
    """True if the text is a table of shifts and nothing else."""
    header, *rows = csv.reader(StringIO(text))
    return (
        header[:3] == ["pattern", "start", "end"]
        and len(rows) > 0
        and {len(r) for r in rows} == {len(header)}
    )


def ended_well(done: Completed) -> Completed:
    """The command, which asked for --quiet: it ended with 0 and nothing on standard error."""
    assert (done.returncode, done.stderr) == (0, "")
    return done


@pytest.mark.parametrize("model", [SMALL, LARGE], ids=["small", "large"])
def test_scheduled_shifts_are_a_table_from_the_first_byte(
    model: dict[str, str], tmp_path: Path, staffing: Staffing
) -> None:
    """Whether the program is solved in the command's own process or by workers; JSON likewise."""
    command = ["schedule", need(tmp_path), "--rules", rules(tmp_path, model), "--quiet"]
    assert is_shifts(ended_well(staffing(*command)).stdout)
    out = tmp_path / "out"
    summary = json.loads(ended_well(staffing(*command, "--out", out, "--json")).stdout)
    assert summary["shifts"] > 0
    assert ended_well(staffing(*command, "--out", out)).stdout == ""


def test_breaks_are_a_table_from_the_first_byte(tmp_path: Path, staffing: Staffing) -> None:
    """Placing breaks solves programs of its own."""
    plan, out = rules(tmp_path, LARGE), tmp_path / "out"
    ended_well(staffing("schedule", need(tmp_path), "--rules", plan, "--out", out, "--quiet"))
    command = ["breaks", out / "shifts.csv", need(tmp_path, 4), "--rules", plan, "--quiet"]
    assert is_shifts(ended_well(staffing(*command)).stdout)


def test_the_hiring_plan_is_json_from_the_first_byte(tmp_path: Path, staffing: Staffing) -> None:
    """The program over weeks is a solver's, too."""
    command = ["capacity", BANK / "plan.toml", "--weeks", 12, "--out", tmp_path / "weeks.csv", "--quiet"]
    assert json.loads(ended_well(staffing(*command, "--json")).stdout)["weeks"] == 12
    assert ended_well(staffing(*command)).stdout == ""


@pytest.mark.parametrize("model", [SMALL, LARGE], ids=["small", "large"])
def test_a_quiet_plan_prints_nothing(model: dict[str, str], tmp_path: Path, staffing: Staffing) -> None:
    """Forecasts come from several processes, schedules from this one or from workers."""
    plan = rules(tmp_path, model)
    plan.write_text(plan.read_text() + WITH_HISTORY.format(history=BANK / "history.csv"))
    assert ended_well(staffing("plan", plan, "--out", tmp_path / "runs", "--quiet")).stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="puts of the C library")
def test_a_solver_with_a_banner_is_not_heard(tmp_path: Path) -> None:
    """Licence lines come from Python and from C, whatever the solver is told."""
    command = ["schedule", need(tmp_path), "--rules", rules(tmp_path, SMALL, "cbc"), "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", TALKATIVE, *map(str, command)], capture_output=True, text=True, check=False
    )
    assert is_shifts(ended_well(done).stdout)
