"""The history that a plan names, read."""

from __future__ import annotations

import numpy as np

from staffing.history.load import read_for_forecast
from staffing.plan.file.plan_file import PlanFile
from staffing.records.history import History


def plan_history(plan: PlanFile, as_of: np.datetime64 | None = None) -> History:
    """The history that the plan names, its outliers as known at `as_of`; PlanError if it names none."""
    return read_for_forecast(plan.history_source, as_of)
