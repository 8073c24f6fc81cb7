"""A run directory as its files hold it, read without the plan that made it: of any version, of any centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.errors import InputError, Problem
from staffing.plan.run.published import NAME_A_RUN, RunFolder, read_summary, read_trace
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.schedule import ShiftPlan, Summary
from staffing.records.trace import RunTrace
from staffing.timegrid import local_day


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """A run, each of its numbers known.

    `offered` are the contacts of all queues in the intervals of the coverage, `by_day` its rows of each local
    day.
    """

    trace: RunTrace
    forecast: Forecast
    shifts: ShiftPlan
    coverage: Coverage
    summary: Summary
    offered: Floats
    by_day: Mapping[str, NDArray[np.bool_]]


def read_compared(folder: Path) -> ComparedRun:
    """The run in that directory; InputError where it is none, or is damaged."""
    run = RunFolder(folder)
    trace = read_trace(run)
    centre = trace.centre
    if centre is None:
        expected = "the plan of the run"
        raise InputError(Problem(run.file("run.json"), expected, NAME_A_RUN, column="plan.centre"))
    coverage = run.record(Coverage, centre.timezone, centre.interval_minutes).together()
    day = local_day(coverage.local)
    forecast = run.record(Forecast, centre.timezone, centre.interval_minutes)
    shifts = run.record(ShiftPlan, centre.timezone)
    _require_known(run.file("coverage.csv"), "required", coverage.required)
    _require_known(run.file("shifts.csv"), "paid_hours", shifts.agents * shifts.paid_hours)
    with np.errstate(over="ignore"):  # which is what is looked for
        _require_known(run.file("forecast.csv"), "offered", np.cumsum(np.nan_to_num(forecast.offered)))
    return ComparedRun(
        trace=trace,
        forecast=forecast,
        shifts=shifts,
        coverage=coverage,
        summary=read_summary(run),
        offered=_offered(forecast, coverage),
        by_day={str(one): day == one for one in np.unique(day)},
    )


def _require_known(file: str, column: str, values: Floats) -> None:
    """InputError at the first row without a number that can be added up, as only a damaged file has."""
    unknown = np.flatnonzero(~np.isfinite(values))
    if len(unknown):
        line, hint = int(unknown[0]) + 2, "the file has changed since the run: make the run again"
        raise InputError(Problem(file, "the number that the run wrote", hint, column=column, line=line))


def _offered(forecast: Forecast, coverage: Coverage) -> Floats:
    offered = np.zeros(len(coverage))
    place = np.searchsorted(coverage.interval_start, forecast.interval_start)
    place = np.minimum(place, len(coverage) - 1)
    inside = coverage.interval_start[place] == forecast.interval_start
    np.add.at(offered, place[inside], np.nan_to_num(forecast.offered[inside]))
    return offered
