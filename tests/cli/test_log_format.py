"""`--log-format json`: each line on standard error is an object, whatever a command has to say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Completed, Staffing

pytestmark = pytest.mark.slow  # each test runs commands

DEMAND = "interval_start,queue,offered,aht_seconds\n2026-11-23T08:00,sales,100,180\n"


def log(done: Completed) -> list[dict[str, Any]]:
    """The lines of the log, each of which must be an object with time, level, code and message."""
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert all({"time", "level", "code", "message"} <= line.keys() for line in lines)
    return lines


@pytest.mark.parametrize("before", [True, False])
def test_the_option_may_stand_before_or_after_the_command(before: bool, staffing: Staffing) -> None:
    """Notes are information; the data on standard output are the same."""
    option, command = ["--log-format", "json"], ["size", "-"]
    done = staffing(*([*option, *command] if before else [*command, *option]), stdin=DEMAND)
    assert done.returncode == 0
    assert done.stdout == staffing(*command, stdin=DEMAND).stdout
    assert {(line["level"], line["code"]) for line in log(done)} == {("info", 0)}
    assert any("--patience" in line["message"] for line in log(done))


def test_a_plan_writes_nothing_else(tmp_path: Path, staffing: Staffing) -> None:
    """No table, no chart; an alert is a warning with the exit code."""
    centre = ROOT / "data" / "simulated-centre"
    for name in ("plan.toml", "history.csv"):
        (tmp_path / name).write_bytes((centre / name).read_bytes())
    with (tmp_path / "plan.toml").open("a") as plan:
        plan.write("\n[alerts]\nservice_level = 1.0\n")
    done = staffing("plan", tmp_path / "plan.toml", "--as-of", "2026-11-19", "--log-format", "json")
    lines = log(done)
    assert done.returncode == 5
    assert [line["level"] for line in lines].count("warning") == 1
    assert lines[-1]["code"] == 5
    assert lines[-1]["message"].startswith("service: ")
    quiet = staffing("plan", tmp_path / "plan.toml", "--as-of", "2026-11-18", "-q", "--log-format=json")
    assert [line["level"] for line in log(quiet)] == ["warning"]


def test_each_problem_is_an_object_with_its_place(tmp_path: Path, staffing: Staffing) -> None:
    """File, line, column, value, expectation and hint, and no line besides."""
    (tmp_path / "bad.csv").write_text(DEMAND + "2026-11-23T08:30,sales,x,180\n2026-11-23T09:00,sales,y,180\n")
    done = staffing("size", tmp_path / "bad.csv", "--log-format", "json")
    assert done.returncode == 1
    assert [(line["line"], line["column"], line["value"]) for line in log(done)] == [
        (3, "offered", "x"),
        (4, "offered", "y"),
    ]
    for line in log(done):
        assert line["file"] == str(tmp_path / "bad.csv")
        assert line["expected"]
        assert line["hint"]
        assert line["hint"] not in line["message"]


@pytest.mark.parametrize("words", [["size", "--nope"], ["nope"], [], ["size"]])
def test_a_wrong_command_line_is_an_object_too(words: list[str], staffing: Staffing) -> None:
    """Also what typer finds wrong."""
    done = staffing("--log-format", "json", *words)
    assert done.returncode == 2
    (line,) = log(done)
    assert (line["level"], line["code"]) == ("error", 2)
    assert len(line["message"]) < 100


def test_another_format_is_refused(staffing: Staffing) -> None:
    """With the two that there are."""
    done = staffing("formats", "--log-format", "xml")
    assert done.returncode == 2
    assert "'xml' is not known. Hint: choose text or json" in done.stderr
