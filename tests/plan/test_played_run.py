"""A run's schedule is played before it is published: files, totals, and what `[simulation]` says."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from staffing.parallel import Engine
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.conduct import Run, run_plan
from staffing.plan.jobs.simulate import simulate_run
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.extent import choice_of, play_notes
from staffing.plan.play.play import write_play
from tests.conftest import ROOT

CENTRE = ROOT / "data" / "simulated-centre"
AS_OF = "2026-11-23"
FILES = ("simulation.csv", "simulation_days.csv")


def small_plan(folder: Path, simulation: str = "replications = 20", days: int = 1) -> Path:
    """The small sample with that section."""
    folder.mkdir(exist_ok=True)
    shutil.copy(CENTRE / "history.csv", folder)
    text = (CENTRE / "plan.toml").read_text().replace("days = 1", f"days = {days}")
    path = folder / "plan.toml"
    path.write_text(f"{text}\n[simulation]\n{simulation}\n")
    return path


def planned(
    folder: Path, simulation: str = "replications = 20", days: int = 1, engine: Engine | None = None
) -> Run:
    return run_plan(small_plan(folder, simulation, days), as_of=AS_OF, engine=engine or Engine(jobs=1))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A day of the small sample, played 20 times."""
    return planned(tmp_path_factory.mktemp("played"))


def test_a_run_holds_what_came_when_it_was_played(run: Run) -> None:
    """Rows by interval and day beside the prediction of coverage.csv, and the totals in summary.json."""
    intervals, days = (rows(run.folder / name) for name in FILES)
    predicted = {row["interval_start"]: row["service_level"] for row in rows(run.folder / "coverage.csv")}
    for row in intervals:
        assert float(row["predicted_service_level"]) == pytest.approx(float(predicted[row["interval_start"]]))
    (day,) = days
    summary = json.loads((run.folder / "summary.json").read_text())
    assert summary["simulated_service_level"] == pytest.approx(float(day["service_level"]))
    assert summary["simulated_service_level"] == pytest.approx(summary["service_level"], abs=0.03)
    assert 0 < summary["simulated_service_level_se"] < 0.02
    trace = json.loads((run.folder / "run.json").read_text())
    assert trace["seconds"]["simulation"] > 0
    counts = (trace["rows"]["simulation"], trace["rows"]["simulation_days"])
    assert counts == (len(intervals), len(days))


def test_a_published_run_is_played_as_it_was(run: Run, tmp_path: Path) -> None:
    """The same replications and seed, from the files alone, give the same files."""
    played, *_ = simulate_run(run.folder, PlayChoice(replications=20))
    write_play(tmp_path, played)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (run.folder / name).read_bytes()


def test_the_page_and_the_terminal_say_what_came(run: Run) -> None:
    """Under a heading of its own, with the day and what it is likely to make."""
    page = (run.folder / "report.html").read_text()
    assert ">Simulated 20 times</h2>" in page
    assert '<th scope="row">Mon 23 Nov<td>1,870<td>' in page
    assert "Simulated 20 times: service level " in page


@pytest.mark.slow
def test_processes_change_nothing(tmp_path: Path) -> None:
    """Two days in two processes are the bytes of one."""
    made = [planned(tmp_path / str(jobs), "replications = 5", 2, Engine(jobs=jobs)) for jobs in (1, 2)]
    for name in FILES:
        assert len({(run.folder / name).read_bytes() for run in made}) == 1


def test_another_seed_is_another_chance(run: Run, tmp_path: Path) -> None:
    """Of the same schedule."""
    other = planned(tmp_path, "replications = 20\nseed = 2")
    assert (other.folder / "shifts.csv").read_bytes() == (run.folder / "shifts.csv").read_bytes()
    assert (other.folder / FILES[0]).read_bytes() != (run.folder / FILES[0]).read_bytes()


def test_more_replications_have_a_smaller_error(run: Run, tmp_path: Path) -> None:
    """A quarter of the variance with four times as many."""
    often = planned(tmp_path, "replications = 80").scheduled.summary.simulated_service_level_se
    seldom = run.scheduled.summary.simulated_service_level_se
    assert often is not None
    assert seldom is not None
    assert often == pytest.approx(seldom / 2, rel=0.4)


def test_a_plan_may_forgo_the_play(tmp_path: Path) -> None:
    """No files, no totals, no section; nor where nobody calls."""
    for made in (
        planned(tmp_path / "off", "play = false"),
        run_plan(small_plan(tmp_path / "sat"), as_of="2026-11-21"),
    ):
        assert made.played is None
        assert made.scheduled.summary.simulated_service_level is None
        assert not (made.folder / FILES[0]).exists()
        assert 'id="service"' not in (made.folder / "report.html").read_text()


def test_many_contacts_are_played_less_often(tmp_path: Path, run: Run) -> None:
    """As often as makes twenty million contacts, at least ten times; or as the plan says."""
    plan, asked = read_plan(small_plan(tmp_path, "")), read_plan(small_plan(tmp_path / "asked"))
    found = [choice_of(plan, contacts).replications for contacts in (0.0, 1e3, 1e5, 1e6)]
    assert found == [200, 200, 200, 20]
    assert choice_of(asked, 1e6).replications == 20
    summary = run.scheduled.summary
    for contacts, said in ((1e3, ""), (2e5, "fewer than 200 times"), (1e9, "was not simulated")):
        several = replace(summary, offered=contacts)
        assert said in " ".join(play_notes(plan, several))
        assert not [note for note in play_notes(asked, several) if "not repaired" not in note]


def test_a_poor_play_is_an_alert(tmp_path: Path) -> None:
    """Where `[alerts] simulated_service_level` lies above what came."""
    made = planned(tmp_path, "replications = 2\n[alerts]\nsimulated_service_level = 1.0")
    (said,) = made.crossed
    assert said.startswith("service: the simulated service level is ")
    assert said.endswith("limit 100.0%")


def test_a_limit_of_a_play_that_was_not_is_an_alert(tmp_path: Path) -> None:
    """Nothing guards the schedule then."""
    made = planned(tmp_path, "play = false\n[alerts]\nsimulated_service_level = 0.7")
    (said,) = made.crossed
    assert said.startswith("service: the schedule was not simulated")


def test_a_run_keeps_the_handle_times_it_was_played_with(tmp_path: Path) -> None:
    """It is played again, to the last bit, when the file of measured times is gone."""
    (tmp_path / "calls.csv").write_text("handle_seconds\n100\n150\n700\n")
    made = planned(tmp_path, 'replications = 5\nhandle_times = "measured:calls.csv"')
    (tmp_path / "calls.csv").unlink()
    again, _, _ = simulate_run(made.folder, PlayChoice(5))
    assert made.played is not None
    for name, column in made.played.intervals.columns().items():
        assert np.array_equal(column, again.intervals.columns()[name], equal_nan=column.dtype.kind in "fM"), (
            name
        )
