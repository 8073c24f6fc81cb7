"""MOL-PSA: the modified offered load, five minutes at a time; nearly as good as simulating the day.

The contacts in progress with agents without limit, m(t), follow m′ = λ(t) − m/AHT (O. B. Jennings,
A. Mandelbaum, W. A. Massey and W. Whitt (1996), "Server staffing to meet time-varying demand", Management
Science 42, 1383–1394). Each slice of five minutes is taken to be stationary with m(t) erlangs (pointwise
stationary approximation), and the interval's service is that of its slices, weighted by their contacts.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.requirement.mixture import Mixture, normalised
from staffing.requirement.variation.profile import Profile


def mol_psa(profile: Profile) -> Mixture:
    """Rates m(t) ÷ AHT at the slices, and the contacts that meet them."""
    part = profile.slices
    excess = _excess_at_start(profile)
    decay = np.exp(-part * (profile.seconds / profile.aht_seconds)[:, None])
    in_progress = _balanced(profile, part) + excess[:, None] * decay
    rates = np.maximum(in_progress, 0.0) / profile.aht_seconds[:, None]
    return normalised(rates, profile.at(part), profile.rate)


def _balanced(profile: Profile, part: Floats) -> Floats:
    """The solution of the equation that lasts, for a linear rate: AHT λ(t) − AHT² λ′."""
    aht = profile.aht_seconds[:, None]
    return aht * profile.at(part) - aht * aht * (profile.slope / profile.seconds)[:, None]


def _excess_at_start(profile: Profile) -> Floats:
    """How far contacts in progress are from that at each interval's start; handed on from one to the next."""
    start, end = _balanced(profile, np.array([0.0, 1.0])).T
    opening = profile.aht_seconds * profile.at(np.array([0.0]))[:, 0] - start
    decay = np.exp(-profile.seconds / profile.aht_seconds)
    excess, before, columns = [], 0.0, (profile.opens, opening, start, end, decay)
    for opens, at_opening, low, high, left in zip(*(column.tolist() for column in columns), strict=True):
        here = at_opening if opens else before - low
        excess.append(here)
        before = high + here * left
    return np.array(excess)


RATES = mol_psa
