"""The output folder: a reader sees a whole run or none, whatever happens to the writer."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from pathlib import Path

import pytest

from staffing.errors import InputError, LockedError
from staffing.plan.run.publish import LATEST, locked, prune, publishing


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


def test_a_clock_that_stands_still_names_no_run_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or one set back: a rerun of the same moment is published all the same."""
    monkeypatch.setattr("time.time_ns", lambda: 1)
    publish(tmp_path, "2026-11-22", "first")
    publish(tmp_path, "2026-11-22", "again")
    assert (tmp_path / LATEST / "summary.json").read_text() == "again"


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


@pytest.mark.parametrize("name", [".runs", ".lock"])
def test_a_folder_that_cannot_be_locked_is_an_error_to_act_on(tmp_path: Path, name: str) -> None:
    """Something else stands where the lock or the runs belong: a message, not a traceback."""
    if name == ".runs":
        (tmp_path / name).write_text("a file")
    else:
        (tmp_path / name).mkdir()
    with pytest.raises(InputError, match="expected a place to write"), locked(tmp_path):
        pass


def test_a_folder_that_is_removed_meanwhile_is_said(tmp_path: Path) -> None:
    """And no good run is said to be there."""
    out = tmp_path / "runs"

    def fail() -> None:
        with locked(out), publishing(out, "2026-11-23") as folder:
            shutil.rmtree(out)
            (folder / "summary.json").write_text("late")

    with pytest.raises(InputError) as caught:
        fail()
    assert "expected a place to write" in str(caught.value)
    assert "untouched" not in str(caught.value)


@pytest.mark.parametrize("name", ["2026-11-23", LATEST])
def test_a_folder_in_the_place_of_a_link_is_left_alone(tmp_path: Path, name: str) -> None:
    """It is named before anything is written, and nothing is left beside it."""
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine").write_text("precious")
    with pytest.raises(InputError, match="a free name"):
        publish(tmp_path, "2026-11-23", "new")
    assert (tmp_path / name / "mine").read_text() == "precious"
    assert not list((tmp_path / ".runs").iterdir())
    assert not list(tmp_path.glob(".*.new"))


def test_only_what_is_ours_is_swept(tmp_path: Path) -> None:
    """A folder of another name stays, and so does all behind a link."""
    publish(tmp_path, "2026-11-22", "good")
    (tmp_path / ".runs" / "mine").mkdir()
    (tmp_path / ".runs" / ".partial-mine").mkdir()
    (tmp_path / ".runs" / ".partial-18eccea68bde4abf").mkdir()
    (tmp_path / ".2026-11-22.new").symlink_to("nowhere")
    publish(tmp_path, "2026-11-23", "next")
    kept = {path.name for path in (tmp_path / ".runs").iterdir()}
    assert {"mine", ".partial-mine"} < kept
    assert ".partial-18eccea68bde4abf" not in kept
    assert len(kept) == 4
    assert not (tmp_path / ".2026-11-22.new").is_symlink()


def test_nothing_behind_a_link_is_removed(tmp_path: Path) -> None:
    """Runs may lie on another disk; what else lies there is not ours to know."""
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    (elsewhere / "2026-11-01.18eccea68bde4abf").mkdir(parents=True)
    out.mkdir()
    (out / ".runs").symlink_to(elsewhere)
    publish(out, "2026-11-23", "good")
    assert (out / LATEST / "summary.json").read_text() == "good"
    assert (elsewhere / "2026-11-01.18eccea68bde4abf").exists()


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_the_holder_is_not_written_through_a_link(tmp_path: Path) -> None:
    """A link in its place is removed, and what it points at stays as it is."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".lock.holder").symlink_to(victim)
    publish(tmp_path / "out", "2026-11-23", "good")
    assert victim.read_text() == "precious"


def nights(out: Path, *moments: str, keep: int | None = None) -> list[str]:
    """The runs that are left after one was published for each moment."""
    for moment in moments:
        with locked(out):
            with publishing(out, moment) as folder:
                (folder / "run.json").write_text(moment)
            prune(out, keep)
    return sorted(path.name for path in out.iterdir() if not path.name.startswith("."))


def test_old_runs_are_removed_and_the_latest_moments_stay(tmp_path: Path) -> None:
    """With their folders; a run within a day is a run like any other."""
    kept = nights(tmp_path, "2026-11-21", "2026-11-22", "2026-11-22T1130", "2026-11-23", keep=2)
    assert kept == ["2026-11-22T1130", "2026-11-23", LATEST]
    assert len(list((tmp_path / ".runs").iterdir())) == 2


def test_all_runs_stay_where_the_plan_does_not_say_otherwise(tmp_path: Path) -> None:
    """Old forecasts are what `drift` looks at."""
    assert len(nights(tmp_path, *(f"2026-11-{day:02d}" for day in range(1, 31)))) == 31


def test_the_newest_good_run_is_never_removed(tmp_path: Path) -> None:
    """Not even where its moment is older than all others."""
    nights(tmp_path, "2026-11-22", "2026-11-23")
    assert nights(tmp_path, "2026-10-01", keep=1) == ["2026-10-01", "2026-11-23", LATEST]
    assert (tmp_path / LATEST / "run.json").read_text() == "2026-10-01"


def test_nothing_but_our_runs_is_ever_removed(tmp_path: Path) -> None:
    """Folders, files, links elsewhere, and links that only look like ours."""
    mine, foreign = tmp_path / "2026-01-01", tmp_path / "elsewhere" / "2026-01-02.18eccea68bde4abf"
    mine.mkdir(parents=True)
    foreign.mkdir(parents=True)
    for folder in (mine, foreign):
        (folder / "run.json").write_text("precious")
    (tmp_path / "2026-01-02").symlink_to(foreign)
    (tmp_path / "2026-01-03").write_text("precious")
    (tmp_path / "backup").symlink_to(foreign)
    kept = nights(tmp_path, "2026-11-22", "2026-11-23", keep=1)
    assert kept == ["2026-01-01", "2026-01-02", "2026-01-03", "2026-11-23", "backup", "elsewhere", LATEST]
    assert (mine / "run.json").read_text() == (foreign / "run.json").read_text() == "precious"
