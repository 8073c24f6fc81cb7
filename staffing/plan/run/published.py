"""A published run read back: what was planned, believed and scheduled on its day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from staffing.errors import InputError, PlanError, Problem
from staffing.forecast.accuracy.drift import Version
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Plan
from staffing.plan.need.heads import heads_of
from staffing.plan.run.publish import LATEST
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.records.columns import Columns
from staffing.records.coverage import Coverage
from staffing.records.forecast import Forecast
from staffing.records.need import Need
from staffing.records.requirement import Requirement
from staffing.records.roster import NamedShifts
from staffing.records.schedule import ShiftPlan, Summary
from staffing.records.service import Service
from staffing.records.simulation import SimulatedDays, SimulatedIntervals
from staffing.records.trace import RunTrace
from staffing.records.work_by_interval import WorkByInterval
from staffing.requirement.by_queue import with_floors
from staffing.requirement.finishing import AtWork, at_work
from staffing.simulation.handle_times import MeasuredHandling
from staffing.tables.json_file import parse_json
from staffing.tables.records import read_record
from staffing.tables.source import open_text

R = TypeVar("R", bound=Columns)
NAME_A_RUN = "name a run directory, such as runs/latest, as staffing plan writes them"
_FILES: dict[type[Columns], str] = {
    Forecast: "forecast.csv",
    Requirement: "requirement.csv",
    ShiftPlan: "shifts.csv",
    Coverage: "coverage.csv",
    SimulatedIntervals: "simulation.csv",
    SimulatedDays: "simulation_days.csv",
    NamedShifts: "roster.csv",
    WorkByInterval: "work.csv",
}


class RunFiles(Protocol):
    """`str` of it names the run in messages, `name` among the runs of its plan: `2026-11-16`."""

    @property
    def name(self) -> str: ...

    def text(self, file: str) -> str:
        """Of `run.json` or `summary.json`."""

    def file(self, file: str) -> str:
        """How messages call one of its files."""

    def record(self, kind: type[R], zone: str, interval_minutes: int | None = None) -> R:
        """What one of its CSV files holds."""


@dataclass(frozen=True)
class RunFolder:
    """A run directory, or a link to one: all its files are those of the run that it pointed at first."""

    folder: Path

    def __str__(self) -> str:
        return str(self.folder)

    @cached_property
    def directory(self) -> Path:
        """Behind all links, which another run may set anew at any moment."""
        return self.folder.resolve()

    @property
    def name(self) -> str:
        """As links of the output folder name it."""
        return run_name(self.directory)

    def text(self, file: str) -> str:
        """InputError where the directory has no such file: it is no run."""
        if not (self.directory / file).exists():
            raise InputError(Problem(str(self), f"a run directory (it has no {file})", NAME_A_RUN))
        with self._by_its_name(file), open_text(self.directory / file) as stream:
            return "".join(stream)

    def file(self, file: str) -> str:
        """Its path."""
        return str(self.folder / file)

    def record(self, kind: type[R], zone: str, interval_minutes: int | None = None) -> R:
        """InputError names every bad cell."""
        with self._by_its_name(_FILES[kind]):
            return read_record(kind, self.directory / _FILES[kind], zone, interval_minutes)

    def record_if_there(self, kind: type[R], zone: str, interval_minutes: int | None = None) -> R | None:
        """The same; None where the run has no such file."""
        is_there = (self.directory / _FILES[kind]).exists()
        return self.record(kind, zone, interval_minutes) if is_there else None

    @contextmanager
    def _by_its_name(self, file: str) -> Iterator[None]:
        """What is wrong with the file is told by the path that was given, not by that behind all links."""
        try:
            yield
        except InputError as error:
            hidden, shown = str(self.directory / file), self.file(file)
            problems = [replace(one, file=shown) if one.file == hidden else one for one in error.problems]
            raise InputError(problems, count=error.count) from None


@dataclass(frozen=True, eq=False)
class Published:
    """A run as it was published: its plan, the service asked, and the records of its files."""

    files: RunFiles
    plan: PlanFile
    as_of: np.datetime64
    options: Service
    trace: RunTrace
    forecast: Forecast
    requirement: Requirement
    shifts: ShiftPlan
    coverage: Coverage
    summary: Summary

    def require_alike(self) -> None:
        """InputError where its people have skills of their own, for what does not know them."""
        if self.shifts.group is not None:
            raise _of_groups(self.files.file("shifts.csv"))

    @cached_property
    def need(self) -> Need:
        """The heads that the requirement asks for, all queues added."""
        need = heads_of(self.requirement, self.plan.people, self.plan.sections.service)
        if not np.array_equal(need.interval_start, self.coverage.interval_start):
            expected = "the intervals of coverage.csv, first to last"
            raise InputError(Problem(self.files.file("requirement.csv"), expected, NAME_A_RUN))
        return with_floors(need, self.options, self.plan.target_period)

    @cached_property
    def at_work(self) -> AtWork:
        """The heads that the prediction of its shifts takes."""
        cyclic, on_work = self.plan.rules.cyclic_week, self.coverage.on_work
        return at_work(self.need, self.shifts, self.options, cyclic_week=cyclic, on_work=on_work)


def read_run(run: Path | RunFiles, plan: PlanFile | None = None) -> Published:
    """The run in that folder or store, by the plan that made it, or by another in its place.

    InputError where it is no run, a file of it is damaged, or the other plan has other intervals.
    """
    files = files_of(run)
    trace = read_trace(files)
    _require_its_intervals(plan, trace)
    plan = plan or _plan(trace, files)
    name, zone, minutes = plan.sections.service.patience_curve, plan.timezone, plan.interval_minutes
    if name and plan.kept_curve is None and not (plan.folder / name).exists():
        raise _moved(plan, f"the plan that the run was made by, beside its {name}")
    return Published(
        files=files,
        plan=plan,
        as_of=plan.zone.parse("run.json: as_of", trace.as_of),
        options=plan.service_with(trace.patience_seconds),
        trace=trace,
        forecast=files.record(Forecast, zone, minutes),
        requirement=files.record(Requirement, zone, minutes),
        shifts=files.record(ShiftPlan, zone),
        coverage=files.record(Coverage, zone, minutes).together(),
        summary=read_summary(files),
    )


def _of_groups(file: str) -> InputError:
    expected = "shifts without groups of skills"
    hint = "with groups of skills, staffing simulate, diff and runs read a run; this command does not yet"
    return InputError(Problem(file, expected, hint, column="group"))


def _require_its_intervals(plan: PlanFile | None, trace: RunTrace) -> None:
    if plan is None or trace.centre is None or plan.interval_minutes == trace.centre.interval_minutes:
        return
    expected = f"the intervals of the run, of {trace.centre.interval_minutes} minutes"
    hint = "name a plan with the same interval_minutes, or run staffing plan again"
    name, value = str(plan.path), plan.interval_minutes
    raise InputError(Problem(name, expected, hint, column="centre.interval_minutes", value=str(value)))


def files_of(run: Path | RunFiles) -> RunFiles:
    """Of a run directory, where a path is given."""
    return RunFolder(run) if isinstance(run, Path) else run


def read_trace(run: Path | RunFiles) -> RunTrace:
    """What the run was made of; InputError where it is no run."""
    files = files_of(run)
    name = files.file("run.json")
    trace = parse_json(RunTrace, files.text("run.json"), name, expected="the trace of a run", hint=NAME_A_RUN)
    if not trace.options.get("plan"):
        raise InputError(Problem(name, "the trace of a run", NAME_A_RUN, column="options"))
    return trace


def read_summary(run: Path | RunFiles) -> Summary:
    """The totals of the run."""
    files = files_of(run)
    name = files.file("summary.json")
    return parse_json(
        Summary, files.text("summary.json"), name, expected="the totals of a run", hint=NAME_A_RUN
    )


def read_run_plan(folder: Path) -> PlanFile:
    """The plan that made the run in that folder; InputError where it is no run directory."""
    files = RunFolder(folder)
    return _plan(read_trace(files), files)


def require_plan_file(run: Published) -> None:
    """InputError where the run's plan has moved, beside which its history and events lie."""
    if not run.plan.path.exists():
        raise _moved(run.plan, "the plan that the run was made by, beside its history")


def _moved(plan: PlanFile, expected: str) -> InputError:
    return InputError(Problem(str(plan.path), expected, "it has moved: give the plan file with --rules"))


def read_believed(run: RunFiles) -> tuple[PlanFile, Version]:
    """Of a run its plan, and the forecast as it was published."""
    trace = read_trace(run)
    plan = _plan(trace, run)
    as_of = plan.zone.parse("run.json: as_of", trace.as_of)
    return plan, Version(run.name, as_of, run.record(Forecast, plan.timezone))


def run_name(folder: Path) -> str:
    """`2026-11-16`, also where the run is named by a link such as `latest`, or by its hidden folder."""
    return folder.resolve().name.partition(".")[0]


def run_folders(out: Path) -> list[Path]:
    """The good runs under an output folder, oldest first; the folder itself where it is a run."""
    if (out / "run.json").exists():
        return [out]
    if not out.is_dir():
        hint = "name the folder that staffing plan writes its runs into"
        raise InputError(Problem(str(out), "a folder of run directories", hint))
    named = [path for path in sorted(out.iterdir()) if path.name != LATEST and not path.name.startswith(".")]
    return [path for path in named if (path / "run.json").exists()]


def _plan(trace: RunTrace, run: RunFiles) -> PlanFile:
    from pydantic import ValidationError

    try:
        sections = Plan.model_validate_json(json.dumps(trace.plan))
    except ValidationError:
        expected = "the plan of a run of this version"
        hint = "name the plan file itself, or run staffing plan again"
        raise PlanError(Problem(run.file("run.json"), expected, hint, column="plan")) from None
    points = trace.patience_curve
    curve = PatienceCurve(points["seconds"], points["still_waiting"]) if points else None
    times = MeasuredHandling(np.array(trace.handle_times)) if trace.handle_times else None
    path = Path(str(trace.options["plan"]))
    return PlanFile(path, sections, kept_curve=curve, kept_handle_times=times)
