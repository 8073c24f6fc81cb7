"""The small plan as it is handed out."""

from __future__ import annotations

import numpy as np

from staffing.records.by_person import counted_out
from staffing.records.coverage import Coverage
from staffing.records.handout import Handout
from tests.tables.small_plan import small_plan


def small_handout() -> Handout:
    """Coverage at 09:00 on Saturday and Sunday: short by one and a half, then even."""
    start = np.array(["2026-10-24T08:00", "2026-10-25T09:00"], dtype="datetime64[s]")
    coverage = Coverage(
        interval_start=start,
        utc_offset_minutes=np.array([60, 0]),
        queue=np.zeros(2, dtype=np.int64),
        queues=("all",),
        interval_minutes=30,
        timezone="Europe/London",
        required=np.array([3.5, 1.0]),
        scheduled=np.array([2.0, 1.0]),
        on_break=np.zeros(2),
        service_level=np.array([0.7, 0.85]),
    )
    return Handout("small", counted_out(small_plan()), coverage)
