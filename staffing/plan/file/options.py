"""From a plan's sections to what each stage asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from staffing.errors import InputError, PlanError, Problem, StaffingError
from staffing.forecast.options import ForecastOptions
from staffing.history import AUTO
from staffing.history.load import Source
from staffing.history.reading.choices import Mapped, Reading
from staffing.plan.file.events import read_events
from staffing.plan.file.new_queues import read_new_queues
from staffing.plan.file.schema import HistorySource, Plan, RestRule, Service, ShiftPattern
from staffing.programs.solvers import HIGHS, require_solver
from staffing.requirement.patience_curve import read_patience_curve
from staffing.requirement.people import People, compounded
from staffing.requirement.size import ServiceOptions
from staffing.requirement.targets import Targets
from staffing.shifts.pattern import Pattern, Rest
from staffing.shifts.premium import Premium
from staffing.shifts.rules import Rules
from staffing.shifts.start_rules import StartRule
from staffing.tables.rows import is_database
from staffing.tables.sql import file_of
from staffing.timegrid import OpeningHours

GAP, LATE_GAP = 0.001, 0.0025  # of a plan that names none
MANY_HEADS = 200  # from here on a schedule soon is worth more than its last tenth of a per cent


def opening_hours(plan: Plan) -> OpeningHours | None:
    """None where the plan names no hours: always open."""
    if plan.centre.open is None:
        return None
    by_day: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for days, spans in plan.centre.open.items():
        for day in days.value:
            by_day[day].extend(spans)
    return OpeningHours(tuple(tuple(spans) for spans in by_day))


def history_source(history: HistorySource, service: Service, plan_file: Path) -> Source:
    """What `[history]` says; calls count as within the target by the seconds of `[service] target`."""
    columns = {
        word: Mapped((one.column,) if isinstance(one.column, str) else tuple(one.column), one.unit, one.total)
        for word, one in history.columns.items()
    }
    seconds = service.target.value.seconds
    return Source(
        path=_beside(plan_file, history.source),
        format_name="columns" if columns and history.format == AUTO else history.format,
        query=history.query,
        reading=Reading(
            dates=history.dates,
            threshold_seconds=seconds,
            columns=columns,
            booked=history.booked,
        ),
        merge_queues=history.queues == "merge",
        keep_outliers=history.outliers == "keep",
    )


def _beside(plan_file: Path, source: str) -> str:
    """Paths in a plan are relative to the plan, wherever the command is run; those in a URL too."""
    path = file_of(source)
    if path is not None:
        return source.removesuffix(path) + str(plan_file.parent / path)
    return source if is_database(source) else str(plan_file.parent / source)


def forecast_options(
    plan: Plan, plan_file: Path, as_of: np.datetime64 | None, queues: Sequence[str] | None = None
) -> ForecastOptions:
    """What `[forecast]`, `[centre]` and `[history]` say of the forecast; the history has these `queues`."""
    events, new_queues = plan.forecast.events, plan.forecast.new_queues
    return ForecastOptions(
        timezone=plan.centre.timezone,
        interval_minutes=plan.centre.interval_minutes,
        days=plan.forecast.days,
        method=plan.forecast.method,
        as_of=as_of,
        opening_hours=opening_hours(plan),
        holidays=plan.forecast.holidays,
        events=read_events(plan_file.parent / events) if events else (),
        default_aht_seconds=plan.history.aht_seconds if plan.history else None,
        new_queues=read_new_queues(plan_file.parent / new_queues, queues) if new_queues else (),
    )


def service_options(
    plan: Plan, plan_file: Path, patience_seconds: float | None, *, variation: str = "mol-psa"
) -> ServiceOptions:
    """What `[service]` and `[people]` say.

    `patience_seconds` is as given or estimated, `variation` that of a plan which names none.
    """
    service = plan.service
    target = service.target.value
    curve = read_patience_curve(plan_file.parent / service.patience_curve) if service.patience_curve else None
    return ServiceOptions(
        targets=Targets(
            target.service_level,
            target.seconds,
            definition=service.definition,
            max_wait_seconds=service.max_wait_seconds,
            max_abandonment=service.max_abandonment,
            max_occupancy=service.max_occupancy,
            min_agents=service.min_agents,
        ),
        model=service.model,
        patience_seconds=patience_seconds,
        patience_law="empirical" if curve else service.patience_law,
        patience_parameter=service.patience_parameter,
        patience_curve=curve,
        lines=service.lines,
        redial=service.redial,
        redial_blocked=service.redial_blocked,
        at_once=service.at_once,
        writing_ratio=service.writing_ratio,
        variation=service.variation or variation,
        uncertainty=service.uncertainty.value,
        people=people(plan),
    )


def people(plan: Plan) -> People:
    """What `[people]` says."""
    lost = plan.people.shrinkage
    shrinkage = compounded(lost) if isinstance(lost, list) else lost
    return People(plan.people.attendance, plan.people.adherence, shrinkage)


def rules(plan: Plan, most_required: float = 0.0) -> Rules:
    """What `[schedule]` says, for so many heads at the busiest time."""
    schedule = plan.schedule
    may_relent = schedule.gap is None and most_required >= MANY_HEADS
    by_period = plan.service.period != "interval"  # which itself says what may be short
    forbidden = by_period or schedule.understaffing == "forbidden" or schedule.max_understaffing == 0
    return Rules(
        timezone=plan.centre.timezone,
        interval_minutes=plan.centre.interval_minutes,
        patterns=tuple(_pattern(pattern) for pattern in schedule.pattern),
        start_every_minutes=schedule.start_every_minutes,
        cyclic_week=schedule.cyclic_week,
        understaffing=None if forbidden else float(schedule.understaffing),
        max_understaffing=None if forbidden else schedule.max_understaffing,
        overstaffing_cost=0.0 if by_period else schedule.overstaffing_cost,
        time_limit_seconds=schedule.time_limit_seconds,
        gap=GAP if schedule.gap is None else schedule.gap,
        late_gap=LATE_GAP if may_relent else None,
        min_work_minutes=schedule.min_work_minutes,
        solver=schedule.solver,
        phone_share=people(plan).phone_share,
        premiums=tuple(Premium(one.days, one.start, one.end, one.extra) for one in schedule.premium),
        starts=tuple(StartRule(**dict(one)) for one in schedule.starts),
        cost_per_distinct_shift=schedule.cost_per_distinct_shift,
    )


def solved_by(solver: str | None, plan: Plan) -> Plan:
    """The plan with another solver (None: its own); UsageError where that is not installed."""
    if solver is None:
        return plan
    require_solver(solver)
    return plan.model_copy(update={"schedule": plan.schedule.model_copy(update={"solver": solver})})


def check(plan: Plan, plan_file: Path) -> None:
    """Refuse what only the stages can judge (events, new queues, the solver), before any work is done."""
    file = str(plan_file)
    try:
        forecast_options(plan, plan_file, None)
        service_options(plan, plan_file, None)
        rules(plan)
        if plan.schedule.solver != HIGHS:  # which is a dependency, and slow to import
            require_solver(plan.schedule.solver)
    except InputError:
        raise
    except StaffingError as error:
        raise PlanError(Problem(file, f"a plan the stages accept: {error.message}", error.hint)) from None
    except ValueError as error:
        raise PlanError(Problem(file, f"a plan the stages accept: {error}", "see docs/plan.md")) from None


def _pattern(pattern: ShiftPattern) -> Pattern:
    return Pattern(
        name=pattern.name,
        days=pattern.days,
        earliest_start=pattern.earliest_start,
        latest_start=pattern.latest_start,
        latest_end=pattern.latest_end,
        length_minutes=pattern.length_minutes,
        cost_per_hour=pattern.cost_per_hour,
        cost_per_shift=pattern.cost_per_shift,
        max_agents=pattern.max_agents,
        min_agents=pattern.min_agents,
        lunch=None if pattern.lunch is None else _rest(pattern.lunch),
        breaks=tuple(_rest(rest) for rest in pattern.breaks),
    )


def _rest(rest: RestRule) -> Rest:
    return Rest(rest.minutes, rest.paid, rest.earliest_minutes, rest.latest_minutes)
