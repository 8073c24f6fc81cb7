"""A plan of four shifts over the night on which clocks go back in London."""

from __future__ import annotations

import numpy as np

from staffing.records.schedule import ShiftPlan


def small_plan() -> ShiftPlan:
    """Saturday two by day, one by night, Sunday one; the night has no rest and a formula for a name."""
    none = "NaT"
    return ShiftPlan(
        pattern=np.array(["day", "=night", "day"]),
        start=np.array(["2026-10-24T08:00", "2026-10-24T21:00", "2026-10-25T09:00"], dtype="datetime64[s]"),
        length_minutes=np.array([480, 480, 480]),
        rest_start=np.array(
            [
                ["2026-10-24T11:00", "2026-10-24T14:00"],
                [none, none],
                ["2026-10-25T12:00", "2026-10-25T15:00"],
            ],
            dtype="datetime64[s]",
        ),
        rest_minutes=np.array([[30, 15], [0, 0], [30, 15]]),
        agents=np.array([2, 1, 1]),
        paid_hours=np.array([7.5, 8.0, 7.5]),
        rest_names=("lunch", "break_1"),
        timezone="Europe/London",
    )
