"""What a planner should know about a run that ended well: guesses, limits reached, defaults taken."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffing.forecast.make import MadeForecast
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.jobs.clock_words import spans_of_week
from staffing.plan.jobs.hours_fit import LOUD_SHARE, hours_notes, outside_share
from staffing.plan.need.demand import demand_of
from staffing.plan.road import Walked
from staffing.plan.scheduled import Scheduled
from staffing.records.history import History
from staffing.records.schedule import Summary
from staffing.report.words.proof import above_least
from staffing.requirement.pooling import pooling_notes
from staffing.shifts.formulation.admissible import without_room
from staffing.shifts.formulation.blocks.limits import least_not_kept
from staffing.shifts.horizon import ShiftHorizon
from staffing.timegrid import (
    MINUTES_PER_DAY,
    minute_of_day,
    weekday,
)
from staffing.wording import counted

SHOWN_DAYS = 3
WHY = {
    "work": "its work was done (effort)",
    "time": "time ran out (time_limit_seconds), and another run may differ",
}


def run_notes(plan: PlanFile, walked: Walked) -> tuple[str, ...]:
    """All notes of a run, in the order of its road."""
    history, made = walked.history, walked.sized.made
    known = history.known_at(made.as_of)
    fit, is_loud = tuple(hours_notes(plan, known)), outside_share(plan, known) > LOUD_SHARE
    return (
        *(fit if is_loud else ()),
        *history.notes,
        *(() if is_loud else fit),
        *made.notes,
        *made.queue_notes,
        *_horizon_notes(history, made),
        *_unseen_notes(plan, history),
        *_patience_notes(plan, walked.sized.service.patience_seconds),
        *(_queue_notes(plan, walked) if walked.scheduled.by_group is None else walked.notes),
        *schedule_notes(plan, walked.scheduled),
    )


def schedule_notes(plan: PlanFile, scheduled: Scheduled) -> Iterator[str]:
    """What to know about the shifts."""
    if scheduled.rostered is not None:
        yield from scheduled.rostered.notes
        yield from _thin_notes(scheduled)
        yield from _room_notes(scheduled.horizon)
        return
    summary, schedule = scheduled.summary, plan.sections.schedule
    widest = scheduled.effort.widest_gap
    if summary.gap > widest + 1e-9:
        excess = above_least(summary)
        differs = excess is not None and f"{excess:.2%}" != f"{summary.gap:.2%}"
        above = f", {excess:.2%} above the least possible cost" if differs else ""
        yield (
            f"shift search stopped at a gap of {summary.gap:.2%} of its own cost{above} "
            f"(goal: a gap of {widest:.2%}): {WHY[summary.ended_by]}"
        )
    for how in scheduled.lost:
        yield (
            f"a search process was lost three times, and what was known by then is used for its days: {how}; "
            "with more memory or fewer starts the schedule may cost less"
        )
    cheapest = min(pattern.cost_per_hour for pattern in schedule.pattern)
    if plan.sections.service.period != "interval":
        yield from _period_notes(plan, summary)
    elif schedule.understaffing != "forbidden":
        per_head = float(schedule.understaffing) * float(np.max(scheduled.horizon.phone_share, initial=0.0))
        if per_head < cheapest:
            yield (
                f"the understaffing penalty ({per_head:g} per head-hour) is below the cheapest paid hour "
                f"({cheapest:g}), so scheduling nobody is cheapest: raise [schedule] understaffing"
            )
    yield from _thin_notes(scheduled)
    yield from _kept_notes(plan, scheduled)
    yield from _limit_notes(scheduled)
    yield from _room_notes(scheduled.horizon)
    if len(plan.sections.group) > 1 and scheduled.by_group is None:
        yield (
            "this command ignores [[group]] and treats each queue as having people of its own; "
            "staffing plan schedules groups"
        )
    if plan.sections.roster is not None:
        yield (
            "this command does not assign names: use staffing roster, or staffing plan with [roster] agents"
        )


def _kept_notes(plan: PlanFile, scheduled: Scheduled) -> Iterator[str]:
    """Hours short that shifts published before leave so."""
    many, schedule = scheduled.summary.under_agent_intervals, plan.sections.schedule
    if many and schedule.before is not None and schedule.understaffing == "forbidden":
        worst = int(scheduled.coverage.under.argmax())
        yield (
            f"{counted(many, 'interval is', 'intervals are')} short, the worst from "
            f"{scheduled.coverage.rows(np.array([worst])).iso()[0]} on: the shifts published before "
            "stand there, and none may start in time; change them by hand, or lower [schedule] frozen_days"
        )


def _thin_notes(scheduled: Scheduled) -> Iterator[str]:
    """Intervals that have the heads they require on average alone."""
    many, thin = scheduled.summary.thin_intervals, scheduled.thin
    if not many or thin is None:
        return
    worst = int(thin.argmax())
    at = scheduled.coverage.rows(np.array([worst])).iso()[0]
    yield (
        f"{counted(many, 'interval has', 'intervals have')} enough heads on average but more than one too "
        "few for some minutes, because breaks cannot be spread more evenly within their windows (worst: "
        f"{at}, {thin[worst]:.1f} short); the predicted service level takes this into account; wider windows "
        "(earliest_minutes, latest_minutes) can help"
    )


def _room_notes(horizon: ShiftHorizon) -> Iterator[str]:
    """Patterns that no shift can follow."""
    rules = horizon.rules
    ends = (
        f" and {rules.work_at_ends_minutes} at both ends (work_at_ends_minutes)"
        if rules.work_at_ends_minutes
        else ""
    )
    order = "" if rules.in_any_order else ', in the order of the plan (rest_order = "any" allows others)'
    for name in without_room(horizon):
        yield (
            f"pattern '{name}' is not used: its lunch and breaks do not fit together on a grid of "
            f"{rules.grain_minutes} minutes with {rules.work_between_rests} minutes of work between them "
            f"(min_work_minutes){ends}{order}"
        )


def _limit_notes(scheduled: Scheduled) -> Iterator[str]:
    """Limits from below that found nobody to schedule on some days."""
    the_rules = scheduled.horizon.rules
    for side, days in least_not_kept(scheduled.shifts, scheduled.coverage.interval_start, the_rules):
        on = ", ".join(str(day) for day in days[:SHOWN_DAYS])
        more = f" and {len(days) - SHOWN_DAYS} more" if len(days) > SHOWN_DAYS else ""
        yield (
            f"{side.words(the_rules)} ({side.value(the_rules)}) is not met on {on}{more}: "
            "nobody is needed on those days, or no such shift fits"
        )


def _period_notes(plan: PlanFile, summary: Summary) -> Iterator[str]:
    """What a target by the day or week saves, and which options it replaces."""
    period, bound = plan.sections.service.period, summary.lower_bound_hours_per_interval_target
    if bound is None:
        yield f"no schedule could meet the target in every interval; over each {period} this one does"
    elif bound > 0:
        saved = 1 - summary.objective_hours / bound
        found = f"saves at least {saved:.1%}" if saved > 0 else "has no proven saving"
        yield (
            f"the target over each {period} {found}: meeting it in every interval costs at least "
            f"{bound:,.1f} hours, this schedule {summary.objective_hours:,.1f}"
        )
    asked = plan.sections.schedule
    unused = {
        "understaffing": asked.understaffing != "forbidden",
        "max_understaffing": asked.max_understaffing is not None,
        "overstaffing_cost": asked.overstaffing_cost > 0,
    }
    if any(unused.values()):
        yield (
            f"a target over each {period} decides how short an interval may be, so these are not used: "
            + ", ".join(key for key, given in unused.items() if given)
        )


def _horizon_notes(history: History, made: MadeForecast) -> Iterator[str]:
    """A history with a jump in its dates, and a plan that starts mid-day."""
    past = history.interval_start[history.interval_start < made.as_of]
    jumps = np.diff(np.unique(past)).astype("timedelta64[s]").astype(np.int64) // 86400
    if len(jumps) and jumps.max() > 366:
        yield f"the history has a jump of {jumps.max()} days: check its dates"
    if history.zone.midnight(history.zone.date(made.as_of)) != made.as_of:
        yield "the plan starts mid-day: shifts already under way are not included"


def _unseen_notes(plan: PlanFile, history: History) -> Iterator[str]:
    """Opening hours without any history, where a forecast can only guess."""
    hours = plan.opening_hours
    if hours is None:
        return
    step = plan.interval_minutes
    monday = np.datetime64("2024-01-01T00:00:00")
    week = monday + np.arange(0, 7 * MINUTES_PER_DAY, step).astype("timedelta64[m]")
    known = np.isfinite(history.offered)
    local = history.local[known]
    seen = set((weekday(local) * MINUTES_PER_DAY + minute_of_day(local)).tolist())
    minute_of_week = weekday(week) * MINUTES_PER_DAY + minute_of_day(week)
    unseen = hours.contains(week.astype("datetime64[s]")) & ~np.isin(minute_of_week, list(seen))
    if unseen.any():
        yield (
            f"no history for {spans_of_week(unseen, step)}, inside opening hours: the forecast there is "
            "based on other days, or zero"
        )


def _patience_notes(plan: PlanFile, patience_seconds: float | None) -> Iterator[str]:
    known = patience_seconds is not None or plan.sections.service.patience_curve is not None
    if plan.sections.service.model != "erlang-c" and not known:
        yield ("no patience is set: the model assumes callers never hang up ([service] patience_seconds)")


def _queue_notes(plan: PlanFile, walked: Walked) -> Iterator[str]:
    """What several queues without groups of skills get, and would cost as one."""
    history, requirement = walked.history, walked.sized.requirement
    if len(history.queues) > 1:
        period = plan.sections.service.period
        target = "" if period == "interval" else f"each queue meets the target over each {period}; "
        yield (
            f"{len(history.queues)} queues are sized separately and scheduled together; {target}the service "
            "shown gives each queue its share of the heads, and the total is the mean over contacts"
        )
    demand = demand_of(walked.sized.made.forecast, plan.sections.service, plan.opening_hours)
    yield from pooling_notes(demand, requirement.agents, walked.sized.service)
