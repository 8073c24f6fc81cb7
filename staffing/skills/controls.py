"""Control variates: what chance did is known where events are counted beside the sums of their rates.

In each batch, and in each bin of the state, the events of a kind less the sum over time of their rate have
the mean 0 (a martingale; for queues see S. Asmussen and P. Glynn (2007), "Stochastic Simulation", V.2). A
regression of the outcomes on these differences takes the part of chance out of them that they explain.

The variance is that of the regression's intercept, whole: σ² (1/n + x̄' S⁻¹ x̄), of residuals with n − k − 1
degrees of freedom. Without its second part, controls that are rarely not 0 move an estimate by many of its
standard errors.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.skills.jumps import EVENTS, OUTCOMES
from staffing.skills.play import Bins
from staffing.skills.system import SkillSystem


class Estimate(NamedTuple):
    """Mean outcomes of a batch, and their covariance."""

    mean: Floats
    covariance: Floats


def quantile_bins(seen: Floats, system: SkillSystem, shape: Bins, of_whole: int, of_queue: int) -> Bins:
    """Bins that are met about equally often, from one row of `each_its_bin`."""
    queues, table = system.queues, shape.whole.size
    spans = seen[queues * OUTCOMES : -(5 + queues) * table].reshape(queues, 2 * EVENTS, table)[:, EVENTS]
    whole = seen[-(5 + queues) * table :][:table]
    return Bins(_quantiles(whole, of_whole), np.array([_quantiles(row, of_queue) for row in spans]))


def _quantiles(spans: Floats, number: int) -> Ints:
    """The bin of each place: as many as can be told apart, none seldom met."""
    share = np.cumsum(spans) / max(spans.sum(), 1e-300)
    middle = share - spans / max(spans.sum(), 1e-300) / 2
    raw = np.minimum((middle * number).astype(np.int64), number - 1)
    return np.unique(raw, return_inverse=True)[1].astype(np.int64)


def controls_of(rows: Floats, system: SkillSystem, bins: Bins) -> Floats:
    """Events less the sums of their rates, a row per batch; what is always 0 is left out."""
    queues, number = system.queues, len(rows)
    split = queues * OUTCOMES
    middle = split + queues * 2 * EVENTS * bins.of_queue
    by_queue = rows[:, split:middle].reshape(number, queues, 2, EVENTS * bins.of_queue)
    whole = rows[:, middle:].reshape(number, 5 + queues, bins.of_whole)
    span = whole[:, 0]
    come = whole[:, 5:] - system.arrivals_per_second[None, :, None] * span[:, None, :]
    parts = [
        come.reshape(number, -1),
        whole[:, 3] - whole[:, 1],
        whole[:, 4] - whole[:, 2],
        (by_queue[:, :, 0] - by_queue[:, :, 1]).reshape(number, -1),
    ]
    together = np.concatenate(parts, axis=1)
    return together[:, (together != 0).sum(axis=0) * 20 > number]


def adjusted(outcomes: Floats, controls: Floats, in_a_batch: int) -> Estimate:
    """Mean outcomes where chance was as it is on average.

    Residuals of `in_a_batch` rows are added up before their variance is taken: rows may be shorter than what
    a contact in one of them lasts.
    """
    rows, many = controls.shape
    at = controls.mean(axis=0)
    centred = controls - at
    inverse = np.linalg.pinv(centred.T @ centred, rcond=1e-9, hermitian=True)
    weight = inverse @ (centred.T @ (outcomes - outcomes.mean(axis=0)))
    mean = outcomes.mean(axis=0) - at @ weight
    residual = outcomes - mean - controls @ weight
    long = rows // in_a_batch
    summed = residual[: long * in_a_batch].reshape(long, in_a_batch, -1).sum(axis=1)
    lost = rows / max(rows - many - 1, 1)
    spread = np.atleast_2d(np.cov(summed, rowvar=False)) / in_a_batch * lost
    leverage = float(at @ inverse @ at)
    return Estimate(mean, spread * (1.0 / rows + leverage))
