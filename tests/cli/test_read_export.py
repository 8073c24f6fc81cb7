"""`staffing read`: any export as a history, what was understood of it, and mappings given by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from staffing.history.load import read_history
from tests.conftest import Staffing
from tests.history.test_layouts import LAYOUTS

pytestmark = pytest.mark.slow


def test_what_is_written_reads_back_equal(staffing: Staffing, tmp_path: Path) -> None:
    """The house format holds all that was read."""
    out = tmp_path / "history.csv"
    file = LAYOUTS / "two-header-rows.report.csv"
    done = staffing("read", file, "--timezone", "Europe/Berlin", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "Offered → offered" in done.stderr
    again = read_history(str(out), timezone="UTC")
    first = read_history(str(file), timezone="Europe/Berlin")
    assert again.queues == first.queues
    assert again.interval_start.tolist() == first.interval_start.tolist()
    assert again.offered.tolist() == first.offered.tolist()
    assert again.aht_seconds.tolist() == first.aht_seconds.tolist()


def test_columns_are_named_on_the_command_line(staffing: Staffing, tmp_path: Path) -> None:
    """Two columns of one count are added up, a unit stands behind the word; a misspelt header is named."""
    file = tmp_path / "export.csv"
    file.write_text("when,XA,XB,dur\n2026-03-02 08:00,3,4,2.5\n2026-03-02 08:30,5,6,2.5\n")
    given = ["--column", "interval_start=when", "--column", "offered=XA", "--column", "offered=XB"]
    done = staffing("read", file, *given, "--column", "aht_seconds:minutes=dur")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:] == [
        "2026-03-02T08:00:00+00:00,all,7,150",
        "2026-03-02T08:30:00+00:00,all,11,150",
    ]
    wrong = staffing("read", file, "--column", "offered=XC")
    assert wrong.returncode == 1
    assert "expected a column named XC for offered" in wrong.stderr


def test_the_mapping_that_a_refusal_prints_can_be_handed_back(staffing: Staffing, tmp_path: Path) -> None:
    """Corrected where it has a question mark, it reads the file."""
    file = tmp_path / "export.csv"
    file.write_text("Date,Time,Foo,AHT\n2026-03-02,08:00,3,240\n2026-03-02,08:30,5,240\n")
    refused = staffing("read", file)
    assert refused.returncode == 1
    mapping = refused.stderr[refused.stderr.index("[columns]") :].replace('"?"', '"Foo"')
    (tmp_path / "map.toml").write_text(mapping)
    done = staffing("read", file, "--map", tmp_path / "map.toml")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1] == "2026-03-02T08:00:00+00:00,all,3,240"


def test_a_summary_for_machines(staffing: Staffing, tmp_path: Path) -> None:
    """The notes and what there is, as JSON."""
    out = tmp_path / "history.csv"
    done = staffing("read", LAYOUTS / "windows-1252.export.csv", "--json", "--out", out)
    summary = json.loads(done.stdout)
    assert (summary["offered"], summary["rows"]) == (691, 48)
    assert any("cp1252" in note for note in summary["notes"])


@pytest.mark.parametrize("command", ["inspect", "backtest", "patience", "forecast"])
def test_a_plan_stands_for_its_history(staffing: Staffing, command: str) -> None:
    """Every command that reads a history takes a PLAN.toml, and says what was understood."""
    done = staffing(command, LAYOUTS / "forecast-with-mapping.plan.toml")
    assert "Anrufe → offered" in done.stderr or "gave up" in done.stderr or "abandon" in done.stderr, (
        done.stderr
    )
    assert done.returncode in {0, 1}


def test_patience_is_estimated_from_any_list_of_calls(staffing: Staffing) -> None:
    """From a flag of those who gave up, in a workbook too: all waiting ÷ abandoned."""
    for kind in ("csv", "xlsx"):
        file = LAYOUTS / f"call-list-abandoned-flag.calls.{kind}"
        named = ["--wait-column", "WaitTime", "--outcome-column", "Abandoned"]
        for options in ([], named):
            done = staffing("patience", "--calls", file, *options)
            assert "exponential  mean   288.2 s" in done.stderr, done.stderr


def test_patience_needs_the_waits_of_those_who_gave_up(staffing: Staffing) -> None:
    """A list that has only those of the answered is refused, with what to name."""
    done = staffing("patience", "--calls", LAYOUTS / "call-list-yn-xlsx.calls.xlsx")
    assert done.returncode == 1
    assert "waits of contacts who gave up" in done.stderr
