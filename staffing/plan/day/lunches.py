"""Lunches and breaks that took more than the requirement allowed, and what better times would have given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats, Times
from staffing.explanation.account import of_periods
from staffing.explanation.day_data import PlannedDays
from staffing.explanation.factors import Inputs, times
from staffing.plan.need.prices import late_contacts
from staffing.plan.run.published import Published
from staffing.queueing.performance import Performance
from staffing.records.explanation import LunchFinding
from staffing.records.schedule import ShiftPlan
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
    days: PlannedDays,
    actual: Inputs,
    needed: Floats,
    evaluate: ServiceByCase,
) -> tuple[LunchFinding, ...]:
    """Days by date, of the heads as they were scheduled and rested (as planned where not recorded).

    `needed` are the heads at work that the contacts which came would have needed.
    """
    resting = actual.scheduled * actual.rest_share
    short = days.required - (actual.scheduled - resting)
    beyond = np.where(actual.scheduled >= days.required, np.clip(short, 0.0, resting), 0.0)
    dates = np.unique(days.day[beyond > NOTABLE])
    if not len(dates):
        return ()
    chosen = np.isin(days.day, dates)
    best = _best_share(run, days, np.where(chosen, needed, 0.0))
    rests = actual if best is None else replace(actual, rest_share=np.where(chosen, best, actual.rest_share))
    gains = _by_day(days, rests, evaluate) - _by_day(days, actual, evaluate)
    found = []
    for day in dates:
        mine = days.day == day
        over = np.where(mine, beyond, 0.0)
        hours = float(over.sum()) * days.minutes / 60
        spans = _spans(run.coverage.zone.local(days.interval_start[over > NOTABLE]), days.minutes)
        gain = None if best is None else float(gains[np.unique(days.day) == day][0])
        found.append(LunchFinding(str(day), spans, float(over.max()), hours, gain))
    return tuple(found)


def _by_day(days: PlannedDays, inputs: Inputs, evaluate: ServiceByCase) -> Floats:
    """The service level of each day."""
    found = evaluate.predict(times(inputs, 1))
    first = np.unique(days.day, return_index=True)[1].astype(np.int64)
    level: Floats = evaluate.service_level(of_periods(found, inputs.offered[None], first))[0]
    return level


def _best_share(run: Published, days: PlannedDays, needed: Floats) -> Floats | None:
    """The share of heads on a rest, per interval, with rests placed where they hurt what is needed least."""
    grid, rules, effort = run.coverage.interval_start, run.plan.rules, run.plan.effort
    effort = replace(effort, time_limit_seconds=min(effort.time_limit_seconds, MOST_SECONDS))
    required = np.zeros(len(grid))
    place = np.searchsorted(grid, days.interval_start)
    required[place] = needed
    shifts = _touching(run.shifts, grid[required > 0], days.minutes)
    if shifts is None or rules.cyclic_week or any(misfits(shifts, rules)):
        return None
    need = replace(run.need, required=required)
    weight = late_contacts(need, run.options)
    found = replace_rests(shifts, run.plan.horizon(need), need.required, effort, weight=weight)
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
