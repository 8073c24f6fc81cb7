"""What people mistype, and what the commands then say."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.conftest import Staffing

pytestmark = pytest.mark.slow  # each test runs commands

FORECAST = "interval_start,queue,offered,aht_seconds\n2026-01-05T09:00,a,100,200\n"


def test_summaries_of_the_commands_are_whole(staffing: Staffing) -> None:
    """At 80 columns none ends in dots."""
    summaries = staffing("--help").stdout.partition("Plan:")[2]
    assert "schedule   Build least-cost shifts that cover a requirement." in summaries
    assert "..." not in summaries


def test_shares_are_read_as_per_cents_too(staffing: Staffing) -> None:
    """Every option that is a fraction takes both, with the same result."""
    both = {
        "--attendance": ("0.9", "90%"),
        "--adherence": ("0.95", "95 %"),
        "--shrinkage": ("0.1,0.05", "10%,5%"),
        "--max-occupancy": ("0.85", "85%"),
        "--max-abandonment": ("0.05", "5%"),
        "--redial": ("0.1", "10%"),
    }
    done = []
    for which in (0, 1):
        options = [word for name, values in both.items() for word in (name, values[which])]
        done.append(staffing("size", "-", "--patience", "180", *options, stdin=FORECAST))
        assert done[-1].returncode == 0, done[-1].stderr
    assert done[0].stdout == done[1].stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--attendance", "90"], "did you mean 0.9?"),
        (["--max-occupancy", "85"], "did you mean 0.85?"),
        (["--adherence", "most"], "write 0.9 or 90%"),
        (["--target", "0.8"], "did you mean 80/20?"),
        (["--timezone", "Europa/Berlin"], "did you mean 'Europe/Berlin'?"),
    ],
)
def test_a_wrong_value_says_what_to_write(options: list[str], words: str, staffing: Staffing) -> None:
    """Exit code 2, and the value that was most likely meant."""
    done = staffing("size", "-", *options, stdin=FORECAST)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_table_in_place_of_a_plan_is_told_apart(tmp_path: Path, staffing: Staffing) -> None:
    """As text or packed: the command that draws a plan from it."""
    (tmp_path / "history.csv").write_text(FORECAST)
    (tmp_path / "history.csv.gz").write_bytes(gzip.compress(FORECAST.encode()))
    (tmp_path / "history").write_text(FORECAST)
    for name in ("history.csv", "history.csv.gz", "history"):
        done = staffing("plan", tmp_path / name)
        assert done.returncode == 1
        assert f"staffing init DIR --from {tmp_path / name}" in done.stderr


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[centre]\nname = 'a'\nname = 'b'\n", "stands twice in its table: keep one"),
        ("[centre]\nname = 'a'\n[people]\n[centre]\n", "this table stands twice"),
        ("[centre]\nname = { a = 1, a = 2 }\n", "stands twice in its table: keep one"),
        ("[centre]\nname = a\n", "texts need quotes"),
    ],
)
def test_hints_on_toml_fit_the_fault(text: str, hint: str, tmp_path: Path, staffing: Staffing) -> None:
    """What stands twice needs no quotes."""
    (tmp_path / "plan.toml").write_text(text)
    done = staffing("plan", tmp_path / "plan.toml")
    assert done.returncode == 1
    assert hint in done.stderr
