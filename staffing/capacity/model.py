"""When to hire: a mixed-integer program over weeks, solved as one of `programs`.

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

import time
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.capacity.options import CapacityOptions
from staffing.capacity.workforce import Workforce, influence, rolled_forward
from staffing.errors import InfeasibleError
from staffing.programs.assemble import Assembly
from staffing.programs.program import Program
from staffing.programs.solver import Effort, solve
from staffing.programs.work import units

WORK = units(60)
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
    """Classes by week, and the bound that was proved."""
    today = options.heads * options.staying ** np.arange(options.weeks)
    program, classes = hiring_program(need, np.asarray(today, dtype=np.float64), options)
    answer = solve(program, Effort(WORK, gap=GAP))
    if answer.values is None:  # shortage is always possible, so only work can be short
        hint = "plan fewer weeks"
        raise InfeasibleError("no hiring plan was found with the work given to the search", hint=hint)
    found = np.round(answer.values[classes]).astype(np.int64)
    return found, answer.bound + options.cost_per_week * float(today.sum())


def hiring_program(need: Floats, today: Floats, options: CapacityOptions) -> tuple[Program, Ints]:
    """The program, where `today` is left of today's heads in each week, and the columns of its classes.

    What today's heads cost whoever is hired is left out.
    """
    weeks, share = options.weeks, options.overtime_share
    there, learnt = (matrix * options.class_size for matrix in influence(options))
    most = np.inf if options.max_hires_per_week is None else options.max_hires_per_week // options.class_size
    per_class = options.cost_per_hire * options.class_size + options.cost_per_week * there.sum(axis=0)
    assembly = Assembly()
    classes = assembly.columns(per_class, most, integer=True)
    overtime = assembly.columns(np.full(weeks, options.overtime_cost_per_hour * options.weekly_hours))
    short = assembly.columns(np.full(weeks, options.shortage_cost_per_hour * options.weekly_hours))
    covered = assembly.rows(need - today, np.full(weeks, np.inf))
    limited = assembly.rows(np.full(weeks, -np.inf), share * today)
    week, decided = np.nonzero(learnt > 0)
    for row, column, value in (
        (covered[week], classes[decided], learnt[week, decided]),
        (covered, overtime, 1.0),
        (covered, short, 1.0),
        (limited, overtime, 1.0),
        (limited[week], classes[decided], -share * learnt[week, decided]),
    ):
        assembly.enter(row, column, value)
    return assembly.program(), classes
