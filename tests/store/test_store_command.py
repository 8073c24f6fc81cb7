"""The store as a user meets it: a plan with [store], nights in a row, a store that is away, reading back."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Staffing
from tests.explanation.simulated_day import Cause, planned_run, simulate
from tests.store.stored import counts, one_day, run_folder

pytestmark = pytest.mark.slow  # each test runs commands

AWAY = "postgresql://planner:s3cret@127.0.0.1:1/staffing"
RECORDS = ("forecast", "requirement", "shifts", "coverage")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A centre with a run of one Monday, and that Monday as it came."""
    folder = tmp_path_factory.mktemp("centre")
    run = planned_run(folder, peak=60)
    return folder, simulate(folder, run, Cause(volume=1.2), seed=1)[0]


@pytest.fixture
def centre(planned: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of it as `my-centre`, its actuals as export.csv beside."""
    shutil.copytree(planned[0], tmp_path / "my-centre", symlinks=True)
    shutil.copy(planned[1], tmp_path / "export.csv")
    return tmp_path / "my-centre"


def with_store(centre: Path, url: str) -> Path:
    """Its plan with a `[store]`."""
    plan = centre / "plan.toml"
    plan.write_text(plan.read_text(encoding="utf-8") + f'\n[store]\nurl = "{url}"\n', encoding="utf-8")
    return plan


def rows(run: Path) -> dict[str, int]:
    """Of each file of a run."""
    return {name: len((run / f"{name}.csv").read_text().splitlines()) - 1 for name in RECORDS}


@pytest.mark.smoke
def test_a_night_run_twice_leaves_one_set_of_rows(url: str, centre: Path, staffing: Staffing) -> None:
    """Of each record as many rows as its file has, and silence; the night after that stands beside it."""
    plan = with_store(centre, url)
    shutil.rmtree(centre / "runs")
    for _ in range(2):
        done = staffing("plan", plan, "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    there = counts(url)
    assert there["run"] == 1
    assert {name: there[name] for name in RECORDS} == rows(centre / "runs" / "latest")
    assert list((centre / "runs" / ".unstored").iterdir()) == []
    done = staffing("plan", plan, "--quiet", "--as-of", "2026-11-20")
    assert done.returncode == 0, done.stderr
    assert counts(url)["run"] == 2


def test_a_plan_that_takes_the_place_of_another_says_so(url: str, centre: Path, staffing: Staffing) -> None:
    """Two plans of one name, each night: an alert, also under --quiet; with a name of its own, silence."""
    plan = with_store(centre, url)
    other = plan.with_name("other.toml")
    other.write_text(plan.read_text(encoding="utf-8"), encoding="utf-8")
    assert staffing("plan", plan, "--quiet").returncode == 0
    done = staffing("plan", other, "--quiet", "--out", centre / "others")
    assert done.returncode == 5
    (said,) = done.stderr.splitlines()
    assert said.startswith("alert: store: replaced the run of ")
    assert str(plan) in said
    other.write_text(f'{other.read_text(encoding="utf-8")}name = "other"\n', encoding="utf-8")
    done = staffing("plan", other, "--quiet", "--out", centre / "others")
    assert (done.returncode, done.stderr, counts(url)["run"]) == (0, "", 2)


def test_a_store_that_is_away_takes_nothing_from_a_run(
    tmp_path: Path, centre: Path, staffing: Staffing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is published, an alert says so without the password, and the next run brings it in."""
    monkeypatch.setenv("STORE_URL", AWAY)
    plan = with_store(centre, "${STORE_URL}")
    done = staffing("plan", plan, "--quiet", "--as-of", "2026-11-20")
    assert done.returncode == 5
    first, last = done.stderr.splitlines()
    assert first.startswith("alert: not stored: postgresql://planner:***@127.0.0.1:1/staffing: ")
    assert last.startswith("alert: the run stands in ")
    run = centre / "runs" / "2026-11-20"
    assert rows(run)["forecast"] > 0
    assert "s3cret" not in done.stderr + (run / "run.json").read_text()
    monkeypatch.setenv("STORE_URL", f"sqlite:///{tmp_path}/plans.db")
    done = staffing("plan", plan, "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert counts(f"sqlite:///{tmp_path}/plans.db")["run"] == 2


def test_a_store_that_is_a_file_has_no_server(centre: Path, staffing: Staffing) -> None:
    """What is said of a folder in its place is about paths."""
    plan = with_store(centre, "sqlite:///plans.db")
    (centre / "plans.db").mkdir()
    done = staffing("store", "push", plan, centre / "runs")
    assert done.returncode == 1
    assert "Hint: check the path, " in done.stderr


def test_what_can_be_known_before_is_said_before(centre: Path, staffing: Staffing) -> None:
    """A variable that is not set, and a URL that is none."""
    done = staffing("plan", with_store(centre, "${NO_SUCH_VARIABLE}"), "--quiet", "--as-of", "2026-11-20")
    assert done.returncode == 1
    assert "a variable NO_SUCH_VARIABLE" in done.stderr
    assert not (centre / "runs" / "2026-11-20").exists()
    plan = centre / "plan.toml"
    plan.write_text(plan.read_text().replace("${NO_SUCH_VARIABLE}", "plans.db"))
    done = staffing("plan", plan, "--quiet")
    assert "store.url: found 'plans.db', expected a database URL. Hint: such as" in done.stderr


def test_a_run_left_behind_by_a_kill_is_brought_in(centre: Path, tmp_path: Path, staffing: Staffing) -> None:
    """It was noted before it was published; a note whose run never came is dropped."""
    plan = with_store(centre, f"sqlite:///{tmp_path}/plans.db")
    noted = centre / "runs" / ".unstored"
    noted.mkdir()
    (good,) = (path.name for path in (centre / "runs").glob("2026-*"))
    (noted / good).touch()
    (noted / "2026-10-01").touch()
    assert staffing("plan", plan, "--quiet", "--as-of", "2026-11-20").returncode == 0
    done = staffing("store", "list", plan)
    assert done.returncode == 0
    assert {good, "2026-11-20"} <= set(done.stdout.split())
    assert list(noted.iterdir()) == []


def test_a_note_that_the_disk_refuses_is_no_fault_of_ours(centre: Path, staffing: Staffing) -> None:
    """A file stands where the notes go: it is named, and the last good run stays."""
    (centre / "runs" / ".unstored").write_text("")
    done = staffing("plan", with_store(centre, "sqlite:///plans.db"))
    assert done.returncode == 1
    assert ".unstored" in done.stderr
    assert "last good run is untouched" in done.stderr


def test_what_was_believed_is_read_back(url: str, centre: Path, staffing: Staffing) -> None:
    """drift and explain say the same of a store as of the directories, when these are gone."""
    runs, export = centre / "runs", centre.parent / "export.csv"
    plan = with_store(centre, url)
    done = staffing("store", "push", plan, runs)
    assert "1 run written, 0 already there" in done.stderr
    from_folders = [staffing("drift", runs, export), staffing("explain", runs / "latest", export)]
    shutil.rmtree(runs)
    (day,) = {run for run in staffing("store", "list", url).stdout.split() if run.startswith("2026-")}
    from_store = [staffing("drift", url, export), staffing("explain", plan, export, "--as-of", day)]
    for folder, store in zip(from_folders, from_store, strict=True):
        assert folder.returncode == 0, folder.stderr
        assert (store.returncode, store.stdout, store.stderr) == (0, folder.stdout, folder.stderr)


def test_the_plan_of_a_store_is_named(tmp_path: Path, centre: Path, staffing: Staffing) -> None:
    """Where there are several; and so is a moment, or a plan, that it has not."""
    url, export = f"sqlite:///{tmp_path}/plans.db", tmp_path / "export.csv"
    other = run_folder(tmp_path / "other" / "2026-11-23", {"forecast": one_day()})
    assert staffing("store", "push", url, centre / "runs", other).returncode == 0
    for arguments, code, told in (
        ((url, export), 2, "holds runs of 2 plans. Hint: choose one with --plan-name: "),
        ((url, export, "--plan-name", "Bergn"), 1, "did you mean 'Bergen'?"),
        ((url, export, "--plan-name", "Bergen", "--as-of", "2026-01-01"), 1, "the newest are 2026-11-23"),
        ((centre / "runs", export, "--as-of", "2026-01-01"), 2, "--as-of is for runs of a store"),
        ((centre / "runs", export, "--plan-name", "Bergen"), 2, "--plan-name is for a store"),
        ((centre / "plan.toml", export), 1, "expected a [store] section"),
        ((f"sqlite:///{tmp_path}/no.db", export), 1, "expected an existing store"),
    ):
        done = staffing("explain", *arguments)
        assert (done.returncode, told in done.stderr) == (code, True), done.stderr
    done = staffing("store", "list", url, "--plan-name", "Bergn")
    assert (done.returncode, "plans there: Bergen, Simulated" in done.stderr) == (1, True), done.stderr
    done = staffing("store", "upgrade", centre / "runs")
    assert (done.returncode, "is not a store" in done.stderr) == (2, True)


def test_a_store_and_a_folder_without_runs_are_told(tmp_path: Path, centre: Path, staffing: Staffing) -> None:
    """Neither is listed, or pushed, as if all were well."""
    url = f"sqlite:///{tmp_path}/plans.db"
    assert staffing("store", "upgrade", url).returncode == 0
    done = staffing("store", "list", url)
    assert (done.returncode, done.stdout) == (1, "")
    assert "expected a store with runs in it. Hint: staffing store push brings runs in" in done.stderr
    done = staffing("store", "push", url, centre)
    assert done.returncode == 1
    assert f"name one of the folders in it that hold runs: {centre / 'runs'}" in done.stderr


def test_a_damaged_run_is_refused_by_a_push(tmp_path: Path, staffing: Staffing) -> None:
    """Exit code 1, with what is wrong; the others are in."""
    url = f"sqlite:///{tmp_path}/plans.db"
    for day in ("2026-11-22", "2026-11-23"):
        run_folder(tmp_path / "runs" / day, {"forecast": one_day()}, as_of=day)
    (tmp_path / "runs" / "2026-11-22" / "summary.json").write_text("broken")
    done = staffing("store", "push", url, tmp_path / "runs")
    assert done.returncode == 1
    assert "1 run written, 0 already there" in done.stderr
    assert "2026-11-22/summary.json: expected the totals of a run" in done.stderr
    assert counts(url)["run"] == 1


def test_the_commands_of_the_page_run(
    tmp_path: Path, centre: Path, staffing: Staffing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, as they stand in docs/reference/store.md."""
    page = (ROOT / "docs" / "reference" / "store.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sh\n(staffing.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    with_store(centre, "sqlite:///../plans.db")
    (day,) = (path.name for path in (centre / "runs").glob("2026-*"))
    for line in block.splitlines():
        _, *arguments = shlex.split(line.replace("2026-11-16", day), comments=True)
        done = staffing(*arguments)
        assert done.returncode == 0, (line, done.stderr)
    assert {"accuracy.csv", "account.csv", "plans.db"} <= set(os.listdir(tmp_path))
