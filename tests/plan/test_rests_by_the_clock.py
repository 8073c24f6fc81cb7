"""Lunches and breaks as a plan file states them: by the clock, in order, an hour apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from staffing.errors import PlanError
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.schedule import schedule_requirement

PLAN = """
[centre]
timezone = "Europe/Berlin"

[schedule]
start_every_minutes = 60
gap = 0.0

[[schedule.pattern]]
name = "day"
earliest_start = "07:00"
latest_start = "11:00"
length_minutes = 540
lunch = { minutes = 30, between = ["11:00", "14:30"] }
breaks = [ { minutes = 15, earliest_minutes = 60, latest_minutes = 300 },
           { minutes = 15, earliest_minutes = 240, latest_minutes = 480 } ]
"""


def test_a_plan_places_them(tmp_path: Path) -> None:
    """All of each lunch lies between the two times; nothing is taken within an hour of what was before."""
    (tmp_path / "plan.toml").write_text(PLAN)
    rows = [f"2026-06-01T{hour:02d}:{minute},3" for hour in range(7, 20) for minute in ("00", "30")]
    (tmp_path / "need.csv").write_text("\n".join(["interval_start,agents", *rows]))
    made, _ = schedule_requirement(str(tmp_path / "need.csv"), read_plan(tmp_path / "plan.toml"))
    shifts = made.shifts
    assert shifts.rest_names == ("lunch", "break_1", "break_2")
    lunch = shifts.zone.local(np.column_stack([shifts.rest_start[:, 0], shifts.rest_end[:, 0]]))
    assert lunch.min() >= np.datetime64("2026-06-01T11:00")
    assert lunch.max() <= np.datetime64("2026-06-01T14:30")
    first_break = shifts.rest_end[:, 1] < shifts.rest_end[:, 2]
    assert first_break.all()
    times = np.sort(np.stack([shifts.rest_start, shifts.rest_end], axis=2), axis=1)
    assert (times[:, 1:, 0] - times[:, :-1, 1] >= np.timedelta64(60, "m")).all()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('between = ["11:00", "14:30"]', "paid = false", "earliest_minutes"),
        ('"14:30"', '"26:00"', "24:00"),
        ("[schedule]", "[roster]\n[schedule]", "roster"),
        (
            '"Europe/Berlin"\n\n[schedule]',
            '"Europe/Berlin"\nseats = 3\n\n[schedule]\nbefore = "latest"',
            "seats",
        ),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A rest without any window, a time after midnight, a roster, seats beside shifts from before."""
    (tmp_path / "plan.toml").write_text(PLAN.replace(old, new))
    with pytest.raises(PlanError, match=said):
        read_plan(tmp_path / "plan.toml").checked()
