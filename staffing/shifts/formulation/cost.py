"""What shifts cost: in the model, column by column, and again of finished shifts alone.

A head costs its paid hours × the pattern's cost per hour × (1 + the premium of the hour), and what its
start costs. An unpaid rest saves the premium of its hours, so its place matters: b_gkp bears that saving.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.records.schedule import ShiftPlan
from staffing.shifts.formulation.admissible import applying
from staffing.shifts.formulation.premium_clock import PremiumClock
from staffing.shifts.formulation.shifts import Shifts
from staffing.shifts.grid import TimeGrid
from staffing.shifts.horizon import ShiftHorizon
from staffing.shifts.rules import Rules
from staffing.timegrid import minute_of_day, weekday


def shift_cost(shifts: Shifts, horizon: ShiftHorizon) -> Floats:
    """cost_s: of a head on each shift of S, all its presence at a premium; the rests take theirs off."""
    rate = np.array([pattern.cost_per_hour for pattern in horizon.rules.patterns])[shifts.pattern]
    fixed = np.array([pattern.cost_per_shift for pattern in horizon.rules.patterns])[shifts.pattern]
    premium = PremiumClock(horizon).hours(shifts.start, shifts.length)
    cost: Floats = (shifts.paid_hours + premium) * rate + fixed + start_costs(shifts, horizon.rules)
    return cost


def start_costs(shifts: Shifts, rules: Rules) -> Floats:
    """What the rules add to the cost of each shift of S."""
    cost = np.zeros(len(shifts))
    for rule, chosen in zip(rules.starts, applying(shifts, rules), strict=True):
        cost[chosen] += rule.cost_per_shift
    return cost


def plan_cost(plan: ShiftPlan, horizon: ShiftHorizon) -> float:
    """The cost of finished shifts, from nothing but them and the rules; penalties apart."""
    if not len(plan):
        return 0.0
    patterns = {pattern.name: pattern for pattern in horizon.rules.patterns}
    of_row = [patterns[name] for name in plan.pattern.tolist()]
    clock = PremiumClock(horizon)
    hours = plan.paid_hours + clock.hours(_minutes(plan.start, horizon), plan.length_minutes)
    for k, name in enumerate(plan.rest_names):
        unpaid = np.array([name in p.unpaid_rest_names for p in of_row])
        start = _minutes(np.where(unpaid, plan.rest_start[:, k], horizon.first), horizon)
        hours -= clock.hours(start, np.where(unpaid, plan.rest_minutes[:, k], 0))
    cost = hours * np.array([p.cost_per_hour for p in of_row]) + [p.cost_per_shift for p in of_row]
    local = plan.zone.local(plan.start)
    minute, day = minute_of_day(local), weekday(local)
    for rule in horizon.rules.starts:
        cost += rule.cost_per_shift * rule.applies(plan.pattern, day, minute)
    kinds = set(zip(plan.pattern.tolist(), minute.tolist(), plan.length_minutes.tolist(), strict=True))
    return float((plan.agents * cost).sum()) + horizon.rules.costs.distinct_shift * len(kinds)


def _minutes(utc: np.ndarray, grid: TimeGrid) -> Ints:
    """Minutes after the first interval."""
    after: Ints = (utc - grid.first).astype("timedelta64[m]").astype(np.int64)
    return after
