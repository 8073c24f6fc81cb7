"""The conductor: history, forecast, requirement, shifts, report; a line each. The main job."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from staffing.forecast.make import make_forecast
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.read import read_plan
from staffing.plan.jobs.notes import run_notes, schedule_notes
from staffing.plan.jobs.schedule import Scheduled, make_schedule
from staffing.plan.need.demand import demand_of
from staffing.plan.need.heads import heads_of, read_heads
from staffing.plan.need.period import period_target
from staffing.plan.road import patience_of, plan_patience, read_plan_history, require_handle_times
from staffing.plan.run.alerts import run_alerts
from staffing.plan.run.history_card import history_card
from staffing.plan.run.publish import locked, publishing
from staffing.plan.run.trace import RunTrace, input_of
from staffing.records import Forecast, Requirement, Scorecard
from staffing.report.html import write_html
from staffing.report.scorecard_html import scorecard_section
from staffing.requirement.size import size
from staffing.tables.forecast import write_forecast
from staffing.tables.requirement import write_requirement

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
    plan = read_plan(plan_file).solved_by(solver).checked()
    moment = None if as_of is None else plan.zone.parse("--as-of", as_of)
    out = plan.folder / "runs" if out is None else out
    with locked(out):
        trace = RunTrace.begin(plan, as_of)
        inputs = [input_of(file, plan.history_source.query) for file in plan.inputs]
        tell("reading the history", 0.0)
        history = read_plan_history(plan, moment)
        tell("reading the history", 1.0)
        made = make_forecast(
            history,
            plan.forecast_options(moment, history.queues),
            progress=lambda done, queues: tell("forecasting queues", done / queues),
        )
        patience_seconds = patience_of(plan, history.known_at(made.as_of))
        require_handle_times(made.forecast, plan)
        options = plan.service_with(patience_seconds)
        requirement = size(demand_of(plan, made.forecast), options)
        heads = heads_of(requirement, plan.people)
        target = period_target(plan, heads, options, str(plan.path))
        scheduled = make_schedule(plan, heads, options, target, tell)
        notes = run_notes(plan, history, made, patience_seconds, scheduled)
        with publishing(out, _name(plan.zone.wall(made.as_of))) as folder:
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
    crossed = run_alerts(plan.sections.alerts, scheduled.coverage)
    return Run(plan.name, out / _name(plan.zone.wall(made.as_of)), scheduled, notes, crossed)


def schedule_requirement(
    requirement: str, plan: PlanFile, progress: Progress | None = None
) -> tuple[Scheduled, tuple[str, ...]]:
    """The shifts for a requirement file by a plan's rules, and notes; a planner may have edited the file."""
    plan.checked()
    heads = read_heads(
        requirement,
        plan.people,
        timezone=plan.timezone,
        interval_minutes=plan.interval_minutes,
    )
    options = plan.service_with(plan_patience(plan), variation=ROWS_ALONE)
    target = period_target(plan, heads, options, requirement)
    scheduled = make_schedule(plan, heads, options, target, progress)
    return scheduled, tuple(schedule_notes(plan, scheduled))


def _write(
    folder: Path,
    plan: PlanFile,
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
        plan.name,
        scheduled.summary,
        scheduled.days,
        scheduled.coverage,
        sections=[scorecard_section("the history behind the plan", seen)],
    )


def _name(wall: np.datetime64) -> str:
    """`2003-10-25`, or `2003-10-25T1130` for a wall time within a day: no character a file system minds."""
    day, _, time = str(wall).partition("T")
    return day if time == "00:00:00" else f"{day}T{time.replace(':', '').removesuffix('00')}"


def _silent(stage: str, done: float) -> None:
    pass
