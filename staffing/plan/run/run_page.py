"""What the page of a run shows: of a run that was just made, or of one that is read back from its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from staffing.arrays import Floats
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.demand import demand_of
from staffing.plan.road import Walked
from staffing.plan.run.published import Published, RunFolder
from staffing.plan.run.summary import days
from staffing.records.columns import ALL_QUEUES
from staffing.records.coverage import Coverage
from staffing.records.demand import Demand
from staffing.records.forecast import Forecast
from staffing.records.requirement import Requirement
from staffing.records.roster import NamedShifts
from staffing.records.run_page import AskedOfRows, ForecastMethod, Remarks, RunPage
from staffing.records.scorecard import Scorecard
from staffing.records.service import Service
from staffing.records.simulation import Simulated, SimulatedDays, SimulatedIntervals, SimulatedQueue
from staffing.records.work_by_interval import WorkByInterval
from staffing.requirement.size import service_levels
from staffing.version import __version__


def page_of_walk(
    plan: PlanFile,
    walked: Walked,
    played: Simulated | None,
    *,
    name: str,
    alerts: Sequence[str],
    notes: Sequence[str],
    card: Scorecard,
) -> RunPage:
    """Of the run of that name, with all that it was made from; `card` is that of its history."""
    scheduled, made, requirement = walked.scheduled, walked.sized.made, walked.sized.requirement
    return RunPage(
        name=plan.name,
        run=name,
        as_of=_moment(plan, made.as_of),
        version=__version__,
        forecast=made.forecast,
        requirement=requirement,
        shifts=scheduled.shifts,
        coverage=scheduled.by_group or scheduled.coverage,
        summary=scheduled.summary,
        days=tuple(scheduled.days),
        asked=_asked(plan, made.forecast, requirement, walked.sized.service),
        target=_target_words(plan),
        remarks=Remarks(tuple(alerts), tuple(notes), tuple(walked.history.notes)),
        methods=_methods([report.as_dict() for report in made.reports]),
        prices=_prices(plan),
        daily=made.daily,
        played=played,
        card=card,
        past=walked.history.known_at(made.as_of),
        roster=None if scheduled.rostered is None else scheduled.rostered.made.shifts,
        work=scheduled.work,
    )


def page_of_files(run: Published, files: RunFolder) -> RunPage:
    """Of a published run: without the history and what comes from it, and the worst intervals of its play."""
    plan, trace = run.plan, run.trace
    coverage = files.record(Coverage, plan.timezone, plan.interval_minutes)
    return RunPage(
        name=plan.name,
        run=run.files.name,
        as_of=_moment(plan, run.as_of),
        version=trace.version or __version__,
        forecast=run.forecast,
        requirement=run.requirement,
        shifts=run.shifts,
        coverage=coverage,
        summary=run.summary,
        days=tuple(days(run.coverage, _contacts(run.requirement, run.coverage), run.shifts)),
        asked=_asked(plan, run.forecast, run.requirement, run.options),
        target=_target_words(plan),
        remarks=Remarks(tuple(trace.alerts), tuple(trace.notes), tuple(trace.treatments)),
        methods=_methods(trace.forecast),
        prices=_prices(plan),
        played=_played(run, files),
        roster=files.record_if_there(NamedShifts, plan.timezone),
        work=files.record_if_there(WorkByInterval, plan.timezone, plan.interval_minutes),
    )


def _asked(plan: PlanFile, forecast: Forecast, requirement: Requirement, service: Service) -> AskedOfRows:
    """The plan's target of each row, and what one agent fewer or more would give."""
    demand = demand_of(forecast, plan.sections.service, plan.opening_hours)
    seconds, level = _with_default(demand, service)
    fewer = _levels(demand, requirement, service, -1.0)
    return AskedOfRows(level, seconds, fewer, _levels(demand, requirement, service, 1.0))


def _with_default(demand: Demand, service: Service) -> tuple[Floats, Floats]:
    """Seconds and service level of each row: its own, or the plan's."""
    found = []
    for own, usual in (
        (demand.target_seconds, service.targets.target_seconds),
        (demand.target_service_level, service.targets.service_level),
    ):
        default = np.broadcast_to(np.asarray(usual, dtype=np.float64), demand.offered.shape)
        found.append(default if own is None else np.where(np.isfinite(own), own, default))
    return found[0], found[1]


def _levels(demand: Demand, requirement: Requirement, service: Service, step: float) -> Floats:
    """The service level with so many agents more than required; NaN where nobody calls or none is left."""
    levels = np.full(len(demand), np.nan)
    agents = requirement.agents + step
    asked = np.flatnonzero((demand.offered > 0) & (agents > 0) & (requirement.agents > 0))
    levels[asked] = service_levels(demand.rows(asked), agents[asked], service)
    return levels


def _target_words(plan: PlanFile) -> str:
    """`80 % within 20 seconds in every interval`, and how many overrides there are."""
    service = plan.sections.service
    level, seconds = service.target.value
    words = f"{100 * level:g} % within {seconds:g} seconds in every {service.period}" if level else "none"
    return words + (", with targets of their own for some queues or times" if service.override else "")


def _methods(reports: Sequence[Mapping[str, Any]]) -> tuple[ForecastMethod, ...]:
    found = []
    for one in reports:
        score = (one.get("scores") or {}).get(one.get("method")) or {}
        found.append(
            ForecastMethod(
                queue=str(one.get("queue", ALL_QUEUES)),
                method=str(one.get("method", "")),
                days_of_history=int(one.get("days_of_history") or 0),
                wape=score.get("wape"),
                bias=score.get("bias"),
            )
        )
    return tuple(found)


def _prices(plan: PlanFile) -> dict[str, float]:
    return {pattern.name: pattern.cost_per_hour for pattern in plan.sections.schedule.pattern}


def _moment(plan: PlanFile, moment: np.datetime64) -> str:
    return f"{plan.zone.wall(moment).item():%a %d %b %Y, %H:%M}"


def _contacts(requirement: Requirement, coverage: Coverage) -> Floats:
    """Of all queues, by interval of the coverage."""
    place = np.searchsorted(coverage.interval_start, requirement.interval_start)
    total = np.bincount(place, np.nan_to_num(requirement.offered), len(coverage))
    return total[: len(coverage)].astype(np.float64)


def _played(run: Published, files: RunFolder) -> Simulated | None:
    """As its files hold it; None where it was not played."""
    intervals = files.record_if_there(SimulatedIntervals, run.plan.timezone, run.plan.interval_minutes)
    by_day = files.record_if_there(SimulatedDays, run.plan.timezone)
    if intervals is None or by_day is None:
        return None
    summary = run.summary
    whole = SimulatedQueue(
        ALL_QUEUES,
        summary.offered,
        summary.simulated_service_level,
        summary.simulated_service_level_se,
        summary.service_level,
        None,
    )
    return Simulated(intervals, by_day, (), whole, (), replications=0, seed=0)
