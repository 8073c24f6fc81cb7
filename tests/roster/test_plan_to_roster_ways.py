"""The ways in which a plan ends in a roster: shifts that are given, groups of skills, a state named."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import run_staffing
from tests.roster.second_checker import SecondChecker
from tests.roster.small_centre import GROUPS, TEAMS, WEEK, small_centre
from tests.roster.test_roster import Rows, rows_of

pytestmark = pytest.mark.slow  # searches, and runs commands

ASSIGN = 'mode = "assign"'


def planned(plan: Path, *options: str, week: str = WEEK) -> Path:
    """The run directory of a plan."""
    done = run_staffing("plan", plan, "--as-of", week, "--out", plan.parent / "runs", "-q", *options)
    assert done.returncode == 0, done.stderr
    return plan.parent / "runs" / week


def kinds(rows: Rows) -> Counter[tuple[str, ...]]:
    """How many there are of each shift; rows of single shifts have no number of agents."""
    counted: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        key = row.get("group", ""), row["pattern"], row["start"], row["end"]
        counted[key] += int(float(row.get("agents") or 1))
    return counted


def test_people_are_sought_for_the_shifts_that_a_plan_makes(tmp_path: Path) -> None:
    """What the same plan schedules without names is worked by somebody, or stands in unfilled.csv."""
    few = (("all", "full", 4), ("all", "half", 3))
    plan = small_centre(tmp_path / "named", roster=ASSIGN, teams=few)
    run = planned(plan)
    nameless = small_centre(tmp_path / "nameless", teams=few)
    text = nameless.read_text(encoding="utf-8").replace('agents = "agents.csv"\n', "")
    nameless.write_text(text, encoding="utf-8")
    made = planned(nameless)
    assert not (made / "roster.csv").exists()
    worked = kinds(rows_of(run / "shifts.csv"))
    left = kinds([row | {"agents": "1"} for row in rows_of(run / "unfilled.csv")])
    assert left
    assert worked + left == kinds(rows_of(made / "shifts.csv"))
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    assert summary["roster"]["unfilled_shifts"] == sum(left.values())
    assert summary["under_agent_intervals"] > 0


@pytest.mark.parametrize("roster", ["", ASSIGN], ids=["cover", "assign"])
def test_groups_work_for_themselves(tmp_path: Path, roster: str) -> None:
    """By the heads of groups.csv: lawful, at the cost told, and coverage by group is of their shifts."""
    plan = small_centre(tmp_path, roster=roster, groups=GROUPS, teams=TEAMS)
    run = planned(plan)
    shutil.copy(run / "groups.csv", tmp_path / "requirement.csv")
    shifts = kinds(rows_of(run / "shifts.csv"))
    assert shifts == kinds(rows_of(run / "roster.csv"))
    assert {key[0] for key in shifts} <= {"front", "back"}
    summary = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    if not roster:
        checked = SecondChecker(tmp_path, run / "roster.csv")
        assert checked.violations == []
        assert summary["roster"]["objective"] == pytest.approx(checked.objective)
    at_ten = [row for row in rows_of(run / "coverage.csv") if row["interval_start"][11:13] == "10"]
    on = Counter(
        (row["start"][:10], row["group"])
        for row in rows_of(run / "roster.csv")
        if row["start"][11:13] <= "10" < row["end"][11:13]
    )
    for row in at_ten:
        assert float(row["scheduled"]) == on[(row["interval_start"][:10], row["group"])]
    assert summary["service_level"] is None
    assert summary["simulated_service_level"] > 0


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"teams": TEAMS}, "column group: found 'back, front'"),
        ({"groups": GROUPS}, "column group: found 'all', expected people of back, front"),
        ({"schedule": "cyclic_week = true"}, "schedule.cyclic_week"),
        ({"teams": (("all", "quarter", 1),)}, "quarter"),
    ],
    ids=["groups-of-people-alone", "groups-of-the-plan-alone", "no-dates", "no-such-pattern"],
)
def test_what_cannot_end_in_a_roster_is_refused(
    tmp_path: Path, changes: dict[str, object], named: str
) -> None:
    """With the file or the key that is wrong, and nothing is published."""
    plan = small_centre(tmp_path, **changes)  # type: ignore[arg-type]
    done = run_staffing("plan", plan, "--as-of", WEEK)
    assert done.returncode == 1
    assert named in done.stderr
    assert not (tmp_path / "runs" / "latest").exists()


def test_a_state_that_is_named_is_read(tmp_path: Path) -> None:
    """And not that of the run before: somebody has corrected what people really worked."""
    plan = small_centre(tmp_path)
    before = planned(plan, week="2026-02-23")
    state = (before / "state.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "state.csv").write_text("\n".join(state[:4]) + "\n", encoding="utf-8")
    text = plan.read_text(encoding="utf-8") + "\n[roster.soft]\nhours_per_week_min = 1.0\n"
    plan.write_text(text.replace("[roster]\n", '[roster]\nstate = "state.csv"\n'), encoding="utf-8")
    run = planned(plan)
    inputs = [
        str(one["path"]) for one in json.loads((run / "run.json").read_text(encoding="utf-8"))["inputs"]
    ]
    assert [path for path in inputs if path.endswith("state.csv")] == [str(tmp_path / "state.csv")]
    past = [row for row in rows_of(run / "state.csv") if row["date"] < WEEK]
    assert len(past) == 3


def test_shifts_of_a_run_are_swapped_after_a_night_from_before(tmp_path: Path) -> None:
    """`shifts.csv` then has that night too, for which nobody is sought any more."""
    plan = small_centre(tmp_path, roster=f'{ASSIGN}\nstate = "state.csv"')
    night = "all-half-0,2026-03-01,2026-03-01T20:00:00+01:00,2026-03-02T02:00:00+01:00,half"
    (tmp_path / "state.csv").write_text(f"agent,date,start,end,pattern\n{night}\n", encoding="utf-8")
    run = planned(plan)
    assert rows_of(run / "shifts.csv")[0]["start"].startswith("2026-03-01T20:00")
    worked = next(row for row in rows_of(run / "roster.csv") if row["pattern"] == "full")
    other = next(f"all-full-{one}" for one in range(5) if f"all-full-{one}" != worked["agent"])
    done = run_staffing("swap", run, worked["agent"], other, worked["date"], "--json", "-q")
    assert done.stdout, done.stderr
    assert json.loads(done.stdout)["short_hours_before"] == json.loads(done.stdout)["short_hours_after"]


def test_a_run_is_judged_without_the_run_before(tmp_path: Path) -> None:
    """Which may have been removed since: the past that its roster goes on from stands in its own state."""
    plan = small_centre(tmp_path, roster="max_consecutive_days = 5")
    before, run = planned(plan, week="2026-03-02"), planned(plan, week="2026-03-04")
    dates = sorted({row["date"] for row in rows_of(run / "roster.csv")})
    who = "all-full-0", "all-full-1"
    there = run_staffing("swap", run, *who, *dates, "--json", "-q")
    assert there.stdout, there.stderr
    shutil.rmtree(before.resolve())
    gone = run_staffing("swap", run, *who, *dates, "--json", "-q")
    assert (gone.stdout, gone.stderr) == (there.stdout, there.stderr)
