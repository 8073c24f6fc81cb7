"""Runs listed and compared: what a planner is told, and what a program gets."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from staffing.errors import InputError
from staffing.plan.jobs.compare_runs import compare_runs
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.jobs.list_runs import list_runs
from staffing.plan.run.published import RunFolder, read_run, read_trace
from staffing.records.runs import KeyChange, ListedRun, RunDifference, WasAndIs
from staffing.report.text.runs import MOST_LINES, difference_lines, runs_table
from tests.conftest import ROOT, Staffing

CENTRE = ROOT / "data" / "simulated-centre"


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs of the small sample: two nights, and the second again with other rules elsewhere."""
    folder = tmp_path_factory.mktemp("centre")
    shutil.copy(CENTRE / "history.csv", folder)
    plan, path = (CENTRE / "plan.toml").read_text().replace("days = 1", "days = 2"), folder / "plan.toml"
    path.write_text(plan)
    run_plan(path, as_of="2026-11-18")
    run_plan(path, as_of="2026-11-19")
    path.write_text(
        plan.replace("attendance = 0.95", "attendance = 0.9")
        .replace("max_agents = 12", "max_agents = 10")
        .replace('[[schedule.pattern]]\nname = "part"', '[[schedule.pattern]]\nname = "half"')
        + "\n[alerts]\nunderstaffing = 0.0\n"
    )
    run_plan(path, as_of="2026-11-19", out=folder / "other")
    return folder


@pytest.fixture(scope="module")
def changed(centre: Path) -> RunDifference:
    return compare_runs(centre / "runs" / "2026-11-19", centre / "other" / "latest")


def said(found: RunDifference) -> str:
    return "\n".join(difference_lines(found))


@pytest.mark.parametrize(
    ("key", "value"),
    [("plan", {"centre": [None]}), ("plan", {"centre": {"timezone": "UTC", "name": 5}}), ("inputs", [None])],
)
def test_a_trace_that_somebody_damaged_is_said(key: str, value: object, centre: Path, tmp_path: Path) -> None:
    """By its file, whichever of the two runs it is."""
    damaged, good = tmp_path / "damaged", centre / "runs" / "2026-11-18"
    shutil.copytree(good, damaged)
    trace = json.loads((damaged / "run.json").read_text())
    (damaged / "run.json").write_text(json.dumps(trace | {key: value}))
    for before, after in ((damaged, good), (good, damaged)):
        with pytest.raises(InputError, match=r"run\.json"):
            compare_runs(before, after)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("coverage.csv", r"(\+00:00),[\d.]+", r"\1,"),
        ("shifts.csv", r",[\d.]+\n", ",\n"),
        ("forecast.csv", r"(,all),[\d.]+", r"\1,1.7e308"),
        ("summary.json", r'"paid_hours": [\d.]+', '"paid_hours": NaN'),
        ("summary.json", r'"paid_hours": [\d.]+', '"paid_hours": 1e999'),
        ("run.json", r'"attendance": [\d.]+', '"attendance": Infinity'),
    ],
)
def test_a_number_that_is_none_is_named(file: str, old: str, new: str, centre: Path, tmp_path: Path) -> None:
    """By its file, and never told as a difference: JSON has no word for it."""
    shutil.copytree(centre / "runs" / "2026-11-18", tmp_path / "damaged")
    text = (tmp_path / "damaged" / file).read_text()
    assert re.search(old, text)
    (tmp_path / "damaged" / file).write_text(re.sub(old, new, text))
    with pytest.raises(InputError, match=re.escape(file)):
        compare_runs(centre / "runs" / "2026-11-18", tmp_path / "damaged")


def test_a_run_of_an_unknown_version_is_one(centre: Path, tmp_path: Path) -> None:
    """Whichever of the two it is."""
    shutil.copytree(centre / "runs" / "2026-11-18", tmp_path / "old")
    trace = json.loads((tmp_path / "old" / "run.json").read_text())
    for key in ("schema", "version", "notes", "alerts", "rows", "ended_by"):
        del trace[key]
    (tmp_path / "old" / "run.json").write_text(json.dumps(trace))
    found = compare_runs(centre / "runs" / "2026-11-18", tmp_path / "old")
    assert f"made with an unknown version, before with version {found.version.before}" in said(found)


def test_neither_another_folder_nor_another_version_is_a_change(centre: Path, tmp_path: Path) -> None:
    """Files are the same by whatever path, and a key that was not known yet is as good as an empty one."""
    there = centre / "runs" / "2026-11-18"
    shutil.copytree(there, tmp_path / "older")
    trace = json.loads((there / "run.json").read_text())
    trace["inputs"] = [one | {"path": Path(one["path"]).name} for one in trace["inputs"]]
    del trace["plan"]["group"]
    (tmp_path / "older" / "run.json").write_text(json.dumps(trace))
    found = compare_runs(tmp_path / "older", there)
    assert (found.inputs, found.plan) == ((), ())
    trace["inputs"][0]["sha256"] = "0"
    (tmp_path / "older" / "run.json").write_text(json.dumps(trace))
    assert len(compare_runs(tmp_path / "older", there).inputs) == 1


def test_a_run_is_read_from_one_directory(centre: Path, tmp_path: Path) -> None:
    """Also where the link by which it is named is set to another run while it is read."""
    latest = tmp_path / "latest"
    latest.symlink_to(centre / "runs" / "2026-11-18")
    run = RunFolder(latest)
    text = run.text("run.json")
    latest.unlink()
    latest.symlink_to(centre / "other" / "2026-11-19")
    trace = read_trace(run)
    assert run.text("run.json") == text
    assert (run.name, trace.as_of[:10]) == ("2026-11-18", "2026-11-18")
    first = centre / "runs" / "2026-11-18" / "summary.json"
    assert run.text("summary.json") == first.read_text(encoding="utf-8")


def test_a_bad_cell_behind_a_link_is_named_by_the_link(centre: Path, tmp_path: Path) -> None:
    """Nobody knows the hidden folder that the link points at."""
    hidden = tmp_path / ".runs" / "2026-11-18.be9f"
    shutil.copytree(centre / "runs" / "2026-11-18", hidden)
    (tmp_path / "latest").symlink_to(hidden.relative_to(tmp_path))
    header, first, *rows = (hidden / "coverage.csv").read_text(encoding="utf-8").splitlines()
    bad = first.rpartition(",")[0] + ",bad"
    (hidden / "coverage.csv").write_text("\n".join([header, bad, *rows]) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_run(tmp_path / "latest")
    assert str(refused.value).startswith(f"{tmp_path / 'latest' / 'coverage.csv'}, line 2, column ")


def test_runs_are_listed_in_order_of_their_moments(centre: Path) -> None:
    """With what a planner looks at first; `latest` is no run of its own."""
    runs = list_runs(centre / "runs")
    assert [(run.name, run.status, run.is_latest) for run in runs] == [
        ("2026-11-18", "good", False),
        ("2026-11-19", "good", True),
    ]
    summary = json.loads((centre / "runs" / "latest" / "summary.json").read_text())
    assert (runs[1].paid_hours, runs[1].service_level) == (summary["paid_hours"], summary["service_level"])
    assert list(runs_table(runs))[-1].endswith("latest")


def test_what_a_run_plays_at_stands_beside_its_prediction() -> None:
    """In a column of its own, a dash where nothing was played; no line is wider than a terminal."""
    played = ListedRun(
        "2026-11-19T0630",
        "runs/2026-11-19T0630",
        True,
        "alerts",
        paid_hours=149_295.0,
        service_level=0.831,
        simulated_service_level=0.824,
        gap=0.0012,
        notes=12,
        alerts=3,
    )
    table = list(runs_table([played, replace(played, simulated_service_level=None)]))
    assert "predicted simulated" in table[0]
    assert table[1].split()[2:6] == ["149,295.0", "83.1%", "82.4%", "0.12%"]
    assert table[2].split()[2:6] == ["149,295.0", "83.1%", "–", "0.12%"]
    assert max(map(len, table)) <= 80


def test_a_damaged_run_is_listed_as_such(centre: Path, tmp_path: Path) -> None:
    """And the others with it."""
    out = tmp_path / "runs"
    for name in ("2026-11-18", "2026-11-19"):
        shutil.copytree(centre / "runs" / name, out / name)
    (out / "2026-11-18" / "summary.json").write_text("{")
    first, second = list_runs(out)
    assert (first.status, second.status) == ("damaged", "good")
    assert "summary.json" in (first.why or "")
    assert "summary.json" in "\n".join(runs_table([first]))


def test_a_run_does_not_differ_from_itself(centre: Path) -> None:
    """Nothing is said to have changed."""
    same = compare_runs(centre / "runs" / "latest", centre / "runs" / "2026-11-19")
    assert (same.plan, same.inputs, same.shifts, same.rests_moved) == ((), (), (), 0)
    assert all(one.offered.before == one.offered.after for one in same.volume)
    assert said(same).count("as before") == 4


def test_days_that_only_one_run_plans_are_named(centre: Path) -> None:
    """Only those of both are compared."""
    nights = compare_runs(centre / "runs" / "2026-11-18", centre / "runs" / "2026-11-19")
    assert (nights.days, nights.days_gone, nights.days_new) == (
        ("2026-11-19",),
        ("2026-11-18",),
        ("2026-11-20",),
    )
    assert "no longer planned: Wed 2026-11-18" in said(nights)
    assert {one.date for one in (*nights.volume, *nights.by_day, *nights.shifts)} <= {"2026-11-19"}


def test_keys_of_the_plan_are_named_by_their_pattern(changed: RunDifference) -> None:
    """A pattern that only one plan has is named as a whole."""
    by_key = {one.key: one.value for one in changed.plan}
    assert by_key["people.attendance"] == WasAndIs(0.95, 0.9)
    assert by_key["alerts.understaffing"] == WasAndIs(None, 0.0)
    assert by_key["schedule.pattern[part]"].after is None
    assert by_key["schedule.pattern[half]"].before is None
    assert "schedule.pattern[half]: there, was not set" in said(changed)
    assert [Path(file).name for file in changed.inputs] == ["plan.toml"]


def test_more_heads_are_needed_where_fewer_come(changed: RunDifference) -> None:
    """0.95 ÷ 0.9 as many, on every day; the contacts are the same."""
    assert all(one.offered.before == one.offered.after for one in changed.volume)
    for day in changed.by_day:
        assert day.required_hours.after == pytest.approx(day.required_hours.before * 0.95 / 0.9)
    assert "contacts expected: as before" in said(changed)
    assert "(+5.6%); heads at the peak:" in said(changed)


def test_shifts_added_and_gone_make_up_the_difference(changed: RunDifference) -> None:
    """People of each shift, and the hours they are paid."""
    paid = {"full": 8.0, "part": 4.0, "half": 4.0}
    hours = sum((one.agents.after - one.agents.before) * paid[one.pattern] for one in changed.shifts)
    assert hours == pytest.approx(sum(day.paid_hours.after - day.paid_hours.before for day in changed.by_day))
    assert all(one.agents.before != one.agents.after for one in changed.shifts)
    assert {one.pattern for one in changed.shifts if one.agents.after == 0} >= {"part"}


def test_of_many_changes_the_first_are_shown(changed: RunDifference) -> None:
    """How many more there are is said."""
    many = tuple(KeyChange(f"key{number}", WasAndIs(1, 2)) for number in range(MOST_LINES + 3))
    assert "… and 3 more" in said(replace(changed, plan=many))


@pytest.mark.slow
def test_the_commands_tell_people_and_programs(centre: Path, staffing: Staffing) -> None:
    """Tables on standard error, JSON on standard output, nothing else under --quiet."""
    listed = staffing("runs", centre / "runs", "--json")
    assert [run["name"] for run in json.loads(listed.stdout)["runs"]] == ["2026-11-18", "2026-11-19"]
    assert "paid h " in listed.stderr
    folders = (centre / "runs" / "2026-11-18", centre / "runs" / "latest")
    told = staffing("diff", *folders, "--json")
    assert json.loads(told.stdout)["days"] == ["2026-11-19"]
    assert told.stderr.startswith("2026-11-18 → 2026-11-19\n")
    for command in (("runs", centre / "runs"), ("diff", *folders)):
        silent = staffing(*command, "--quiet")
        assert (silent.returncode, silent.stdout, silent.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["runs", "nowhere"])
def test_what_is_no_run_is_refused(centre: Path, name: str) -> None:
    """A folder of runs is none."""
    with pytest.raises(InputError, match="a run directory"):
        compare_runs(centre / name, centre / "runs" / "latest")


def test_a_folder_of_folders_of_runs_is_told_apart(centre: Path, tmp_path: Path, staffing: Staffing) -> None:
    """As `plan` of many plans writes it: the message names those that hold runs."""
    done = staffing("runs", centre)
    assert done.returncode == 1
    assert f"that hold runs: {centre / 'other'}, {centre / 'runs'}" in done.stderr
    with pytest.raises(InputError, match="a folder with runs in it"):
        list_runs(tmp_path)
