"""A plan with people ends in a roster: its shifts, coverage, service and state are of what they work."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from staffing.plan.rostering.standing_files import standing_case, standing_files
from staffing.plan.run.published import read_run
from tests.conftest import ROOT, run_staffing
from tests.roster.second_checker import SecondChecker
from tests.roster.test_roster import Rows, rows_of

pytestmark = pytest.mark.slow  # searches, and runs commands

CENTRE = ROOT / "data" / "rostered-centre"
WEEKS = ("2026-02-23", "2026-03-02")
Times = tuple[str, ...]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of two runs of the sample, a week apart."""
    out = tmp_path_factory.mktemp("rostered") / "runs"
    for week in WEEKS:
        done = run_staffing("plan", CENTRE / "plan.toml", "--as-of", week, "--out", out, "-q")
        assert done.returncode == 0, done.stderr
    return out


def moments(row: dict[str, str]) -> Times:
    """Of a shift all but who works it."""
    rests = (f"{name}_{edge}" for name in ("lunch", "break_1", "break_2") for edge in ("start", "end"))
    return (row["pattern"], row["start"], row["end"], *(row.get(name, "") for name in rests))


def nights_of_the_eve(state: Path, first: str) -> Rows:
    """Shifts of a state that begin before a date and end on it."""
    return [
        row for row in rows_of(state) if row["kind"] == "shift" and row["date"] < first <= row["end"][:10]
    ]


def test_the_roster_of_a_run_keeps_every_rule(runs: Path, tmp_path: Path) -> None:
    """Judged from its files, with the state that the run before has left; its cost is that of the summary."""
    for name in ("agents.csv", "availability.csv"):
        shutil.copy(CENTRE / name, tmp_path)
    shutil.copy(runs / WEEKS[1] / "requirement.csv", tmp_path)
    shutil.copy(runs / WEEKS[0] / "state.csv", tmp_path)
    plan = (CENTRE / "plan.toml").read_text(encoding="utf-8")
    (tmp_path / "plan.toml").write_text(plan.replace("[roster]\n", '[roster]\nstate = "state.csv"\n'))
    checked = SecondChecker(tmp_path, runs / WEEKS[1] / "roster.csv")
    assert checked.violations == []
    summary = json.loads((runs / "latest" / "summary.json").read_text(encoding="utf-8"))
    assert summary["roster"]["objective"] == summary["objective_hours"] == pytest.approx(checked.objective)


@pytest.mark.parametrize("week", WEEKS)
def test_the_shifts_of_a_run_are_those_of_its_roster(runs: Path, week: str) -> None:
    """Each as often as people work it; besides only nights that began on the eve, which cover it too."""
    run = runs / week
    shifts = Counter({moments(row): int(row["agents"]) for row in rows_of(run / "shifts.csv")})
    worked = Counter(moments(row) for row in rows_of(run / "roster.csv"))
    eve = nights_of_the_eve(runs / WEEKS[0] / "state.csv", week)
    assert shifts == worked + Counter(moments(row) for row in eve)
    assert (len(eve) > 0) == (week == WEEKS[1])
    by_person = [(row["agent"], row["date"], row["start"]) for row in rows_of(run / "shifts-by-person.csv")]
    named = [(row["agent"], row["date"], row["start"][11:16]) for row in rows_of(run / "roster.csv")]
    assert by_person == named


def test_the_totals_of_a_run_are_those_of_its_people(runs: Path) -> None:
    """The nights of the eve are no hours of this roster."""
    run = runs / WEEKS[1]
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    people = rows_of(run / "roster_agents.csv")
    assert summary["paid_hours"] == pytest.approx(sum(float(row["paid_hours"]) for row in people))
    assert summary["shifts"] == sum(int(row["shifts"]) for row in people)
    assert summary["simulated_service_level"] == pytest.approx(summary["service_level"], abs=0.03)


def test_the_coverage_of_a_run_is_of_its_roster(runs: Path) -> None:
    """Counted again from the starts, ends and rests of every person, in quarters of an hour."""
    run = read_run(runs / WEEKS[1])
    grid = run.coverage.interval_start
    rows = rows_of(runs / WEEKS[1] / "roster.csv")
    rows += nights_of_the_eve(runs / WEEKS[0] / "state.csv", WEEKS[1])
    working = np.zeros(len(grid))
    for quarter in (np.timedelta64(0, "m"), np.timedelta64(15, "m")):
        for row in rows:
            on = _within(grid + quarter, row["start"], row["end"])
            for rest in ("lunch", "break_1", "break_2"):
                if row.get(f"{rest}_start"):
                    on &= ~_within(grid + quarter, row[f"{rest}_start"], row[f"{rest}_end"])
            working += on / 2
    assert run.coverage.working == pytest.approx(working)


def _within(moments: np.ndarray, start: str, end: str) -> np.ndarray:
    first, last = (np.datetime64(_utc(text), "s") for text in (start, end))
    return np.asarray((moments >= first) & (moments < last))


def _utc(text: str) -> str:
    hours = int(text[-6:-3])
    return str(np.datetime64(text[:19]) - np.timedelta64(hours, "h"))


def test_a_run_goes_on_from_the_one_before(runs: Path) -> None:
    """Its state is an input with a hash; burdens of both weeks stand in the window."""
    first, second = (json.loads((runs / week / "run.json").read_text(encoding="utf-8")) for week in WEEKS)
    state = str(runs / WEEKS[0] / "state.csv")
    assert state in [one["path"] for one in second["inputs"]]
    assert not any(str(one["path"]).endswith("state.csv") for one in first["inputs"])
    assert any(state in note for note in second["notes"])
    before = {row["agent"]: row for row in rows_of(runs / WEEKS[0] / "roster_agents.csv")}
    published = [row for row in rows_of(runs / WEEKS[0] / "roster.csv") if row["date"] < WEEKS[1]]
    nights = Counter(row["agent"] for row in published if row["pattern"] == "night")
    for row in rows_of(runs / WEEKS[1] / "roster_agents.csv"):
        assert int(row["night_window"]) == int(row["night"]) + nights[row["agent"]]
        assert int(before[row["agent"]]["night_window"]) == int(before[row["agent"]]["night"])


def test_a_run_made_again_gives_the_same_bytes(runs: Path, tmp_path: Path) -> None:
    """It goes on from the run of an earlier moment, never from itself."""
    copy = tmp_path / "runs"
    shutil.copytree(runs, copy, symlinks=True)
    done = run_staffing("plan", CENTRE / "plan.toml", "--as-of", WEEKS[1], "--out", copy, "-q")
    assert done.returncode == 0, done.stderr
    for path in sorted((runs / WEEKS[1]).glob("*.csv")):
        assert (copy / WEEKS[1] / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_run_counts_the_rows_of_its_roster(runs: Path) -> None:
    """In run.json, beside the people's files with their hashes."""
    trace = json.loads((runs / "latest" / "run.json").read_text(encoding="utf-8"))
    for name in ("roster", "roster_agents", "unfilled", "exceptions", "state"):
        assert trace["rows"][name] == len(rows_of(runs / "latest" / f"{name}.csv"))
    assert {"agents.csv", "availability.csv"} <= {Path(str(one["path"])).name for one in trace["inputs"]}
    assert trace["solver"]["name"] == "roster"


def test_every_person_has_a_page(runs: Path) -> None:
    """Also those who are on leave all week."""
    page = (runs / "latest" / "people.html").read_text(encoding="utf-8")
    for row in rows_of(CENTRE / "agents.csv"):
        assert f"<h2>{row['agent']}</h2>" in page
    assert page.count("<p>No shifts.</p>") == sum(
        row["shifts"] == "0" for row in rows_of(runs / "latest" / "roster_agents.csv")
    )


def test_runs_with_a_roster_are_listed_compared_and_played(runs: Path, tmp_path: Path) -> None:
    """As any other; the play is that of the run."""
    listed = run_staffing("runs", runs)
    assert all(week in listed.stderr + listed.stdout for week in WEEKS)
    compared = run_staffing("diff", *(runs / week for week in WEEKS))
    assert compared.returncode == 0, compared.stderr
    assert "state.csv" in compared.stdout + compared.stderr
    played = run_staffing("simulate", runs / "latest", "--out", tmp_path, "-q")
    assert played.returncode == 0, played.stderr
    again, own = (
        json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        for folder in (tmp_path, runs / "latest")
    )
    assert again["simulated_service_level"] == own["simulated_service_level"]


def test_the_roster_of_a_run_is_read_back_with_its_past(runs: Path) -> None:
    """For swaps and leave: what the run before has left counts as it did when the roster was made."""
    case = standing_case(standing_files(str(runs / "latest"), None, None)).roster.setting.ground.case
    past = {(agent.name, str(shift.date)) for agent in case.agents for shift in agent.past}
    state = rows_of(runs / WEEKS[0] / "state.csv")
    assert past == {(row["agent"], row["date"]) for row in state if row["date"] < WEEKS[1]}


def test_a_run_with_a_roster_is_explained(runs: Path, tmp_path: Path) -> None:
    """A run directory needs nothing of the people's files beside the plan."""
    actuals = tmp_path / "actuals.csv"
    day = [row for row in rows_of(CENTRE / "history.csv") if row["interval_start"].startswith("2026-02-24")]
    lines = [f"{row['interval_start']},{row['offered']},{row['offered']},{row['aht_seconds']}" for row in day]
    actuals.write_text("interval_start,offered,answered_within_target,aht_seconds\n" + "\n".join(lines))
    done = run_staffing("explain", runs / WEEKS[0], actuals)
    assert done.returncode == 0, done.stderr
    assert "schedule_changes,0" in done.stdout
