"""The installed command, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

import staffing as installed

ROOT = Path(__file__).parent.parent
PACKAGE = Path(installed.__file__).parent  # the checkout's, or the wheel's where that is tested
BANK = ROOT / "data" / "bank-2003"
Completed = subprocess.CompletedProcess[str]
Staffing = Callable[..., Completed]


def run_staffing(*arguments: object, stdin: str | None = None, cwd: Path | None = None) -> Completed:
    """Run `staffing` with these arguments; nothing is asserted about how it ends."""
    command = [str(Path(sys.executable).parent / "staffing"), *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, check=False, cwd=cwd, encoding="utf-8"
    )


@pytest.fixture(scope="session")
def staffing() -> Staffing:
    """Run the installed `staffing` command."""
    return run_staffing


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this session's own, which the processes of pytest-xdist share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def bank_run(shared_folder: Path) -> Path:
    """The run directory of the sample plan, made once; what the command said is in `screen.txt` beside it."""
    out = shared_folder / "bank" / "runs"
    screen = out.parent / "screen.txt"
    with FileLock(shared_folder / "bank.lock"):
        if not screen.exists():
            done = run_staffing("plan", "data/bank-2003/plan.toml", "--out", out, cwd=ROOT)
            assert done.returncode == 0, done.stderr
            assert done.stdout == ""
            screen.write_text(done.stderr, encoding="utf-8")
    return out / "latest"
