"""The conductor: history, forecast, requirement, shifts, report; a line each. The main job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.errors import PlanError, Problem
from staffing.forecast.make import MadeForecast, make_forecast
from staffing.history.load import read_history, source_files
from staffing.history.patience import estimate_patience_seconds
from staffing.plan.demand import demand_of, unknown_queues
from staffing.plan.heads import heads_of, read_heads
from staffing.plan.options import check, forecast_options, people, service_options
from staffing.plan.publish import locked, publishing
from staffing.plan.read import read_plan
from staffing.plan.schedule import Scheduled, make_schedule
from staffing.plan.schema import HistorySource, Plan
from staffing.plan.trace import RunTrace, input_of
from staffing.records import Forecast, History, Requirement
from staffing.report.html import write_html
from staffing.requirement.size import size
from staffing.tables.forecast import write_forecast
from staffing.tables.requirement import write_requirement
from staffing.timegrid import parse_moment, to_local, utc_offset_minutes

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Run:
    """A published run."""

    name: str
    folder: Path
    scheduled: Scheduled
    notes: tuple[str, ...]


def run_plan(
    plan_file: Path, *, as_of: str | None = None, out: Path | None = None, progress: Progress | None = None
) -> Run:
    """The whole road, from the plan file to a published run under `out` (default: `runs` beside the plan).

    Raises the errors of every stage; whatever happens, the last good run stays readable.
    """
    tell = progress or _silent
    plan = read_plan(plan_file)
    check(plan, plan_file)
    moment = None if as_of is None else parse_moment("--as-of", as_of, plan.centre.timezone)
    out = plan_file.parent / "runs" if out is None else out
    with locked(out):
        trace = RunTrace.begin(plan, plan_file, as_of)
        tell("reading the history", 0.0)
        history = plan_history(plan, plan_file)
        tell("reading the history", 1.0)
        patience_seconds = plan_patience(plan, history)
        made = make_forecast(
            history,
            forecast_options(plan, plan_file, moment),
            progress=lambda done, queues: tell("forecasting queues", done / queues),
        )
        _require_handle_times(made.forecast, plan_file)
        options = service_options(plan, plan_file, patience_seconds)
        requirement = size(demand_of(plan, made.forecast), options)
        heads = heads_of(requirement, plan.centre.timezone)
        scheduled = make_schedule(plan, heads, options, tell)
        notes = (
            *history.notes,
            *_forecast_notes(made),
            *_plan_notes(plan, patience_seconds),
            *_queue_notes(plan, made.forecast),
        )
        with publishing(out, _name(made.as_of, plan.centre.timezone)) as folder:
            _write(folder, plan, made.forecast, requirement, scheduled)
            rows = {"history": len(history), "forecast": len(made.forecast), "requirement": len(requirement)}
            rows |= {"shifts": len(scheduled.shifts), "coverage": len(scheduled.coverage)}
            inputs = [input_of(path) for path in _inputs(plan, plan_file)]
            trace.write(
                folder / "run.json",
                made,
                inputs=inputs,
                rows=rows,
                patience_seconds=patience_seconds,
                notes=notes,
            )
    return Run(plan.centre.name, out / _name(made.as_of, plan.centre.timezone), scheduled, notes)


def schedule_requirement(
    requirement: str, plan_file: Path, progress: Progress | None = None
) -> tuple[Plan, Scheduled]:
    """The shifts for a requirement file by a plan's rules; the file may have been edited by a planner."""
    plan = read_plan(plan_file)
    check(plan, plan_file)
    heads = read_heads(
        requirement,
        people(plan),
        timezone=plan.centre.timezone,
        interval_minutes=plan.centre.interval_minutes,
    )
    estimate = plan.service.patience_seconds == "estimate"
    patience_seconds = plan_patience(plan, plan_history(plan, plan_file) if estimate else None)
    options = service_options(plan, plan_file, patience_seconds)
    return plan, make_schedule(plan, heads, options, progress)


def plan_history(plan: Plan, plan_file: Path) -> History:
    """The history that the plan names; PlanError if it names none."""
    source = _source(plan, plan_file)
    return read_history(
        _beside(plan_file, source.source),
        timezone=plan.centre.timezone,
        interval_minutes=plan.centre.interval_minutes,
        format_name=source.format,
    )


def plan_patience(plan: Plan, history: History | None) -> float | None:
    """The plan's patience, estimated from the history where it says so."""
    given = plan.service.patience_seconds
    if given != "estimate":
        return given
    assert history is not None
    return estimate_patience_seconds(history, plan.history.source if plan.history else "history")


def _source(plan: Plan, plan_file: Path) -> HistorySource:
    if plan.history is None:
        hint = 'add [history] with source = "history.csv"'
        raise PlanError(Problem(str(plan_file), "a [history] section", hint, column="history"))
    return plan.history


def _beside(plan_file: Path, source: str) -> str:
    """Paths in a plan are relative to the plan, wherever the command is run."""
    return str(plan_file.parent / source)


def _inputs(plan: Plan, plan_file: Path) -> list[Path]:
    files = [str(plan_file), *source_files(_beside(plan_file, _source(plan, plan_file).source))]
    if plan.forecast.events:
        files.append(_beside(plan_file, plan.forecast.events))
    if plan.service.patience_curve:
        files.append(_beside(plan_file, plan.service.patience_curve))
    return [Path(file) for file in files]


def _require_handle_times(forecast: Forecast, plan_file: Path) -> None:
    """Contacts without a handle time cannot be staffed."""
    unknown = (forecast.offered > 0) & np.isnan(forecast.aht_seconds)
    if unknown.any():
        queues = ", ".join(sorted({str(name) for name in forecast.queue_names[unknown]}))
        hint = "set [history] aht_seconds, or add the column aht_seconds to the history"
        expected = f"a handle time for queue {queues}: the history has none"
        raise PlanError(Problem(str(plan_file), expected, hint, column="history.aht_seconds"))


def _forecast_notes(made: MadeForecast) -> list[str]:
    several = len(made.reports) > 1
    return [
        f"queue {report.queue}: {note}" if several else note
        for report in made.reports
        for note in report.notes
    ]


def _plan_notes(plan: Plan, patience_seconds: float | None) -> list[str]:
    notes = []
    known = patience_seconds is not None or plan.service.patience_curve is not None
    if plan.service.model != "erlang-c" and not known:
        notes.append("no patience is given: nobody is taken to give up ([service] patience_seconds)")
    if plan.roster is not None:
        notes.append("[roster] is not used in this version: shifts are built, names are not assigned")
    return notes


def _queue_notes(plan: Plan, forecast: Forecast) -> list[str]:
    known = ", ".join(forecast.queues)
    return [
        f"[[service.override]] names the queue {queue!r}, which the history does not have (it has {known})"
        for queue in unknown_queues(plan, forecast)
    ]


def _write(
    folder: Path, plan: Plan, forecast: Forecast, requirement: Requirement, scheduled: Scheduled
) -> None:
    write_forecast(folder / "forecast.csv", forecast)
    write_requirement(folder / "requirement.csv", requirement)
    scheduled.write(folder, plan.centre.timezone)
    write_html(
        folder / "report.html", plan.centre.name, scheduled.summary, scheduled.days, scheduled.coverage
    )


def _name(as_of: np.datetime64, timezone: str) -> str:
    """`2003-10-25`, or `2003-10-25T1130` for a moment within a day: no character a file system minds."""
    moment = np.array([as_of], dtype="datetime64[s]")
    local = str(to_local(moment, utc_offset_minutes(moment, timezone))[0])
    day, _, time = local.partition("T")
    return day if time == "00:00:00" else f"{day}T{time[:5].replace(':', '')}"


def _silent(stage: str, done: float) -> None:
    pass
