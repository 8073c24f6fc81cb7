"""What a plan holds against its history: opening hours, zone, handle times, queues."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from staffing.errors import InputError, PlanError, UsageError
from staffing.history.load import read_history
from staffing.plan.file.events import read_events
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.conduct import run_plan
from staffing.plan.need.checked_history import read_checked
from staffing.plan.need.handle_times import require_seconds_today
from staffing.records.service_target import parse_target
from tests.conftest import Staffing

PLAN = """
[centre]
timezone = "Europe/Dublin"
interval_minutes = 60
open = { mon-sun = "08:00-20:00" }
[history]
source = "history.csv"
[forecast]
days = 2
[service]
patience_seconds = 120
[schedule]
time_limit_seconds = 5
[[schedule.pattern]]
name = "day"
length_minutes = [240, 480]
"""


def centre(
    folder: Path, *, aht: float = 240.0, total: bool = False, ahead_hours: int = 0, plan: str = PLAN
) -> Path:
    """Six weeks of contacts from 08:00 to 20:00, more at noon; their clock runs some hours ahead."""
    rng = np.random.default_rng(3)
    start = np.datetime64("2026-01-05T08:00")
    rows = ["interval_start,offered,aht_seconds"]
    for hour in range(42 * 24):
        if hour % 24 < 12:
            offered = int(rng.poisson(20 + 60 * (hour % 24 == 4) - hour % 24))
            each = aht * rng.uniform(0.9, 1.1)
            moment = start + np.timedelta64(hour + ahead_hours, "h")
            rows.append(f"{moment},{offered},{each * offered if total else each:.2f}")
    (folder / "history.csv").write_text("\n".join(rows) + "\n")
    (folder / "plan.toml").write_text(plan)
    return folder / "plan.toml"


def notes_of(plan: Path) -> list[str]:
    """What a run says, from its run.json."""
    made = run_plan(plan)
    notes: list[str] = json.loads((made.folder / "run.json").read_text())["notes"]
    assert tuple(notes) == made.notes
    return notes


def test_contacts_outside_opening_hours_are_counted_first_and_in_the_report(tmp_path: Path) -> None:
    """Hours too short for the history: how many contacts they leave out, when, and in the report too."""
    plan = centre(tmp_path, plan=PLAN.replace("08:00-20:00", "08:00-17:00"))
    first = notes_of(plan)[0]
    history = read_history(str(tmp_path / "history.csv"), timezone="Europe/Dublin", interval_minutes=60)
    late = history.offered[history.local.astype("datetime64[h]").astype(int) % 24 >= 17].sum()
    assert f"{late:,.0f} of {history.offered.sum():,.0f} contacts" in first
    assert "Mon-Sun 17:00-20:00" in first
    assert "outside the opening hours" in (tmp_path / "runs" / "latest" / "report.html").read_text()


def test_hours_that_hold_the_history_are_not_spoken_of(tmp_path: Path) -> None:
    """No note on hours or zone where all contacts lie inside."""
    assert not [note for note in notes_of(centre(tmp_path)) if "opening hours" in note or "zone" in note]


def test_a_history_of_another_clock_is_told_by_its_shift(tmp_path: Path) -> None:
    """Hours that all stand five hours late name those five hours."""
    notes = notes_of(centre(tmp_path, ahead_hours=5))
    assert "moved by -5 hours 100.0% of the contacts lie inside" in notes[1]


def test_hours_that_are_only_too_short_are_no_shift(tmp_path: Path) -> None:
    """Contacts at both ends cannot come from another clock."""
    notes = notes_of(centre(tmp_path, plan=PLAN.replace("08:00-20:00", "10:00-17:00")))
    assert not [note for note in notes if "moved by" in note]


def test_stated_offsets_that_contradict_the_zone_are_named_with_it(tmp_path: Path) -> None:
    """+01:00 is not the clock of New York; it is that of Berlin, and Z is nobody's."""
    file = tmp_path / "history.csv"
    rows = [f"2026-01-05T{hour:02d}:00:00+01:00,5" for hour in range(8, 20)]
    file.write_text("\n".join(["interval_start,offered", *rows]) + "\n")
    notes = read_history(str(file), timezone="America/New_York", interval_minutes=60).notes
    assert "times state the offset +01:00, but are read in America/New_York, which has -05:00" in notes[0]
    assert not read_history(str(file), timezone="Europe/Berlin", interval_minutes=60).notes
    file.write_text(file.read_text().replace("+01:00", "Z"))
    assert not read_history(str(file), timezone="America/New_York", interval_minutes=60).notes


@pytest.mark.parametrize(
    ("aht", "total", "reading"),
    [
        (4.0, False, 'unit = "minutes"'),
        (0.07, False, 'unit = "hours"'),
        (240_000.0, False, 'unit = "milliseconds"'),
        (240.0, True, "total = true"),
        (2400.0, True, "total = true"),
    ],
)
def test_handle_times_of_another_unit_stop_a_plan(
    tmp_path: Path, aht: float, total: bool, reading: str
) -> None:
    """The message holds the line to write, and the key that confirms what looks wrong."""
    plan = centre(tmp_path, aht=aht, total=total)
    with pytest.raises(PlanError) as error:
        read_checked(read_plan(plan), None)
    assert reading in str(error.value)
    assert 'confirm = ["aht"]' in str(error.value)
    plan.write_text(PLAN.replace("[history]", '[history]\nconfirm = ["aht"]'))
    assert len(read_checked(read_plan(plan), None))


@pytest.mark.parametrize("aht", [20.0, 240.0, 3600.0])
def test_usual_handle_times_pass(tmp_path: Path, aht: float) -> None:
    """Short orders and long repairs are seconds too."""
    assert len(read_checked(read_plan(centre(tmp_path, aht=aht)), None))


def test_an_override_of_an_unknown_queue_is_an_error(tmp_path: Path) -> None:
    """With its line, its key and the nearest name."""
    plan = centre(tmp_path, plan=PLAN + '[[service.override]]\nqueue = "al"\ntarget = "90/15"\n')
    with pytest.raises(PlanError, match=r"line 18, column service.override\[1\].queue.*mean 'all'"):
        read_checked(read_plan(plan), None)


def test_a_target_with_its_numbers_swapped_is_asked_about() -> None:
    """20/80 is taken with its units only."""
    with pytest.raises(UsageError) as error:
        parse_target("20/80")
    assert "did you mean 80/20?" in error.value.hint
    assert parse_target("20 % / 80 s") == (0.2, 80.0)
    assert parse_target("80/60") == (0.8, 60.0)


def test_an_effect_in_per_cent_is_refused(tmp_path: Path) -> None:
    """40 for 40 % more names the factor."""
    file = tmp_path / "events.csv"
    file.write_text("date,effect\n2026-11-23,40\n2026-11-24,5\n")
    with pytest.raises(InputError, match=r"line 2, column effect.*40 % more is 1.4") as error:
        read_events(file)
    assert error.value.count == 1


def test_handle_times_of_nothing_but_0_are_named(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    """The file, the column and the queue, before any work and without a warning of Python's."""
    plan = centre(tmp_path, aht=0)
    with pytest.raises(InputError) as caught:
        read_checked(read_plan(plan), None)
    expected = "history.csv, column aht_seconds: found '0 in all rows', expected a handle time above 0"
    assert expected in str(caught.value)
    rows = (tmp_path / "history.csv").read_text().splitlines()
    both = [f"{row},{name}" for row in rows[1:] for name in ("new", "old")]
    both = [row.replace(",0.00,old", ",300,old") for row in both]
    (tmp_path / "history.csv").write_text("\n".join([f"{rows[0]},queue", *both]))
    with pytest.raises(InputError, match="0 in all rows of queue new"):
        read_checked(read_plan(plan), None)
    assert not recwarn.list


def demand(folder: Path, aht: float, *, total: bool = False) -> Path:
    """The same contacts as rows to be staffed."""
    plan = centre(folder, aht=aht, total=total)
    rows = (folder / "history.csv").read_text().splitlines()
    (folder / "demand.csv").write_text("\n".join(rows) + "\n")
    return plan


@pytest.mark.slow
@pytest.mark.parametrize(
    ("aht", "total", "reading"),
    [
        (4.0, False, "if they are minutes (239 seconds on average), write --column aht_seconds:minutes=…"),
        (240.0, True, "if they are sums of an interval (239 seconds a contact), divide them"),
    ],
)
def test_handle_times_of_another_unit_stop_size(
    aht: float, total: bool, reading: str, tmp_path: Path, staffing: Staffing
) -> None:
    """With what to write; the option that a message names takes them as they are, or as minutes."""
    demand(tmp_path, aht, total=total)
    command = ["size", tmp_path / "demand.csv", "--interval-minutes", 60, "--patience", 180]
    refused = staffing(*command)
    assert refused.returncode == 1
    assert reading in refused.stderr
    confirmed = staffing(*command, "--confirm", "aht")
    assert confirmed.returncode == 0, confirmed.stderr
    if not total:
        as_minutes = staffing(*command, "--column", "aht_seconds:minutes=aht_seconds")
        assert as_minutes.returncode == 0, as_minutes.stderr
        assert as_minutes.stdout.count("\n") == confirmed.stdout.count("\n")
        assert as_minutes.stdout != confirmed.stdout


@pytest.mark.slow
def test_overrides_of_unknown_queues_stop_size_by_a_plan(tmp_path: Path, staffing: Staffing) -> None:
    """As they stop the plan itself."""
    plan = demand(tmp_path, 240.0)
    command = ["size", tmp_path / "demand.csv", "--rules", plan]
    assert staffing(*command).returncode == 0
    plan.write_text(PLAN + '[[service.override]]\nqueue = "al"\ntarget = "90/15"\n')
    refused = staffing(*command)
    assert refused.returncode == 1
    assert "service.override[1].queue: found 'al', expected a queue" in refused.stderr
    assert "did you mean 'all'?" in refused.stderr


def test_handle_times_of_today_are_held_against_seconds_too(tmp_path: Path) -> None:
    """An export of another unit names its own file; the plan's confirmation holds for it."""
    plan = read_plan(centre(tmp_path))
    today = read_history(str(tmp_path / "history.csv"), timezone="Europe/Dublin", interval_minutes=60)
    require_seconds_today(plan, today, "today.csv")
    minutes = replace(today, aht_seconds=today.aht_seconds / 60)
    with pytest.raises(InputError, match=r"today\.csv, column aht_seconds: .* looks like minutes"):
        require_seconds_today(plan, minutes, "today.csv")
    confirmed = centre(tmp_path, plan=PLAN.replace("[history]", '[history]\nconfirm = ["aht"]'))
    require_seconds_today(read_plan(confirmed), minutes, "today.csv")


@pytest.mark.parametrize("header", ["Avg Handle Time", "Talk Time (s)"])
def test_a_default_in_place_of_a_column_that_was_not_read_is_said(header: str, tmp_path: Path) -> None:
    """By the column's name, or the queue's beside one that has handle times; not where no file has any."""
    plan = centre(tmp_path)
    file = tmp_path / "history.csv"
    rows = file.read_text().replace("aht_seconds", header)
    mapped = PLAN.replace('source = "history.csv"', 'source = "history.csv"\naht_seconds = 200\nMAPPING')
    columns = '[history.columns]\ninterval_start = "interval_start"\noffered = "offered"\n'

    def said(text: str, mapping: str = columns) -> list[str]:
        file.write_text(text)
        plan.write_text(mapped.replace("MAPPING", mapping))
        return [note for note in read_checked(read_plan(plan), None).notes if "stands in" in note]

    (note,) = said(rows)
    assert f"'{header}' looks like handle times and is not read: the default of 200 s stands in" in note
    assert not said(rows, columns + f'aht_seconds = "{header}"\n')
    bare = [line.rpartition(",")[0] for line in rows.splitlines()[1:]]
    assert not said("interval_start,offered\n" + "".join(f"{line}\n" for line in bare))
    two = "".join(f"{line},sales,300\n{line},service,\n" for line in bare)
    (note,) = said("interval_start,offered,queue,aht_seconds\n" + two, "")
    assert note == "no handle times of service: the default of 200 s stands in"
