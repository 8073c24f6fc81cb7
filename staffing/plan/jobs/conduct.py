"""The conductor: history, forecast, requirement, shifts, report; a line each. The main job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.errors import PlanError, Problem
from staffing.forecast.make import make_forecast
from staffing.history.load import read_for_forecast, source_files
from staffing.history.patience.estimate import estimate_patience_seconds
from staffing.plan.file.options import (
    check,
    forecast_options,
    history_source,
    people,
    service_options,
    solved_by,
)
from staffing.plan.file.read import read_plan
from staffing.plan.file.schema import HistorySource, Plan
from staffing.plan.jobs.notes import run_notes, schedule_notes
from staffing.plan.jobs.schedule import Scheduled, make_schedule
from staffing.plan.need.demand import demand_of
from staffing.plan.need.heads import heads_of, read_heads
from staffing.plan.need.period import period_target
from staffing.plan.run.alerts import run_alerts
from staffing.plan.run.history_card import history_card
from staffing.plan.run.publish import locked, publishing
from staffing.plan.run.trace import RunTrace, input_of
from staffing.records import Forecast, History, Requirement, Scorecard
from staffing.report.html import write_html
from staffing.report.scorecard_html import scorecard_section
from staffing.requirement.size import size
from staffing.tables.forecast import write_forecast
from staffing.tables.requirement import write_requirement
from staffing.tables.source import STANDARD
from staffing.timegrid import parse_moment, to_local, utc_offset_minutes

ROWS_ALONE = "sipp"  # how the rows of a requirement file are read, as by `size`, unless the plan says

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Run:
    """A published run."""

    name: str
    folder: Path
    scheduled: Scheduled
    notes: tuple[str, ...]
    crossed: tuple[str, ...]


def run_plan(
    plan_file: Path,
    *,
    as_of: str | None = None,
    out: Path | None = None,
    solver: str | None = None,
    progress: Progress | None = None,
) -> Run:
    """The whole road, from the plan file to a published run under `out` (default: `runs` beside the plan).

    `solver` stands in for the plan's.

    Raises the errors of every stage; whatever happens, the last good run stays readable.
    """
    tell = progress or _silent
    plan = solved_by(solver, read_plan(plan_file))
    check(plan, plan_file)
    moment = None if as_of is None else parse_moment("--as-of", as_of, plan.centre.timezone)
    out = plan_file.parent / "runs" if out is None else out
    with locked(out):
        trace = RunTrace.begin(plan, plan_file, as_of)
        inputs = _inputs(plan, plan_file)
        tell("reading the history", 0.0)
        history = plan_history(plan, plan_file, moment)
        tell("reading the history", 1.0)
        made = make_forecast(
            history,
            forecast_options(plan, plan_file, moment, history.queues),
            progress=lambda done, queues: tell("forecasting queues", done / queues),
        )
        patience_seconds = plan_patience(plan, history.known_at(made.as_of))
        require_handle_times(made.forecast, plan_file)
        options = service_options(plan, plan_file, patience_seconds)
        requirement = size(demand_of(plan, made.forecast), options)
        heads = heads_of(requirement, people(plan), plan.centre.timezone)
        target = period_target(plan, heads, options, str(plan_file))
        scheduled = make_schedule(plan, heads, options, target, tell)
        notes = run_notes(plan, history, made, patience_seconds, scheduled)
        with publishing(out, _name(made.as_of, plan.centre.timezone)) as folder:
            seen = history_card(history.known_at(made.as_of), plan)
            _write(folder, plan, made.forecast, requirement, scheduled, seen=seen)
            rows = {"history": len(history), "forecast": len(made.forecast), "requirement": len(requirement)}
            rows |= {"shifts": len(scheduled.shifts), "coverage": len(scheduled.coverage)}
            trace.write(
                folder / "run.json",
                made,
                inputs=inputs,
                rows=rows,
                patience_seconds=patience_seconds,
                notes=notes,
            )
    folder, crossed = out / _name(made.as_of, plan.centre.timezone), run_alerts(plan, scheduled.coverage)
    return Run(plan.centre.name, folder, scheduled, notes, crossed)


def schedule_requirement(
    requirement: str, plan_file: Path, solver: str | None = None, progress: Progress | None = None
) -> tuple[Plan, Scheduled, tuple[str, ...]]:
    """The shifts for a requirement file by a plan's rules, and notes; a planner may have edited the file."""
    plan = solved_by(solver, read_plan(plan_file))
    check(plan, plan_file)
    heads = read_heads(
        requirement,
        people(plan),
        timezone=plan.centre.timezone,
        interval_minutes=plan.centre.interval_minutes,
    )
    estimate = plan.service.patience_seconds == "estimate"
    patience_seconds = plan_patience(plan, plan_history(plan, plan_file) if estimate else None)
    options = service_options(plan, plan_file, patience_seconds, variation=ROWS_ALONE)
    target = period_target(plan, heads, options, requirement)
    scheduled = make_schedule(plan, heads, options, target, progress)
    return plan, scheduled, tuple(schedule_notes(plan, scheduled))


def plan_history(plan: Plan, plan_file: Path, as_of: np.datetime64 | None = None) -> History:
    """The history that the plan names, its outliers as known at `as_of`; PlanError if it names none."""
    return read_for_forecast(
        history_source(named_history(plan, plan_file), plan.service, plan_file),
        timezone=plan.centre.timezone,
        interval_minutes=plan.centre.interval_minutes,
        as_of=as_of,
    )


def plan_patience(plan: Plan, history: History | None) -> float | None:
    """The plan's patience, estimated from the history where it says so."""
    given = plan.service.patience_seconds
    if given != "estimate":
        return given
    assert history is not None
    return estimate_patience_seconds(history, plan.history.source if plan.history else "history")


def named_history(plan: Plan, plan_file: Path) -> HistorySource:
    """The plan's `[history]`; PlanError if it has none."""
    if plan.history is None:
        hint = 'add [history] with source = "history.csv"'
        raise PlanError(Problem(str(plan_file), "a [history] section", hint, column="history"))
    return plan.history


def _inputs(plan: Plan, plan_file: Path) -> list[dict[str, str | int]]:
    source = history_source(named_history(plan, plan_file), plan.service, plan_file)
    files = [str(plan_file), *source_files(source.path)]
    further = (plan.forecast.events, plan.forecast.new_queues, plan.service.patience_curve)
    files += [str(plan_file.parent / name) for name in further if name]
    return [input_of(file, source.query) for file in files if file != STANDARD]


def require_handle_times(forecast: Forecast, plan_file: Path) -> None:
    """Contacts without a handle time cannot be staffed."""
    unknown = (forecast.offered > 0) & np.isnan(forecast.aht_seconds)
    if unknown.any():
        queues = ", ".join(sorted({str(name) for name in forecast.queue_names[unknown]}))
        hint = "set [history] aht_seconds, or add the column aht_seconds to the history"
        expected = f"a handle time for queue {queues}: the history has none"
        raise PlanError(Problem(str(plan_file), expected, hint, column="history.aht_seconds"))


def _write(
    folder: Path,
    plan: Plan,
    forecast: Forecast,
    requirement: Requirement,
    scheduled: Scheduled,
    *,
    seen: Scorecard,
) -> None:
    write_forecast(folder / "forecast.csv", forecast)
    write_requirement(folder / "requirement.csv", requirement)
    scheduled.write(folder)
    write_html(
        folder / "report.html",
        plan.centre.name,
        scheduled.summary,
        scheduled.days,
        scheduled.coverage,
        sections=[scorecard_section("the history behind the plan", seen)],
    )


def _name(as_of: np.datetime64, timezone: str) -> str:
    """`2003-10-25`, or `2003-10-25T1130` for a moment within a day: no character a file system minds."""
    moment = np.array([as_of], dtype="datetime64[s]")
    local = str(to_local(moment, utc_offset_minutes(moment, timezone))[0])
    day, _, time = local.partition("T")
    return day if time == "00:00:00" else f"{day}T{time.replace(':', '').removesuffix('00')}"


def _silent(stage: str, done: float) -> None:
    pass
