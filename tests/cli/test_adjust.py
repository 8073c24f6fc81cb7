"""`staffing adjust`: a day that came otherwise, from a run of the sample plan."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import BANK, Staffing

pytestmark = pytest.mark.slow  # each test runs commands

DAY, NOON = "2003-10-27", "2003-10-27T12:00"


def actuals(bank_run: Path, tmp_path: Path, factor: float) -> Path:
    """The forecast of the morning, times a factor."""
    rows = csv.DictReader(StringIO((bank_run / "forecast.csv").read_text()))
    lines = [
        f"{row['interval_start']},{float(row['offered']) * factor:.0f}\n"
        for row in rows
        if DAY <= row["interval_start"][:16] < NOON
    ]
    (tmp_path / "today.csv").write_text("interval_start,offered\n" + "".join(lines))
    return tmp_path / "today.csv"


def adjusted(staffing: Staffing, bank_run: Path, today: Path, *options: object) -> tuple[list, dict, str]:
    out = today.parent / "proposals.csv"
    done = staffing("adjust", bank_run, "--actuals", today, "--now", NOON, "--out", out, "--json", *options)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(StringIO(out.read_text()))), json.loads(done.stdout), done.stderr


@pytest.mark.smoke
def test_a_busy_day_calls_for_moves_and_overtime(staffing: Staffing, bank_run: Path, tmp_path: Path) -> None:
    """A fifth above the forecast: every kind of proposal helps, none lies in the past, none is too long."""
    rows, summary, printed = adjusted(staffing, bank_run, actuals(bank_run, tmp_path, 1.2))
    assert summary["contacts_expected"] > 1.05 * summary["contacts_believed"]
    assert {row["action"] for row in rows} >= {"move", "overtime"}
    assert all(row["to"][:16] > NOON and row["from"][:16] >= NOON for row in rows)
    stands, moved, stay, home = summary["outlook"]
    assert stands["under_agent_hours"] > 0
    assert moved["under_agent_hours"] <= stands["under_agent_hours"]
    assert stay["under_agent_hours"] < 0.7 * moved["under_agent_hours"]
    assert stay["service_level"] > moved["service_level"] >= stands["service_level"]
    assert home["under_agent_hours"] == pytest.approx(stay["under_agent_hours"])
    assert sum(float(row["hours_saved"]) for row in rows if row["action"] == "move") > 0
    overtime = [row for row in rows if row["action"] == "overtime"]
    assert summary["overtime_hours"] == pytest.approx(sum(float(row["agent_hours"]) for row in overtime))
    assert all(float(row["agent_hours"]) <= 2 * int(row["agents"]) for row in overtime)
    assert all(row["service_level_after"] > row["service_level_before"] for row in overtime)
    assert f"{stands['service_level']:.1%}" in printed
    assert "Overtime: " in printed
    none, without, _ = adjusted(staffing, bank_run, tmp_path / "today.csv", "--max-overtime-minutes", 0)
    assert "overtime" not in {row["action"] for row in none}
    assert without["overtime_hours"] == 0


def test_a_quiet_day_sends_people_home(staffing: Staffing, bank_run: Path, tmp_path: Path) -> None:
    """A fifth below: hours are freed, and no agent-hour is short that was not before."""
    rows, summary, printed = adjusted(staffing, bank_run, actuals(bank_run, tmp_path, 0.8))
    assert summary["freed_hours"] > 20
    assert {row["action"] for row in rows} <= {"leave", "move"}
    outlook = summary["outlook"]
    assert outlook[-1]["under_agent_hours"] == pytest.approx(outlook[1]["under_agent_hours"])
    assert outlook[-1]["service_level"] > 0.79
    assert "Leave early: " in printed


def test_nothing_is_put_where_nobody_counts(staffing: Staffing, bank_run: Path, tmp_path: Path) -> None:
    """At 11:40 the half-hour that has begun is sized too: rests do not crowd into its last minutes."""
    today = actuals(bank_run, tmp_path, 1.2)
    out = tmp_path / "proposals.csv"
    done = staffing("adjust", bank_run, "--actuals", today, "--now", f"{DAY}T11:40", "--out", out)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(StringIO(out.read_text())))
    moved = {row["to"][11:16]: 0 for row in rows if row["action"] == "move"}
    for row in rows:
        if row["action"] == "move":
            moved[row["to"][11:16]] += int(row["agents"])
    assert moved
    assert moved.get("11:45", 0) <= 0.3 * sum(moved.values())


@pytest.fixture(scope="module")
def run_by_day(staffing: Staffing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose service level is that of the day."""
    folder = tmp_path_factory.mktemp("by-day")
    shutil.copytree(BANK, folder / "bank")
    plan = folder / "bank" / "plan.toml"
    text = plan.read_text().replace('target = "80/20"', 'period = "day"\ntarget = "80/20"', 1)
    text = text.replace("days = 28", "days = 7")
    plan.write_text(text.replace("play = true", "play = false", 1))
    done = staffing("plan", plan, "--out", folder / "runs", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "runs" / "latest"


def of_the_day(summary: dict, today: Path) -> float:
    """The day's level: so far as the note says, the rest as the last line of the outlook."""
    said = next(note for note in summary["notes"] if note.startswith("the day has"))
    so_far = float(said.split("has ")[1].split("%")[0]) / 100
    came = sum(float(row["offered"]) for row in csv.DictReader(StringIO(today.read_text())))
    assert f"of {came:,.0f} contacts so far" in said
    rest, level = summary["contacts_expected"], summary["outlook"][-1]["service_level"]
    return (so_far * came + level * rest) / (came + rest)


def test_a_day_with_a_target_is_brought_to_it(staffing: Staffing, run_by_day: Path, tmp_path: Path) -> None:
    """Busier: overtime until the day has its level. Quieter: people leave until it has no more than that."""
    for factor, action in ((1.05, "overtime"), (0.9, "leave")):
        today = actuals(run_by_day, tmp_path, factor)
        rows, summary, _ = adjusted(staffing, run_by_day, today)
        assert action in {row["action"] for row in rows}
        assert of_the_day(summary, today) == pytest.approx(0.8, abs=0.006)


def test_what_the_day_had_is_taken_as_recorded(staffing: Staffing, run_by_day: Path, tmp_path: Path) -> None:
    """Recorded service, not a prediction of it, decides what the rest must reach."""
    today = actuals(run_by_day, tmp_path, 1.0)
    lines = today.read_text().splitlines()
    recorded = [lines[0] + ",answered,answered_within_target"]
    recorded += [f"{line},{line.split(',')[1]},{float(line.split(',')[1]) * 0.6:.0f}" for line in lines[1:]]
    today.write_text("\n".join(recorded) + "\n")
    _, summary, _ = adjusted(staffing, run_by_day, today)
    said = next(note for note in summary["notes"] if note.startswith("the day has"))
    assert "has 60.0% of" in said
    assert of_the_day(summary, today) == pytest.approx(0.8, abs=0.006)


def test_a_run_works_from_any_folder(staffing: Staffing, tmp_path: Path) -> None:
    """The plan is found from elsewhere than where `plan` was started; if it has moved, --rules is named."""
    shutil.copytree(BANK, tmp_path / "here" / "bank")
    plan = tmp_path / "here" / "bank" / "plan.toml"
    plan.write_text(plan.read_text().replace("play = true", "play = false", 1))
    done = staffing("plan", "bank/plan.toml", "--out", "runs", "--quiet", cwd=tmp_path / "here")
    assert done.returncode == 0, done.stderr
    run = tmp_path / "here" / "runs" / "latest"
    today = actuals(run, tmp_path, 1.0)
    command = ["adjust", run, "--actuals", today, "--now", NOON]
    done = staffing(*command, "--out", tmp_path / "out.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "here" / "bank").rename(tmp_path / "here" / "moved")
    done = staffing(*command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--rules" in done.stderr
    done = staffing(*command, "--rules", tmp_path / "here" / "moved" / "plan.toml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_what_is_wrong_is_said(staffing: Staffing, bank_run: Path, tmp_path: Path) -> None:
    """No run, no actuals of today, an unknown queue, actuals of another day, a day the run has not."""
    today = actuals(bank_run, tmp_path, 1.0)
    strange = tmp_path / "queues.csv"
    strange.write_text("interval_start,queue,offered\n2003-10-27T08:00,sales,5\n")
    for arguments, code, words in [
        ([tmp_path, "--actuals", today, "--now", NOON], 1, "a run directory"),
        ([bank_run, "--actuals", today, "--now", "noon"], 2, "ISO 8601"),
        ([bank_run, "--actuals", today, "--now", "2003-10-27T00:10"], 1, "whole interval before"),
        ([bank_run, "--actuals", strange, "--now", NOON], 1, "'sales'"),
        ([bank_run, "--actuals", today, "--now", "2003-10-28T12:00"], 1, "its day, 2003-10-28"),
        ([bank_run, "--actuals", today, "--now", "2004-10-27T12:00"], 1, "the day of --now, 2004-10-27"),
    ]:
        done = staffing("adjust", *arguments)
        assert done.returncode == code, done.stderr
        assert words in done.stderr
        assert done.stdout == ""


def test_the_contacts_of_today_are_read_as_the_plan_reads_its_history(
    staffing: Staffing, bank_run: Path, tmp_path: Path
) -> None:
    """A plan that names its columns needs no further word on them: the proposals are the same."""
    usual, _, _ = adjusted(staffing, bank_run, actuals(bank_run, tmp_path, 1.2))
    plan = (BANK / "plan.toml").read_text(encoding="utf-8")
    history = (BANK / "history.csv").read_text(encoding="utf-8")
    (tmp_path / "history.csv").write_text(history.replace("interval_start,offered", "Zeitpunkt,XX", 1))
    columns = '\n[history.columns]\ninterval_start = "Zeitpunkt"\noffered = "XX"\n'
    plan = plan.replace('format = "staffing"\n', "", 1)
    (tmp_path / "plan.toml").write_text(plan.replace("\n[forecast]", f"{columns}\n[forecast]", 1))
    today = tmp_path / "today.csv"
    today.write_text(today.read_text().replace("interval_start,offered", "Zeitpunkt,XX", 1))
    named, _, _ = adjusted(staffing, bank_run, today, "--rules", tmp_path / "plan.toml")
    assert named == usual
