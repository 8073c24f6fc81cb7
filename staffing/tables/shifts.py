"""Shift files: one row per distinct shift and break placement, and how many people work it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from staffing.records import ShiftPlan, Times
from staffing.tables.write import Cells, write_csv
from staffing.timegrid import iso, utc_offset_minutes


def write_shifts(target: str | Path, plan: ShiftPlan, timezone: str) -> None:
    """One row per distinct shift with its break placement; times in the plan's zone."""

    def local(utc: Times) -> list[str]:
        known = ~np.isnat(utc)
        texts = np.full(len(utc), "", dtype="U25")
        texts[known] = iso(utc[known], utc_offset_minutes(utc[known], timezone))
        return [str(text) for text in texts]

    minutes = plan.length_minutes.astype("timedelta64[m]")
    columns: dict[str, Cells] = {
        "pattern": plan.pattern,
        "start": local(plan.start),
        "end": local(plan.start + minutes),
    }
    if "lunch" not in plan.rest_names:  # the columns stand even where no pattern has a lunch
        columns |= {"lunch_start": [""] * len(plan), "lunch_end": [""] * len(plan)}
    for k, name in enumerate(plan.rest_names):
        start = plan.rest_start[:, k]
        columns[f"{name}_start"] = local(start)
        columns[f"{name}_end"] = local(start + plan.rest_minutes[:, k].astype("timedelta64[m]"))
    write_csv(target, {**columns, "agents": plan.agents, "paid_hours": plan.paid_hours})
