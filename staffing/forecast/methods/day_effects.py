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
from functools import lru_cache

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
    y, of_day = totals.log_total[known_days], week[known_days]
    centre = median(y) if len(y) else 0.0
    y = y - centre
    design = _Design(columns[known_days], of_day, np.flatnonzero(np.diff(of_day, prepend=-1)))
    base = totals.weight[known_days] * 0.5 ** ((days - 1 - known_days) / HALF_LIFE_DAYS)
    huber, scale, prior_variance = np.ones(len(y)), _scale(y), prior_sd**2
    effects, level = np.zeros(columns.shape[1]), np.zeros(weeks)
    for _ in range(ROUNDS):
        steps = _step_weights(level[1:] - level[:-1], scale)
        weight = base * huber
        held = np.bincount(of_day, weight, minlength=weeks).astype(np.float64) + HOLD
        effects, level = _solve(y, design, weight, scale**2 / prior_variance, _walk(held, steps))
        residual = y - design.columns @ effects - level[of_day]
        scale = _scale(residual)
        huber = np.minimum(1.0, HUBER * scale / np.maximum(np.abs(residual), 1e-12))
    return DayEffects(effects, centre + level[week], scale)


@dataclass(frozen=True, eq=False)
class _Design:
    """Calendar columns and week of each known day; `first` are the days that begin a week."""

    columns: Floats
    week: Ints
    first: Ints


def _step_weights(step: Floats, scale: float) -> Floats:
    """How firmly each week's level is held to the last: hardly where it has plainly jumped."""
    jump = np.maximum(np.abs(step) / (HUBER * LEVEL_STEP_SD), 1.0)
    return np.asarray((scale / LEVEL_STEP_SD / jump) ** 2)


def _walk(weight_of_week: Floats, step: Floats) -> tuple[Floats, Floats]:
    """What the random walk and the days of each week say of the weekly levels: a tridiagonal matrix.

    The diagonal, and what stands beside it.
    """
    diagonal = weight_of_week.copy()
    diagonal[:-1] += step
    diagonal[1:] += step
    return diagonal, -step


def _solve(
    y: Floats, design: _Design, weight: Floats, ridge: Floats, walk: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Effects and weekly levels of one round, by eliminating the levels (Schur complement)."""
    x, week, first = design.columns, design.week, design.first
    weeks = len(walk[0])
    weighted = x * weight[:, None]
    right = np.zeros((weeks, x.shape[1] + 1))
    crossed = right[:, :-1]
    if len(first):
        crossed[week[first]] = np.add.reduceat(weighted, first, axis=0)
    right[:, -1] = np.bincount(week, weight * y, minlength=weeks)
    solved = _solve_levels(walk, right)
    inside = x.T @ weighted + np.diag(ridge) - crossed.T @ solved[:, :-1]
    effects = np.linalg.solve(inside, weighted.T @ y - crossed.T @ solved[:, -1])
    return np.asarray(effects), np.asarray(solved[:, -1] - solved[:, :-1] @ effects)


def _solve_levels(walk: tuple[Floats, Floats], right: Floats) -> Floats:
    """By LAPACK itself: `solveh_banded`, which calls it too, looks at its arguments for longer than that."""
    from scipy.linalg.lapack import dptsv  # a twentieth of a second to import

    diagonal, beside = walk
    if len(diagonal) == 1:  # which LAPACK refuses
        return np.asarray(right / diagonal)
    *_, solved, fault = dptsv(diagonal, beside, right)
    if fault:
        raise np.linalg.LinAlgError(f"row {fault} of the levels is not positive")
    return np.asarray(solved)


@lru_cache(maxsize=256)
def _weeks(days: int) -> tuple[Ints, int]:
    """The week of each day, so that the newest seven days are one; and the number of weeks."""
    ago = np.arange(days)[::-1] // 7
    weeks = -(-days // 7)
    week = np.asarray(weeks - 1 - ago)
    week.setflags(write=False)  # many queues have the same
    return week, weeks


def _scale(residual: Floats) -> float:
    if not len(residual):
        return LEAST_SCALE
    return max(robust_sd(residual), LEAST_SCALE)
