"""A plan with groups of skills, end to end: shifts by group, played and repaired, and what reads the run."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from staffing.errors import InputError, PlanError
from staffing.parallel import Engine
from staffing.plan.jobs.adjust import adjust_day
from staffing.plan.jobs.compare_runs import compare_runs
from staffing.plan.jobs.conduct import Run, run_plan
from staffing.plan.jobs.simulate import simulate_run
from staffing.plan.play.choice import PlayChoice
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
CENTRE = ROOT / "data" / "skills-centre"
AS_OF = "2026-11-23"
TARGET, A_POINT = 0.8, 0.01


def plan_of(folder: Path, *changes: tuple[str, str]) -> Path:
    """One morning of the sample centre with 0.4 of its contacts, by the hour, some of its text replaced."""
    with (CENTRE / "history.csv").open(encoding="utf-8") as busy, (folder / "history.csv").open("w") as quiet:
        for start, queue, offered, *rest in csv.reader(busy):
            few = offered if offered == "offered" else f"{0.4 * float(offered):.0f}"
            print(start, queue, few, *rest, sep=",", file=quiet)
    text = (CENTRE / "plan.toml").read_text(encoding="utf-8")
    text += "\n[simulation]\nreplications = 40\n"
    usual = (
        ("days = 7", "days = 1"),
        ("interval_minutes = 30", "interval_minutes = 60"),
        ('"08:00-18:00"', '"08:00-14:00"'),
    )
    for old, new in (*usual, *changes):
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The morning, scheduled, played 40 times and repaired."""
    return run_plan(plan_of(tmp_path_factory.mktemp("groups")), as_of=AS_OF, engine=Engine(jobs=1))


def test_every_queue_has_its_target_on_its_day(run: Run) -> None:
    """As played: no queue's day lies a point below, and the run says how the repair ended."""
    days = [row for row in rows(run.folder / "simulation_days.csv") if row["queue"] != "all"]
    assert {row["queue"] for row in days} == {"billing", "orders", "technical"}
    assert all(float(row["service_level"]) >= TARGET - A_POINT for row in days)
    assert any("simulated and repaired" in note for note in run.notes)
    summary = json.loads((run.folder / "summary.json").read_text(encoding="utf-8"))
    played = {row["queue"]: float(row["service_level"]) for row in days}
    assert {one["queue"]: one["service_level"] for one in summary["queues"]} == pytest.approx(played)
    costs = summary["queue_costs"]
    assert costs["chosen"] == "groups"
    assert costs["merge"] < costs["groups"] < costs["alone"]
    assert summary["lower_bound_hours"] <= summary["objective_hours"]


def test_shifts_and_coverage_are_by_group(run: Run) -> None:
    """`group` is the first column of the one and the second of the other; nobody is short."""
    shifts, coverage = rows(run.folder / "shifts.csv"), rows(run.folder / "coverage.csv")
    assert (next(iter(shifts[0])), list(coverage[0])[1]) == ("group", "group")
    names = {"front desk", "orders", "technicians", "all-rounders"}
    assert {row["group"] for row in coverage} == names
    assert {row["group"] for row in shifts} <= names
    assert {row["pattern"] for row in shifts if row["group"] == "all-rounders"} <= {"full"}
    assert all(float(row["under"]) < 1e-6 for row in coverage)
    assert sum(int(row["agents"]) for row in shifts if row["group"] == "technicians") <= 12
    groups = rows(run.folder / "groups.csv")
    assert {row["group"] for row in groups} == names
    alone = {row["interval_start"] for row in rows(run.folder / "requirement.csv")}
    assert {row["interval_start"] for row in groups} == alone


def test_a_run_of_groups_is_played_as_it_was(run: Run) -> None:
    """`simulate` finds what the run says: the same people have the same numbers of chance."""
    played, _, _ = simulate_run(run.folder, PlayChoice(40, 1, engine=Engine(jobs=1)))
    summary = json.loads((run.folder / "summary.json").read_text(encoding="utf-8"))
    assert played.whole.service_level == pytest.approx(summary["simulated_service_level"])


def test_what_does_not_know_groups_says_so(run: Run) -> None:
    """`diff` reads the run, and what would move people of a day refuses it."""
    assert compare_runs(run.folder, run.folder).days
    with pytest.raises(InputError, match="without groups of skills"):
        adjust_day(run.folder, "-", "10:00")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (('patterns = ["full"]', 'patterns = ["ful"]'), r"group\[4\].patterns"),
        (('target = "80/20"', 'target = "80/20"\nlines = 30'), "groups can be sized for"),
        (("{ technical = 1 }", "{ tecnical = 1 }"), "a queue of the demand"),
    ],
)
def test_a_plan_that_groups_cannot_keep_is_told(tmp_path: Path, change: tuple[str, str], wrong: str) -> None:
    """The key is named, before any work is done that takes long."""
    with pytest.raises((PlanError, InputError), match=wrong):
        run_plan(plan_of(tmp_path, change), as_of=AS_OF, engine=Engine(jobs=1))


def test_one_group_that_answers_everything_is_no_group(tmp_path: Path) -> None:
    """The same bytes as without groups, by the same code."""
    files = {}
    for name in ("with", "without"):
        folder = tmp_path / name
        folder.mkdir()
        path = plan_of(folder, ("replications = 40", "play = false"))
        text = re.sub(r"\[\[group\]\]\n(.+\n)+\n", "", path.read_text(encoding="utf-8"))
        one = '[[group]]\nname = "all"\nqueues = { billing = 1, orders = 1, technical = 1 }\n'
        path.write_text(text + (one if name == "with" else ""), encoding="utf-8")
        made = run_plan(path, as_of=AS_OF, engine=Engine(jobs=1))
        files[name] = {file.name: file.read_bytes() for file in sorted(made.folder.glob("*.csv"))}
    assert files["with"] == files["without"]
