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

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_SPREAD = 9.0  # standard deviations of contacts in the system that are looked at
_FEWEST, _MOST = 60, 20_000
_ENDLESS = 1e7  # seconds of patience that count as never


class Found(NamedTuple):
    """Outcome of a contact by the state it finds: probabilities, arrays of (interval, state)."""

    answered: Floats
    answered_within_target: Floats
    abandoned: Floats
    abandoned_within_target: Floats


def variance_per_contact(
    load_erlangs: Floats,
    aht_seconds: Floats,
    patience_seconds: Floats,
    agents: Floats,
    target_seconds: Floats,
    score: Callable[[Found], tuple[Floats, Floats]],
) -> Floats:
    """Variance of Σ y ÷ Σ z over many contacts, times their number; one per interval.

    `score` gives the parts y and z of a ratio as probabilities of a contact, by the state that it finds: for
    the share answered in time `found.answered_within_target` and one. All arguments are one-dimensional;
    patience may be infinite. NaN where there is no steady state, or the system is too large to look at; 0
    where nothing is offered.
    """
    variance = np.zeros(load_erlangs.shape)
    for row in np.flatnonzero(load_erlangs > 0).tolist():
        one = slice(row, row + 1)
        columns = (load_erlangs, aht_seconds, patience_seconds, agents, target_seconds)
        variance[one] = _variance(*(float(column[row]) for column in columns), score)
    return variance


def _variance(
    load: float,
    aht: float,
    patience: float,
    agents: float,
    target: float,
    score: Callable[[Found], tuple[Floats, Floats]],
) -> float:
    patience = min(patience, _ENDLESS)
    states = _states(load, aht, patience, agents)
    if states > _MOST:
        return np.nan
    inside = np.arange(states, dtype=np.float64)
    probability = _stationary(inside, load, aht, patience, agents)
    if probability[-1] > 1e-6:  # no steady state
        return np.nan
    found = _outcomes(inside, aht, patience, agents, target)
    above, below = score(found)
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


def _states(load: float, aht: float, patience: float, agents: float) -> int:
    """So many states that those beyond hardly ever occur."""
    if load > agents:
        centre = agents + (load - agents) * patience / aht
    else:
        centre = load
    spread = np.sqrt(load * max(1.0, patience / aht)) if load > 0.9 * agents else np.sqrt(load)
    return int(max(centre + _SPREAD * spread, agents + _SPREAD * np.sqrt(agents + 1.0)) + _FEWEST)


def _stationary(inside: Floats, load: float, aht: float, patience: float, agents: float) -> Floats:
    leaving = np.minimum(inside[1:], agents) + np.maximum(inside[1:] - agents, 0.0) * aht / patience
    log = np.concatenate([[0.0], np.cumsum(np.log(load) - np.log(np.maximum(leaving, 1e-12)))])
    weight = np.exp(log - log.max())
    probability: Floats = weight / weight.sum()
    return probability


def _outcomes(inside: Floats, aht: float, patience: float, agents: float, target: float) -> Found:
    """A contact that finds all busy waits for k departures at rates s μ + jθ, j < k.

    So e^(−θ wait) is Beta(s μ/θ, k) distributed (Rényi's representation of order statistics), and a contact
    is willing to wait that long with that probability.
    """
    from scipy.special import betainc

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
