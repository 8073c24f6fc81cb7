"""SIPP, stationary independent period by period: every interval at its mean rate, for itself."""

from __future__ import annotations

from staffing.requirement.mixture import Mixture, one_rate
from staffing.requirement.variation.profile import Profile


def sipp(profile: Profile) -> Mixture:
    """The mean."""
    return one_rate(profile.rate, profile.rate)


RATES = sipp
