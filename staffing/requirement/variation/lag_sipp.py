"""Lagged SIPP: the rate one handle time earlier, since agents are busy with those who came before."""

from __future__ import annotations

import numpy as np

from staffing.requirement.mixture import Mixture, one_rate
from staffing.requirement.variation.profile import Profile


def lag_sipp(profile: Profile) -> Mixture:
    """Mean over the interval of the rate at t − AHT; before an opening, the rate at the opening."""
    row = np.arange(profile.rate.size)
    opening = np.maximum.accumulate(np.where(profile.opens, row, 0))
    at = row[:, None] + profile.slices - (profile.aht_seconds / profile.seconds)[:, None]
    earlier = np.maximum(at, opening[:, None])
    there = np.minimum(np.floor(earlier).astype(np.int64), row[:, None])
    lagged = profile.rate[there] + profile.slope[there] * (earlier - there - 0.5)
    return one_rate(lagged.mean(axis=1), profile.rate)


RATES = lag_sipp
