"""`[service] period`: the level of a day or week, told again by Erlang's formula from shifts.csv alone."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

from staffing.errors import InputError, PlanError
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.jobs.schedule import schedule_requirement
from tests.conftest import BANK, Staffing

SHARE = 0.9  # of heads, on the phones
OFFERED = [30, 45, 70, 90, 95, 80, 60, 55, 60, 70, 75, 60, 45, 30, 20, 12]
PLAN = """
[centre]
timezone = "UTC"
[service]
target = "80/20"
model = "erlang-c"
period = "PERIOD"
[people]
attendance = 0.9
[schedule]
min_interval_service_level = 0.4
gap = 0.01
time_limit_seconds = 20
[[schedule.pattern]]
name = "four"
length_minutes = 240
latest_end = "16:00"
breaks = [ { minutes = 30, paid = true, earliest_minutes = 60, latest_minutes = 150 } ]
[[schedule.pattern]]
name = "six"
length_minutes = [300, 360]
latest_end = "16:00"
lunch = { minutes = 60, earliest_minutes = 120, latest_minutes = 180 }
"""


def within(agents: int, erlangs: float, aht: float, seconds: float = 20.0) -> float:
    """Erlang C: the share answered within some seconds."""
    if agents <= erlangs:
        return 0.0
    inverse = 1.0
    for k in range(1, agents + 1):
        inverse = 1 + inverse * k / erlangs
    blocked = 1 / inverse
    waits = blocked / (1 - erlangs / agents * (1 - blocked))
    return 1 - waits * math.exp(-(agents - erlangs) * seconds / aht)


def fewest(level: float, erlangs: float) -> int:
    return next(n for n in range(1, 99) if within(n, erlangs, 240.0) >= level)


def requirement(folder: Path, days: int = 2, columns: str = "offered,aht_seconds,agents") -> Path:
    """Eight hours from 08:00 on some days; every second one is quieter."""
    lines = [f"interval_start,{columns}"]
    for day in range(days):
        for i, usual in enumerate(OFFERED):
            offered = usual * (1.0 if day % 2 == 0 else 0.7)
            cells = {"offered": offered, "aht_seconds": 240, "agents": fewest(0.8, offered * 240 / 1800)}
            time = f"2026-11-{2 + day:02d}T{8 + i // 2:02d}:{30 * (i % 2):02d}"
            lines.append(",".join([time, *(str(cells[name]) for name in columns.split(","))]))
    path = folder / "requirement.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def plan_file(folder: Path, period: str, *changes: tuple[str, str]) -> Path:
    text = PLAN.replace("PERIOD", period)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / f"{period}.toml"
    path.write_text(text)
    return path


def levels(folder: Path) -> tuple[dict[str, float], float]:
    """Of each day, and of the worst interval; between whole agents the straight line."""
    answered: dict[str, float] = {}
    came: dict[str, float] = {}
    worst = 1.0
    with (folder / "coverage.csv").open() as stream:
        working = {row["interval_start"][:16]: float(row["working"]) for row in csv.DictReader(stream)}
    with (folder.parent / "requirement.csv").open() as stream:
        for row in csv.DictReader(stream):
            offered, agents = float(row["offered"]), working[row["interval_start"]] * SHARE
            low = int(agents + 1e-9)
            two = [within(n, offered * 240 / 1800, 240.0) for n in (low, low + 1)]
            level = two[0] + (agents - low) * (two[1] - two[0])
            date = row["interval_start"][:10]
            answered[date] = answered.get(date, 0.0) + offered * level
            came[date] = came.get(date, 0.0) + offered
            worst = min(worst, level)
    by_day = {date: answered[date] / came[date] for date in came}
    return {**by_day, "all": sum(answered.values()) / sum(came.values())}, worst


@pytest.mark.slow
def test_day_and_week_keep_their_level_and_cost_less(tmp_path: Path, staffing: Staffing) -> None:
    """The level holds by Erlang's formula, no interval falls below its floor, and hours fall."""
    rows, paid = requirement(tmp_path), {}
    for period in ("interval", "day", "week"):
        out = tmp_path / period
        done = staffing("schedule", rows, "--rules", plan_file(tmp_path, period), "--out", out)
        assert done.returncode == 0, done.stderr
        summary = json.loads((out / "summary.json").read_text())
        paid[period] = summary["paid_hours"]
        level, worst = levels(out)
        assert worst >= 0.4 - 1e-6
        if period == "day":
            assert min(level.values()) >= 0.8 - 1e-6
            assert f"at least {summary['worst_period_service_level']:.1%} over each day" in done.stderr
        assert level["all"] >= 0.8 - 1e-6
        if period != "interval":
            assert summary["lower_bound_hours_per_interval_target"] <= paid["interval"] + 1e-6
            assert summary["lower_bound_hours"] < summary["lower_bound_hours_per_interval_target"]
            assert "saves at least" in done.stderr
    assert paid["day"] < paid["interval"]
    assert paid["week"] <= paid["day"] * 1.01


@pytest.mark.slow
def test_the_main_job_knows_periods(tmp_path: Path) -> None:
    """Two days of the bank: demand that moves inside intervals is part of the level."""
    text = (BANK / "plan.toml").read_text().replace("days = 28", "days = 4")
    text = text.replace('target = "80/20"', 'target = "80/20"\nperiod = "day"')
    text = text.replace("gap = 0.002", "gap = 0.005")
    (tmp_path / "plan.toml").write_text(text)
    (tmp_path / "history.csv").write_bytes((BANK / "history.csv").read_bytes())
    summary = run_plan(tmp_path / "plan.toml").scheduled.summary
    assert summary.worst_period_service_level is not None
    assert summary.worst_period_service_level >= 0.8 - 1e-6
    assert summary.lower_bound_hours_per_interval_target is not None
    assert summary.objective_hours < summary.lower_bound_hours_per_interval_target


def test_what_is_not_used_beside_a_period_is_named(tmp_path: Path) -> None:
    """Costs of heads short and over are of intervals: the key that is not used, and no other."""
    change = ("[schedule]", "[schedule]\noverstaffing_cost = 0.5")
    for period, said in (("week", True), ("interval", False)):
        plan = read_plan(plan_file(tmp_path, period, change))
        made, notes = schedule_requirement(str(requirement(tmp_path)), plan)
        assert any(note.endswith("not used: overstaffing_cost") for note in notes) is said
        paid = made.summary.paid_hours
        assert (made.summary.objective_hours == pytest.approx(paid)) is said


def test_who_calls_must_be_known(tmp_path: Path) -> None:
    """Heads alone have no service level."""
    rows = requirement(tmp_path, columns="agents")
    with pytest.raises(InputError, match="contacts and their handle times, for a target by the day"):
        schedule_requirement(str(rows), read_plan(plan_file(tmp_path, "day")))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('target = "80/20"', 'target = "none"', "a service level as target of a period"),
        (
            'target = "80/20"',
            'target = "80/20"\nuncertainty = "expected"',
            "a period has no range of its own",
        ),
        ("[people]", '[[service.override]]\ntarget = "90/20"\n[people]', "a period has one target"),
    ],
)
def test_what_a_period_cannot_have(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Refused when the plan is read."""
    with pytest.raises(PlanError, match=message):
        read_plan(plan_file(tmp_path, "day", (old, new)))


@pytest.mark.slow
def test_breaks_never_lower_the_level_of_the_day(tmp_path: Path, staffing: Staffing) -> None:
    """The repair serves the day's level, not the intervals' need; what it leaves it does not move again."""
    command = [requirement(tmp_path), "--rules", plan_file(tmp_path, "day")]
    made = staffing("schedule", *command, "--out", tmp_path / "made")
    assert made.returncode == 0, made.stderr
    found = []
    for source, target in (("made/shifts.csv", "first.csv"), ("first.csv", "second.csv")):
        done = staffing("breaks", tmp_path / source, *command, "--out", tmp_path / target, "--json")
        assert done.returncode == 0, done.stderr
        found.append(json.loads(done.stdout))
    assert found[0]["service_level"]["after"] >= found[0]["service_level"]["before"] - 1e-9
    assert found[1]["moved_rests"] == 0
