"""Work that may wait in a plan: due dates recounted from the files of a run, wrong plans, wrong backlogs."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InfeasibleError, InputError, PlanError
from staffing.parallel import Engine
from staffing.plan.file.read import read_plan
from staffing.plan.file.work_files import read_backlog
from staffing.plan.jobs.adjust import adjust_day
from staffing.plan.jobs.conduct import Run, run_plan
from staffing.plan.jobs.schedule import schedule_requirement
from staffing.plan.jobs.whatif import what_if
from staffing.plan.need.variant import parse_variant
from staffing.plan.play.choice import PlayChoice
from staffing.plan.play.run_queues import queues_of
from staffing.plan.play.schedule_to_play import ScheduleToPlay
from staffing.plan.run.published import read_run
from staffing.timegrid import UTC
from tests.conftest import ROOT, Staffing

CENTRE = ROOT / "data" / "blended-centre"
HALF_HOUR = dt.timedelta(minutes=30)


def plan_in(folder: Path, *changes: tuple[str, str]) -> Path:
    """The sample's plan with these changes, not played, beside its files."""
    for file in CENTRE.glob("*.csv"):
        shutil.copy(file, folder)
    text = (CENTRE / "plan.toml").read_text(encoding="utf-8")
    for old, new in (("rounds = 1 ", "play = false "), *changes):
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The week of the sample."""
    return run_plan(plan_in(tmp_path_factory.mktemp("blended")), engine=Engine(jobs=1))


def heads_at_work(folder: Path) -> dict[dt.datetime, float]:
    """Mean heads of each half-hour who are neither off nor at a rest, minute by minute from shifts.csv."""
    minutes: dict[dt.datetime, int] = defaultdict(int)
    for row in rows(folder / "shifts.csv"):
        rests = [
            (moment(row[name]), moment(row[name.replace("_start", "_end")]))
            for name in row
            if name.endswith("_start") and row[name]
        ]
        now = moment(row["start"])
        while now < moment(row["end"]):
            if not any(begin <= now < end for begin, end in rests):
                place = now - dt.timedelta(minutes=now.minute % 30)
                minutes[place.astimezone(dt.UTC)] += int(row["agents"])
            now += dt.timedelta(minutes=1)
    return {place: count / 30 for place, count in minutes.items()}


def test_every_due_date_is_kept_from_the_files_alone(run: Run) -> None:
    """Heads above the need do the work; no complaint is open after 24 hours, no callback after 3 days."""
    coverage = {moment(row["interval_start"]): row for row in rows(run.folder / "coverage.csv")}
    at_work = heads_at_work(run.folder)
    there, by_kind = defaultdict(float), defaultdict(list)
    for row in rows(run.folder / "work.csv"):
        at = moment(row["interval_start"])
        there[at] += float(row["heads"])
        by_kind[row["work"]].append((at, {name: float(row[name]) for name in list(row)[2:]}))
    for at, heads in there.items():
        assert float(coverage[at]["on_work"]) == pytest.approx(heads, abs=1e-5)
        spare = at_work.get(at.astimezone(dt.UTC), 0.0) - float(coverage[at]["required"])
        assert heads <= max(spare, 0.0) + 1e-5
    share, seconds = 0.95 * 0.92, {"complaint replies": 600, "callbacks": 300}
    leads = {"complaint replies": dt.timedelta(hours=24), "callbacks": dt.timedelta(days=3)}
    assert set(by_kind) == set(seconds)
    for kind, known in by_kind.items():
        before = 30 if kind == "complaint replies" else 0
        came = done = 0.0
        for at, row in known:
            assert row["done"] * seconds[kind] == pytest.approx(row["heads"] * share * 1800, abs=0.1)
            assert done + row["done"] <= before + came + 1e-4  # nothing is done before it is there
            came, done = came + row["arrived"], done + row["done"]
            assert row["backlog"] == pytest.approx(before + came - done, abs=1e-4)
            if row["done"]:
                assert 8 <= at.hour < 20 if kind == "complaint replies" else 10 <= at.hour < 19
                assert kind == "complaint replies" or at.weekday() < 5
            arrived_in_time = sum(
                one["arrived"] for then, one in known if then + leads[kind] <= at + HALF_HOUR
            )
            overdue = before if at >= known[0][0] + dt.timedelta(hours=24) else 0
            assert done >= arrived_in_time + overdue - 1e-4


def test_what_is_open_at_the_start_is_late_or_in_time(run: Run) -> None:
    """Two of Friday were due on Saturday: they are late until they are done, first of all."""
    summary = json.loads((run.folder / "summary.json").read_text(encoding="utf-8"))
    complaints, callbacks = summary["work"]
    assert complaints["open_at_start"] == 30
    assert complaints["late"] == pytest.approx(2)
    assert complaints["on_time"] == pytest.approx(1 - 2 / complaints["due"])
    assert (callbacks["late"], callbacks["on_time"]) == (0, 1)
    known = [row for row in rows(run.folder / "work.csv") if row["work"] == "complaint replies"]
    assert float(known[0]["late"]) == 2
    assert next(row for row in known if float(row["late"]) == 0)["interval_start"] < "2026-03-02T14:00"
    assert complaints["arrived"] + 30 == pytest.approx(complaints["done"] + complaints["backlog"])
    assert complaints["hours"] == pytest.approx(complaints["done"] / 6, abs=1e-3)


def test_the_run_is_traced_and_shown(run: Run) -> None:
    """The files of the work are among the inputs, and the page has a section of it."""
    trace = json.loads((run.folder / "run.json").read_text(encoding="utf-8"))
    names = {Path(one["path"]).name for one in trace["inputs"]}
    assert {"complaints.csv", "backlog.csv"} <= names
    page = (run.folder / "report.html").read_text(encoding="utf-8")
    assert "Work that may wait" in page
    assert "complaint replies" in page


def test_who_is_at_work_answers_no_calls_when_the_run_is_played(run: Run) -> None:
    """People on the phones add up to those who are not at work that may wait."""
    published = read_run(run.folder)
    schedule = ScheduleToPlay(
        published.plan,
        published.forecast,
        published.need,
        published.options,
        published.shifts,
        published.coverage,
    )
    without = replace(schedule, coverage=replace(published.coverage, on_work=None))
    hours = []
    for one in (schedule, without):
        (queue,) = queues_of(one, PlayChoice(1, 1))
        crew = queue.game.crew
        assert crew is not None
        rests = np.where(np.isfinite(crew.rest_start), crew.rest_seconds, 0.0).sum()
        hours.append(float((crew.end - crew.start).sum() - rests) / 3600)
    assert published.coverage.on_work is not None
    on_work = float(np.nansum(published.coverage.on_work)) / 2
    assert hours[1] - hours[0] == pytest.approx(on_work, rel=0.1)
    assert without.at_work.mean(axis=1).sum() - schedule.at_work.mean(axis=1).sum() == pytest.approx(
        2 * on_work, rel=0.05
    )


def test_work_costs_something_and_is_planned_for_variants(tmp_path: Path) -> None:
    """More calls bring more callbacks, and a plan without work is cheaper."""
    path = plan_in(tmp_path, ("days = 7", "days = 2"))
    variants = [parse_variant("busy: volume=+20%")]
    told = what_if(read_plan(path), variants, is_scheduled=True)
    hours = told.variants.paid_hours.tolist()
    bare = plan_in(tmp_path, ("days = 7", "days = 2"), ("[[work]]", "[[nothing]]")).read_text(
        encoding="utf-8"
    )
    begin, end = bare.index("[[nothing]]"), bare.index("[schedule]")
    (tmp_path / "bare.toml").write_text(bare[:begin] + bare[end:], encoding="utf-8")
    plain = run_plan(tmp_path / "bare.toml", engine=Engine(jobs=1)).scheduled.summary
    assert plain.work == ()
    assert plain.paid_hours < hours[0] < hours[1]


def test_what_is_known_to_come_takes_the_place_of_a_forecast(tmp_path: Path) -> None:
    """Rows of the file behind the first day planned stand as they are, until the end of their last day."""
    days = [f"2026-02-{day:02}T{time}" for day in range(2, 29) for time in ("09:00,10", "09:30,0")]
    letters = ["interval_start,offered", *days, "2026-03-02T12:00,77"]
    (tmp_path / "letters.csv").write_text("\n".join(letters) + "\n")
    path = plan_in(
        tmp_path,
        ('source = "complaints.csv"', 'source = "letters.csv"\naht_seconds = 300'),
        ('backlog = "backlog.csv"', ""),
        ("days = 7", "days = 2"),
    )
    made = run_plan(path, as_of="2026-03-02", engine=Engine(jobs=1))
    arrived = {
        row["interval_start"][:16]: float(row["arrived"])
        for row in rows(made.folder / "work.csv")
        if row["work"] == "complaint replies" and float(row["arrived"]) > 0
    }
    assert arrived.pop("2026-03-02T12:00") == 77
    assert all(start.startswith("2026-03-03") for start in arrived)
    assert sum(arrived.values()) == pytest.approx(10, abs=1.0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('due = "24h"', 'due = "soon"', "work[1].due: found 'soon', expected a time such as"),
        ('due = "24h"', 'due = "24h"\ntarget = 0.9', "expected a target of 1"),
        (
            'due = "24h"',
            'due = "24h"\ngroups = ["office"]',
            "work[1].groups: expected the name of a [[group]]",
        ),
        ('due = "24h"', 'due = "24h"\nblend = 0.5', "work[1].blend: found 'blend', expected a known key"),
        ('name = "callbacks"', 'name = "complaint replies"', "work[2].name: expected each name once"),
        ("aht_seconds = 300", "", "expected aht_seconds: how long one takes"),
        ('source = "complaints.csv"', "", "expected aht_seconds"),
        ('after = "1 day"', 'after = "1 open day"', "expected after by the clock"),
        ("mon-fri = ", 'mon-fri = "10:00-12:00", mon = ', "expected each day once in `done`"),
        (
            "[schedule]",
            "[schedule]\ncyclic_week = true",
            "schedule.cyclic_week: expected false beside [[work]]",
        ),
        (
            "[schedule]",
            "[schedule]\nunderstaffing = 5.0",
            'understaffing: expected "forbidden" beside [[work]]',
        ),
        (
            "[schedule]",
            "[schedule]\noverstaffing_cost = 0.1",
            "overstaffing_cost: expected 0 beside [[work]]",
        ),
        (
            'target = "80/20"',
            'target = "80/20"\nperiod = "day"',
            'service.period: expected "interval" beside',
        ),
        ("[schedule]", '[roster]\nagents = "a.csv"\n[schedule]', "roster.agents: expected no people by name"),
        (
            "[schedule]",
            "".join(f'[[group]]\nname = "{name}"\nqueues = {{ all = 1 }}\n' for name in "ab") + "[schedule]",
            "one group of people, or none, beside [[work]]",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Each wrong key, and each that does not go with work yet, with its line."""
    path = plan_in(tmp_path, (old, new))
    with pytest.raises(PlanError) as raised:
        read_plan(path)
    assert said in str(raised.value)


def test_a_queue_to_follow_must_be_there(tmp_path: Path) -> None:
    """By its name, and with those that are."""
    path = plan_in(tmp_path, ('queue = "all"', 'queue = "sales"'))
    with pytest.raises(PlanError, match=r"work\[2\].*a queue, not 'sales'.*queues: all"):
        run_plan(path, engine=Engine(jobs=1))


def test_handle_times_must_be_known(tmp_path: Path) -> None:
    """From the file, or from the plan."""
    text = (CENTRE / "complaints.csv").read_text(encoding="utf-8").replace(",600", ",")
    path = plan_in(tmp_path, ('backlog = "backlog.csv"', ""))
    (tmp_path / "complaints.csv").write_text(text, encoding="utf-8")
    with pytest.raises(PlanError, match=r"work\[1\].*how long one of 'complaint replies' takes"):
        run_plan(path, engine=Engine(jobs=1))


def test_work_that_can_never_be_done_in_time_is_told_with_its_days(tmp_path: Path) -> None:
    """Complaints of Friday evening are due on Saturday, on which they may not be done."""
    path = plan_in(tmp_path, ('due = "24h"', 'due = "24h"\ndone = { mon-fri = "08:00-18:00" }'))
    with pytest.raises(InfeasibleError) as raised:
        run_plan(path, engine=Engine(jobs=1))
    assert "complaint replies: some of it may not be done at all" in str(raised.value)
    assert "hours due on Sat 7 Mar" in str(raised.value)
    assert 'due = "1 open day"' in str(raised.value)


def test_too_few_people_for_the_work_is_told_with_hours_and_day(tmp_path: Path) -> None:
    """The work, the hours that would be late, and the day on which they are due."""
    path = plan_in(
        tmp_path,
        ('name = "part-time"', 'name = "part-time"\nmax_agents = 60'),
        ('name = "full-time"', 'name = "full-time"\nmax_agents = 20'),
        ("days = 7", "days = 1"),
    )
    text = (CENTRE / "complaints.csv").read_text(encoding="utf-8").replace(",600", ",6000")
    (tmp_path / "complaints.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InfeasibleError) as raised:
        run_plan(path, engine=Engine(jobs=1))
    assert "too little time for work that may wait" in str(raised.value)
    assert "complaint replies: " in str(raised.value)
    assert "hours of work due on Mon 2 Mar" in str(raised.value)
    assert "raise max_agents of " in str(raised.value)


def test_a_wrong_backlog_is_told_by_line_and_column(tmp_path: Path) -> None:
    """Rows without a time, due before they came, of less than nothing: all at once."""
    (tmp_path / "backlog.csv").write_text(
        "arrived,due,contacts\n,,3\n2026-03-01T10:00,2026-03-01T09:00,2\n2026-03-01T10:00,,-1\n2026-03-01,,x\n"
    )
    with pytest.raises(InputError) as raised:
        read_backlog(tmp_path / "backlog.csv", UTC)
    said = str(raised.value)
    for place in (
        "line 2, column due",
        "line 3, column due",
        "line 4, column contacts",
        "line 5, column contacts",
    ):
        assert place in said


def test_an_empty_backlog_is_none(tmp_path: Path) -> None:
    """A header alone: nothing is open."""
    (tmp_path / "backlog.csv").write_text("arrived,due,contacts\n")
    assert len(read_backlog(tmp_path / "backlog.csv", UTC).contacts) == 0


def test_other_commands_refuse_a_plan_with_work(run: Run, tmp_path: Path) -> None:
    """They would let those go home, or to lunch, who were to do it."""
    plan = read_plan(plan_in(tmp_path))
    with pytest.raises(PlanError, match=r"no .*work.*: staffing schedule takes no account of it yet"):
        schedule_requirement(str(run.folder / "requirement.csv"), plan)
    with pytest.raises(PlanError, match="staffing adjust"):
        adjust_day(run.folder, str(CENTRE / "history.csv"), "2026-03-02T12:00")


def test_the_command_tells_what_becomes_of_the_work(staffing: Staffing, tmp_path: Path) -> None:
    """A row for each kind, on the terminal."""
    done = staffing("plan", plan_in(tmp_path, ("days = 7", "days = 1")), "--out", tmp_path / "runs")
    assert done.returncode == 0, done.stderr
    assert "open before" in done.stderr
    assert "callbacks" in done.stderr
