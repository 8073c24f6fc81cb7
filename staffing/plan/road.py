"""The road: history → forecast → demand → requirement → need → schedule.

Each arrow is a function of records that gives the same for the same, and touches no file:

    history      → forecast      `make_forecast`   what is expected, queue by queue
    forecast     → demand        `demand_of`       each row with its own target
    demand       → requirement   `size`            the fewest agents per row, and the service they give
    requirement  → need          `need_of`         heads per interval, all queues added
    need         → schedule      `schedule_of`     shifts with lunches and breaks, and what they cover

`staffing plan` walks it whole (`walk`). The other commands enter or leave it on the way: `capacity` leaves it
at the requirement, `adjust` at the need of today, `schedule` and `breaks` enter it with the need of a file.
`whatif` makes the forecast once, and walks on from it for every variant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from staffing.forecast.make import MadeForecast, make_forecast
from staffing.forecast.options import ForecastOptions
from staffing.parallel import AS_WORTHWHILE, Engine
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.demand import Aims, aimed, demand_of
from staffing.plan.need.growth import grown
from staffing.plan.need.heads import heads_of
from staffing.plan.need.prices import Prices, prices_of
from staffing.plan.need.task import NeedToMeet, patience_of, task_of
from staffing.plan.play.schedule_to_play import ScheduleToPlay
from staffing.plan.scheduled import Scheduled, schedule_of
from staffing.plan.work.to_do import WorkBasis, work_to_do
from staffing.progress import Progress, silent
from staffing.records.forecast import Forecast
from staffing.records.history import History
from staffing.records.need import Need
from staffing.records.requirement import Requirement
from staffing.records.schedule import ShiftPlan
from staffing.records.service import Service
from staffing.records.work import WorkToDo
from staffing.requirement.size import size
from staffing.shifts.effort import SearchEffort
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.kept import KeptShifts
from staffing.shifts.search.part import SearchedBefore
from staffing.shifts.standing.replace_rests import Replaced, replace_rests
from staffing.simulation.plays import PlayedBefore
from staffing.tables.records import write_record


@dataclass(frozen=True, eq=False)
class Sized:
    """A forecast, the service that is asked for it, and the agents that give it."""

    made: MadeForecast
    service: Service
    requirement: Requirement


@dataclass(frozen=True, eq=False)
class Walked:
    """What the whole road gave, stop by stop.

    `searched`: days that the search for shifts has solved; `notes` are of people with skills, where they
    have some; `played`: days that a repair played as forecast.
    """

    history: History
    sized: Sized
    task: NeedToMeet
    scheduled: Scheduled
    searched: SearchedBefore = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    played: PlayedBefore = field(default_factory=dict)

    def to_play(self, plan: PlanFile) -> ScheduleToPlay:
        """The schedule, to be played under that plan."""
        task, scheduled, forecast = self.task, self.scheduled, self.sized.made.forecast
        return ScheduleToPlay(plan, forecast, task.need, task.service, scheduled.shifts, scheduled.coverage)

    def write(self, folder: Path) -> None:
        """The files of the forecast, the requirement and the schedule."""
        write_record(folder / "forecast.csv", self.sized.made.forecast)
        write_record(folder / "requirement.csv", self.sized.requirement)
        self.scheduled.write(folder)


RoadEnd = Callable[[Requirement, NeedToMeet], Scheduled]


class PlacedRests(NamedTuple):
    """Lunches and breaks placed anew, by what a head short costs."""

    prices: Prices
    replaced: Replaced


def walk(
    plan: PlanFile,
    history: History,
    as_of: np.datetime64 | None,
    tell: Progress = silent,
    engine: Engine = AS_WORTHWHILE,
    *,
    end: RoadEnd | None = None,
    kept_of: Callable[[Need], KeptShifts | None] | None = None,
) -> Walked:
    """The whole road, for a plan that was `checked`.

    `end` makes its schedule, where shifts alone do not; `kept_of` finds the shifts that stand already.
    """
    sized = size_as_of(plan, history, as_of, tell, engine)
    need = need_of(plan, sized.requirement)
    task = task_of(plan, need, sized.service, str(plan.path))
    work = work_of(plan, need, sized.made, history, engine)
    task = task._replace(work=work, kept=None if kept_of is None else kept_of(need))
    searched: SearchedBefore = {}
    if end is not None:
        return Walked(history, sized, task, end(sized.requirement, task))
    return Walked(history, sized, task, meet(plan, task, tell, searched=searched), searched)


def size_as_of(
    plan: PlanFile, history: History, as_of: np.datetime64 | None, tell: Progress, engine: Engine
) -> Sized:
    """How the road begins, with groups of skills or without: as the plan says, from what was known then."""
    asked = replace(plan.forecast_options(as_of, history.queues), engine=engine)
    return size_ahead(plan, history, asked, tell=tell)


def size_ahead(
    plan: PlanFile,
    history: History,
    asked: ForecastOptions,
    *,
    growth_per_year: float = 0.0,
    service: Service | None = None,
    aims: Aims | None = None,
    tell: Progress = silent,
) -> Sized:
    """History → forecast → demand → requirement; `service` None is that of the plan, `aims` as in `sized`.

    PlanError where contacts are expected whose handle time is not known.
    """
    made = forecast_ahead(plan, history, asked, tell)
    if service is None:
        service = plan.service_with(patience_of(plan, history.known_at(made.as_of)))
    forecast = grown(made.forecast, growth_per_year)
    return Sized(made, service, sized(plan, forecast, service, tell, asked.engine, aims=aims))


def forecast_ahead(
    plan: PlanFile, history: History, asked: ForecastOptions, tell: Progress = silent
) -> MadeForecast:
    """History → forecast; PlanError where contacts are expected whose handle time is not known."""
    made = make_forecast(
        history, asked, progress=lambda done, queues: tell("forecasting queues", done / queues)
    )
    require_handle_times(made.forecast, plan)
    return made


def sized(
    plan: PlanFile,
    forecast: Forecast,
    service: Service,
    tell: Progress = silent,
    engine: Engine = AS_WORTHWHILE,
    *,
    aims: Aims | None = None,
) -> Requirement:
    """Forecast → demand → requirement; `aims` are service levels in place of the plan's targets."""
    demand = aimed(demand_of(forecast, plan.sections.service, plan.opening_hours), aims or {})
    tell("sizing", 0.0)
    requirement = size(demand, service, engine)
    tell("sizing", 1.0)
    return requirement


def work_of(
    plan: PlanFile, need: Need, made: MadeForecast, history: History, engine: Engine = AS_WORTHWHILE
) -> tuple[WorkToDo, ...]:
    """Need → work that may wait over its intervals; nothing where the plan has none."""

    def ahead_of(past: History, options: ForecastOptions) -> Forecast:
        return make_forecast(past, replace(options, engine=engine)).forecast

    return work_to_do(plan, need, WorkBasis(made.forecast, history, made.as_of, ahead_of))


def need_of(plan: PlanFile, requirement: Requirement) -> Need:
    """Requirement → need."""
    return heads_of(requirement, plan.people, plan.sections.service)


def meet(
    plan: PlanFile,
    task: NeedToMeet,
    tell: Progress | None = None,
    *,
    work_share: float = 1.0,
    gap_factor: float = 1.0,
    searched: SearchedBefore | None = None,
) -> Scheduled:
    """Need → schedule, by that share of the work, and to that multiple of the gap, which the plan allows.

    Days that stand in `searched` as they are now are not searched again; the others are added.
    """
    horizon, effort = plan.horizon(task.need), plan.effort_for(task.need)
    effort = replace(effort, work=int(work_share * effort.work), gap=gap_factor * effort.gap)
    return schedule_of(
        task.need,
        horizon,
        effort,
        task.service,
        task.target,
        progress=tell,
        searched=searched,
        even=task.even,
        work=task.work,
        kept=task.kept,
    )


def repair(
    task: NeedToMeet,
    standing: ShiftPlan,
    horizon: ShiftHorizon,
    effort: SearchEffort,
    *,
    now: np.datetime64 | None,
    min_gain_minutes: float,
    tell: Progress | None = None,
) -> PlacedRests:
    """Need and shifts as they stand → the same shifts with lunches and breaks where they hurt least.

    Those begun before `now` stay, and so do those whose move would save less than `min_gain_minutes` of
    agents short.
    """
    need = task.need
    prices = prices_of(task.target, need, standing, horizon, task.service)
    replaced = replace_rests(
        standing,
        horizon,
        prices.needed,
        effort,
        now=now,
        weight=prices.weight,
        worth=min_gain_minutes / need.interval_minutes,
        progress=tell,
    )
    return PlacedRests(prices, replaced)


def require_handle_times(forecast: Forecast, plan: PlanFile) -> None:
    """PlanError where contacts are expected without a handle time: they cannot be staffed."""
    unknown = (forecast.offered > 0) & np.isnan(forecast.aht_seconds)
    if unknown.any():
        queues = ", ".join(sorted({str(name) for name in forecast.queue_names[unknown]}))
        hint = "set [history] aht_seconds, or add the column aht_seconds to the history"
        expected = f"a handle time for queue {queues}: the history has none"
        raise plan.wrong("history.aht_seconds", expected, hint)
