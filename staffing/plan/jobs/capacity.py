"""The year ahead: forecast, agents, hours on the schedule, heads, and the hires of least cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from staffing.capacity.model import Hiring, least_cost_hiring
from staffing.capacity.need import Days, heads_needed, mondays, productive_share, weekly
from staffing.capacity.options import COST_OF_REPLACING, CapacityOptions
from staffing.errors import UsageError
from staffing.forecast.make import make_forecast
from staffing.forecast.options import MOST_DAYS
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Capacity, ShiftPattern
from staffing.plan.need.demand import demand_of
from staffing.plan.road import patience_of, read_plan_history, require_handle_times
from staffing.records import CapacityTotals, CapacityWeeks, Floats, Forecast
from staffing.requirement.size import size
from staffing.timegrid import local_day

Progress = Callable[[str, float], None]
DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True, eq=False)
class CapacityPlan:
    """The centre's name, its weeks, their totals, and how the need was reckoned, in words."""

    name: str
    weeks: CapacityWeeks
    totals: CapacityTotals
    notes: tuple[str, ...]


def plan_capacity(
    plan: PlanFile, *, weeks: int, as_of: str | None = None, progress: Progress | None = None
) -> CapacityPlan:
    """Weeks from the forecast's first Monday on. PlanError without `[capacity]`; errors of every stage."""
    if not 1 <= weeks <= (MOST_DAYS - 6) // 7:
        raise UsageError(f"--weeks must be from 1 to 500, got {weeks}", hint="52 is usual")
    given = plan.checked().capacity
    options = capacity_options(plan, weeks)
    tell = progress or (lambda stage, done: None)  # noqa: ARG005
    moment = None if as_of is None else plan.zone.parse("--as-of", as_of)
    history = read_plan_history(plan, moment)
    asked = replace(plan.forecast_options(moment, history.queues), days=7 * weeks + 6)
    made = make_forecast(history, asked, progress=lambda done, queues: tell("forecasting", done / queues))
    require_handle_times(made.forecast, plan)
    forecast = grown(made.forecast, given.growth_per_year)
    patience = patience_of(plan, history.known_at(made.as_of))
    tell("sizing the year", 0.0)
    requirement = size(demand_of(plan, forecast), plan.service_with(patience))
    tell("sizing the year", 1.0)
    first_day = local_day(forecast.local)[0]
    monday = mondays(first_day, weeks)
    offered, hours = weekly(requirement, monday)
    share = productive_share([_minutes(pattern) for pattern in plan.sections.schedule.pattern])
    needed = heads_needed(hours, share, options)
    hiring = least_cost_hiring(needed, options)
    return CapacityPlan(
        plan.name,
        _weeks(monday, offered, hours, needed, hiring),
        _totals(hiring, options),
        _notes(given, share, options, hiring),
    )


def grown(forecast: Forecast, growth_per_year: float) -> Forecast:
    """The forecast with a steady growth from its first moment on, beside the trend it has learnt."""
    since = (
        (forecast.interval_start - forecast.interval_start.min()).astype("timedelta64[s]").astype(np.float64)
    )
    factor = (1.0 + growth_per_year) ** (since / (DAYS_OF_A_YEAR * 86400))
    columns = {name: getattr(forecast, name) * factor for name in ("offered", "offered_p10", "offered_p90")}
    return replace(forecast, **columns)


def capacity_options(plan: PlanFile, weeks: int) -> CapacityOptions:
    """What `[capacity]` says; PlanError where its keys contradict each other."""
    given = plan.capacity
    keys = given.model_dump(exclude={"growth_per_year", "ramp"})
    try:
        return CapacityOptions(weeks=weeks, ramp=tuple(given.ramp), **keys)
    except UsageError as error:
        expected = f"a plan that is possible ({error.message})"
        raise plan.wrong("capacity", expected, error.hint) from None


def _minutes(pattern: ShiftPattern) -> tuple[float, float, float]:
    """(length, unpaid rests, paid rests) of the pattern's mean shift."""
    rests = [*([pattern.lunch] if pattern.lunch else []), *pattern.breaks]
    unpaid = sum(rest.minutes for rest in rests if not rest.paid)
    return sum(pattern.length_minutes) / 2, unpaid, sum(rest.minutes for rest in rests) - unpaid


def _weeks(monday: Days, offered: Floats, hours: Floats, needed: Floats, hiring: Hiring) -> CapacityWeeks:
    force = hiring.workforce
    return CapacityWeeks(
        monday=monday,
        offered=offered,
        head_hours=hours,
        needed=needed,
        hire=hiring.hires.astype(np.float64),
        joining=force.joining,
        leaving=force.leaving,
        heads=force.heads,
        productive=force.productive,
        overtime=hiring.overtime,
        short=hiring.short,
    )


def _totals(hiring: Hiring, options: CapacityOptions) -> CapacityTotals:
    force = hiring.workforce
    return CapacityTotals(
        weeks=options.weeks,
        hires=int(hiring.hires.sum()),
        leavers=float(force.leaving.sum()),
        cost=hiring.cost,
        lower_bound=hiring.lower_bound,
        gap=hiring.gap,
        turnover_cost=float(force.leaving.sum()) * COST_OF_REPLACING,
        overtime_hours=float(hiring.overtime.sum()) * options.weekly_hours,
        short_hours=float(hiring.short.sum()) * options.weekly_hours,
        short_weeks=int((hiring.short > 1e-6).sum()),
        least_heads=float(force.heads.min()),
        most_heads=float(force.heads.max()),
        solve_seconds=hiring.solve_seconds,
    )


def _notes(given: Capacity, share: float, options: CapacityOptions, hiring: Hiring) -> tuple[str, ...]:
    hours = options.weekly_hours * share * (1 - options.away)
    notes = [
        f"a head gives {hours:.1f} of its {options.weekly_hours:g} paid hours a week to the schedule: paid "
        f"breaks leave {share:.1%} (mean of all patterns), and {options.away:.1%} is time away",
        "no allowance is made for imperfect shift fit: add your usual overstaffing to `away`",
    ]
    if given.growth_per_year:
        notes.append(f"the forecast grows by {given.growth_per_year:+.1%} a year")
    if options.max_hires_per_week == 0:
        notes.append("max_hires_per_week is 0: nobody is hired, even where heads are short")
    if hiring.short[: options.hire_lead_weeks].any():
        notes.append(f"no hire can join in the first {options.hire_lead_weeks} weeks: a shortage there stays")
    return tuple(notes)
