"""The public face as type checkers see it: mypy --strict reads this file, nobody runs it."""

from __future__ import annotations

from typing import assert_type

import numpy as np

import staffing as st
import staffing.forecast.make
from staffing.api import ServiceRequirement
from staffing.forecast.public import NotedForecast
from staffing.plan.scheduled import Scheduled
from staffing.records import Coverage, Forecast, History, Requirement, ShiftPlan, Targets


def the_road(export: str) -> Scheduled:
    """Each function takes what the one before it gives."""
    history = st.read_history(export, timezone="Europe/Berlin", dates="dmy", columns={"offered": "Anrufe"})
    assert_type(history, History)
    forecast = st.forecast(history, days=14, holidays="DE", quantiles=(0.05, 0.95))
    assert_type(forecast, NotedForecast)
    need = st.size(forecast, st.Service("80/20", patience_seconds=180), st.People(0.95, 0.92))
    assert_type(need, ServiceRequirement)
    schedule = st.schedule(need, [st.Pattern("full", lunch=st.Rest(30, False, 180, 300))])
    assert_type(schedule.shifts, ShiftPlan)
    assert_type(schedule.coverage, Coverage)
    return schedule


def records(forecast: Forecast, requirement: Requirement) -> float:
    """Records of other origin are taken too, and a requirement may be judged anew."""
    st.size(forecast)
    rules = st.Rules("UTC", 30, (st.Pattern("night", latest_end=1800),))
    st.schedule(requirement, rules, st.Service("90/10"))
    evaluated = st.evaluate(requirement, np.ceil(requirement.agents), st.Service(st.Targets(0.9, 10)))
    assert_type(st.Service("80/20").targets, Targets)
    return float(evaluated.service_level.mean())


def runs(plan: str) -> list[str]:
    """A run is read back and explained by its folder."""
    run = st.run_plan(plan, as_of="2026-11-23")
    shifts = st.read_run(run.folder).shifts
    assert_type(shifts, ShiftPlan)
    try:
        return list(st.explain(run.folder, "actuals.csv", by="week").notes)
    except st.StaffingError as error:
        return [error.message, error.hint]


def mistakes(history: History) -> None:
    """What checkers must refuse: an `ignore` that is not needed is itself an error."""
    st.forecast("export.csv")  # type: ignore[arg-type]
    st.forecast(history, horizon=28)  # type: ignore[call-arg]
    st.Service(80)  # type: ignore[arg-type]
    st.size(history)  # type: ignore[arg-type]
    st.plan_run("plan.toml")  # type: ignore[attr-defined]
    staffing.forecast.make.make_forecast(history)  # type: ignore[attr-defined]
