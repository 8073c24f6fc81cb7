"""The sample roster keeps every rule, costs what it says, and what breaks a rule is found."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import run_staffing
from tests.roster.conftest import SAMPLE
from tests.roster.second_checker import SecondChecker

pytestmark = pytest.mark.slow  # searches, and runs commands

Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_a_roster_keeps_every_rule(sample_roster: Path) -> None:
    """The checker that knows nothing of the program finds no violation."""
    assert SecondChecker(SAMPLE, sample_roster / "roster.csv").violations == []


def test_a_roster_costs_what_its_summary_says(sample_roster: Path) -> None:
    """Every part of the objective, counted again from the files."""
    checked = SecondChecker(SAMPLE, sample_roster / "roster.csv")
    summary = json.loads((sample_roster / "summary.json").read_text())
    assert summary["objective"] == pytest.approx(checked.objective)
    for name, cost in checked.parts.items():
        assert summary["parts"].get(name, 0.0) == pytest.approx(cost), name


def test_no_roster_costs_less_than_the_bound(sample_roster: Path, tmp_path: Path) -> None:
    """Neither the one whose search proved it, nor one of another seed."""
    summary = json.loads((sample_roster / "summary.json").read_text())
    assert 0.9 * summary["objective"] < summary["lower_bound"] < summary["objective"]
    assert summary["gap"] == pytest.approx(1 - summary["lower_bound"] / summary["objective"])
    assert summary["gap"] < summary["controllable_gap"] < 1
    options = ("--rules", SAMPLE / "plan.toml", "--effort", "low", "--seed", 2, "--out", tmp_path, "-q")
    assert run_staffing("roster", SAMPLE / "requirement.csv", *options).returncode == 0
    assert SecondChecker(SAMPLE, tmp_path / "roster.csv").objective > summary["lower_bound"]


def test_exceptions_hold_what_soft_rules_and_wishes_cost(sample_roster: Path) -> None:
    """Their costs add up to those of the summary."""
    parts = json.loads((sample_roster / "summary.json").read_text())["parts"]
    cost = sum(float(row["cost"]) for row in rows_of(sample_roster / "exceptions.csv"))
    soft = sum(value for name, value in parts.items() if name.startswith("soft"))
    assert cost == pytest.approx(soft + parts.get("wishes", 0.0))


def test_the_same_seed_gives_the_same_bytes(sample_roster: Path, tmp_path: Path) -> None:
    """Whatever the machine does besides."""
    run_staffing(
        "roster",
        SAMPLE / "requirement.csv",
        "--rules",
        SAMPLE / "plan.toml",
        "--effort",
        "low",
        "--out",
        tmp_path,
        "-q",
    )
    for path in sorted(sample_roster.glob("*.csv")):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_state_serves_the_next_roster(sample_roster: Path) -> None:
    """It holds every shift of the period beside those of the weeks before."""
    state = rows_of(sample_roster / "state.csv")
    worked = {(row["agent"], row["start"]) for row in state if row["kind"] == "shift"}
    assert {(row["agent"], row["start"]) for row in rows_of(sample_roster / "roster.csv")} <= worked
    before = sum(row["date"] < "2027-03-08" for row in state)
    assert before == len(rows_of(SAMPLE / "state.csv"))


def later(row: dict[str, str], *names: str) -> None:
    """Move moments of a row three hours on."""
    for name in names:
        moment = row[name]
        row[name] = f"{moment[:11]}{(int(moment[11:13]) + 3) % 24:02}{moment[13:]}"


def without_a_lunch(rows: Rows) -> None:
    row = next(row for row in rows if row["lunch_start"])
    row["lunch_start"] = row["lunch_end"] = ""


def a_lunch_too_late(rows: Rows) -> None:
    later(next(row for row in rows if row["lunch_start"][11:13] in {"11", "12"}), "lunch_start", "lunch_end")


def without_the_fixed_shift(rows: Rows) -> None:
    rows.remove(next(row for row in rows if (row["agent"], row["date"]) == ("line-06", "2027-03-10")))


def a_second_shift(rows: Rows) -> None:
    rows.append(dict(rows[0]))


def of_another_group(rows: Rows) -> None:
    rows[0]["group"] = "hotline"


def a_week_too_short(rows: Rows) -> None:
    for row in [row for row in rows if row["agent"] == "desk-1"][:2]:
        rows.remove(row)


def work_on_leave(rows: Rows) -> None:
    row = next(row for row in rows if row["agent"] == "desk-1" and row["date"] == "2027-03-11")
    row["agent"] = "desk-2"


def wrong_hours(rows: Rows) -> None:
    rows[0]["paid_hours"] = "9"


def another_pattern(rows: Rows) -> None:
    next(row for row in rows if row["agent"] == "line-01")["pattern"] = "full"


PLANTED = [
    (without_a_lunch, "pattern shape"),
    (a_lunch_too_late, "pattern shape"),
    (without_the_fixed_shift, "fixed"),
    (a_second_shift, "one shift a day"),
    (of_another_group, "group"),
    (a_week_too_short, "hours_per_week_min"),
    (work_on_leave, "leave"),
    (wrong_hours, "pattern shape"),
    (another_pattern, "patterns"),
]


@pytest.mark.parametrize(("plant", "rule"), PLANTED, ids=lambda value: getattr(value, "__name__", ""))
def test_a_planted_violation_is_found(
    plant: Callable[[Rows], None], rule: str, sample_roster: Path, tmp_path: Path
) -> None:
    """The second checker sees what the program would never write."""
    rows = rows_of(sample_roster / "roster.csv")
    plant(rows)
    path = tmp_path / "roster.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert any(rule in violation for violation in SecondChecker(SAMPLE, path).violations)
