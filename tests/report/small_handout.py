"""The small plan as it is handed out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from staffing.arrays import Floats
from staffing.records.by_person import counted_out
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.handout import Handout
from staffing.records.requirement import Requirement
from tests.tables.small_plan import small_plan


def small_handout() -> Handout:
    """Coverage at 09:00 on Saturday and Sunday: short by one and a half, then even; a third is closed."""
    coverage = Coverage(
        **_rows("2026-10-24T08:00", "2026-10-25T09:00", "2026-10-25T10:00"),
        queue=np.zeros(3, dtype=np.int64),
        queues=("all",),
        required=np.array([3.5, 1.0, 0.0]),
        scheduled=np.array([2.0, 1.5, 0.0]),
        on_break=np.array([0.0, 0.5, 0.0]),
        service_level=np.array([0.7, 0.85, np.nan]),
    )
    return Handout("small", counted_out(small_plan()), coverage)


def whole_handout() -> Handout:
    """The same with what it was made for: two queues, one with the name of a formula."""
    handout = small_handout()
    rows = _rows("2026-10-24T08:00", "2026-10-24T08:00", "2026-10-25T09:00", "2026-10-25T09:00")
    rows |= {"queue": np.array([0, 1, 0, 1]), "queues": ("sales", "=cmd()")}
    offered, heads, aht = np.array([10.0, 20.0, 30.0, 40.0]), np.array([2.0, 1.5, 0.6, 0.4]), _each(240)
    requirement = Requirement(
        **rows,
        offered=offered,
        aht_seconds=aht,
        load_erlangs=offered * 240 / 1800,
        agents=heads * 0.8,
        scheduled=heads,
        service_level=_each(0.8),
        mean_wait_seconds=_each(9),
        abandonment=_each(0),
        occupancy=_each(0.7),
        wait_probability=_each(0.1),
        blocking=_each(np.nan),
        bound_by=np.array([""] * 4),
    )
    low, high = offered * 0.8, offered * 1.2
    forecast = Forecast(**rows, offered=offered, offered_p10=low, offered_p90=high, aht_seconds=aht)
    return replace(handout, requirement=requirement, forecast=forecast)


def _each(value: float) -> Floats:
    return np.full(4, value, dtype=np.float64)


def _rows(*starts: str) -> dict[str, Any]:
    start = np.array(starts, dtype="datetime64[s]")
    offset = np.where(start < np.datetime64("2026-10-25T01:00"), 60, 0)
    return {
        "interval_start": start,
        "utc_offset_minutes": offset,
        "interval_minutes": 30,
        "timezone": "Europe/London",
    }
