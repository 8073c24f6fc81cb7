"""Several writers at once, and writers that die: the store holds whole runs only."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
import sqlalchemy as sa

from staffing.store.schema import RECORDS
from tests.store.stored import counts, covered, one_day, push, run_folder

RUNS = 6
SPAWN = multiprocessing.get_context("spawn")


def _push_all(url: str, out: Path, name: str) -> None:
    for day in range(1, RUNS + 1):
        for _ in range(2):
            pushed = push(url, out / f"2026-11-{day:02}", plan=name)
            assert [one.refused for one in pushed] == [None]


def _write_and_die(url: str, folder: Path) -> None:
    """Killed between the rows of the last record and the end of the transaction."""

    def die(*told: object) -> None:
        _, _, statement, *_ = told
        if str(statement).startswith(f"INSERT INTO {list(RECORDS)[-1]}"):
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "after_cursor_execute", die)
    push(url, folder)


def run_processes(*processes: multiprocessing.process.BaseProcess) -> list[int | None]:
    """Their exit codes."""
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)
    return [process.exitcode for process in processes]


@pytest.mark.slow
def test_plans_write_at_once(url: str, tmp_path: Path) -> None:
    """To a store that none has made yet: all runs of all are there, each once, with all its rows."""
    for day in range(1, RUNS + 1):
        run_folder(tmp_path / f"2026-11-{day:02}", {"forecast": one_day()}, as_of=f"2026-11-{day:02}")
    plans = [SPAWN.Process(target=_push_all, args=(url, tmp_path, name)) for name in ("a", "b", "b")]
    assert run_processes(*plans) == [0, 0, 0]
    there = counts(url)
    assert (there["run"], there["forecast"], there["run_file"]) == (2 * RUNS, 4 * RUNS, 2 * RUNS)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_writer_leaves_nothing_half_written(url: str, tmp_path: Path) -> None:
    """The run that the store had of that moment stands whole, and the next writer goes on at once."""
    records = {"forecast": one_day(), "coverage": covered()}
    folder = run_folder(tmp_path / "1", records)
    push(url, folder)
    before = counts(url)
    run_folder(tmp_path / "1", records, started="2026-11-23T05:00+00:00")
    assert run_processes(SPAWN.Process(target=_write_and_die, args=(url, folder))) == [-signal.SIGKILL]
    assert counts(url) == before
    assert [one.is_new for one in push(url, folder)] == [True]
    assert counts(url) == before
