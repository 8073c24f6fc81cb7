"""Robust regression of log day totals on the calendar, beside a level that may move from week to week.

    log total of day t = level of its week + effects of its calendar columns + noise

Weekly levels are a random walk, so that a queue that grows does not bend the effects. Both are found
together as a penalised least squares problem (a ridge regression with known prior variances; Hoerl &
Kennard 1970; the random-walk penalty is that of Whittaker 1923). Huber weights (Huber 1964) are taken against
this local level: a level shift is not mistaken for a run of outliers. Older days count less, by half a year
after year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.forecast.methods.day_totals import DayTotals
from staffing.forecast.sums.robust import median, robust_sd

LEVEL_STEP_SD = 0.025  # how far a level usually moves from week to week
HALF_LIFE_DAYS = 365.0
HUBER = 1.5  # robust standard deviations beyond which an error counts linearly
ROUNDS = 6
LEAST_SCALE = 0.01
HOLD = 1e-6  # keeps levels without any data finite


@dataclass(frozen=True, eq=False)
class DayEffects:
    """`effects` by column; `level` of each past day as smoothed around it; `scale` of the noise."""

    effects: Floats
    level: Floats
    scale: float


def fit_day_effects(totals: DayTotals, columns: Floats, prior_sd: Floats) -> DayEffects:
    """Iteratively reweighted ridge regression of the known days."""
    known_days = np.flatnonzero(totals.known)
    days = len(totals.log_total)
    week, weeks = _weeks(days)
    y, x = totals.log_total[known_days], columns[known_days]
    centre = median(y) if len(y) else 0.0
    base = totals.weight[known_days] * 0.5 ** ((days - 1 - known_days) / HALF_LIFE_DAYS)
    huber, scale = np.ones(len(y)), _scale(y - centre)
    effects, level = np.zeros(columns.shape[1]), np.zeros(weeks)
    for _ in range(ROUNDS):
        steps = _step_weights(np.diff(level), scale)
        weight = base * huber
        held = np.bincount(week[known_days], weight, minlength=weeks).astype(np.float64) + HOLD
        walk = _walk(held, steps)
        effects, level = _solve(y - centre, (x, week[known_days]), weight, scale**2 / prior_sd**2, walk)
        residual = y - centre - x @ effects - level[week[known_days]]
        scale = _scale(residual)
        huber = np.minimum(1.0, HUBER * scale / np.maximum(np.abs(residual), 1e-12))
    return DayEffects(effects, centre + level[week], scale)


def _step_weights(step: Floats, scale: float) -> Floats:
    """How firmly each week's level is held to the last: hardly where it has plainly jumped."""
    jump = np.maximum(np.abs(step) / (HUBER * LEVEL_STEP_SD), 1.0)
    return np.asarray((scale / LEVEL_STEP_SD / jump) ** 2)


def _walk(weight_of_week: Floats, step: Floats) -> Floats:
    """What the random walk and the days of each week say of the weekly levels: a tridiagonal matrix.

    [2, week]: above the diagonal, and the diagonal, as SciPy's banded solver has it.
    """
    bands = np.zeros((2, len(weight_of_week)))
    bands[1] = weight_of_week
    bands[1, :-1] += step
    bands[1, 1:] += step
    bands[0, 1:] = -step
    return bands


def _solve(
    y: Floats, design: tuple[Floats, Ints], weight: Floats, ridge: Floats, walk: Floats
) -> tuple[Floats, Floats]:
    """Effects and weekly levels of one round, by eliminating the levels (Schur complement).

    `design` holds the calendar columns and the week of each day, which rises.
    """
    x, week = design
    weeks = walk.shape[1]
    weighted = x * weight[:, None]
    crossed = np.zeros((weeks, x.shape[1]))
    first = np.flatnonzero(np.diff(week, prepend=-1))
    if len(first):
        crossed[week[first]] = np.add.reduceat(weighted, first, axis=0)
    level_side = np.bincount(week, weight * y, minlength=weeks)
    solved = _solve_levels(walk, np.column_stack([crossed, level_side]))
    inside = x.T @ weighted + np.diag(ridge) - crossed.T @ solved[:, :-1]
    effects = np.linalg.solve(inside, weighted.T @ y - crossed.T @ solved[:, -1])
    return np.asarray(effects), np.asarray(solved[:, -1] - solved[:, :-1] @ effects)


def _solve_levels(walk: Floats, right: Floats) -> Floats:
    from scipy.linalg import solveh_banded  # a twentieth of a second to import

    if walk.shape[1] == 1:  # which SciPy refuses
        return np.asarray(right / walk[1])
    return np.asarray(solveh_banded(walk, right, check_finite=False))


def _weeks(days: int) -> tuple[Ints, int]:
    """The week of each day, so that the newest seven days are one; and the number of weeks."""
    ago = np.arange(days)[::-1] // 7
    weeks = -(-days // 7)
    return np.asarray(weeks - 1 - ago), weeks


def _scale(residual: Floats) -> float:
    if not len(residual):
        return LEAST_SCALE
    return max(robust_sd(residual), LEAST_SCALE)
