"""The output folder: a reader sees a whole run or none, whatever happens to the writer."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from staffing.errors import InputError, LockedError
from staffing.plan.run.publish import LATEST, locked, publishing


def publish(out: Path, as_of: str, text: str) -> None:
    with locked(out), publishing(out, as_of) as folder:
        (folder / "summary.json").write_text(text)


@pytest.mark.smoke
def test_runs_are_kept_and_latest_points_at_the_newest(tmp_path: Path) -> None:
    """Old runs stay; a rerun of the same moment replaces its run, which the run after that removes."""
    publish(tmp_path, "2026-11-22", "first")
    publish(tmp_path, "2026-11-23", "second")
    publish(tmp_path, "2026-11-23", "again")
    assert (tmp_path / "2026-11-22" / "summary.json").read_text() == "first"
    assert (tmp_path / "2026-11-23" / "summary.json").read_text() == "again"
    assert (tmp_path / LATEST / "summary.json").read_text() == "again"
    assert len(list((tmp_path / ".runs").iterdir())) == 3  # a reader may still be in the replaced one
    publish(tmp_path, "2026-11-24", "swept")
    assert len(list((tmp_path / ".runs").iterdir())) == 3


def test_a_failed_run_leaves_the_last_good_one(tmp_path: Path) -> None:
    """Nothing half-written is ever visible."""
    publish(tmp_path, "2026-11-22", "good")

    def fail() -> None:
        with locked(tmp_path), publishing(tmp_path, "2026-11-23") as folder:
            (folder / "summary.json").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (tmp_path / LATEST / "summary.json").read_text() == "good"
    assert not (tmp_path / "2026-11-23").exists()


def _die_while_writing(out: Path) -> None:
    with locked(out), publishing(out, "2026-11-23") as folder:
        (folder / "summary.json").write_text("half")
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_run_holds_no_lock_and_is_swept(tmp_path: Path) -> None:
    """After kill -9 the next run succeeds at once and removes what was left behind."""
    publish(tmp_path, "2026-11-22", "good")
    process = multiprocessing.get_context("spawn").Process(target=_die_while_writing, args=(tmp_path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert (tmp_path / LATEST / "summary.json").read_text() == "good"
    publish(tmp_path, "2026-11-23", "next")
    assert (tmp_path / LATEST / "summary.json").read_text() == "next"
    assert not list((tmp_path / ".runs").glob(".partial-*"))


def test_a_second_run_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    """Exit code 4, with the process named."""
    with locked(tmp_path), pytest.raises(LockedError, match=f"process {os.getpid()}"), locked(tmp_path):
        pass


def test_a_disk_fault_is_an_error_to_act_on(tmp_path: Path) -> None:
    """A full disk ends in a message, not a traceback; the last good run stays."""
    publish(tmp_path, "2026-11-22", "good")
    with pytest.raises(InputError, match="No space left"), locked(tmp_path), publishing(tmp_path, "x"):
        raise OSError(28, "No space left on device", "forecast.csv")
    assert (tmp_path / LATEST / "summary.json").read_text() == "good"
