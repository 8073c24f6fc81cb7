"""The level of the days ahead: a mix of a long mean and exponentially weighted means, learnt on the queue.

A long mean is best where a level never moves, the last days are best where it moves every day; most queues
lie in between, and the further ahead the slower the best mean is. A queue that grows or migrates is best
met by its trend: the straight line through two of the means, each standing where the days it holds stand on
average (linear exponential smoothing; Brown 1959). So the five means and the line are mixed with weights
that add to one (Bates & Granger 1969), one set for each range of lead times: those with the least squared
error on the queue's own past, shrunk towards equal weights, which a few weeks of errors hardly beat (Clemen
1989). A day far from the level around it is cut to four robust standard deviations, unless four days in a
row lie on the same side: then the level has moved.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.forecast.methods.day_totals import lasting
from staffing.forecast.sums.decay import decayed_sums
from staffing.forecast.sums.leads import LEADS, lead_bucket
from staffing.forecast.sums.robust import robust_sd

RATES = (0.003, 0.012, 0.04, 0.12, 0.4)  # share of the newest day; 0.003 is the long mean
SLOW, QUICK = 1, 2  # the two means that the line runs through
CANDIDATES = len(RATES) + 1
CLIP_SDS = 4.0
BURN_IN_DAYS = 28
EQUAL_WEIGHT_STRENGTH = 10.0  # independent errors that the prior of equal weights counts for
HUBER = 2.0


def level_ahead(level: Floats, days_ahead: int) -> Floats:
    """The expected level [day ahead] from past daily levels (NaN where unknown; at least one known)."""
    means = running_means(level)
    bucket = lead_bucket(np.arange(1, days_ahead + 1))
    mixed = np.array([_mixed(level, with_trend(means, *lead), *lead) for lead in LEADS[: bucket[-1] + 1]])
    return np.asarray(mixed[bucket])


def _mixed(level: Floats, candidates: Floats, first: int, last: int) -> float:
    return float(mix_weights(level, candidates, first, last) @ candidates[-1])


def with_trend(means: Floats, first: int, last: int) -> Floats:
    """[day, candidate]: the means, and the line through two of them in the middle of the lead."""
    slow_age, quick_age = (1.0 / RATES[which] for which in (SLOW, QUICK))  # mean age of what a mean holds
    quick, slow = means[:, QUICK], means[:, SLOW]
    steps = (quick_age + (first + last) / 2.0) / (slow_age - quick_age)
    return np.column_stack([means, quick + steps * (quick - slow)])


def clipped(level: Floats, around: Floats) -> Floats:
    """The levels with passing outliers cut to four robust standard deviations from what is `around` them."""
    known = np.flatnonzero(np.isfinite(level))
    residual = level[known] - around[known]
    reach = CLIP_SDS * robust_sd(residual) if len(known) else 0.0
    high, low = residual > reach, residual < -reach
    passing = (high & ~lasting(high)) | (low & ~lasting(low))
    out = level.copy()
    out[known] = around[known] + np.where(passing, np.clip(residual, -reach, reach), residual)
    return out


def running_means(level: Floats) -> Floats:
    """[day, rate]: each exponentially weighted mean at the end of the day, NaN before the first known."""
    known = np.isfinite(level)
    both = np.column_stack([np.where(known, level, 0.0), known])
    sums = decayed_sums(both, 1.0 - np.array(RATES))
    means = np.full(sums.shape[:2], np.nan)
    np.divide(sums[..., 0], sums[..., 1], out=means, where=sums[..., 1] > 1e-30)
    return means


def mix_weights(level: Floats, candidates: Floats, first: int, last: int) -> Floats:
    """The weights of the candidates for leads of `first` to `last` days: non-negative, adding to one."""
    size = candidates.shape[1]
    equal = np.full(size, 1.0 / size)
    if len(level) - BURN_IN_DAYS <= last:  # more days than errors could be
        return equal
    came = _mean_ahead(level, first, last)
    usable = np.isfinite(came) & np.isfinite(candidates).all(axis=1)
    usable[:BURN_IN_DAYS] = False
    errors = came[usable, None] - candidates[usable]
    if len(errors) <= last:
        return equal
    typical = np.abs(errors.mean(axis=1))
    reach = HUBER * robust_sd(typical) + 1e-12
    weight = np.minimum(1.0, reach / np.maximum(typical, 1e-12))
    squared = (errors * weight[:, None]).T @ errors / weight.sum()
    independent = len(errors) / (last - first + 1)
    shrinkage = EQUAL_WEIGHT_STRENGTH / independent * np.trace(squared) / size + 1e-12
    return least_on_simplex(squared + shrinkage * np.eye(size))


def _mean_ahead(level: Floats, first: int, last: int) -> Floats:
    """[day]: mean of the known levels `first` to `last` days later, NaN where none is known."""
    known = np.isfinite(level)
    padded = np.concatenate([np.where(known, level, 0.0), np.zeros(last + 1)])
    count = np.concatenate([known, np.zeros(last + 1, dtype=bool)])
    total, counts = (np.concatenate([[0.0], np.cumsum(column)]) for column in (padded, count))
    day = np.arange(len(level))
    number = counts[day + last + 1] - counts[day + first]
    mean = np.full(len(level), np.nan)
    np.divide(total[day + last + 1] - total[day + first], number, out=mean, where=number > 0)
    return mean


def _subsets(size: int) -> Bools:
    return np.array([chosen for chosen in product([False, True], repeat=size) if any(chosen)])


SUBSETS = _subsets(CANDIDATES)
_PAIRS = SUBSETS[:, :, None] & SUBSETS[:, None, :]


def least_on_simplex(squared: Floats) -> Floats:
    """The weights w ≥ 0 adding to one with the least w′ `squared` w.

    The best lies inside one of the 63 faces of the simplex; each face's own minimum is a linear system,
    and the best of those without a negative weight is the answer: exact, and always the same.
    """
    size = len(squared)
    outside = ~SUBSETS
    system = np.zeros((len(SUBSETS), size + 1, size + 1))
    system[:, :size, :size] = np.where(_PAIRS, squared, 0.0)
    diagonal = np.arange(size)
    system[:, diagonal, diagonal] += outside
    system[:, :size, size] = SUBSETS
    system[:, size, :size] = SUBSETS
    right = np.zeros((len(SUBSETS), size + 1, 1))
    right[:, size] = 1.0
    weights = np.linalg.solve(system, right)[:, :size, 0]
    loss = np.einsum("ci,ij,cj->c", weights, squared, weights)
    best = int(np.where((weights >= -1e-12).all(axis=1), loss, np.inf).argmin())
    found = np.maximum(weights[best], 0.0)
    return np.asarray(found / found.sum())
