"""`[service] period`: the level of a day or week, told again by Erlang's formula from shifts.csv alone."""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InfeasibleError, InputError, PlanError
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.adjust import adjust_day
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.jobs.schedule import schedule_requirement
from staffing.plan.run.published import read_run
from tests.conftest import BANK, Staffing
from tests.explanation.simulated_day import folder_of, planned_run

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
    text = text.replace("gap = 0.002", "gap = 0.005").replace("play = true", "play = false")
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


def of_two_queues(folder: Path) -> Path:
    """The same two days of a queue, and of one with a tenth of its contacts."""
    lines = ["interval_start,queue,offered,aht_seconds,agents"]
    for line in requirement(folder).read_text().splitlines()[1:]:
        time, offered, aht, agents = line.split(",")
        few = float(offered) / 10
        lines.append(f"{time},many,{offered},{aht},{agents}")
        lines.append(f"{time},few,{few},{aht},{fewest(0.8, few * 240 / 1800)}")
    path = folder / "requirement.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def levels_by_queue(folder: Path) -> dict[tuple[str, str], float]:
    """Of each queue and day by Erlang's formula: its floor of agents first, then its share of the others."""
    with (folder / "coverage.csv").open() as stream:
        working = {row["interval_start"][:16]: float(row["working"]) for row in csv.DictReader(stream)}
    with (folder.parent / "requirement.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    served: dict[tuple[str, str], float] = {}
    came: dict[tuple[str, str], float] = {}
    for time in dict.fromkeys(row["interval_start"] for row in rows):
        here = {row["queue"]: row for row in rows if row["interval_start"] == time}
        erlangs = {queue: float(row["offered"]) * 240 / 1800 for queue, row in here.items()}
        floor = {queue: fewest(0.4, load) for queue, load in erlangs.items()}
        above = {queue: int(row["agents"]) - floor[queue] for queue, row in here.items()}
        spare = working[time] * SHARE - sum(floor.values())
        assert spare >= -1e-6
        whole = sum(above.values()) or sum(floor.values())
        for queue, row in here.items():
            part = above[queue] if sum(above.values()) else floor[queue]
            agents = floor[queue] + spare * part / whole
            low = int(agents + 1e-9)
            two = [within(n, erlangs[queue], 240.0) for n in (low, low + 1)]
            key, offered = (queue, time[:10]), float(row["offered"])
            served[key] = served.get(key, 0.0) + offered * (two[0] + (agents - low) * (two[1] - two[0]))
            came[key] = came.get(key, 0.0) + offered
    return {key: served[key] / came[key] for key in came}


@pytest.mark.slow
@pytest.mark.parametrize("period", ["day", "week"])
def test_each_queue_keeps_the_level_of_its_period(period: str, tmp_path: Path, staffing: Staffing) -> None:
    """With agents of its own, at less cost than in every interval; the totals are means over contacts."""
    rows, paid = of_two_queues(tmp_path), {}
    for one in ("interval", period):
        out = tmp_path / one
        done = staffing("schedule", rows, "--rules", plan_file(tmp_path, one), "--out", out)
        assert done.returncode == 0, done.stderr
        paid[one] = json.loads((out / "summary.json").read_text())["paid_hours"]
    assert paid[period] < paid["interval"]
    levels = levels_by_queue(tmp_path / period)
    if period == "day":
        assert len(levels) == 4
        assert min(levels.values()) >= 0.8 - 1e-6
    summary = json.loads((tmp_path / period / "summary.json").read_text())
    queues = {one["queue"]: one for one in summary["queues"]}
    assert sorted(queues) == ["few", "many"]
    assert min(one["service_level"] for one in queues.values()) >= 0.8 - 1e-6
    assert summary["worst_period_service_level"] >= 0.8 - 1e-6
    mean = sum(one["service_level"] * one["offered"] for one in queues.values()) / summary["offered"]
    assert summary["service_level"] == pytest.approx(mean)
    assert f"at least {summary['worst_period_service_level']:.1%} over each {period}" in done.stderr


@pytest.mark.slow
def test_a_queue_whose_level_is_out_of_reach_is_named(tmp_path: Path) -> None:
    """With the day, and how far it gets."""
    plan = plan_file(tmp_path, "day", ('name = "four"', 'name = "four"\nmax_agents = 16'))
    plan.write_text(plan.read_text().replace('name = "six"', 'name = "six"\nmax_agents = 9'))
    with pytest.raises(InfeasibleError, match=r"many, Mon 2 Nov reaches \d\d\.\d% at most"):
        schedule_requirement(str(of_two_queues(tmp_path)), read_plan(plan))


@pytest.mark.slow
def test_the_rest_of_a_day_is_asked_of_each_queue(tmp_path: Path) -> None:
    """What a queue had so far, and what it still needs; one far behind can no longer reach its level."""
    plan = planned_run(tmp_path, peak=60, queues=("calls", "orders")).plan.path
    by_day = plan.read_text().replace("patience_seconds = 180", 'patience_seconds = 180\nperiod = "day"')
    plan.write_text(by_day)
    run = read_run(run_plan(plan, as_of="2026-11-23").folder)
    assert [one.service_level >= 0.8 - 1e-6 for one in run.summary.queues] == [True, True]
    morning = run.forecast.interval_start < np.datetime64("2026-11-23T12:00")
    today = tmp_path / "today.csv"
    with today.open("w") as stream:
        stream.write("interval_start,queue,offered,answered,answered_within_target,aht_seconds\n")
        for row in np.flatnonzero(morning & (run.forecast.offered > 0)).tolist():
            queue, offered = run.forecast.queue_names[row], round(run.forecast.offered[row])
            in_time = offered * (0.8 if queue == "calls" else 0.1)
            start = run.forecast.interval_start[row]
            stream.write(f"{start},{queue},{offered},{offered},{in_time},240\n")
    notes = adjust_day(folder_of(run), str(today), "2026-11-23T12:00").notes
    calls, orders = (note for note in notes if note.startswith("the day has"))
    assert calls.startswith("the day has 80.0% of ")
    assert re.search(r"of calls so far: the rest of the day needs (79\.9|80\.0|80\.1)% for 80%$", calls)
    assert re.search(r"^the day has 10\.0% of .* of orders so far: 80% can no longer be reached$", orders)
    assert any(note.startswith("all 2 queues: ") for note in notes)
