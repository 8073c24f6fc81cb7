"""The main job on real calls: the run directory, checked by code that shares nothing with the program."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
import shutil
import tomllib
from collections import defaultdict
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import BANK, PACKAGE, ROOT, Staffing

pytestmark = pytest.mark.slow  # each test runs commands

INTERVAL = dt.timedelta(minutes=30)
PLAN: dict[str, Any] = tomllib.loads((BANK / "plan.toml").read_text(encoding="utf-8"))
PATTERNS = {pattern["name"]: pattern for pattern in PLAN["schedule"]["pattern"]}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def rests(shift: dict[str, str]) -> dict[str, tuple[dt.datetime, dt.datetime]]:
    names = [column.removesuffix("_start") for column in shift if column.endswith("_start")]
    return {n: (moment(shift[f"{n}_start"]), moment(shift[f"{n}_end"])) for n in names if shift[f"{n}_start"]}


@pytest.mark.smoke
def test_the_run_directory_is_complete(bank_run: Path) -> None:
    """Every file of the contract, and the totals planners and monitors read."""
    names = {path.name for path in bank_run.iterdir()}
    csvs = {"forecast.csv", "requirement.csv", "shifts.csv", "coverage.csv"}
    played = {"simulation.csv", "simulation_days.csv"}
    assert names == csvs | played | {"shifts-by-person.csv", "summary.json", "report.html", "run.json"}
    summary = json.loads((bank_run / "summary.json").read_text())
    promised = (
        "paid_hours lower_bound_hours gap service_level intervals under_agent_intervals over_agent_hours"
    )
    assert set(promised.split()) | {"solver", "solve_seconds"} <= set(summary)
    trace = json.loads((bank_run / "run.json").read_text())
    assert trace["as_of"] == "2003-10-25T00:00:00-04:00"
    assert {Path(given["path"]).name for given in trace["inputs"]} == {"plan.toml", "history.csv"}
    assert all(len(given["sha256"]) == 64 for given in trace["inputs"])


def test_four_weeks_have_their_clock_change(bank_run: Path) -> None:
    """28 days of half-hours and the two that 26 October 2003 has more."""
    forecast = rows(bank_run / "forecast.csv")
    assert len(forecast) == 28 * 48 + 2
    per_day = defaultdict(int)
    for row in forecast:
        per_day[row["interval_start"][:10]] += 1
    assert per_day["2003-10-26"] == 50
    assert set(per_day.values()) == {48, 50}


@pytest.mark.smoke
def test_the_gap_is_proven_within_one_per_cent(bank_run: Path) -> None:
    """The bound is below the cost, and the cost is that of the shifts."""
    summary = json.loads((bank_run / "summary.json").read_text())
    shifts = rows(bank_run / "shifts.csv")
    paid = sum(int(shift["agents"]) * float(shift["paid_hours"]) for shift in shifts)
    cost = sum(
        int(shift["agents"]) * float(shift["paid_hours"]) * PATTERNS[shift["pattern"]]["cost_per_hour"]
        for shift in shifts
    )
    assert summary["paid_hours"] == pytest.approx(paid)
    assert summary["objective_hours"] == pytest.approx(cost)
    assert summary["lower_bound_hours"] <= cost
    assert 0 <= summary["gap"] <= 0.01
    assert summary["gap"] == pytest.approx((cost - summary["lower_bound_hours"]) / cost)


@pytest.mark.smoke
def test_every_shift_keeps_its_pattern(bank_run: Path) -> None:
    """Days, starts, ends, lengths, limits; lunches and breaks in their windows, apart from each other."""
    per_day: dict[tuple[str, str], int] = defaultdict(int)
    for shift in rows(bank_run / "shifts.csv"):
        pattern = PATTERNS[shift["pattern"]]
        start, end = moment(shift["start"]), moment(shift["end"])
        clock = start.hour * 60 + start.minute
        length = (end - start) // dt.timedelta(minutes=1)
        per_day[shift["pattern"], shift["start"][:10]] += int(shift["agents"])
        assert start.weekday() < 5
        assert minutes(pattern["earliest_start"]) <= clock <= minutes(pattern["latest_start"])
        assert clock % 30 == 0
        assert clock + length <= minutes(pattern["latest_end"])
        assert length == pattern["length_minutes"]
        rules = {"lunch": pattern["lunch"]} if "lunch" in pattern else {}
        rules |= {f"break_{i}": rule for i, rule in enumerate(pattern["breaks"], 1)}
        taken = rests(shift)
        assert set(taken) == set(rules)
        for name, (rest_start, rest_end) in taken.items():
            offset = (rest_start - start) // dt.timedelta(minutes=1)
            assert rules[name]["earliest_minutes"] <= offset <= rules[name]["latest_minutes"]
            assert rest_end - rest_start == dt.timedelta(minutes=rules[name]["minutes"])
        in_order = sorted(taken.values())
        for (_, before), (after, _) in itertools.pairwise(in_order):
            assert after - before >= dt.timedelta(minutes=15)
        unpaid = sum(rule["minutes"] for rule in rules.values() if not rule["paid"])
        assert float(shift["paid_hours"]) == pytest.approx((length - unpaid) / 60)
    for (name, _), agents in per_day.items():
        assert agents <= PATTERNS[name].get("max_agents", agents)


@pytest.mark.smoke
def test_coverage_recomputed_from_the_shifts_alone_meets_every_requirement(bank_run: Path) -> None:
    """scheduled, on_break, working, over and under equal coverage.csv; nobody is missing anywhere."""
    scheduled: dict[dt.datetime, float] = defaultdict(float)
    on_break: dict[dt.datetime, float] = defaultdict(float)
    for shift in rows(bank_run / "shifts.csv"):
        spans = [(moment(shift["start"]), moment(shift["end"]), scheduled)]
        spans += [(start, end, on_break) for start, end in rests(shift).values()]
        for start, end, total in spans:
            at = start.astimezone(dt.UTC).replace(minute=start.minute // 30 * 30)
            while at < end:
                share = (min(end, at + INTERVAL) - max(start, at)) / INTERVAL
                total[at] += int(shift["agents"]) * share
                at += INTERVAL
    required = {
        moment(r["interval_start"]): float(r["scheduled"]) for r in rows(bank_run / "requirement.csv")
    }
    coverage = rows(bank_run / "coverage.csv")
    assert len(coverage) == len(required)
    for row in coverage:
        at = moment(row["interval_start"]).astimezone(dt.UTC)
        working = scheduled[at] - on_break[at]
        assert float(row["required"]) == pytest.approx(required[at])
        assert float(row["scheduled"]) == pytest.approx(scheduled[at])
        assert float(row["on_break"]) == pytest.approx(on_break[at])
        assert float(row["working"]) == pytest.approx(working)
        assert float(row["over"]) == pytest.approx(max(working - required[at], 0), abs=1e-9)
        assert float(row["under"]) == pytest.approx(max(required[at] - working, 0), abs=1e-9)
        assert working >= required[at] - 1e-9


def test_the_stages_in_a_pipe_give_what_the_plan_gives(tmp_path: Path, staffing: Staffing) -> None:
    """forecast | size | schedule by hand equals the files of a run that is not repaired by play."""
    plan = tmp_path / "bank" / "plan.toml"
    shutil.copytree(BANK, plan.parent)
    text = plan.read_text(encoding="utf-8")
    assert "play = true" in text
    text = text.replace("play = true", "play = false").replace("days = 28", "days = 7")
    plan.write_text(text, encoding="utf-8")
    assert staffing("plan", plan, "--out", tmp_path / "runs", "--quiet").returncode == 0
    run = tmp_path / "runs" / "latest"
    options = ["--timezone", "America/New_York", "--holidays", "US", "--aht", "240", "--days", "7"]
    forecast = staffing("forecast", BANK / "history.csv", *options)
    people = ["--patience", "180", "--attendance", "0.95", "--adherence", "0.92", "--variation", "mol-psa"]
    sized = staffing("size", "-", *people, stdin=forecast.stdout)
    shifts = staffing("schedule", "-", "--rules", BANK / "plan.toml", "--quiet", stdin=sized.stdout)
    assert (forecast.returncode, sized.returncode, shifts.returncode) == (0, 0, 0)
    planned = rows(run / "requirement.csv")
    by_hand = list(csv.DictReader(StringIO(sized.stdout)))  # which keeps the forecast's range as well
    assert [{name: row[name] for name in planned[0]} for row in by_hand] == planned
    assert shifts.stdout == (run / "shifts.csv").read_text()


def test_a_plan_that_cannot_be_kept_names_what_is_in_conflict(tmp_path: Path, staffing: Staffing) -> None:
    """Exit 3, the intervals, the rule, and the least that would help."""
    text = (BANK / "plan.toml").read_text(encoding="utf-8").replace("days = 28", "days = 3")
    text = text.replace('latest_start = "12:30"', 'latest_start = "12:30"\nmax_agents = 100')
    (tmp_path / "plan.toml").write_text(text, encoding="utf-8")
    (tmp_path / "history.csv").write_bytes((BANK / "history.csv").read_bytes())
    done = staffing("plan", tmp_path / "plan.toml")
    assert done.returncode == 3
    assert "max_agents" in done.stderr
    assert "full-time" in done.stderr
    assert "Hint:" in done.stderr
    assert not (tmp_path / "runs" / "latest").exists()


@pytest.mark.smoke
def test_the_starter_plan_runs_as_it_is(tmp_path: Path, staffing: Staffing) -> None:
    """`staffing init` then `staffing plan`, nothing in between."""
    assert staffing("init", tmp_path / "centre").returncode == 0
    done = staffing("plan", tmp_path / "centre" / "plan.toml", "--quiet", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["gap"] <= 0.01
    assert (tmp_path / "centre" / "runs" / "latest" / "shifts.csv").exists()
    again = staffing("init", tmp_path / "centre")
    assert again.returncode == 1
    assert "never overwrites" in again.stderr


@pytest.mark.parametrize(("export", "layout"), [("genesys.csv", "genesys"), ("avaya-cms.txt", "avaya-cms")])
def test_an_export_takes_the_place_of_the_starter_history(
    export: str, layout: str, tmp_path: Path, staffing: Staffing
) -> None:
    """An ACD's file, copied over `history.csv` as it is, is recognised and planned from."""
    assert staffing("init", tmp_path).returncode == 0
    shutil.copy(ROOT / "tests" / "exports" / export, tmp_path / "history.csv")
    done = staffing("plan", tmp_path / "plan.toml")
    assert done.returncode == 0, done.stderr
    assert f"history.csv: read as {layout} (" in done.stderr
    assert (tmp_path / "runs" / "latest" / "shifts.csv").exists()


def test_the_starter_history_is_the_end_of_the_sample() -> None:
    """One source of facts: the packaged weeks equal the last weeks of data/bank-2003."""
    sample = (BANK / "history.csv").read_text().splitlines()
    starter = (PACKAGE / "plan" / "file" / "starter" / "history.csv").read_text().splitlines()
    assert starter[1:] == sample[-len(starter) + 1 :]
