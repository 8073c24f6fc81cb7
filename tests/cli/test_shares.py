"""Shares of queues by commands: put together they are what one command writes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.shard import Shard
from staffing.tables.records import write_record
from tests.conftest import Staffing
from tests.forecast.centres import centre, joined

pytestmark = pytest.mark.slow

QUEUES = tuple(f"q{index}" for index in range(5))
COMMANDS = {
    "forecast": ("--days", "7", "--aht", "200"),
    "backtest": ("--days", "7", "--method", "auto"),
    "size": ("--target", "80/20", "--aht", "200"),
}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five queues, the last of which begins and ends days before the others: it alone cannot tell when."""
    parts = [centre(35, 5.0 * 2**index, seed=index) for index in range(5)]
    parts[-1] = parts[-1].rows(
        parts[-1].interval_start < parts[-1].interval_start.max() - np.timedelta64(9, "D")
    )
    file = tmp_path_factory.mktemp("history") / "history.csv"
    write_record(file, joined(*parts, queues=QUEUES))
    return file


@pytest.mark.parametrize("command", COMMANDS)
def test_shares_put_together_are_the_whole(command: str, history: Path, staffing: Staffing) -> None:
    """Line by line, each in one of them; a share without a queue is a header."""
    asked = (command, history, *COMMANDS[command], "--quiet")
    whole = staffing(*asked)
    assert (whole.returncode, whole.stderr) == (0, "")
    header, *lines = whole.stdout.splitlines()
    shared = []
    for number in range(1, 4):
        part = staffing(*asked, "--shard", f"{number}/3")
        assert (part.returncode, part.stderr) == (0, "")
        first, *rows = part.stdout.splitlines()
        assert first == header
        here = {name for name in QUEUES if Shard(number, 3).holds(name)}
        assert bool(rows) == bool(here)
        shared += rows
    assert sorted(shared) == sorted(lines)


def test_an_empty_share_passes_through_the_pipe(history: Path, tmp_path: Path, staffing: Staffing) -> None:
    """`forecast` and then `size`, as docs/how-to/scale.md has them: a header, a note, and exit code 0."""
    count = next(count for count in range(2, 99) if not any(Shard(1, count).holds(name) for name in QUEUES))
    forecast, requirement = tmp_path / "forecast.csv", tmp_path / "requirement.csv"
    shared = ("--aht", "200", "--shard", f"1/{count}", "--out", forecast)
    assert staffing("forecast", history, *shared).returncode == 0
    done = staffing("size", forecast, "--target", "80/20", "--out", requirement)
    assert done.returncode == 0
    assert "no rows to size" in done.stderr
    (header,) = requirement.read_text().splitlines()
    assert header.startswith("interval_start,queue,offered,")
