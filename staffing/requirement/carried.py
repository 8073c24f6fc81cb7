"""What is in progress goes on: a queue is followed from slice to slice of its intervals.

A formula answers for a queue that has come to rest at its rate. One that changes is somewhere else: what has
built up is worked off, and a day begins with idle agents. Let L(r) be the mean number in progress or waiting
of a queue at rest at the rate r. In a slice with the rate λ the number L changes by

    L′ = λ − r,   r such that L(r) = L,

for at rest as many leave as come, and so they do now: the pointwise stationary fluid flow approximation
(W.-P. Wang, D. Tipper and S. Banerjee (1996), "A simple approximation for modeling nonstationary queues",
INFOCOM 96, 255–262). The slice is then taken to be at rest at r. With agents without limit L(r) = r AHT, and
r is the modified offered load of `mol_psa`. There the search for r begins: L(r) is replaced by its tangent,
the equation solved, and the tangent drawn anew.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffing.arrays import Floats, Ints
from staffing.queueing.model import QueueModel, Traffic
from staffing.queueing.patience_laws import EXPONENTIAL
from staffing.requirement.mixture import Mixture
from staffing.requirement.stretches import Stretches

TANGENTS = 3
_STEP = 1e-3  # of the rate, to the second point of a tangent
_FULL = 0.99  # of what agents can handle: the most where nobody gives up
_LEAST = 1e-3  # least rate ÷ mean rate, and least slope of a tangent ÷ AHT


class QueuesAtRest:
    """Queues of a model, a row each, with agents of the shape (rows, slices)."""

    def __init__(self, model: QueueModel, traffic: Traffic, agents: Floats) -> None:
        self.model, self.traffic, self.agents = model, traffic, agents
        self.rate = np.where(traffic.load > 0, traffic.arrivals_per_second, 0.0)
        self.aht = np.where(self.rate > 0, traffic.aht_seconds, 1.0)[:, None]
        self._is_endless = np.isinf(traffic.patience_seconds)[:, None]
        is_simple = (traffic.patience_law == EXPONENTIAL) & np.isfinite(traffic.patience_seconds)
        self._patience = np.where(is_simple, traffic.patience_seconds, np.nan)[:, None]

    def rows(self, index: Ints) -> QueuesAtRest:
        """Those rows alone."""
        return QueuesAtRest(self.model, self.traffic.rows(index), self.agents[index])

    def within(self, rate: Floats) -> Floats:
        """The rates, as far as a queue comes to rest at them."""
        handled = self.agents / self.aht
        most = np.where(self._is_endless & (handled > 0), _FULL * handled, np.inf)
        least = _LEAST * self.rate[:, None]
        return np.minimum(np.maximum(rate, least), np.maximum(most, least))

    def factor(self, rate: Floats) -> Floats:
        """Rates ÷ the row's mean rate; 1 where nobody comes."""
        mean = self.rate[:, None]
        return np.divide(rate, mean, out=np.ones_like(rate), where=mean > 0)

    def tangent(self, rate: Floats) -> tuple[Floats, Floats]:
        """Contacts in a queue at rest at that rate, and how many more per contact a second more."""
        number, more = self._number(rate), self._number(rate * (1.0 + _STEP))
        rises = np.divide(more - number, _STEP * rate, out=np.full_like(rate, np.nan), where=rate > 0)
        is_known = np.isfinite(number) & np.isfinite(rises)
        slope = np.where(is_known, rises, self.aht)
        return np.where(is_known, number, rate * self.aht), np.maximum(slope, _LEAST * self.aht)

    def _number(self, rate: Floats) -> Floats:
        """Rate × mean time from arrival to the end (J. D. C. Little (1961), Operations Research 9, 383–387).

        Of exponential patience the time that all wait is that of who gives up: abandoned × patience. Of other
        laws those who give up are taken to wait as long as the answered.
        """
        found = self.model.performance(self.traffic.spread(self.factor(rate)), self.agents, 0.0)
        waits = found.abandoned * self._patience
        if np.isnan(self._patience).any():
            seconds = found.mean_wait_seconds
            known = np.where(np.isfinite(seconds), seconds, np.nan)  # nobody is answered: for ever
            waits = np.where(np.isnan(self._patience), known, waits)
        return rate * (found.answered * self.aht + waits)


def carried(
    queues: QueuesAtRest, mixture: Mixture, stretches: Stretches, slice_seconds: float
) -> tuple[Mixture, Floats]:
    """The mixture of slices with the mean rates r, and how far r AHT moves inside each: its variance."""
    order, slices = stretches.order, mixture.factor.shape[1]
    inner = queues.rows(order)
    comes = inner.rate[:, None] * mixture.calls[order] * slices
    rate, moves = inner.within(inner.rate[:, None] * mixture.factor[order]), np.zeros(mixture.factor.shape)
    for _ in range(TANGENTS):
        rate, moves = _solved(comes, rate, inner.tangent(rate), stretches, slice_seconds)
        rate = inner.within(rate)
    factor, variance = np.empty_like(rate), np.empty_like(rate)
    factor[order] = inner.factor(rate)
    variance[order] = moves * inner.aht**2
    return replace(mixture, factor=factor), variance


def _solved(
    comes: Floats, rate: Floats, tangent: tuple[Floats, Floats], stretches: Stretches, seconds: float
) -> tuple[Floats, Floats]:
    """Mean and variance of r in each slice where L(r) is the tangent at `rate`.

    L nears its `aim` by e^(−t/slope).
    """
    number, slope = tangent
    aim = number + slope * (comes - rate)
    kept = np.exp(-seconds / slope)
    added = np.zeros(len(aim))
    for part in range(aim.shape[1]):
        added = aim[:, part] * (1.0 - kept[:, part]) + kept[:, part] * added
    x = stretches.starts(kept.prod(axis=1), added, aim[:, 0])
    beyond = np.empty_like(aim)
    for part in range(aim.shape[1]):
        beyond[:, part] = x - aim[:, part]
        x = aim[:, part] + beyond[:, part] * kept[:, part]
    lasts = slope / seconds
    mean = (1.0 - kept) * lasts
    square = np.maximum(0.5 * (1.0 - kept**2) * lasts - mean**2, 0.0)
    return rate + (aim + beyond * mean - number) / slope, (beyond / slope) ** 2 * square
