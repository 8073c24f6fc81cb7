"""Today, as it turns out: the rest of the day forecast anew from its contacts so far, and what to do.

Three proposals, each on top of the one before: breaks moved, overtime where heads are short still, and people
who may go home early where they are spare.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import gcd
from pathlib import Path

import numpy as np

from staffing.arrays import Floats
from staffing.plan.day.rest_of_day import RestOfDay
from staffing.plan.day.rest_of_period import RestOfPeriod, rest_of_period, seen_in_parts
from staffing.plan.day.standing import read_standing
from staffing.plan.day.today import known_now, of_today
from staffing.plan.file.plan_file import PlanFile
from staffing.plan.need.prices import late_contacts
from staffing.plan.need.task import NeedToMeet
from staffing.plan.road import Sized, need_of, repair, size_ahead
from staffing.plan.run.aims import aims_of, as_expected
from staffing.plan.run.published import Published, read_run
from staffing.plan.work.not_counted import require_no_work
from staffing.progress import Progress
from staffing.records.adjustment import Adjusted, Adjustments, Outlook
from staffing.records.schedule import ShiftPlan
from staffing.records.shift_count import part_minutes_of
from staffing.requirement.by_queue import with_floors
from staffing.requirement.finishing import AtWork, at_work
from staffing.shifts.formulation.blocks.service import PeriodService
from staffing.shifts.horizon import horizon_of
from staffing.shifts.standing.day_ends import Block, leaving_early, overtime
from staffing.shifts.standing.replace_rests import Replaced


@dataclass(frozen=True, eq=False)
class _Steps:
    """The three kinds of proposals, and the heads at work before and after each, by interval and part."""

    moved: Replaced
    before: Floats
    working: Floats
    stay: tuple[Block, ...]
    longer: Floats
    leave: tuple[Block, ...]
    left: Floats


def adjust_day(
    run: Path,
    actuals: str,
    now: str,
    *,
    plan: PlanFile | None = None,
    shifts: str | None = None,
    most_overtime_minutes: int = 120,
    min_gain_minutes: float = 5.0,
    progress: Progress | None = None,
) -> Adjusted:
    """Proposals for the rest of the local day of `now`, from a run, its history and today's `actuals`.

    A break moves where that saves `min_gain_minutes` of agents short. `plan` takes the place of the one that
    the run was made by, `shifts` that of its shifts.csv.
    """
    published = as_expected(read_run(run, plan))
    published.require_alike()
    plan = published.plan
    require_no_work(plan, "adjust")
    moment = plan.zone.parse("--now", now)
    begin = plan.zone.interval_at(moment, plan.interval_minutes)  # what has begun is counted, too
    sized, period, task = _ahead(published, actuals, begin)
    rules = replace(plan.rules, cyclic_week=False)
    horizon = horizon_of(task.need.interval_start, rules, task.need.phone_share)
    standing = read_standing(shifts or str(run / "shifts.csv"), rules, published.coverage.required)
    today = of_today(standing, task.need)
    placed = repair(
        task, today, horizon, plan.effort, now=moment, min_gain_minutes=min_gain_minutes, tell=progress
    )
    there, moved = _at_work(task, today, placed.replaced.plan)
    beyond = there.effective - there.heads.working
    rest = RestOfDay(task, horizon, plan.effort, placed.prices, there.heads.part_minutes, beyond)
    heads = there.heads.working, moved.heads.working
    service = None
    if task.target is not None:
        service = seen_in_parts(task.target.service, task.need, task.service, moved)
    steps = _steps(rest, placed.replaced, heads, service, now=moment, most_minutes=most_overtime_minutes)
    expected = sized.made.forecast
    believed = np.isin(published.forecast.interval_start, expected.interval_start)
    return Adjusted(
        contacts_believed=float(np.nansum(published.forecast.offered[believed])),
        contacts_expected=float(expected.offered.sum()),
        outlook=_outlooks(rest, steps),
        proposals=_proposals(rest, steps),
        notes=(
            *sized.made.queue_notes,
            *(() if period is None else period.as_notes()),
        ),
    )


def _ahead(
    published: Published, actuals: str, begin: np.datetime64
) -> tuple[Sized, RestOfPeriod | None, NeedToMeet]:
    """The rest of the day sized anew, and what it must still reach for its day or week."""
    plan = published.plan
    known = known_now(published, actuals, begin)
    asked = replace(plan.forecast_options(begin, known.queues), days=1)
    sized = size_ahead(plan, known, asked, service=published.options, aims=aims_of(published))
    need = with_floors(need_of(plan, sized.requirement), published.options, plan.target_period)
    period = rest_of_period(published, known, actuals, need)
    target = None if period is None else period.target
    return sized, period, NeedToMeet(need, published.options, target)


def _at_work(task: NeedToMeet, before: ShiftPlan, after: ShiftPlan) -> tuple[AtWork, AtWork]:
    """Who is at work before breaks move and after, on the finest grain of both."""
    need = task.need
    finest = gcd(
        *(part_minutes_of(one, need.interval_start, need.interval_minutes) for one in (before, after))
    )
    one, other = (
        at_work(need, shifts, task.service, cyclic_week=False, part_minutes=finest)
        for shifts in (before, after)
    )
    return one, other


def _steps(
    rest: RestOfDay,
    moved: Replaced,
    heads: tuple[Floats, Floats],
    service: PeriodService | None,
    *,
    now: np.datetime64,
    most_minutes: int,
) -> _Steps:
    """Overtime on top of the moved breaks, and leaving early on top of both; `heads` before moves, after."""
    task, horizon, solver = rest.task, rest.horizon, rest.effort.solver
    weight = late_contacts(task.need, task.service)
    stay = overtime(
        moved.plan, horizon, task.floor, moved.working, solver=solver,
        now=now, most_minutes=most_minutes, weight=weight, service=service,
    )  # fmt: skip
    before, working = heads
    longer = working + rest.heads_of(stay)
    leave = leaving_early(
        moved.plan, horizon, task.floor, longer.mean(axis=1), solver=solver, now=now, service=service
    )
    return _Steps(moved, before, working, tuple(stay), longer, tuple(leave), longer - rest.heads_of(leave))


def _outlooks(rest: RestOfDay, steps: _Steps) -> tuple[Outlook, ...]:
    working = {
        "as it stands": steps.before,
        "breaks moved": steps.working,
        "and overtime": steps.longer,
        "and early leave": steps.left,
    }
    return tuple(
        Outlook(what, rest.service_level(heads), rest.hours_short(heads)) for what, heads in working.items()
    )


def _proposals(rest: RestOfDay, steps: _Steps) -> Adjustments:
    rows = [
        *(rest.move(move, steps.working) for move in steps.moved.moves),
        *(rest.block("overtime", block, steps.longer) for block in steps.stay),
        *(rest.block("leave", block, steps.left) for block in steps.leave),
    ]
    return rest.adjustments(rows)
