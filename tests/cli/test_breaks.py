"""`staffing breaks`: files edited by hand in, the same shifts with better breaks out."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from tests.conftest import Staffing

pytestmark = pytest.mark.slow  # each test runs commands

PLAN = """
[centre]
timezone = "America/New_York"
[service]
target = "80/20"
patience_seconds = 180
[people]
attendance = 0.9
[schedule]
time_limit_seconds = 10
[[schedule.pattern]]
name = "day"
earliest_start = "08:00"
latest_start = "10:00"
length_minutes = 480
lunch = { minutes = 30, paid = false, earliest_minutes = 180, latest_minutes = 270 }
breaks = [{ minutes = 15, paid = true, earliest_minutes = 60, latest_minutes = 120 }]
"""
SHIFTS = """pattern,start,end,lunch_start,lunch_end,break_1_start,break_1_end,agents,note
day,2026-06-01T08:00,2026-06-01T16:00,2026-06-01T12:00,2026-06-01T12:30,2026-06-01T09:30,2026-06-01T09:45,4,a
day,2026-06-01T08:00,2026-06-01T16:00,2026-06-01T12:00,2026-06-01T12:30,,,2,added by hand
day,2026-06-01T09:00,2026-06-01T17:00,2026-06-01T12:00,2026-06-01T12:30,2026-06-01T10:00,2026-06-01T10:15,4,b
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A plan, shifts with everybody at lunch at noon, and a requirement of 7.4 heads all day."""
    hours = [f"2026-06-01T{h:02d}:{m}" for h in range(8, 17) for m in ("00", "30")]
    need = "interval_start,offered,aht_seconds,scheduled\n" + "".join(
        f"{t},30,300,7.4\n" for t in hours[2:16]
    )
    for name, text in (("plan.toml", PLAN), ("shifts.csv", SHIFTS), ("need.csv", need)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def repaired(staffing: Staffing, files: Path, *options: str) -> tuple[list[dict[str, str]], dict, str]:
    out = files / "out.csv"
    command = [files / "shifts.csv", files / "need.csv", "--rules", files / "plan.toml", "--out", out]
    done = staffing("breaks", *command, "--json", *options)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(StringIO(out.read_text()))), json.loads(done.stdout), done.stderr


@pytest.mark.smoke
def test_breaks_spread_and_say_what_it_brings(staffing: Staffing, files: Path) -> None:
    """Nobody's shift changes, fewer hours are short, and the table and the summary say the same."""
    rows, summary, printed = repaired(staffing, files)
    people = {(row["start"][11:16], row["end"][11:16]): 0 for row in rows}
    for row in rows:
        people[row["start"][11:16], row["end"][11:16]] += int(row["agents"])
        assert float(row["paid_hours"]) == 7.5
        assert row["break_1_start"]
    assert people == {("08:00", "16:00"): 6, ("09:00", "17:00"): 4}
    hours = summary["under_agent_hours"]
    assert hours["after"] < 0.5 * hours["before"]
    assert summary["service_level"]["after"] > summary["service_level"]["before"]
    assert summary["lower_bound_hours"] == pytest.approx(summary["weighted_hours_short"]["after"])
    assert summary["moved_rests"] == sum(move["people"] for move in summary["moves"])
    assert f"{hours['before']:.1f}" in printed
    assert f"{hours['after']:.1f}" in printed
    assert "from 12:00 to" in printed
    assert "of day at " in printed
    assert all(len(line) <= 80 for line in printed.splitlines())


def test_a_pattern_with_a_sign_in_front_is_known_in_its_own_shifts(staffing: Staffing, files: Path) -> None:
    """Files hold `'+day`, for spreadsheets: `breaks` reads it as the plan's `+day`, and writes the same."""
    (files / "plan.toml").write_text(PLAN.replace('name = "day"', 'name = "+day"'), encoding="utf-8")
    (files / "shifts.csv").write_text(SHIFTS.replace("\nday", "\n'+day"), encoding="utf-8")
    rows, _, _ = repaired(staffing, files)
    assert {row["pattern"] for row in rows} == {"'+day"}


def test_schedule_and_breaks_see_the_same_service(staffing: Staffing, files: Path) -> None:
    """Rows of a file stand alone in both: the schedule's service level is that of `breaks` before a move."""
    hours = [f"2026-06-01T{h:02d}:{m}" for h in range(8, 18) for m in ("00", "30")]
    need = "".join(
        f"{t},{15 + 3 * i if 2 <= i < 16 else 0},300,{7.4 if 2 <= i < 16 else 0}\n"
        for i, t in enumerate(hours)
    )
    (files / "need.csv").write_text("interval_start,offered,aht_seconds,scheduled\n" + need)
    command = [files / "need.csv", "--rules", files / "plan.toml"]
    done = staffing("schedule", *command, "--out", files / "made", "--json")
    assert done.returncode == 0, done.stderr
    seen = staffing("breaks", files / "made" / "shifts.csv", *command, "--out", files / "o.csv", "--json")
    before = json.loads(seen.stdout)["service_level"]["before"]
    assert before == pytest.approx(json.loads(done.stdout)["service_level"], abs=1e-12)


def test_a_rest_that_becomes_shorter_is_said(staffing: Staffing, files: Path) -> None:
    """A lunch of an hour where the pattern has half of one is a move, counted and named with its length."""
    long = SHIFTS.replace("2026-06-01T12:30,,,2", "2026-06-01T13:00,,,2")
    (files / "shifts.csv").write_text(long)
    _, summary, printed = repaired(staffing, files, "--now", "2026-06-01T12:10")
    lunch = [move for move in summary["moves"] if move["rest"] == "lunch"]
    assert [(move["people"], move["minutes_before"], move["minutes"]) for move in lunch] == [(2, 60, 30)]
    assert summary["moved_rests"] == sum(move["people"] for move in summary["moves"])
    assert "2 lunches of day at 12:00, 30 minutes instead of 60" in printed


def test_what_has_begun_stays(staffing: Staffing, files: Path) -> None:
    """At 12:10 the lunches of noon are being eaten."""
    rows, summary, _ = repaired(staffing, files, "--now", "2026-06-01T12:10")
    assert {row["lunch_start"][11:16] for row in rows} == {"12:00"}
    assert summary["moved_rests"] == 0


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        ("day,2026-06-01T09:00", "dya,2026-06-01T09:00", ["line 4, column pattern", "'dya'", "day"]),
        ("day,2026-06-01T09:00", "day,2026-06-01T09:10", ["line 4, column start", "'09:10'", "every 30 min"]),
        ("2026-06-01T17:00", "2026-06-01T17:30", ["line 4, column end", "480 minutes"]),
        (",4,b", ",four,b", ["line 4, column agents"]),
        (",4,b", ",9223372036854775808,b", ["line 4, column agents", "at most 1,000,000,000 agents"]),
        (",4,b", ",1000000,b", ["line 4, column agents", "at most 100 agents", "more than 7.4 heads"]),
        ("2026-06-01T12:30,,", "2026-06-01T11:30,,", ["line 3, column lunch_end", "after the rest's start"]),
        ("2026-06-01T12:30,,", "2026-06-01T18:00,,", ["line 3, column lunch_end", "within the shift"]),
        ("2026-06-01T12:30,,", ",,", ["line 3, column lunch_end", "or neither"]),
        (",2026-06-01T12:30,,", ",2026-12-01T12:30,,", ["line 3, column lunch_end", "within the shift"]),
        (
            "16:00,2026-06-01T12:00",
            "16:00,2026-12-01T12:00",
            ["line 2, column lunch_start", "'2026-12-01T12"],
        ),
    ],
)
def test_a_shift_of_no_pattern_is_an_error_with_its_line(
    staffing: Staffing, files: Path, wrong: str, right: str, words: list[str]
) -> None:
    """File, line, column, what is there and what was expected; nothing is written."""
    (files / "shifts.csv").write_text(SHIFTS.replace(wrong, right))
    done = staffing(
        "breaks",
        files / "shifts.csv",
        files / "need.csv",
        "--rules",
        files / "plan.toml",
        "--out",
        files / "o.csv",
    )
    assert done.returncode == 1
    assert all(word in done.stderr for word in ["shifts.csv", *words]), done.stderr
    assert not (files / "o.csv").exists()


def test_a_header_alone_is_no_schedule(staffing: Staffing, files: Path) -> None:
    """Said, not crashed."""
    (files / "shifts.csv").write_text(SHIFTS.splitlines()[0] + "\n")
    done = staffing("breaks", files / "shifts.csv", files / "need.csv", "--rules", files / "plan.toml")
    assert (done.returncode, done.stdout) == (1, "")
    assert "at least one shift" in done.stderr


def test_what_a_requirement_lacks_is_said(staffing: Staffing, files: Path) -> None:
    """An hour without rows between hours that need people: a note, and in the summary too."""
    need = files / "need.csv"
    lines = need.read_text().splitlines()
    need.write_text("\n".join(line for line in lines if "T12:" not in line) + "\n")
    _, summary, printed = repaired(staffing, files)
    words = "the requirement has no rows for 2026-06-01 12:00-13:00, between rows that need people"
    assert words in printed
    assert [words in note for note in summary["notes"]] == [True]
