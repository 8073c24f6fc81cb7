"""What is asked about, not guessed: units of handle times that nothing tells, and which of two sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from staffing.cli.source import ExportArguments
from staffing.errors import InputError, PlanError, UsageError
from staffing.history.load import read_native
from staffing.history.source import Source
from staffing.plan.draft.make import DraftChoices, draft_plan
from staffing.plan.file.mapping import with_map

_MAPPING = (
    '[columns]\ninterval_start = "Time"\noffered = "Calls"\naht_seconds = {{ column = "AHT", unit = "{}" }}\n'
)


def days(path: Path) -> Source:
    """Handle times of four to five minutes as a spreadsheet keeps them: parts of a day."""
    rows = "".join(
        f"2026-03-02 {8 + n // 2:02}:{n % 2 * 30:02},{20 + n},{(240 + 6 * (n % 10)) / 86400:.7f}\n"
        for n in range(16)
    )
    path.write_text(f"Time,Calls,AHT\n{rows}")
    return Source(str(path)).at("UTC", 30)


def test_parts_of_a_day_are_asked_about(tmp_path: Path) -> None:
    """They are no seconds, minutes or milliseconds; the mapping leaves the unit open."""
    with pytest.raises(InputError, match=r'aht_seconds = \{ column = "AHT", unit = "\?" \}  # seconds, '):
        read_native(days(tmp_path / "a.csv"))


def test_days_are_a_unit(tmp_path: Path) -> None:
    """A mapping may say it."""
    mapping = tmp_path / "map.toml"
    mapping.write_text(_MAPPING.format("days"))
    history = read_native(with_map(days(tmp_path / "a.csv"), str(mapping)))
    assert history.aht_seconds[:2].tolist() == pytest.approx([240, 246], abs=0.01)


def test_an_open_unit_is_refused(tmp_path: Path) -> None:
    """The mapping as printed is to be corrected first."""
    mapping = tmp_path / "map.toml"
    mapping.write_text(_MAPPING.format("?"))
    with pytest.raises(PlanError, match=r"line 4.*found '\?', expected a unit in place of the \?: seconds"):
        with_map(days(tmp_path / "a.csv"), str(mapping))


def test_a_draft_says_that_its_handle_times_are_doubtful(tmp_path: Path) -> None:
    """4:05:00 is four minutes that a spreadsheet shows as hours: the plan is not called ready to run."""
    rows = "".join(
        f"2026-03-{2 + n // 16:02} {8 + n % 16 // 2:02}:{n % 2 * 30:02},{20 + n % 7},4:0{n % 9}:00\n"
        for n in range(80)
    )
    path = tmp_path / "a.csv"
    path.write_text(f"Time,Calls,AHT\n{rows}")
    drafted = draft_plan(tmp_path / "x", Source(str(path)), DraftChoices(timezone="UTC"))
    assert drafted.doubt is not None
    assert "export the column as mm:ss" in drafted.doubt


def test_one_sheet_alone_is_named() -> None:
    """A second one would be passed over in silence."""
    with pytest.raises(UsageError, match="--sheet: given 2 times"):
        ExportArguments(sheet=["A", "B"]).over(Source("a.xlsx"))
