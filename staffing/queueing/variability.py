"""How far a share of contacts can be from its mean by chance alone, in an M/M/s+M queue.

Contacts do not fare independently: who comes while all are waiting waits too. So the variance of the share
that is answered in time, among N contacts, is not p(1 − p)/N but several times that. Contacts in the system
are a birth-death process with states i, probabilities π and arrivals at rate λ. Each contact scores y, with
mean g(i) beside the overall mean given the state i that it finds, and variance r(i) around that. With the
increments of the solution of Poisson's equation,

    Δ(i) = −(1/π(i)) Σ_{j ≤ i} g(j) π(j),

the sum over contacts is a martingale plus a bounded term, and its variance grows, per contact, by

    Σ π(i) [(g(i) + Δ(i))² + Δ(i)² + r(i)].

Sources: W. Whitt (1992), "Asymptotic formulas for Markov processes with applications to simulation",
Operations Research 40, 279–291, for time averages of birth-death processes; the same argument with the jumps
at arrivals gives the above. That the service level of a day varies this much: A. Roubos, G. Koole and
R. Stolletz (2012), "Service-level variability of inbound call centers", M&SOM 14, 402–413. Patience and
handle times are taken as exponential, and what the outcome of one contact says of later ones, beyond the
state it found, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from staffing.arrays import Floats
from staffing.queueing.model import Traffic

_SPREAD = 9.0  # standard deviations of contacts in the system that are looked at
_FEWEST, _MOST = 60, 20_000
_ENDLESS = 1e7  # seconds of patience that count as never


class Found(NamedTuple):
    """Outcome of a contact by the state it finds: probabilities, arrays of (interval, state)."""

    answered: Floats
    answered_within_target: Floats
    abandoned: Floats
    abandoned_within_target: Floats


Score = Callable[[Found], tuple[Floats, Floats]]
"""The parts y and z of a ratio, as probabilities of a contact by the state it finds; y occurs only with z.

For the share answered in time of all offered: `found.answered_within_target`, and ones.
"""


def variance_per_contact(
    traffic: Traffic, agents: Floats, target_seconds: float, *scores: Score
) -> list[Floats]:
    """For each score the variance of Σ y ÷ Σ z over many contacts, times their number, per interval.

    `traffic` and `agents` are one-dimensional. NaN where there is no steady state, or the system is too large
    to look at; 0 where nothing is offered.
    """
    found = np.zeros((len(scores), *traffic.load.shape))
    columns = (traffic.load, traffic.aht_seconds, np.minimum(traffic.patience_seconds, _ENDLESS), agents)
    for row in np.flatnonzero(traffic.busy).tolist():
        queue = _Queue(*(float(column[row]) for column in columns))
        found[:, row] = _variances(queue, target_seconds, scores)
    return list(found)


class _Queue(NamedTuple):
    load: float
    aht: float
    patience: float
    agents: float


def _variances(queue: _Queue, target: float, scores: Sequence[Score]) -> list[float]:
    states = _states(queue)
    if states > _MOST:
        return [np.nan] * len(scores)
    inside = np.arange(states, dtype=np.float64)
    probability = _stationary(queue, inside)
    if probability[-1] > 1e-6:  # no steady state
        return [np.nan] * len(scores)
    found = _outcomes(queue, inside, target)
    return [_variance(probability, *score(found)) for score in scores]


def _variance(probability: Floats, above: Floats, below: Floats) -> float:
    whole = float((below * probability).sum())
    if whole <= 0:
        return np.nan
    share = float((above * probability).sum()) / whole
    beside = (above - share * below) / whole
    # Outcomes y and z are 0 or 1 and y = 1 only where z = 1: Var(y − share z) given the state.
    second = (above * (1.0 - share) ** 2 + (below - above) * share**2) / whole**2
    around = np.maximum(second - beside**2, 0.0)
    step = _steps(beside, probability)
    return float((probability * ((beside + step) ** 2 + step**2 + around)).sum())


def _states(queue: _Queue) -> int:
    """So many states that those beyond hardly ever occur."""
    load, aht, patience, agents = queue
    centre = agents + (load - agents) * patience / aht if load > agents else load
    spread = np.sqrt(load * max(1.0, patience / aht)) if load > 0.9 * agents else np.sqrt(load)
    return int(max(centre + _SPREAD * spread, agents + _SPREAD * np.sqrt(agents + 1.0)) + _FEWEST)


def _stationary(queue: _Queue, inside: Floats) -> Floats:
    load, aht, patience, agents = queue
    leaving = np.minimum(inside[1:], agents) + np.maximum(inside[1:] - agents, 0.0) * aht / patience
    log = np.concatenate([[0.0], np.cumsum(np.log(load) - np.log(np.maximum(leaving, 1e-12)))])
    weight = np.exp(log - log.max())
    probability: Floats = weight / weight.sum()
    return probability


def _outcomes(queue: _Queue, inside: Floats, target: float) -> Found:
    """A contact that finds all busy waits for k departures at rates s μ + jθ, j < k.

    So e^(−θ wait) is Beta(s μ/θ, k) distributed (Rényi's representation of order statistics), and a contact
    is willing to wait that long with that probability.
    """
    from scipy.special import betainc

    _, aht, patience, agents = queue
    place = np.maximum(np.floor(inside - agents) + 1.0, 0.0)  # departures to wait for
    waits = place > 0
    k = np.where(waits, place, 1.0)
    a = max(agents, 1e-9) * patience / aht
    left = np.exp(-target / patience)
    answered = np.where(waits, a / (a + k), 1.0)
    in_time = np.where(waits, a / (a + k) * betainc(k, a + 1.0, -np.expm1(-target / patience)), 1.0)
    reached = np.where(waits, betainc(k, a, -np.expm1(-target / patience)), 1.0)  # wait ≤ target
    gone_in_time = np.clip(1.0 - (1.0 - reached) * left - in_time, 0.0, 1.0 - in_time)
    return Found(answered, in_time, 1.0 - answered, np.where(waits, gone_in_time, 0.0))


def _steps(beside: Floats, probability: Floats) -> Floats:
    """Δ from the nearer end, where sums do not cancel (their total is zero)."""
    amount = beside * probability
    below = np.cumsum(amount)
    above = np.cumsum(amount[::-1])[::-1] - amount
    half = np.searchsorted(np.cumsum(probability), 0.5)
    total = np.where(np.arange(amount.size) < half, -below, above)
    some = probability > 1e-280
    steps: Floats = np.where(some, total / np.where(some, probability, 1.0), 0.0)
    return steps
