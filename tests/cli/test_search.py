"""The search of a run on a machine that is not kind: busy, with one process, and with somebody who kills."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import BANK, Staffing

pytestmark = pytest.mark.slow

CSVS = ("forecast.csv", "requirement.csv", "shifts.csv", "coverage.csv")
HARD = """
[centre]
name = "round the clock"
timezone = "UTC"
[people]
attendance = 1.0
adherence = 1.0
[schedule]
time_limit_seconds = 1
gap = 0.0
[[schedule.pattern]]
name = "any"
length_minutes = [240, 600]
lunch = { minutes = 30, paid = false, earliest_minutes = 60, latest_minutes = 150 }
breaks = [{ minutes = 15, paid = true, earliest_minutes = 30, latest_minutes = 60 }]
"""


@pytest.fixture(scope="module")
def week_run(tmp_path_factory: pytest.TempPathFactory, staffing: Staffing) -> Path:
    """The run directory of a week of the sample, planned in peace: before anything is busy."""
    folder = tmp_path_factory.mktemp("week") / "bank"
    shutil.copytree(BANK, folder)
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    assert "days = 28" in text
    (folder / "plan.toml").write_text(text.replace("days = 28", "days = 7"), encoding="utf-8")
    done = staffing("plan", folder / "plan.toml", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "runs" / "latest"


@pytest.fixture
def busy_processes() -> Iterator[None]:
    """Four processes that take all the CPU time they get."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    yield
    for process in running:
        process.kill()
        process.wait()


def children_of(parent: int) -> list[int]:
    """The search processes of a run, as Linux lists them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(status[1]) == parent and "staffing.worker" in (folder / "cmdline").read_text():
                found.append(int(folder.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells who searches")
@pytest.mark.usefixtures("busy_processes")
def test_a_run_that_is_starved_and_robbed_gives_what_any_other_gives(week_run: Path, tmp_path: Path) -> None:
    """From another folder, with one process, four that keep it waiting, and its first two lives taken."""
    plan = week_run.parents[1] / "plan.toml"
    command = [Path(sys.executable).parent / "staffing", "plan", plan, "--quiet"]
    options = ["--as-of", "2003-10-25", "--out", tmp_path / "robbed", "--jobs", "1"]
    killed: set[int] = set()
    with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, cwd=tmp_path) as run:
        while run.poll() is None:
            for child in children_of(run.pid):
                if child not in killed and len(killed) < 2:
                    time.sleep(2.0)  # into its imports, or its search
                    with suppress(ProcessLookupError):
                        os.kill(child, signal.SIGKILL)
                    killed.add(child)
            time.sleep(0.05)
        assert run.stderr is not None
        assert (run.returncode, run.stderr.read()) == (0, "")
    assert len(killed) == 2
    for name in CSVS:
        assert (tmp_path / "robbed" / "latest" / name).read_bytes() == (week_run / name).read_bytes(), name
    assert json.loads((tmp_path / "robbed" / "latest" / "run.json").read_text())["ended_by"] in {
        "optimal",
        "gap",
    }


@pytest.mark.usefixtures("busy_processes")
def test_where_the_brake_ends_a_search_its_schedule_is_published(tmp_path: Path, staffing: Staffing) -> None:
    """Exit code 0 and a note, not 3: a second of CPU time is too little to prove anything, not to plan."""
    (tmp_path / "plan.toml").write_text(HARD, encoding="utf-8")
    need = "interval_start,scheduled\n" + "".join(
        f"2026-06-{1 + slot // 48:02d}T{slot // 2 % 24:02d}:{slot % 2 * 30:02d},{5 + slot * 7 % 11 / 3:.2f}\n"
        for slot in range(7 * 48)
    )
    (tmp_path / "need.csv").write_text(need, encoding="utf-8")
    done = staffing(
        "schedule", tmp_path / "need.csv", "--rules", tmp_path / "plan.toml", "--out", tmp_path / "out"
    )
    assert done.returncode == 0, done.stderr
    assert "time ran out (time_limit_seconds)" in done.stderr
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["ended_by"] == "time"


def test_effort_is_one_of_three(staffing: Staffing) -> None:
    """Another word is refused with those there are; so is no process at all."""
    wrong = staffing("plan", BANK / "plan.toml", "--effort", "hihg")
    assert wrong.returncode == 2
    assert "'hihg'" in wrong.stderr
    assert "high" in wrong.stderr
    none = staffing("schedule", "need.csv", "--rules", BANK / "plan.toml", "--jobs", "0")
    assert none.returncode == 2
    assert "at least 1" in none.stderr
