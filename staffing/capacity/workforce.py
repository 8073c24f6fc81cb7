"""What hires come to, week by week: the heads at work and what they are worth. From the hires alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.capacity.options import CapacityOptions


@dataclass(frozen=True, eq=False)
class Workforce:
    """By week: who joins, heads at work (all paid), of them fully productive ones' worth, and who leaves."""

    joining: Floats
    heads: Floats
    productive: Floats
    leaving: Floats


def rolled_forward(hires: Ints, options: CapacityOptions) -> Workforce:
    """Cohort by cohort: each week a share leaves, the others are a week older. Fractions are expectations."""
    weeks = len(hires)
    joining, heads, productive, leaving = (np.zeros(weeks) for _ in range(4))
    trained, cohorts = float(options.heads), list[tuple[float, int]]()  # (heads left, weeks at work)
    for week in range(weeks):
        if week:
            trained *= options.staying
            cohorts = [(left * options.staying, age + 1) for left, age in cohorts]
        decided = week - options.hire_lead_weeks
        joining[week] = hires[decided] if decided >= 0 else 0
        cohorts.append((float(joining[week]), 0))
        heads[week] = trained + sum(left for left, _ in cohorts)
        productive[week] = trained + sum(left * options.productivity(age) for left, age in cohorts)
        leaving[week] = heads[week] * (1.0 - options.staying)
    return Workforce(joining, heads, productive, leaving)


def influence(options: CapacityOptions) -> tuple[Floats, Floats]:
    """What one hire decided in week j adds to week t: heads[t, j] and productive heads[t, j].

    A head that has been at work k weeks is still there with probability staying^k.
    """
    age = np.subtract.outer(np.arange(options.weeks), np.arange(options.weeks)) - options.hire_lead_weeks
    there = np.where(age >= 0, options.staying ** np.maximum(age, 0).astype(np.float64), 0.0)
    learnt = np.array([options.productivity(k) for k in range(options.weeks)])
    return there, there * learnt[np.maximum(age, 0)]
