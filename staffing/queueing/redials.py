"""Contacts that try again: some of those who gave up or met a busy signal call once more.

With λ₀ first attempts and shares r and r_b of abandoning and of blocked contacts that come back, the rate
that the queue sees solves λ = λ₀ / (1 − r P_ab(λ) − r_b P_block(λ)): each attempt, in its turn, may fail
and be repeated (G. Falin and J. Templeton (1997), Retrial Queues; redials are late enough to come at random).
One pass, λ₀ (1 + r P), understates. The iteration is accelerated by Aitken's Δ² (J. Steffensen (1933),
Skandinavisk Aktuarietidskrift 16, 64–72), kept between the bounds that every evaluation narrows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from staffing.arrays import Floats
from staffing.errors import UsageError
from staffing.queueing.model import QueueModel, Traffic
from staffing.queueing.performance import Performance

_ROUNDS = 60
_TOLERANCE = 1e-12


class Redials:
    """A model whose failed contacts come back; all fractions are of the attempts."""

    def __init__(self, model: QueueModel, redial: float, redial_blocked: float = 0.0) -> None:
        """Shares in [0, 1) of those who gave up and of those who were blocked. UsageError otherwise."""
        if not (0 <= redial < 1 and 0 <= redial_blocked < 1):
            raise UsageError("shares that try again must lie in [0, 1)", hint="0.3 for three in ten")
        self.model, self.redial, self.redial_blocked = model, redial, redial_blocked

    def performance(self, traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Performance:
        """Of the attempts, first and repeated."""
        attempts = self.attempts(traffic, agents, target_seconds)
        return self.model.performance(traffic.times(attempts), agents, target_seconds)

    def attempts(self, traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Floats:
        """λ ÷ λ₀, between 1 and 1 / (1 − the greater share)."""

        def next_(factor: Floats) -> Floats:
            found = self.model.performance(traffic.times(factor), agents, target_seconds)
            failed = self.redial * found.abandoned + self.redial_blocked * found.blocked
            return np.asarray(1.0 / (1.0 - failed))

        shape = np.broadcast_shapes(traffic.load.shape, np.shape(agents), np.shape(target_seconds))
        factor, low = np.ones(shape), np.ones(shape)
        high = low / (1.0 - max(self.redial, self.redial_blocked))
        for _ in range(_ROUNDS):
            once = next_(factor)
            low, high = np.where(once > factor, factor, low), np.where(once < factor, factor, high)
            twice = next_(once)
            bend = twice - 2.0 * once + factor
            bent = np.abs(bend) > 0
            jump = np.where(bent, factor - (once - factor) ** 2 / np.where(bent, bend, 1.0), twice)
            inside = (jump >= low) & (jump <= high)
            better = np.where(inside, jump, 0.5 * (low + high))
            if (np.abs(once - factor) <= _TOLERANCE * factor).all():
                return once
            factor = better
        return factor
