"""Lunches and breaks that took more than the requirement allowed, and what better times would have given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from staffing.explanation.account import of_periods
from staffing.explanation.day_data import PlannedDays
from staffing.explanation.factors import Inputs, times
from staffing.plan.day.actuals import expected_of
from staffing.plan.need.prices import late_contacts
from staffing.plan.run.published import Published
from staffing.queueing.model import Performance
from staffing.records import Floats, LunchFinding, ShiftPlan, Times
from staffing.records.need import Need
from staffing.shifts.standing.groups import misfits
from staffing.shifts.standing.replace_rests import replace_rests
from staffing.timegrid import clock_span, minute_of_day

NOTABLE = 0.5  # heads: less is a rounding of people
MOST_SECONDS = 20.0


class ServiceByCase(NamedTuple):
    """The plan's model, asked about cases, and its definition of service level."""

    predict: Callable[[Inputs], Performance]
    service_level: Callable[[Performance], Floats]


def lunch_findings(
    run: Published,
    plan: PlannedDays,
    actual: Inputs,
    needed: Floats,
    evaluate: ServiceByCase,
) -> tuple[LunchFinding, ...]:
    """Days by date, of the heads as they were scheduled and rested (as planned where not recorded).

    `needed` are the heads at work that the contacts which came would have needed.
    """
    resting = actual.scheduled * actual.rest_share
    short = plan.required - (actual.scheduled - resting)
    beyond = np.where(actual.scheduled >= plan.required, np.clip(short, 0.0, resting), 0.0)
    days = np.unique(plan.day[beyond > NOTABLE])
    if not len(days):
        return ()
    chosen = np.isin(plan.day, days)
    best = _best_share(run, plan, np.where(chosen, needed, 0.0))
    rests = actual if best is None else replace(actual, rest_share=np.where(chosen, best, actual.rest_share))
    gains = _by_day(plan, rests, evaluate) - _by_day(plan, actual, evaluate)
    found = []
    for day in days:
        mine = plan.day == day
        over = np.where(mine, beyond, 0.0)
        hours = float(over.sum()) * plan.minutes / 60
        spans = _spans(run.coverage.zone.local(plan.interval_start[over > NOTABLE]), plan.minutes)
        gain = None if best is None else float(gains[np.unique(plan.day) == day][0])
        found.append(LunchFinding(str(day), spans, float(over.max()), hours, gain))
    return tuple(found)


def _by_day(plan: PlannedDays, inputs: Inputs, evaluate: ServiceByCase) -> Floats:
    """The service level of each day."""
    found = evaluate.predict(times(inputs, 1))
    first = np.unique(plan.day, return_index=True)[1].astype(np.int64)
    level: Floats = evaluate.service_level(of_periods(found, inputs.offered[None], first))[0]
    return level


def _best_share(run: Published, plan: PlannedDays, needed: Floats) -> Floats | None:
    """The share of heads on a rest, per interval, with rests placed where they hurt what is needed least."""
    grid, the_rules = run.coverage.interval_start, run.plan.rules
    the_rules = replace(the_rules, time_limit_seconds=min(the_rules.time_limit_seconds, MOST_SECONDS))
    required = np.zeros(len(grid))
    place = np.searchsorted(grid, plan.interval_start)
    required[place] = needed
    shifts = None if run.shifts is None else _touching(run.shifts, grid[required > 0], plan.minutes)
    if shifts is None or the_rules.cyclic_week or any(misfits(shifts, the_rules)):
        return None
    offered, aht = expected_of(run.forecast, grid)
    share = np.full(len(grid), run.options.people.phone_share)
    heads = Need(
        **run.coverage.same_rows(), required=required, offered=offered, aht_seconds=aht, phone_share=share
    )
    weight = late_contacts(heads, the_rules, run.options)
    found = replace_rests(shifts, grid, heads.required, the_rules, weight=weight)
    resting = np.divide(found.on_break, found.scheduled, out=np.zeros(len(grid)), where=found.scheduled > 0)
    return np.asarray(resting[place])


def _touching(shifts: ShiftPlan, moments: Times, minutes: int) -> ShiftPlan | None:
    """The shifts that are at work in one of the intervals."""
    end = shifts.start + shifts.length_minutes.astype("timedelta64[m]")
    first = np.searchsorted(moments + np.timedelta64(minutes, "m"), shifts.start, side="right")
    last = np.searchsorted(moments, end)
    mine = last > first
    if not mine.any():
        return None
    return shifts.rows(mine)


def _spans(local: Times, minutes: int) -> str:
    """`11:30-12:30, 14:00-14:30`."""
    minute = minute_of_day(local)
    breaks = np.flatnonzero(np.diff(minute) != minutes) + 1
    pieces = np.split(minute, breaks)
    return ", ".join(clock_span(int(p[0]), int(p[-1]) + minutes) for p in pieces)
