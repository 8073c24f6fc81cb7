"""The harness of faults: it runs, and it sees what is wrong with a folder of runs."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

HARNESS = ROOT / "benchmarks" / "faults"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="signals, limits and /proc of Linux"),
]


def test_a_few_faults_of_each_kind_leave_all_well() -> None:
    """A row for each kind, none with a wrong case, exit code 0."""
    counts = ("--kills", 1, "--searches", 1, "--machine", 0, "--plans", 4, "--files", 3)
    command = [sys.executable, HARNESS, *counts]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all well" in done.stdout
    assert "plan.toml damaged" in done.stdout
    assert ".csv damaged" in done.stdout


def _without_a_file(run: Path) -> None:
    (run / "coverage.csv").unlink()


def _with_a_row_less(run: Path) -> None:
    lines = (run / "forecast.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (run / "forecast.csv").write_text("".join(lines[:-1]), encoding="utf-8")


def _with_the_summary_of_another(run: Path) -> None:
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    (run / "summary.json").write_text(json.dumps(summary | {"intervals": 1}), encoding="utf-8")


def _with_half_a_report(run: Path) -> None:
    text = (run / "report.html").read_text(encoding="utf-8")
    (run / "report.html").write_text(text[: len(text) // 2], encoding="utf-8")


@pytest.mark.parametrize(
    "harm", [_without_a_file, _with_a_row_less, _with_the_summary_of_another, _with_half_a_report]
)
def test_a_run_that_is_not_whole_is_seen(
    bank_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    """A good folder has nothing wrong; each harm to its run is found by way of both links."""
    monkeypatch.syspath_prepend(str(HARNESS))
    wrong_runs = importlib.import_module("whole").wrong_runs
    run = tmp_path / ".runs" / "2003-10-25.1"
    shutil.copytree(bank_run, run)
    (tmp_path / "2003-10-25").symlink_to(".runs/2003-10-25.1")
    (tmp_path / "latest").symlink_to("2003-10-25")
    assert list(wrong_runs(tmp_path)) == []
    harm(run)
    assert [fault.partition(":")[0] for fault in wrong_runs(tmp_path)] == ["2003-10-25", "latest"]
