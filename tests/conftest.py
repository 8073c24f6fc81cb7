"""The installed command, run as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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
def bank_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run directory of the sample plan, made once; what the command said is in `screen.txt` beside it."""
    out = tmp_path_factory.mktemp("bank") / "runs"
    done = run_staffing("plan", "data/bank-2003/plan.toml", "--out", out, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    (out.parent / "screen.txt").write_text(done.stderr, encoding="utf-8")
    return out / "latest"
