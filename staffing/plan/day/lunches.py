"""Lunches and breaks that took more than the requirement allowed, and what better times would have given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats, Times
from staffing.explanation.day_data import PlannedDays
from staffing.plan.need.prices import late_contacts
from staffing.plan.run.published import Published
from staffing.programs.work import units
from staffing.records.explanation import LunchFinding
from staffing.records.schedule import ShiftPlan
from staffing.shifts.standing.groups import misfits
from staffing.shifts.standing.replace_rests import replace_rests
from staffing.timegrid import clock_span, minute_of_day

NOTABLE = 0.5  # heads: less is a rounding of people
MOST_WORK = units(20)


class DayAsItWas(NamedTuple):
    """Heads scheduled per interval and the share of them on a rest, as planned where not recorded.

    `needed` are the heads at work that the contacts which came would have needed; `service_level` is that of
    each day, with another share on a rest.
    """

    scheduled: Floats
    rest_share: Floats
    needed: Floats
    service_level: Callable[[Floats], Floats]


def lunch_findings(run: Published, days: PlannedDays, was: DayAsItWas) -> tuple[LunchFinding, ...]:
    """Days by date, on which rests took what the requirement needed."""
    resting = was.scheduled * was.rest_share
    short = days.required - (was.scheduled - resting)
    beyond = np.where(was.scheduled >= days.required, np.clip(short, 0.0, resting), 0.0)
    dates = np.unique(days.day[beyond > NOTABLE])
    if not len(dates):
        return ()
    chosen = np.isin(days.day, dates)
    best = _best_share(run, days, np.where(chosen, was.needed, 0.0))
    rests = was.rest_share if best is None else np.where(chosen, best, was.rest_share)
    gains = was.service_level(rests) - was.service_level(was.rest_share)
    found = []
    for day in dates:
        mine = days.day == day
        over = np.where(mine, beyond, 0.0)
        hours = float(over.sum()) * days.minutes / 60
        spans = _spans(run.coverage.zone.local(days.interval_start[over > NOTABLE]), days.minutes)
        gain = None if best is None else float(gains[np.unique(days.day) == day][0])
        found.append(LunchFinding(str(day), spans, float(over.max()), hours, gain))
    return tuple(found)


def _best_share(run: Published, days: PlannedDays, needed: Floats) -> Floats | None:
    """The share of heads on a rest, per interval, with rests placed where they hurt what is needed least."""
    grid, rules, effort = run.coverage.interval_start, run.plan.rules, run.plan.effort
    effort = replace(effort, work=min(effort.work, MOST_WORK))
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
    first = np.searchsorted(moments + np.timedelta64(minutes, "m"), shifts.start, side="right")
    last = np.searchsorted(moments, shifts.end)
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
