"""Calendars of shifts, parsed back by the library that others read them with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.records.by_person import counted_out
from staffing.records.handout import Handout
from staffing.report.handout.calendars import require, write
from staffing.wording import legible
from tests.report.small_handout import small_handout
from tests.tables.small_plan import small_plan

icalendar = pytest.importorskip("icalendar", reason="the extra [ics] is not installed")
NOW = dt.datetime(2026, 10, 20, 6, 0, tzinfo=dt.UTC)


def named(*names: str) -> Handout:
    """The four shifts of the small plan, given to these people."""
    handout = small_handout()
    return replace(handout, shifts=replace(handout.shifts, agent=np.array(names), is_named=True))


def delayed(handout: Handout, by: np.timedelta64) -> Handout:
    """The same shifts and intervals so much later."""
    shifts, coverage = handout.shifts, handout.coverage
    later = replace(
        shifts,
        date=shifts.date + by,
        start=shifts.start + by,
        end=shifts.end + by,
        rest_start=shifts.rest_start + by,
        rest_end=shifts.rest_end + by,
    )
    return replace(
        handout, shifts=later, coverage=replace(coverage, interval_start=coverage.interval_start + by)
    )


def calendars(folder: Path) -> dict[str, Any]:
    return {path.name: icalendar.Calendar.from_ical(path.read_bytes()) for path in folder.iterdir()}


def events(calendar: Any) -> dict[str, Any]:
    """By UID."""
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def test_each_person_has_their_shifts_lunches_and_breaks(tmp_path: Path) -> None:
    """Moments are those of the plan, in a zone that the file defines; the night keeps its eight hours."""
    write(named("Nia", "Ann", "Bo", "Ann"), str(tmp_path), NOW)
    read = calendars(tmp_path)
    assert sorted(read) == ["Ann.ics", "Bo.ics", "Nia.ics"]
    ann = read["Ann.ics"].walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in ann] == ["day", "Lunch", "Break 1"] * 2
    assert ann[0]["DTSTART"].dt == dt.datetime(2026, 10, 24, 9, tzinfo=ZoneInfo("Europe/London"))
    assert ann[0]["DTSTART"].params["TZID"] == "Europe/London"
    assert "Lunch 12:00–12:30" in str(ann[0]["DESCRIPTION"])
    assert [str(event["TRANSP"]) for event in ann[:2]] == ["OPAQUE", "TRANSPARENT"]
    (night,) = read["Nia.ics"].walk("VEVENT")
    length = night["DTEND"].dt.astimezone(dt.UTC) - night["DTSTART"].dt.astimezone(dt.UTC)
    assert length == dt.timedelta(hours=8)
    for calendar in read.values():
        assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]


def test_without_names_a_calendar_is_of_a_pattern(tmp_path: Path) -> None:
    """It says how many work and eat when."""
    write(small_handout(), str(tmp_path), NOW)
    read = calendars(tmp_path)
    assert sorted(str(calendar["X-WR-CALNAME"]) for calendar in read.values()) == ["=night", "day"]
    titles = [str(event["SUMMARY"]) for event in read["day.ics"].walk("VEVENT")]
    assert titles == [
        "day: 2 people",
        "day: 1 person",
        "Lunch: 2 people",
        "Break 1: 2 people",
        "Lunch: 1 person",
        "Break 1: 1 person",
    ]


@pytest.mark.parametrize("later", [dt.timedelta(0), dt.timedelta(days=1)])
def test_a_new_run_updates_what_was_imported(tmp_path: Path, later: dt.timedelta) -> None:
    """UIDs stay, also of a shift that moves within its day; every SEQUENCE rises, within a minute too."""
    first = named("Nia", "Ann", "Bo", "Ann")
    write(first, str(tmp_path), NOW)
    before = {name: events(calendar) for name, calendar in calendars(tmp_path).items()}
    hour = np.timedelta64(3600, "s")
    shifts = first.shifts
    moved = replace(
        shifts,
        start=shifts.start + hour,
        end=shifts.end + hour,
        rest_start=shifts.rest_start + hour,
        rest_end=shifts.rest_end + hour,
    )
    write(replace(first, shifts=moved), str(tmp_path), NOW + later)
    for name, calendar in calendars(tmp_path).items():
        after = events(calendar)
        assert after.keys() == before[name].keys()
        for uid, event in after.items():
            assert event["SEQUENCE"] > before[name][uid]["SEQUENCE"]
            assert event["DTSTART"].dt - before[name][uid]["DTSTART"].dt == dt.timedelta(hours=1)


def test_the_sequence_rises_in_an_empty_folder_too(tmp_path: Path) -> None:
    """A run a day later into a folder of its own still replaces what was imported."""
    for day in (0, 1):
        (tmp_path / str(day)).mkdir()
        write(named(*"abcd"), str(tmp_path / str(day)), NOW + dt.timedelta(days=day))
    first, second = (calendars(tmp_path / str(day))["a.ics"].walk("VEVENT")[0] for day in (0, 1))
    assert second["UID"] == first["UID"]
    assert second["SEQUENCE"] > first["SEQUENCE"]


def test_shifts_that_are_no_more_are_cancelled(tmp_path: Path) -> None:
    """Of who is still there and of who is gone, on each day that is planned, the first one too."""
    first = named("Nia", "Ann", "Bo", "Ann")
    write(first, str(tmp_path), NOW)
    sunday = first.shifts.date == np.datetime64("2026-10-25")
    write(replace(first, shifts=first.shifts.rows(~sunday)), str(tmp_path), NOW)
    read = calendars(tmp_path)
    states = [str(event["STATUS"]) for event in read["Ann.ics"].walk("VEVENT")]
    assert states == ["CONFIRMED"] * 3 + ["CANCELLED"] * 3
    write(replace(first, shifts=first.shifts.rows(first.shifts.agent == "Ann")), str(tmp_path), NOW)
    assert str(calendars(tmp_path)["Bo.ics"]["X-WR-CALNAME"]) == "Bo"
    assert {str(event["STATUS"]) for event in calendars(tmp_path)["Bo.ics"].walk("VEVENT")} == {"CANCELLED"}
    write(replace(first, shifts=first.shifts.rows(sunday)), str(tmp_path), NOW)
    assert {str(event["STATUS"]) for event in calendars(tmp_path)["Bo.ics"].walk("VEVENT")} == {"CANCELLED"}
    states = [str(event["STATUS"]) for event in calendars(tmp_path)["Ann.ics"].walk("VEVENT")]
    assert states == ["CONFIRMED"] * 3 + ["CANCELLED"] * 3


@pytest.mark.parametrize("weeks", [-1, 1])
def test_days_that_are_not_planned_are_kept_as_they_are(tmp_path: Path, weeks: int) -> None:
    """A week written again beside the one before or after cancels nothing of it, whoever works."""
    first = named("Nia", "Ann", "Bo", "Ann")
    write(first, str(tmp_path), NOW)
    before = {name: events(calendar) for name, calendar in calendars(tmp_path).items()}
    write(delayed(named("Nia", "Nia", "Bo", "Bo"), np.timedelta64(7 * weeks, "D")), str(tmp_path), NOW)
    after = calendars(tmp_path)
    for name, old in before.items():
        assert {uid: events(after[name])[uid].to_ical() for uid in old} == {
            uid: event.to_ical() for uid, event in old.items()
        }
    assert len(events(after["Bo.ics"])) > len(before["Bo.ics"])


@pytest.mark.parametrize(("days", "state"), [(0, "CANCELLED"), (1, "CONFIRMED")])
def test_a_rest_after_midnight_is_of_its_shift_s_day(tmp_path: Path, days: int, state: str) -> None:
    """The lunch of a night goes with the night, though it is of the day after."""
    first = named("Nia", "Ann", "Bo", "Ann")
    shifts, night = first.shifts, first.shifts.agent == "Nia"
    rest = shifts.rest_start.copy()
    rest[night, 0] = shifts.start[night] + np.timedelta64(3 * 3600, "s")
    rest_end = shifts.rest_end.copy()
    rest_end[night, 0] = rest[night, 0] + np.timedelta64(1800, "s")
    of_night = replace(shifts, rest_start=rest, rest_end=rest_end).rows(np.flatnonzero(night))
    write(replace(first, shifts=of_night), str(tmp_path), NOW)
    day = first.coverage.interval_start[:1] + np.timedelta64(days, "D")
    coverage = first.coverage.rows(np.array([0]))
    none = shifts.rows(np.zeros(0, dtype=np.int64))
    write(Handout(first.name, none, replace(coverage, interval_start=day)), str(tmp_path), NOW)
    states = [str(event["STATUS"]) for event in calendars(tmp_path)["Nia.ics"].walk("VEVENT")]
    assert states == [state] * 2


@pytest.mark.parametrize(
    "name",
    [
        "<script>",
        "=cmd()",
        "../up",
        "a\r\nEND:VEVENT",
        "x" * 500,
        "Zoë 🙂",
        "مرحبا",
        "a;b,c\\d",
        "\x1b[2J",
        ".",
    ],
)
def test_names_are_text_and_stay_in_the_folder(tmp_path: Path, name: str) -> None:
    """A hostile name is one file in the folder, the name of its calendar, and nothing else."""
    require(str(tmp_path / "made"))
    write(named(name, name, "Ann", "ann"), str(tmp_path / "made"), NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["made"]
    read = calendars(tmp_path / "made")
    assert len({file.casefold() for file in read}) == 3
    lines = [
        line
        for path in (tmp_path / "made").iterdir()
        for line in path.read_bytes().decode().replace("\r\n ", "").split("\r\n")
    ]
    assert f"X-WR-CALNAME:{icalendar.vText(legible(name)).to_ical().decode()}" in lines
    assert sum(len(calendar.walk("VEVENT")) for calendar in read.values()) == 10


def test_the_second_of_a_repeated_hour_is_told(tmp_path: Path) -> None:
    """01:30 of winter time is written in UTC, for iCalendar takes 01:30 for the first."""
    plan = small_plan()
    start = plan.start.copy()
    start[1] = np.datetime64("2026-10-25T01:30", "s")
    write(replace(small_handout(), shifts=counted_out(replace(plan, start=start))), str(tmp_path), NOW)
    moments = {
        event["DTSTART"].dt.astimezone(dt.UTC)
        for calendar in calendars(tmp_path).values()
        for event in calendar.walk("VEVENT")
    }
    assert dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC) in moments


def test_calendars_of_other_programs_are_refused_at_once(tmp_path: Path) -> None:
    """Before any work is done; calendars of another plan may be there."""
    write(replace(named(*"abcd"), name="other"), str(tmp_path), NOW)
    require(str(tmp_path))
    (tmp_path / "Ann.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n")
    with pytest.raises(InputError, match=r"Ann\.ics: expected calendars of staffing alone"):
        require(str(tmp_path))


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    """Those of another plan and of another program: refused where a name is the same, never changed."""
    (tmp_path / "mine.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n")
    write(replace(named(*"abcd"), name="other"), str(tmp_path), NOW)
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(InputError, match="free name for a calendar"):
        write(named(*"wxyd"), str(tmp_path), NOW)
    assert kept == {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    write(named(*"wxyz"), str(tmp_path), NOW)
    assert kept.items() <= {path.name: path.read_bytes() for path in tmp_path.iterdir()}.items()
