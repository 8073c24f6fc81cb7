"""When to hire: a mixed-integer program over weeks, solved by HiGHS through PuLP.

    minimise    Σ_t  cost_per_hire · class · k_t  +  cost_per_week · H_t  +  overtime · o_t  +  shortage · u_t
    subject to  P_t + o_t + u_t ≥ need_t             heads' worth of productive work in week t
                o_t ≤ overtime_share · P_t
                H_t = heads·s^t + Σ_j there[t, j]·class·k_j      (s: share that stays from week to week)
                P_t = heads·s^t + Σ_j there[t, j]·ramp·class·k_j
                k_t whole, class · k_t ≤ max_hires_per_week;   o_t, u_t ≥ 0

Hiring with lead time, learning and attrition: Gans & Zhou (2002), Operations Research 50:991–1006, here in
expectation. Only the classes k_t are believed; all else is recomputed from them.
"""

from __future__ import annotations

import importlib
import math
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from staffing.capacity.options import CapacityOptions
from staffing.capacity.workforce import Workforce, influence, rolled_forward
from staffing.errors import InfeasibleError
from staffing.programs.highs import highs_with
from staffing.records import Floats, Ints

TIME_LIMIT_SECONDS = 60.0
GAP = 1e-4


@dataclass(frozen=True, eq=False)
class Hiring:
    """Hires decided in each week, overtime and shortage in heads' worth, the cost, and what was proven."""

    hires: Ints
    workforce: Workforce
    overtime: Floats
    short: Floats
    cost: float
    lower_bound: float
    solve_seconds: float

    @property
    def gap(self) -> float:
        """(cost − bound) ÷ cost, at least 0."""
        return max(self.cost - self.lower_bound, 0.0) / self.cost if self.cost > 0 else 0.0


def least_cost_hiring(need: Floats, options: CapacityOptions) -> Hiring:
    """The hires of least cost for the productive heads that each week needs; one entry of `need` per week."""
    began = time.perf_counter()
    classes, bound = _solved(need, options)
    hires = classes * options.class_size
    workforce = rolled_forward(hires, options)
    overtime, short = worked_off(need, workforce, options)
    cost = cost_of(hires, workforce, overtime, short, options)
    return Hiring(hires, workforce, overtime, short, cost, bound, time.perf_counter() - began)


def worked_off(need: Floats, workforce: Workforce, options: CapacityOptions) -> tuple[Floats, Floats]:
    """What is missing: overtime as far as it goes (it costs no more than a shortage), the rest short."""
    missing = np.maximum(need - workforce.productive, 0.0)
    overtime = np.minimum(missing, options.overtime_share * workforce.productive)
    return overtime, missing - overtime


def cost_of(
    hires: Ints, workforce: Workforce, overtime: Floats, short: Floats, options: CapacityOptions
) -> float:
    """The objective, from what the hires come to."""
    hours = options.weekly_hours
    return float(
        options.cost_per_hire * hires.sum()
        + options.cost_per_week * workforce.heads.sum()
        + options.overtime_cost_per_hour * hours * overtime.sum()
        + options.shortage_cost_per_hour * hours * short.sum()
    )


def _solved(need: Floats, options: CapacityOptions) -> tuple[Ints, float]:
    """Classes by week, and the bound that HiGHS proved."""
    pulp: Any = importlib.import_module("pulp")
    weeks, hours = options.weeks, options.weekly_hours
    there, learnt = (matrix * options.class_size for matrix in influence(options))
    today = options.heads * options.staying ** np.arange(weeks)
    most = (
        math.inf if options.max_hires_per_week is None else options.max_hires_per_week // options.class_size
    )
    problem = pulp.LpProblem("capacity", pulp.LpMinimize)
    classes = _variables(problem, "classes", weeks, None if most == math.inf else most, pulp.LpInteger)
    overtime, short = (
        _variables(problem, name, weeks, None, pulp.LpContinuous) for name in ("overtime", "short")
    )
    expression = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)
    per_class = options.cost_per_hire * options.class_size + options.cost_per_week * there.sum(axis=0)
    costs = [*per_class, *[options.overtime_cost_per_hour * hours] * weeks]
    costs += [options.shortage_cost_per_hour * hours] * weeks
    problem.setObjective(expression(list(zip([*classes, *overtime, *short], map(float, costs), strict=True))))
    for t in range(weeks):
        came = [(classes[j], float(learnt[t, j])) for j in range(weeks) if learnt[t, j] > 0]
        row = expression([*came, (overtime[t], 1.0), (short[t], 1.0)])
        problem.addConstraint(row >= float(need[t] - today[t]))
        share = options.overtime_share
        limit = expression([(overtime[t], 1.0), *((k, -share * gain) for k, gain in came)])
        problem.addConstraint(limit <= float(share * today[t]))
    options_of_highs = {"mip_rel_gap": GAP, "time_limit": TIME_LIMIT_SECONDS, "random_seed": 0}
    problem.solve(highs_with(options_of_highs))
    found = np.array([math.nan if k.varValue is None else k.varValue for k in classes])
    if np.isnan(found).any():  # shortage is always possible, so only time can be short
        hint = "plan fewer weeks"
        raise InfeasibleError(f"no hiring plan was found in {TIME_LIMIT_SECONDS:.0f} seconds", hint=hint)
    bound = float(problem.solverModel.getInfo().mip_dual_bound)
    return np.round(found).astype(np.int64), bound + options.cost_per_week * float(today.sum())


def _variables(problem: Any, name: str, count: int, most: float | None, kind: str) -> list[Any]:
    return [problem.add_variable(f"{name}{t:04d}", 0, most, kind) for t in range(count)]
