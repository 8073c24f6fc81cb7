"""A published run read back: what was planned, believed and scheduled on its day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from staffing.errors import InputError, PlanError, Problem
from staffing.forecast.accuracy.drift import Version
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Plan
from staffing.plan.need.heads import heads_of
from staffing.plan.run.publish import LATEST
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.need import Need
from staffing.records.requirement import Requirement
from staffing.records.schedule import ShiftPlan, Summary
from staffing.records.service import Service
from staffing.records.trace import RunTrace
from staffing.requirement.by_queue import with_floors
from staffing.tables.json_file import read_json
from staffing.tables.records import read_record

NAME_A_RUN = "name a run directory, such as runs/latest, as staffing plan writes them"


@dataclass(frozen=True, eq=False)
class Published:
    """A run directory: its plan, the service asked, and the records of its files."""

    folder: Path
    plan: PlanFile
    as_of: np.datetime64
    options: Service
    trace: RunTrace
    forecast: Forecast
    requirement: Requirement
    shifts: ShiftPlan
    coverage: Coverage
    summary: Summary

    @cached_property
    def need(self) -> Need:
        """The heads that the requirement asks for, all queues added."""
        need = heads_of(self.requirement, self.plan.people, self.plan.sections.service)
        return with_floors(need, self.options, self.plan.target_period)


def read_run(folder: Path, plan: PlanFile | None = None) -> Published:
    """The run in that folder, by the plan that made it, or by another in its place.

    InputError where it is no run directory, or a file of it is damaged.
    """
    trace = read_trace(folder)
    plan = plan or _plan(trace, folder / "run.json")
    name, zone, minutes = plan.sections.service.patience_curve, plan.timezone, plan.interval_minutes
    if name and plan.kept_curve is None and not (plan.folder / name).exists():
        raise _moved(plan, f"the plan that the run was made by, beside its {name}")
    return Published(
        folder=folder,
        plan=plan,
        as_of=plan.zone.parse("run.json: as_of", trace.as_of),
        options=plan.service_with(trace.patience_seconds),
        trace=trace,
        forecast=read_record(Forecast, folder / "forecast.csv", zone, minutes),
        requirement=read_record(Requirement, folder / "requirement.csv", zone, minutes),
        shifts=read_record(ShiftPlan, folder / "shifts.csv", zone),
        coverage=read_record(Coverage, folder / "coverage.csv", zone, minutes),
        summary=read_summary(folder),
    )


def read_summary(folder: Path) -> Summary:
    """The totals of the run in that folder."""
    return read_json(Summary, folder / "summary.json", expected="the totals of a run", hint=NAME_A_RUN)


def read_run_plan(folder: Path) -> PlanFile:
    """The plan that made the run in that folder; InputError where it is no run directory."""
    return _plan(read_trace(folder), folder / "run.json")


def require_plan_file(run: Published) -> None:
    """InputError where the run's plan has moved, beside which its history and events lie."""
    if not run.plan.path.exists():
        raise _moved(run.plan, "the plan that the run was made by, beside its history")


def _moved(plan: PlanFile, expected: str) -> InputError:
    return InputError(Problem(str(plan.path), expected, "it has moved: give the plan file with --rules"))


def read_believed(folder: Path) -> tuple[PlanFile, Version]:
    """Of a run directory its plan, and the forecast as it was published."""
    trace = read_trace(folder)
    plan = _plan(trace, folder / "run.json")
    as_of = plan.zone.parse("run.json: as_of", trace.as_of)
    forecast = read_record(Forecast, folder / "forecast.csv", plan.timezone)
    return plan, Version(run_name(folder), as_of, forecast)


def run_folders(out: Path) -> list[Path]:
    """The good runs under an output folder, oldest first; the folder itself where it is a run."""
    if (out / "run.json").exists():
        return [out]
    if not out.is_dir():
        hint = "name the folder that staffing plan writes its runs into"
        raise InputError(Problem(str(out), "a folder of run directories", hint))
    named = [path for path in sorted(out.iterdir()) if path.name != LATEST and not path.name.startswith(".")]
    return [path for path in named if (path / "run.json").exists()]


def run_name(folder: Path) -> str:
    """`2026-11-16`, also where the run is named by a link such as `latest`, or by its hidden folder."""
    return folder.resolve().name.partition(".")[0]


def read_trace(folder: Path) -> RunTrace:
    """What the run in that folder was made of; InputError where it is no run directory."""
    file = folder / "run.json"
    if not file.exists():
        raise InputError(Problem(str(file.parent), "a run directory (it has no run.json)", NAME_A_RUN))
    trace = read_json(RunTrace, file, expected="the trace of a run", hint=NAME_A_RUN)
    if not trace.options.get("plan"):
        raise InputError(Problem(str(file), "the trace of a run", NAME_A_RUN, column="options"))
    return trace


def _plan(trace: RunTrace, file: Path) -> PlanFile:
    from pydantic import ValidationError

    try:
        sections = Plan.model_validate_json(json.dumps(trace.plan))
    except ValidationError:
        expected = "the plan of a run of this version"
        hint = "name the plan file itself, or run staffing plan again"
        raise PlanError(Problem(str(file), expected, hint, column="plan")) from None
    points = trace.patience_curve
    curve = PatienceCurve(points["seconds"], points["still_waiting"]) if points else None
    return PlanFile(Path(str(trace.options["plan"])), sections, kept_curve=curve)
