"""The year ahead: forecast, agents, hours on the schedule, heads, and the hires of least cost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats
from staffing.capacity.model import Hiring, least_cost_hiring
from staffing.capacity.need import Days, heads_needed, mondays, productive_share, weekly
from staffing.capacity.options import COST_OF_REPLACING, CapacityOptions
from staffing.errors import UsageError
from staffing.forecast.options import MOST_DAYS
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.file.schema import Capacity, ShiftPattern
from staffing.plan.need.checked_history import read_checked
from staffing.plan.road import size_ahead
from staffing.plan.work.not_counted import require_no_work
from staffing.progress import Progress, silent
from staffing.records.capacity import CapacityPlan, CapacityTotals, CapacityWeeks
from staffing.timegrid import local_day
from staffing.wording import counted


def plan_capacity(
    plan: PlanFile, *, weeks: int, as_of: str | None = None, progress: Progress = silent
) -> CapacityPlan:
    """Weeks from the forecast's first Monday on. PlanError without `[capacity]`; errors of every stage."""
    if not 1 <= weeks <= (MOST_DAYS - 6) // 7:
        raise UsageError(f"--weeks must be from 1 to 500, got {weeks}", hint="52 is usual")
    require_no_work(plan, "capacity")
    given = plan.checked().capacity
    options = capacity_options(plan, weeks)
    moment = None if as_of is None else plan.zone.parse("--as-of", as_of)
    history = read_checked(plan, moment)
    asked = replace(plan.forecast_options(moment, history.queues), days=7 * weeks + 6)
    growth = given.growth_per_year
    requirement = size_ahead(plan, history, asked, growth_per_year=growth, tell=progress).requirement
    first_day = local_day(requirement.local)[0]
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
        f"a head contributes {hours:.1f} of its {options.weekly_hours:g} paid hours a week to the schedule: "
        f"paid breaks leave {share:.1%} (mean of all patterns), and {options.away:.1%} is time away",
        "no allowance is made for imperfect shift fit: add your usual overstaffing to `away`",
    ]
    if given.growth_per_year:
        notes.append(f"the forecast grows by {given.growth_per_year:+.1%} a year")
    if options.max_hires_per_week == 0:
        notes.append("max_hires_per_week is 0: nobody is hired, even where heads are short")
    if hiring.short[: options.hire_lead_weeks].any():
        weeks = counted(options.hire_lead_weeks, "week")
        notes.append(f"no hire can join in the first {weeks}: a shortage there stays")
    return tuple(notes)
