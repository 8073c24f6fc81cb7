"""A run's edges: closed days, guesses that are said, what is traced, what is known when."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from staffing.errors import InputError, PlanError
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.conduct import Run, run_plan
from staffing.plan.jobs.notes import schedule_notes
from staffing.plan.jobs.schedule import schedule_requirement
from staffing.records.service_target import parse_target
from staffing.records.trace import SCHEMA
from tests.conftest import BANK, Staffing


def bank_plan(folder: Path, *changes: tuple[str, str]) -> Path:
    """The sample plan with some of its text replaced, three days long and not played, beside its history."""
    text = (BANK / "plan.toml").read_text(encoding="utf-8").replace("days = 28", "days = 3")
    text = text.replace("play = true", "play = false")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / "plan.toml").write_text(text, encoding="utf-8")
    (folder / "history.csv").write_bytes((BANK / "history.csv").read_bytes())
    return folder / "plan.toml"


def run(folder: Path, *changes: tuple[str, str], as_of: str | None = None) -> Run:
    return run_plan(bank_plan(folder, *changes), as_of=as_of)


def trace(made: Run) -> dict[str, Any]:
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    loaded = json.loads((made.folder / "run.json").read_text(), parse_constant=refuse)
    assert isinstance(loaded, dict)
    return loaded


def test_days_on_which_nobody_is_needed_are_a_plan_too(tmp_path: Path, staffing: Staffing) -> None:
    """A weekend of a centre that is closed: no shifts, no chart, no fault."""
    done = staffing("plan", bank_plan(tmp_path, ("days = 3", "days = 2")))
    assert done.returncode == 0
    assert "0.0 paid hours in 0 shifts" in done.stderr
    header = (tmp_path / "runs" / "latest" / "shifts.csv").read_text().splitlines()
    assert len(header) == 1
    assert "lunch_start,lunch_end" in header[0]


def test_a_target_is_parsed_once(tmp_path: Path) -> None:
    """Each text of the plan becomes a value when the file is read; no stage of a run parses it again."""
    override = '[[service.override]]\ntarget = "90/10"\n\n[people]'
    plan = bank_plan(tmp_path, ("[people]", override), ("days = 3", "days = 1"))
    calls = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code is parse_target.__code__

    sys.setprofile(count)
    try:
        run_plan(plan)
    finally:
        sys.setprofile(None)
    assert calls == 2


def test_the_trace_is_strict_json_and_hashes_what_was_read(tmp_path: Path) -> None:
    """What is unknown is null, never NaN."""
    made = run(tmp_path)
    assert trace(made)["rows"]["history"] == 4592
    assert None in trace(made)["forecast"][0]["scores"]["mean-of-weeks"]["wape_by_lead"]


def test_a_run_within_a_day_is_named_by_its_moment_and_says_so(tmp_path: Path) -> None:
    """Shifts that began before it are not known to it."""
    made = run(tmp_path, as_of="2003-10-24T21:00")
    assert made.folder.name == "2003-10-24T2100"
    assert any("starts mid-day" in note for note in made.notes)


@pytest.mark.slow
def test_opening_hours_without_history_are_said(tmp_path: Path) -> None:
    """A new Saturday cannot be forecast from weekdays: the planner is told where it is a guess."""
    made = run(tmp_path, ('"07:00-21:00" }', '"07:00-21:00", sat = "09:00-12:00" }'))
    assert any("no history for Sat 09:00-12:00" in note for note in made.notes)


@pytest.mark.slow
def test_a_stale_history_is_said(tmp_path: Path) -> None:
    """An export that stopped arriving does not pass unnoticed."""
    made = run(tmp_path, as_of="2003-11-10")
    assert any("16 days before the forecast" in note for note in made.notes)


@pytest.mark.slow
def test_a_gap_that_was_not_reached_is_said(tmp_path: Path) -> None:
    """The note says at which gap the search stopped, at which it should have, and why; else nothing."""
    plan = read_plan(bank_plan(tmp_path, ("days = 3", "days = 1")))
    scheduled = run_plan(plan.path).scheduled
    assert scheduled.effort.widest_gap == 0.002

    def said(gap: float, ended_by: str) -> list[str]:
        cost = {"objective_hours": 100.0, "lower_bound_hours": 100.0 * (1 - gap)}
        summary = replace(scheduled.summary, gap=gap, ended_by=ended_by, **cost)
        notes = schedule_notes(plan, replace(scheduled, summary=summary))
        return [note for note in notes if "stopped at a gap" in note]

    assert said(0.002, "gap") == []
    (late,) = said(0.0131, "time")
    assert late == (
        "shift search stopped at a gap of 1.31% of its own cost, 1.33% above the least possible cost "
        "(goal: a gap of 0.20%): time ran out (time_limit_seconds), and another run may differ"
    )
    (spent,) = said(0.0131, "work")
    assert spent.endswith("its work was done (effort)")


def test_days_that_were_given_up_are_said(tmp_path: Path) -> None:
    """With how their search processes were lost."""
    plan = read_plan(bank_plan(tmp_path, ("days = 3", "days = 1")))
    scheduled = replace(run_plan(plan.path).scheduled, lost=("it was killed (signal 9: out of memory?)",))
    (note,) = [note for note in schedule_notes(plan, scheduled) if "lost three times" in note]
    assert "signal 9" in note


def test_understaffing_cheaper_than_any_shift_is_said(tmp_path: Path) -> None:
    """Nobody is scheduled then, and the planner learns why."""
    made = run(tmp_path, ('understaffing = "forbidden"', "understaffing = 0.5"))
    assert made.scheduled.summary.shifts == 0
    assert any("scheduling nobody is cheapest" in note for note in made.notes)


@pytest.mark.slow
def test_patience_is_estimated_from_what_was_known(tmp_path: Path) -> None:
    """Rows after --as-of do not count."""
    rows = [
        f"2003-10-{day:02d}T{hour:02d}:00,100,90,10,{wait},{wait}"
        for day, wait in ((20, 10), (21, 10), (22, 30))
        for hour in range(7, 21)
    ]
    rough = ("gap = 0.002", "gap = 0.05")
    plan = bank_plan(tmp_path, ("patience_seconds = 180", 'patience_seconds = "estimate"'), rough)
    plan.write_text(plan.read_text().replace("interval_minutes = 30 ", "interval_minutes = 60 "))
    header = "interval_start,offered,answered,abandoned,wait_seconds,abandon_wait_seconds"
    (tmp_path / "history.csv").write_text("\n".join([header, *rows, ""]))
    assert trace(run_plan(plan, as_of="2003-10-22"))["patience_seconds"] == pytest.approx(100)
    assert trace(run_plan(plan))["patience_seconds"] == pytest.approx(500 / 3)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('model = "erlang-a"', 'model = "erlangA"', "column service.model: found 'erlangA'"),
        ('method = "auto"', 'method = "best"', "column forecast.method: found 'best'"),
        ('target = "80/20"', 'target = "0.8/20"', "column service.target: found '0.8/20'"),
        ('holidays = "US"', 'holidays = "XX"', "column forecast.holidays: found 'XX'"),
        ("gap = 0.002", 'gap = 0.002\nsolver = "excel"', "column schedule.solver: found 'excel'"),
        ('"07:00-21:00" }', '"07:00-21:00", fri = "closed" }', "each day once"),
        ("gap = 0.002", "gap = 0.002\ntime_limit_seconds = inf", "column schedule.time_limit_seconds"),
        ("gap = 0.002", 'gap = 0.002\neffort = "hgih"', "column schedule.effort: found 'hgih'"),
        ("aht_seconds = 240", "", "a handle time for queue all"),
    ],
)
def test_what_only_the_stages_know_is_checked_too(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """Names, targets, holiday codes: exit 1, before any work, with the key."""
    with pytest.raises(PlanError) as caught:
        run(tmp_path, (old, new))
    assert expected in str(caught.value)
    assert not (tmp_path / "runs" / "latest").exists()


def test_a_requirement_on_another_grid_is_refused(tmp_path: Path) -> None:
    """Hourly rows under a half-hourly plan would leave every second half-hour empty."""
    rows = "".join(f"2026-11-23T{hour:02d}:00,10\n" for hour in range(8, 18))
    (tmp_path / "requirement.csv").write_text(f"interval_start,agents\n{rows}")
    with pytest.raises(InputError, match="60 minutes apart"):
        schedule_requirement(str(tmp_path / "requirement.csv"), read_plan(BANK / "plan.toml"))


@pytest.mark.skipif(os.name != "posix", reason="pipes, links and devices")
def test_pipes_links_and_devices_are_written_to_never_replaced(tmp_path: Path, staffing: Staffing) -> None:
    """--out may be a FIFO, a link or a device."""
    demand = "interval_start,offered,aht_seconds\n2026-11-23T08:00,100,180\n"
    target, link, fifo = tmp_path / "target.csv", tmp_path / "link.csv", tmp_path / "fifo"
    target.write_text("old")
    link.symlink_to(target)
    assert staffing("size", "-", "-q", "--out", link, stdin=demand).returncode == 0
    assert link.is_symlink()
    assert target.read_text().startswith("interval_start")
    os.mkfifo(fifo)
    with subprocess.Popen(["cat", str(fifo)], stdout=subprocess.PIPE, text=True) as reader:
        assert staffing("size", "-", "-q", "--out", fifo, stdin=demand).returncode == 0
        assert reader.communicate()[0] == target.read_text()
    assert fifo.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_no_fault_of_ours() -> None:
    """Exit 1 with what to do."""
    staffing = Path(sys.executable).parent / "staffing"
    command = f"{staffing} forecast {BANK}/history.csv --aht 240 > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No space left" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="a shell pipe")
def test_a_reader_of_stderr_may_leave_too(tmp_path: Path) -> None:
    """`staffing plan 2>&1 | head -1` publishes and ends well."""
    staffing = Path(sys.executable).parent / "staffing"
    command = f"set -o pipefail; {staffing} plan {bank_plan(tmp_path)} 2>&1 | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "runs" / "latest" / "shifts.csv").exists()


def test_run_json_says_how_long_and_how_well(tmp_path: Path) -> None:
    """Its schema, the seconds of each stage, the solver's status, and what was done to the history."""
    plan = bank_plan(tmp_path, ("play = false", "replications = 2"))
    text = (tmp_path / "history.csv").read_text()
    (tmp_path / "history.csv").write_text(text + text.splitlines()[0] + "\n")
    found = trace(run_plan(plan))
    assert found["schema"] == SCHEMA
    assert list(found["seconds"]) == ["history", "forecast", "requirement", "schedule", "simulation", "files"]
    assert all(seconds > 0 for seconds in found["seconds"].values())
    assert found["solver"]["status"] in {"optimal", "within the gap asked for"}
    assert found["rows"]["history_left_out"] == 1
    assert any("repeated headers were left out" in text for text in found["treatments"])
    assert found["alerts"] == []
