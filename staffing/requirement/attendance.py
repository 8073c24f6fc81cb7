"""People come or not: heads such that the expected service, over who comes, meets the targets.

Of n scheduled heads Binomial(n, attendance) come, and each is on the phones for adherence × (1 − shrinkage)
of the time. Service is a concave function of agents, so the service of the average attendance is too high:
the mean over the binomial law is taken instead, by the twelve-point Gauss rule of the Krawtchouk polynomials
(R. Koekoek, P. A. Lesky and R. F. Swarttouw (2010), Hypergeometric Orthogonal Polynomials, §9.11), exact for
all n ≤ 11.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from staffing.arrays import Floats
from staffing.queueing.model import QueueModel, Traffic
from staffing.queueing.performance import Performance, reshaped
from staffing.requirement.mixture import Mixture, mean_over
from staffing.requirement.quadrature import NODES, gauss


class BinomialAttendance:
    """A model asked about scheduled heads, whole, in place of agents."""

    def __init__(self, model: QueueModel, attendance: float, present_share: float) -> None:
        """`present_share`: agents on the phones per head that came."""
        self.model, self.attendance, self.present_share = model, attendance, present_share

    def performance(self, traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Performance:
        """`agents` are heads, by row, or by row and part of its interval: as many come in all parts."""
        rows = traffic.load.shape
        heads, target = (np.asarray(column, dtype=np.float64) for column in (agents, target_seconds))
        target = np.broadcast_to(target, rows)
        mean = heads.mean(axis=1) if heads.ndim > 1 else np.broadcast_to(heads, rows)
        present, weight = came(mean, self.attendance)
        repeated = np.repeat(np.arange(rows[0]), NODES)
        staff = (present * self.present_share).reshape(-1)
        if heads.ndim > 1:
            part = np.divide(heads, mean[:, None], out=np.ones_like(heads), where=mean[:, None] > 0)
            staff = staff[:, None] * part[repeated]
        found = self.model.performance(traffic.rows(repeated), staff, target[repeated])
        return mean_over(reshaped(found, weight.shape), Mixture(np.ones_like(weight), weight, weight))


def came(heads: Floats, attendance: float) -> tuple[Floats, Floats]:
    """Nodes and weights of Binomial(heads, attendance)."""
    i = np.arange(NODES, dtype=np.float64)
    n, p = heads[:, None], attendance
    left = np.maximum(n - i, 0.0)
    step = np.sqrt(i[1:] * p * (1.0 - p) * np.maximum(n - i[1:] + 1.0, 0.0))
    nodes, weights = gauss(p * left + i * (1.0 - p), step)
    return np.clip(nodes, 0.0, n), weights
