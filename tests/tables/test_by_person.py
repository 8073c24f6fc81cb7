"""Shifts to hand out: one row a shift, on the wall clock."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from staffing.records.by_person import counted_out, of_roster
from staffing.records.schedule import ShiftPlan
from staffing.tables.look import Look
from staffing.tables.records import columns_of, write_record
from tests.tables.small_plan import small_plan


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_a_shift_with_its_rests_on_the_wall_clock(tmp_path: Path) -> None:
    """Two agents of one row are two rows; a night ends on the next day; breaks keep their columns."""
    path = tmp_path / "shifts-by-person.csv"
    write_record(path, counted_out(small_plan()))
    rows = rows_of(path.read_text(encoding="utf-8"))
    assert [row["agent"] for row in rows] == ["'=night 001", "day 001", "day 002", "day 001"]
    assert [row["date"] for row in rows] == ["2026-10-24", "2026-10-24", "2026-10-24", "2026-10-25"]
    assert [row["weekday"] for row in rows] == ["sat", "sat", "sat", "sun"]
    night, first, _, sunday = rows
    assert (first["start"], first["end"]) == ("09:00", "17:00")
    assert (first["lunch_start"], first["lunch_end"]) == ("12:00", "12:30")
    assert (first["break_1_start"], first["break_1_end"]) == ("15:00", "15:15")
    assert (night["start"], night["end"], night["lunch_start"], night["break_1_end"]) == (
        "22:00",
        "05:00",  # eight hours: the clocks go back
        "",
        "",
    )
    assert (sunday["start"], sunday["group"], sunday["paid_hours"]) == ("09:00", "all", "7.5")


def test_nobody_on_a_shift_is_a_header_alone(tmp_path: Path) -> None:
    """A closed week has the same columns."""
    plan = small_plan()
    write_record(tmp_path / "all.csv", counted_out(plan))
    write_record(tmp_path / "none.csv", counted_out(plan.rows(np.zeros(len(plan), dtype=np.bool_))))
    assert (tmp_path / "none.csv").read_text() == (tmp_path / "all.csv").read_text().splitlines(True)[0]


def test_every_hour_paid_is_handed_out() -> None:
    """The sum over people is that over the counted rows."""
    plan = small_plan()
    assert counted_out(plan).paid_hours.sum() == (plan.paid_hours * plan.agents).sum()


def test_a_roster_keeps_its_names() -> None:
    """Where people are named, a row is the person's."""
    shifts = counted_out(small_plan())
    assert columns_of(of_roster(shifts))["agent"].tolist() == shifts.agent.tolist()  # type: ignore[union-attr]
    assert of_roster(shifts).is_named
    assert not shifts.is_named


def test_a_look_takes_offsets_and_decimals_and_nothing_else(tmp_path: Path) -> None:
    """Times lose their offset, numbers are rounded, counts and names stay; none becomes -0."""
    plan: ShiftPlan = small_plan()
    write_record(tmp_path / "stored.csv", plan)
    write_record(tmp_path / "read.csv", plan, look=Look(local_times=True, decimals=0))
    stored, read = (rows_of((tmp_path / name).read_text()) for name in ("stored.csv", "read.csv"))
    assert stored[0]["start"] == "2026-10-24T09:00:00+01:00"
    assert read[0]["start"] == "2026-10-24 09:00"
    assert [row["pattern"] for row in read] == [row["pattern"] for row in stored]
    assert [row["agents"] for row in read] == ["2", "1", "1"]
    assert {row["paid_hours"] for row in read} == {"8"}
    rounded = Look(decimals=1).of({"x": np.array([-0.01, 1.25, np.nan])})["x"]
    assert not np.signbit(rounded[0])  # type: ignore[arg-type]
