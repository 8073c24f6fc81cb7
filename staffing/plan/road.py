"""What the road of a plan starts from: its history, and the patience of those who call."""

from __future__ import annotations

import numpy as np

from staffing.history.load import read_for_forecast
from staffing.history.patience.estimate import estimate_patience_seconds
from staffing.plan.file.plan_file import PlanFile
from staffing.records import Forecast, History


def read_plan_history(plan: PlanFile, as_of: np.datetime64 | None = None) -> History:
    """The history that the plan names, its outliers as known at `as_of`; PlanError if it names none."""
    return read_for_forecast(plan.history_source, as_of)


def patience_of(plan: PlanFile, history: History) -> float | None:
    """The plan's patience in seconds, estimated from the history where the plan says so."""
    given = plan.sections.service.patience_seconds
    if given != "estimate":
        return given
    return estimate_patience_seconds(history, plan.history.source)


def plan_patience(plan: PlanFile) -> float | None:
    """The same where a requirement stands for the history, which is read only to estimate patience."""
    given = plan.sections.service.patience_seconds
    return patience_of(plan, read_plan_history(plan)) if given == "estimate" else given


def require_handle_times(forecast: Forecast, plan: PlanFile) -> None:
    """PlanError where contacts are expected without a handle time: they cannot be staffed."""
    unknown = (forecast.offered > 0) & np.isnan(forecast.aht_seconds)
    if unknown.any():
        queues = ", ".join(sorted({str(name) for name in forecast.queue_names[unknown]}))
        hint = "set [history] aht_seconds, or add the column aht_seconds to the history"
        expected = f"a handle time for queue {queues}: the history has none"
        raise plan.wrong("history.aht_seconds", expected, hint)
