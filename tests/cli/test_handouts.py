"""What plan, schedule and roster hand out, asked for on the command line."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from staffing.cli.handouts import HandoutArguments
from staffing.report.handout import HANDOUTS
from tests.cli.small_plans import AS_OF, small_plan
from tests.conftest import Staffing


def test_every_handout_has_its_option() -> None:
    """The options are those of the registry, in its order."""
    assert [item.name.replace("_", "-") for item in fields(HandoutArguments)] == list(HANDOUTS)


@pytest.mark.slow
def test_a_plan_hands_out_what_is_asked_for_beside_its_run(staffing: Staffing, tmp_path: Path) -> None:
    """A calendar a pattern, a workbook and CSVs; nothing of it in the run directory."""
    icalendar = pytest.importorskip("icalendar", reason="the extra [ics] is not installed")
    plan = small_plan(tmp_path, "centre")
    excel = ("--excel", tmp_path / "plan.xlsx", "--excel-csv", tmp_path / "csv")
    done = staffing("plan", plan, *AS_OF, "--ics", tmp_path / "calendars", *excel, "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    (file,) = (tmp_path / "calendars").iterdir()
    assert file.name == "short.ics"
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    rows = (tmp_path / "runs" / "latest" / "shifts-by-person.csv").read_text().splitlines()[1:]
    people = [int(str(event["SUMMARY"]).split()[1]) for event in events if event["TRANSP"] == "OPAQUE"]
    assert sum(people) == len(rows) > 0
    book = CalamineWorkbook.from_path(tmp_path / "plan.xlsx")
    assert book.sheet_names == ["Summary", "Heat map", "Roster", "Shifts", "Coverage", "Need", "Forecast"]
    assert len(book.get_sheet_by_name("Shifts").to_python()) == len(rows) + 1
    assert (
        len((tmp_path / "csv" / "shifts.csv").read_text(encoding="utf-8-sig").splitlines()) == len(rows) + 1
    )


def test_calendars_of_several_plans_are_refused(staffing: Staffing, tmp_path: Path) -> None:
    """Before any of them is worked on."""
    plans = [small_plan(tmp_path, name) for name in ("a", "b")]
    done = staffing("plan", *plans, "--ics", tmp_path / "calendars")
    assert done.returncode == 2
    assert "plan them one by one" in done.stderr
    assert not (tmp_path / "calendars").exists()


def test_a_folder_that_cannot_be_made_is_told_first(staffing: Staffing, tmp_path: Path) -> None:
    """No work is done, and nothing written, where a file has the folder's name."""
    pytest.importorskip("icalendar", reason="the extra [ics] is not installed")
    (tmp_path / "taken").write_text("")
    done = staffing("plan", small_plan(tmp_path, "centre"), "--ics", tmp_path / "taken")
    assert done.returncode == 1
    assert "expected a folder for calendars" in done.stderr
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    "command",
    [("plan", "plan.toml"), ("schedule", "need.csv", "--rules", "plan.toml"), ("roster", "need.csv")],
)
def test_csvs_among_the_files_of_the_run_are_refused(
    staffing: Staffing, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """However the folder of `--out` is written; nothing is read or made."""
    rules = ("--rules", "plan.toml") if command[0] == "roster" else ()
    same = (tmp_path / "week", tmp_path / "other" / ".." / "week")
    done = staffing(*command, *rules, "--out", same[0], "--excel-csv", same[1])
    assert done.returncode == 2
    assert "--excel-csv and --out are the same place" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_alerts_are_told_though_a_handout_fails(staffing: Staffing, tmp_path: Path) -> None:
    """A calendar of another plan stands where one of this plan would: found when its names are known."""
    pytest.importorskip("icalendar", reason="the extra [ics] is not installed")
    plan = small_plan(tmp_path, "centre")
    with plan.open("a") as stream:
        stream.write("\n[alerts]\nservice_level = 1.0\n")
    (tmp_path / "calendars").mkdir()
    theirs = "BEGIN:VCALENDAR\r\nPRODID:-//staffing//shifts//EN\r\nX-STAFFING-PLAN:0\r\nEND:VCALENDAR\r\n"
    (tmp_path / "calendars" / "short.ics").write_text(theirs)
    done = staffing("plan", plan, *AS_OF, "--ics", tmp_path / "calendars", "--quiet")
    assert done.returncode == 1
    assert "alert: " in done.stderr
    assert "short.ics: expected a free name for a calendar" in done.stderr


@pytest.mark.slow
def test_a_run_is_handed_out_again_as_it_was(staffing: Staffing, tmp_path: Path) -> None:
    """Workbook, CSVs and exports are the same bytes as those that its plan wrote."""
    plan = small_plan(tmp_path, "centre")

    def asked(folder: Path) -> list[object]:
        folder.mkdir()
        layouts = ("amazon-override", "calabrio-forecast", "verint-strategic")
        exports = [part for name in layouts for part in ("--export", f"{name}={folder / name}.csv")]
        return ["--excel", folder / "week.xlsx", "--excel-csv", folder / "csv", *exports, "--quiet"]

    first = staffing("plan", plan, *AS_OF, *asked(tmp_path / "first"))
    again = staffing("handout", tmp_path / "runs" / "latest", *asked(tmp_path / "again"))
    assert (first.returncode, again.returncode, again.stderr) == (0, 0, "")
    made = [path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*.*")]
    assert len(made) == 9
    for path in made:
        assert (tmp_path / "first" / path).read_bytes() == (tmp_path / "again" / path).read_bytes(), path


def test_a_handout_of_nothing_is_refused(staffing: Staffing, tmp_path: Path) -> None:
    """With the options that there are."""
    done = staffing("handout", tmp_path)
    assert done.returncode == 2
    assert "--excel, --excel-csv, --ics or --export" in done.stderr


@pytest.mark.parametrize("command", ["plan", "forecast", "handout", "read"])
def test_a_layout_that_there_is_not_is_told_before_any_work(
    staffing: Staffing, tmp_path: Path, command: str
) -> None:
    """Not even the input is looked for."""
    done = staffing(command, tmp_path / "none", "--export", "nice=x.csv")
    assert done.returncode == 2
    assert "--export must be LAYOUT=FILE with one of: " in done.stderr
