"""Today of a run: what has come so far, and the shifts that are there for the rest of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.errors import InputError, Problem
from staffing.history.load import read_for_forecast, read_source
from staffing.history.overlap import put_together
from staffing.plan.need.handle_times import require_seconds_today
from staffing.plan.run.published import Published, require_plan_file
from staffing.records.history import History
from staffing.records.need import Need
from staffing.records.schedule import ShiftPlan
from staffing.timegrid import local_day


def known_now(published: Published, actuals: str, now: np.datetime64) -> History:
    """The plan's history up to the actuals, then those; what both have is taken from the actuals.

    InputError unless the run plans the day of `now`, and the actuals tell of it.
    """
    plan = published.plan
    planned, step, zone = published.coverage, plan.interval_minutes, plan.zone
    today, days = zone.date(now), local_day(planned.local)
    if today not in days:
        expected = f"a run that covers the day of --now, {today}"
        hint = "give --now within the days of the run, or name the run of that day"
        raise InputError(Problem(str(published.files), expected, hint, value=f"{days[0]} to {days[-1]}"))
    seen = read_source(replace(plan.history_source, path=actuals))  # as the plan reads its own history
    unknown = sorted(set(seen.queues) - set(published.forecast.queues))
    if unknown:
        expected = f"queues of the run: {', '.join(published.forecast.queues)}"
        raise InputError(Problem(actuals, expected, "name the queues as the history does", value=unknown[0]))
    seen = seen.known_at(now)
    if not np.any(seen.interval_start >= zone.midnight(today)):
        expected = f"at least one whole interval before --now on its day, {today}"
        hint = "give the contacts of that day so far, in the history's layout"
        last = f"nothing after {zone.date(seen.interval_start.max())}" if len(seen) else None
        raise InputError(Problem(actuals, expected, hint, value=last))
    require_seconds_today(plan, seen, actuals)
    require_plan_file(published)
    past = read_for_forecast(plan.history_source, now)
    past = past.rows(past.interval_start < seen.interval_start.min())
    return put_together([("history", past), (actuals, seen)], step) if len(past) else seen


def of_today(shifts: ShiftPlan, need: Need) -> ShiftPlan:
    """The shifts that are there at some time of the rest of the day."""
    first = need.interval_start[0]
    last = need.interval_start[-1] + np.timedelta64(need.interval_minutes, "m")
    return shifts.rows((shifts.start < last) & (shifts.end > first))
