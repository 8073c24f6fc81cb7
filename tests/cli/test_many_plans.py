"""Many plans by one command: each as alone, none in the way of another."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from staffing.cli.log_lines import LogLine
from staffing.cli.many_plans import (
    PlanOutcome,
    PlanRequest,
    exit_code,
    failures,
    folder_of_one,
    folders_of,
    plans_of,
    run_one,
)
from staffing.errors import UsageError
from staffing.shard import Shard
from tests.cli.small_plans import AS_OF, small_plan
from tests.conftest import Staffing

FILES = ("forecast.csv", "requirement.csv", "shifts.csv", "coverage.csv")


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [(), ("--jobs", 2)])
def test_a_plan_that_fails_stops_no_other(
    jobs: tuple[object, ...], tmp_path: Path, staffing: Staffing
) -> None:
    """It is named at the end with its exit code and what it said; the others are as they are alone."""
    good = [small_plan(tmp_path, name, days=days) for name, days in (("north", 2), ("south", 3))]
    bad = small_plan(tmp_path, "middle", target="80")
    done = staffing(
        "plan", good[0], bad, good[1], *AS_OF, *jobs, "--out", tmp_path / "many", "--quiet", "--json"
    )
    assert done.returncode == 1
    header, row = done.stderr.splitlines()
    assert header.split() == ["plan", "exit", "message"]
    assert row.startswith(f"{bad}     1  {bad}, line ")
    told = json.loads(done.stdout)["plans"]
    assert [(one["plan"], one["exit"]) for one in told] == [
        (str(good[0]), 0),
        (str(bad), 1),
        (str(good[1]), 0),
    ]
    assert [one["summary"] is None for one in told] == [False, True, False]
    for plan in good:
        alone = staffing("plan", plan, *AS_OF, "--out", tmp_path / "alone" / plan.stem, "--quiet")
        assert (alone.returncode, alone.stderr) == (0, "")
        for name in FILES:
            one, other = (tmp_path / place / plan.stem / "latest" / name for place in ("alone", "many"))
            assert one.read_bytes() == other.read_bytes()
    assert not (tmp_path / "many" / "middle" / "latest").exists()


@pytest.mark.slow
def test_the_notes_of_each_plan_are_shown_with_its_name(tmp_path: Path, staffing: Staffing) -> None:
    """A line each, as alone; in a log of JSON with the plan as a field; under --quiet alerts alone."""
    plans = [small_plan(tmp_path, name, days=1) for name in ("north", "south")]
    plans[1].write_text(plans[1].read_text() + "[alerts]\nservice_level = 1.0\n")
    alone = staffing("plan", plans[0], *AS_OF, "--out", tmp_path / "alone")
    asked = ("plan", *plans, *AS_OF, "--out", tmp_path / "many")
    done = staffing(*asked)
    assert done.returncode == 5
    notes = [line for line in alone.stderr.splitlines() if "no patience is set" in line]
    assert len(notes) == 1
    lines = done.stderr.splitlines()
    assert [line for line in lines if line.endswith(notes[0])] == [f"{plan}: {notes[0]}" for plan in plans]
    assert [line.count("alert: service: ") for line in lines].count(1) == 1
    log = [json.loads(line) for line in staffing(*asked, "--log-format", "json").stderr.splitlines()]
    assert [line["plan"] for line in log if line["message"] == notes[0]] == list(map(str, plans))
    assert [(line["plan"], line["code"]) for line in log if line["level"] == "warning"] == [
        (str(plans[1]), 5)
    ]
    quiet = [json.loads(line) for line in staffing(*asked, "--log-format=json", "-q").stderr.splitlines()]
    assert [line["level"] for line in quiet] == ["warning"]


@pytest.mark.slow
def test_a_pattern_in_quotes_lays_out_one_plan_as_many(tmp_path: Path, staffing: Staffing) -> None:
    """So that `latest` is where it was on the night after a second plan has come, and after it has gone."""
    small_plan(tmp_path / "plans", "north", days=1)
    for others in ((), ("south",), ()):
        for name in others:
            small_plan(tmp_path / "plans", name, days=1)
        done = staffing("plan", "plans/*.toml", *AS_OF, "--out", "runs", "--quiet", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert (tmp_path / "runs" / "north" / "latest" / "shifts.csv").exists()
        assert not (tmp_path / "runs" / "latest").exists()
        for name in others:
            (tmp_path / "plans" / f"{name}.toml").unlink()


@pytest.mark.slow
def test_shares_of_plans_together_run_each_once(tmp_path: Path, staffing: Staffing) -> None:
    """By the path as it is given, also where a pattern gives it; nothing is said under --quiet."""
    names = ("a", "b", "c")
    for name in names:
        small_plan(tmp_path, name, days=1)
    ran: list[str] = []
    for number in (1, 2):
        done = staffing("plan", "*.toml", *AS_OF, "--shard", f"{number}/2", "--json", "--quiet", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        here = [one["plan"] for one in json.loads(done.stdout)["plans"]]
        assert here == [f"{name}.toml" for name in names if Shard(number, 2).holds(f"{name}.toml")]
        ran += here
    assert sorted(ran) == ["a.toml", "b.toml", "c.toml"]
    assert all((tmp_path / "runs" / name / "latest" / "shifts.csv").exists() for name in names)


@pytest.mark.slow
def test_one_plan_writes_where_it_always_did(tmp_path: Path, staffing: Staffing) -> None:
    """`runs` beside it, and its summary alone as JSON."""
    plan = small_plan(tmp_path, "north", days=1)
    done = staffing("plan", plan, *AS_OF, "--json", "--quiet")
    assert done.returncode == 0
    assert "paid_hours" in json.loads(done.stdout)
    assert (tmp_path / "runs" / "latest" / "run.json").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX")
def test_a_process_that_is_killed_is_an_outcome_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of code 70, naming the signal; so is one that ends well and gives no summary."""
    for name, command, message in (
        ("killed", "kill -9 $$", "its process was killed by signal 9"),
        ("mute", "exit 0", "it said nothing"),
    ):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setattr("sys.executable", str(program))
        outcome = run_one(PlanRequest("a.toml", str(tmp_path), (), None))
        said = (LogLine("error", 70, message),)
        assert outcome == PlanOutcome("a.toml", str(tmp_path), 70, said, None)


def test_each_plan_has_a_folder_for_its_runs(tmp_path: Path) -> None:
    """By its name, or where it is called plan.toml by that of its folder, which it has for itself."""
    plans = [str(tmp_path / "north.toml"), str(tmp_path / "south" / "plan.toml")]
    assert folders_of(plans, None) == [str(tmp_path / "runs" / "north"), str(tmp_path / "south" / "runs")]
    assert folders_of(plans, "out") == [str(Path("out") / "north"), str(Path("out") / "south")]


@pytest.mark.parametrize("plans", [["a.toml", "./a.toml"], ["x/a.toml", "y/a.toml"]])
def test_no_two_plans_share_a_folder(plans: list[str]) -> None:
    """Both are named before any work is done."""
    with pytest.raises(UsageError, match=r"a\.toml and .*a\.toml would both write"):
        folders_of(plans, "out")


@pytest.mark.parametrize("out", [None, "out"])
def test_runs_of_one_plan_and_of_several_are_not_mixed(
    out: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where some are is refused for the others, in words that say where; a plan.toml has its folder."""
    monkeypatch.chdir(tmp_path)
    base = Path(out or "runs")
    (base / "north" / "latest").mkdir(parents=True)
    with pytest.raises(UsageError, match=r"several plans, those of north\.toml in .*north") as error:
        folder_of_one("north.toml", out)
    assert f"--out {base / 'north'}" in error.value.hint
    assert folder_of_one("south.toml", out) == out
    assert folder_of_one("-", out) == out
    assert len(folders_of(["north.toml", "south.toml"], out)) == 2
    (base / "latest").mkdir()
    assert folder_of_one("north.toml", out) == out
    with pytest.raises(UsageError, match="holds the runs of a single plan"):
        folders_of(["north.toml", "south.toml"], out)
    assert folders_of(["plan.toml"], None) == ["runs"]


def test_a_plan_from_standard_input_is_no_plan_among_others() -> None:
    """Its process has no standard input to read it from."""
    with pytest.raises(UsageError, match="standard input"):
        folders_of(["a.toml", "-"], None)


def test_a_pattern_without_a_plan_is_refused(tmp_path: Path) -> None:
    """One that names some gives them in the order of their names; a file is itself, whatever its name."""
    for name in ("b.toml", "a.toml", "[c].toml"):
        (tmp_path / name).touch()
    assert plans_of([str(tmp_path / "?.toml")]) == [str(tmp_path / "a.toml"), str(tmp_path / "b.toml")]
    assert plans_of([str(tmp_path / "[c].toml"), "-"]) == [str(tmp_path / "[c].toml"), "-"]
    with pytest.raises(UsageError, match="no plan"):
        plans_of([str(tmp_path / "*.yaml")])


@pytest.mark.parametrize(
    ("codes", "of_all"),
    [([], 0), ([0, 0], 0), ([0, 5, 0], 5), ([5, 4], 4), ([3, 4], 3), ([3, 1, 2], 1), ([1, 70, 3], 70)],
)
def test_the_exit_code_is_that_of_the_worst(codes: list[int], of_all: int) -> None:
    """70 before all others, then the lowest that is not 0."""
    said = (LogLine("error", 1, "something is wrong"),)
    outcomes = [PlanOutcome("a.toml", "a", code, said, None) for code in codes]
    assert exit_code(outcomes) == of_all
    assert len(failures(outcomes)) == (1 + len(outcomes) - codes.count(0) if of_all else 0)
