"""Files whose times are all UTC, where nobody has named the centre's zone."""

from __future__ import annotations

from pathlib import Path

import pytest

from staffing.history.load import read_source
from staffing.history.source import Source
from tests.conftest import Staffing

SAID = "all times are UTC and no time zone is given, so days begin at midnight in UTC"
HISTORY = "interval_start,offered\n" + "".join(
    f"2026-03-{day:02d}T{hour:02d}:00:00Z,{hour}\n" for day in range(2, 30) for hour in range(24)
)
CALLS = """offered_at,outcome,wait,service
2026-03-02T09:00:05Z,answered,3,200
2026-03-02T09:20:05Z,abandoned,9,
"""
LOG = """1772442000|1|sales|NONE|ENTERQUEUE||1
1772442010|1|sales|a|CONNECT|10
1772442100|1|sales|a|COMPLETEAGENT|10|90
"""


def notes_of(folder: Path, text: str, *, is_zone_said: bool) -> list[str]:
    """Those on the zone, of a file with that text."""
    (folder / "history.csv").write_text(text)
    source = Source(str(folder / "history.csv")).at("UTC", 60, is_zone_said=is_zone_said)
    return [note for note in read_source(source).notes if SAID in note]


@pytest.mark.parametrize(
    "text", [HISTORY, HISTORY.replace("Z,", "+00:00,"), CALLS, LOG], ids=["Z", "+00:00", "calls", "log"]
)
def test_days_of_utc_are_said_unless_a_zone_is_named(text: str, tmp_path: Path) -> None:
    """With the option to write; a zone that somebody names, be it UTC, is taken at its word."""
    (note,) = notes_of(tmp_path, text, is_zone_said=False)
    assert note.endswith("--timezone Europe/Berlin")
    assert not notes_of(tmp_path, text, is_zone_said=True)


@pytest.mark.parametrize("text", [HISTORY.replace("Z,", ","), HISTORY.replace("Z,", "+01:00,")])
def test_wall_times_and_other_offsets_are_no_days_of_utc(text: str, tmp_path: Path) -> None:
    """What the file writes is the centre's clock, or names another."""
    assert not notes_of(tmp_path, text, is_zone_said=False)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["forecast", "inspect", "backtest", "scorecard"])
def test_commands_to_which_days_matter_ask(command: str, tmp_path: Path, staffing: Staffing) -> None:
    """Only where no zone is given."""
    (tmp_path / "history.csv").write_text(HISTORY)
    rest = [] if command == "scorecard" else ["--interval-minutes", 60]
    rest += [] if command in {"inspect", "scorecard"} else ["--out", tmp_path / "out.csv"]
    silent = staffing(command, tmp_path / "history.csv", "--timezone", "Europe/Berlin", *rest)
    asked = staffing(command, tmp_path / "history.csv", *rest)
    assert silent.returncode == asked.returncode == 0, asked.stderr
    assert SAID not in silent.stderr
    assert SAID in asked.stderr


@pytest.mark.slow
def test_a_requirement_of_days_of_utc_is_said(tmp_path: Path, staffing: Staffing) -> None:
    """Where the plan's days are others; of whole local days nothing is said."""
    (tmp_path / "plan.toml").write_text(
        '[centre]\ntimezone = "Europe/Berlin"\ninterval_minutes = 60\n[service]\npatience_seconds = 120\n'
        '[[schedule.pattern]]\nname = "day"\nlength_minutes = 480\nearliest_start = "08:00"\n'
    )
    for offset, said in (("Z", True), ("+01:00", False)):
        rows = [f"2026-03-02T{hour:02d}:00{offset},{3 if 10 <= hour < 16 else 0}" for hour in range(24)]
        (tmp_path / "need.csv").write_text("\n".join(["interval_start,scheduled", *rows]) + "\n")
        done = staffing("schedule", tmp_path / "need.csv", "--rules", tmp_path / "plan.toml")
        assert done.returncode == 0, done.stderr
        words = "days begin at midnight in UTC, at 01:00 in Europe/Berlin: forecast with --timezone"
        assert (words in done.stderr) is said
