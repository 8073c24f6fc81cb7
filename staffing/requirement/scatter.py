"""How far the number on the phones scatters around its mean, and what that costs.

Of h heads at work each has come with the probability a, and is then ready with the probability r: the number
on the phones has the mean n = h a r and a variance. Who has not come is missing all day: n (1 − a) r. Spells
off the phones, of m seconds on average, come and go as if they lasted τ = m r; of their variance n (1 − r) a
queue feels the part τ/(τ + AHT), for what is over within a handle time it averages out. On the other hand a
spell begins only when the contact in hand ends: n ρ AHT (1 − r)/τ agents are about to go, all of them busy, ρ
being how busy agents are. The number of the busy scatters as arrivals do, and by so much less without them.
Together

    V = n [(1 − a) r + (1 − r) (τ/(τ + AHT) − ρ AHT/τ)],

and the mean of a function f of the number is f(n) + V f″(n)/2, with f″ by differences at n ± √(3 |V|), as in
the Gauss–Hermite rule of three points, but not below zero.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.queueing.model import Traffic
from staffing.records.people import People
from staffing.requirement.mixture import Mixture

NODES = 3
_MOMENT = 1e-6  # seconds
_NO_AGENT = 1e-12  # squared


def scattered(
    mixture: Mixture,
    agents: Floats,
    traffic: Traffic,
    people: People,
    *,
    shrinkage: Floats | None = None,
    moves: Floats | float = 0.0,
) -> tuple[Mixture, Floats]:
    """Each rate with fewer, as many and more agents than their mean, which is of shape (rows, rates).

    `moves`: a variance of the load besides, in erlangs², for what counts is agents less load.
    """
    ready = np.asarray(people.shares(shrinkage) / people.attendance)
    ready = np.broadcast_to(ready, traffic.load.shape)[:, None]
    variance = _variance(mixture, agents, traffic, people, ready) + moves
    if not variance.any():
        return mixture, agents
    width = np.minimum(np.sqrt(3.0 * np.abs(variance)), agents)  # there are never fewer than none
    square = 2.0 * width**2
    outer = np.divide(variance, square, out=np.zeros_like(width), where=square > _NO_AGENT)
    outer = np.clip(outer, -1.0 / 6.0, 0.5)
    numbers = np.stack([agents - width, agents, agents + width], axis=2)
    weight = np.stack([outer, 1.0 - 2.0 * outer, outer], axis=2)
    shape = (len(agents), agents.shape[1] * NODES)
    found = Mixture(
        np.repeat(mixture.factor, NODES, axis=1),
        (mixture.calls[:, :, None] * weight).reshape(shape),
        (mixture.time[:, :, None] * weight).reshape(shape),
    )
    return found, numbers.reshape(shape)


def _variance(mixture: Mixture, agents: Floats, traffic: Traffic, people: People, ready: Floats) -> Floats:
    """V of the number on the phones; negative where many are about to go."""
    lasts = np.maximum(60.0 * people.spell_minutes * ready, _MOMENT)
    load = traffic.load[:, None] * mixture.factor
    aht = np.where(traffic.load > 0, traffic.aht_seconds, 0.0)[:, None]
    busy = np.minimum(np.divide(load, agents, out=np.zeros_like(agents), where=agents > 0), 1.0)
    about_to_go = np.minimum(busy * aht * (1.0 - ready) / lasts, busy)
    away = (1.0 - people.attendance) * ready + (1.0 - ready) * lasts / (lasts + aht)
    variance: Floats = agents * (away - about_to_go)
    return variance
