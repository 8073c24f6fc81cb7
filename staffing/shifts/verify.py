"""Does a schedule keep every rule? Asked of the finished shifts alone, never of the model or the solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.records.schedule import ShiftPlan
from staffing.shifts.clock_rests import rests_of_row
from staffing.shifts.counted import heads_on
from staffing.shifts.formulation.block import ModelBlock
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.pattern import Pattern, Rest
from staffing.shifts.rules import Rules
from staffing.timegrid import MINUTES_PER_DAY, minute_of_day, weekday


def violations(
    plan: ShiftPlan, horizon: ShiftHorizon, required: Floats, blocks: Sequence[ModelBlock]
) -> list[str]:
    """What is wrong with the plan, in words; empty if nothing is."""
    scheduled, on_break = heads_on(plan, horizon)
    working = scheduled - on_break
    found = [wrong for block in blocks for wrong in block.check(plan, working, required, horizon)]
    return found + list(shift_violations(plan, horizon))


def shift_violations(plan: ShiftPlan, horizon: ShiftHorizon, *, may_run_past: bool = False) -> Iterator[str]:
    """What is wrong with single shifts; those of a roster may run past an end of the horizon."""
    return (wrong for _, wrong in _broken(plan, horizon, may_run_past=may_run_past))


def are_shifts_allowed(plan: ShiftPlan, horizon: ShiftHorizon) -> Bools:
    """Which rows are shifts as the rules have them, whoever else works."""
    allowed = np.ones(len(plan), dtype=np.bool_)
    allowed[[row for row, _ in _broken(plan, horizon, may_run_past=False)]] = False
    return allowed


def _broken(plan: ShiftPlan, horizon: ShiftHorizon, *, may_run_past: bool) -> Iterator[tuple[int, str]]:
    """Rows that break a rule of their own, and which."""
    if not len(plan):
        return
    rules, first = horizon.rules, horizon.first
    local = plan.zone.local(plan.start)
    minute, day = minute_of_day(local), weekday(local)
    patterns = {pattern.name: pattern for pattern in rules.patterns}
    last = first + np.timedelta64(horizon.minutes, "m")
    for i in range(len(plan)):
        pattern = patterns[str(plan.pattern[i])]
        length = int(plan.length_minutes[i])
        end = plan.start[i] + np.timedelta64(length, "m")
        kept = {
            "agents": plan.agents[i] > 0,
            "day": int(day[i]) in pattern.days,
            "start": pattern.earliest_start <= minute[i] <= pattern.latest_start,
            "start grid": minute[i] % rules.start_every_minutes == 0,
            "length": length in pattern.lengths(rules.start_every_minutes),
            "end": pattern.latest_end is None or minute[i] + length <= pattern.latest_end,
            "horizon": may_run_past or (plan.start[i] >= first and (rules.cyclic_week or end <= last)),
            "paid hours": abs(plan.paid_hours[i] - pattern.paid_minutes(length) / 60) < 1e-9,
            "rests": rests_are_kept(plan, i, pattern, rules, first),
        }
        yield from ((i, f"{pattern.name} at {plan.start[i]}: {rule}") for rule, ok in kept.items() if not ok)


def rests_are_kept(plan: ShiftPlan, row: int, pattern: Pattern, rules: Rules, first: np.datetime64) -> bool:
    """Every rest in its window, on the grid, inside the shift, in the order they have, and apart."""
    planned = dict(zip(pattern.rest_names, pattern.rests, strict=True))
    spans, length = {}, int(plan.length_minutes[row])
    for k, name in enumerate(plan.rest_names):
        start = plan.rest_start[row, k]
        if np.isnat(start) != (name not in planned):
            return False
        if name not in planned:
            continue
        rest = planned[name]
        after = int((start - plan.start[row]).astype("timedelta64[m]").astype(np.int64))
        if plan.rest_minutes[row, k] != rest.minutes or after + rest.minutes > length:
            return False
        if not (rest.earliest_minutes <= after <= rest.latest_minutes and _is_between(plan, row, k, rest)):
            return False
        from_first = int((start - first).astype("timedelta64[m]").astype(np.int64))
        if from_first % rules.grain_minutes:
            return False
        spans[name] = after, after + rest.minutes
    rests, room = rests_of_row(pattern, plan.start[row], plan.zone), rules.rest_room
    order = None if rests is None else rules.order_of(rests)
    in_order = sorted(spans.values()) if order is None else [spans[pattern.rest_names[i]] for i in order]
    ends = not in_order or (in_order[0][0] >= room.at_ends and in_order[-1][1] + room.at_ends <= length)
    return ends and all(later[0] - before[1] >= room.work for before, later in pairwise(in_order))


def _is_between(plan: ShiftPlan, row: int, column: int, rest: Rest) -> bool:
    """Whether it lies between its times of the wall clock, over midnight where the second is no later."""
    if rest.between is None:
        return True
    spans = np.array([plan.rest_start[row, column], plan.rest_end[row, column]])
    begin, end = minute_of_day(plan.zone.local(spans)).tolist()
    opens, closes = rest.between
    open_minutes = (closes - opens) % MINUTES_PER_DAY or MINUTES_PER_DAY
    ends_after = (begin - opens) % MINUTES_PER_DAY + (end - begin) % MINUTES_PER_DAY
    return bool(ends_after <= open_minutes)
