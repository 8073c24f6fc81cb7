"""Does a schedule keep every rule? Asked of the finished shifts alone, never of the model or the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from staffing.arrays import Floats, Times
from staffing.records.schedule import ShiftPlan
from staffing.records.shift_count import coverage_of
from staffing.shifts.formulation.service import PeriodService
from staffing.shifts.pattern import Pattern
from staffing.shifts.rules import Rules
from staffing.timegrid import minute_of_day, weekday

TOLERANCE = 1e-6  # heads
SERVICE_TOLERANCE = 3e-6  # of service level: what curves, rows and solvers may each leave


def violations(
    plan: ShiftPlan,
    interval_start: Times,
    required: Floats,
    rules: Rules,
    service: PeriodService | None = None,
) -> list[str]:
    """What is wrong with the plan, in words; empty if nothing is."""
    found = list(_coverage_violations(plan, interval_start, required, rules, service))
    if len(plan):
        found += _shift_violations(plan, interval_start, rules)
    return found


def _coverage_violations(
    plan: ShiftPlan, interval_start: Times, required: Floats, rules: Rules, service: PeriodService | None
) -> Iterator[str]:
    scheduled, on_break = coverage_of(
        plan, interval_start, rules.interval_minutes, cyclic_week=rules.cyclic_week
    )
    short = np.maximum(required - scheduled + on_break, 0.0)
    if rules.understaffing is None:
        for i in np.flatnonzero(short > TOLERANCE):
            yield f"{interval_start[i]}: {short[i]:g} heads short"
    elif rules.max_understaffing is not None:
        hours = float((rules.agent_hours_of_a_head * short).sum())
        most = rules.max_understaffing * float((rules.agent_hours_of_a_head * required).sum())
        if hours > most + TOLERANCE * max(1.0, most):
            yield f"{hours:g} agent-hours short in all, at most {most:g} may be"
    if service is not None:
        below = service.shortfall(scheduled - on_break)
        for period in np.flatnonzero(below > SERVICE_TOLERANCE):
            yield f"period {period}: {below[period]:.5f} below its service level"


def _shift_violations(plan: ShiftPlan, interval_start: Times, rules: Rules) -> Iterator[str]:
    local = plan.zone.local(plan.start)
    minute, day = minute_of_day(local), weekday(local)
    patterns = {pattern.name: pattern for pattern in rules.patterns}
    last = interval_start[-1] + np.timedelta64(rules.interval_minutes, "m")
    per_day: Counter[tuple[str, str]] = Counter()
    for i in range(len(plan)):
        pattern = patterns[str(plan.pattern[i])]
        length = int(plan.length_minutes[i])
        end = plan.start[i] + np.timedelta64(length, "m")
        per_day[pattern.name, str(local[i].astype("datetime64[D]"))] += int(plan.agents[i])
        kept = {
            "agents": plan.agents[i] > 0,
            "day": int(day[i]) in pattern.days,
            "start": pattern.earliest_start <= minute[i] <= pattern.latest_start,
            "start grid": minute[i] % rules.start_every_minutes == 0,
            "length": length in pattern.lengths(rules.start_every_minutes),
            "end": pattern.latest_end is None or minute[i] + length <= pattern.latest_end,
            "horizon": plan.start[i] >= interval_start[0] and (rules.cyclic_week or end <= last),
            "paid hours": abs(plan.paid_hours[i] - pattern.paid_minutes(length) / 60) < 1e-9,
            "rests": rests_are_kept(plan, i, pattern, rules, interval_start[0]),
        }
        yield from (f"{pattern.name} at {plan.start[i]}: {rule}" for rule, ok in kept.items() if not ok)
    yield from _start_violations(plan, local, rules)
    for (name, date), heads in sorted(per_day.items()):
        most = patterns[name].max_agents
        if heads < patterns[name].min_agents or (most is not None and heads > most):
            yield f"{name} on {date}: {heads} heads start"


def _start_violations(plan: ShiftPlan, local: Times, rules: Rules) -> Iterator[str]:
    """Too many heads, or on a day with some too few, who start as a rule of starts says."""
    dates = local.astype("datetime64[D]")
    for number, rule in enumerate(rules.starts, 1):
        chosen = rule.applies(plan.pattern, weekday(local), minute_of_day(local))
        for date in np.unique(dates[chosen]):
            heads = int(plan.agents[chosen & (dates == date)].sum())
            if heads < rule.min_agents or (rule.max_agents is not None and heads > rule.max_agents):
                yield f"{heads} heads start on {date} as rule {number} of starts says"


def rests_are_kept(plan: ShiftPlan, row: int, pattern: Pattern, rules: Rules, first: np.datetime64) -> bool:
    """Every rest in its window, on the grid, inside the shift, and the rests apart from each other."""
    planned = dict(zip(pattern.rest_names, pattern.rests, strict=True))
    spans = []
    for k, name in enumerate(plan.rest_names):
        start = plan.rest_start[row, k]
        if np.isnat(start) != (name not in planned):
            return False
        if name not in planned:
            continue
        rest = planned[name]
        after = int((start - plan.start[row]).astype("timedelta64[m]").astype(np.int64))
        if plan.rest_minutes[row, k] != rest.minutes or after + rest.minutes > plan.length_minutes[row]:
            return False
        if not rest.earliest_minutes <= after <= rest.latest_minutes:
            return False
        from_first = int((start - first).astype("timedelta64[m]").astype(np.int64))
        if from_first % rules.grain_minutes:
            return False
        spans.append((after, after + rest.minutes))
    spans.sort()
    work = rules.work_between_rests
    return all(later[0] - before[1] >= work for before, later in pairwise(spans))
