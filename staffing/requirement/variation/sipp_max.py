"""SIPP max: every interval at the highest rate inside it, a floor that costs 4 to 8 % more hours."""

from __future__ import annotations

import numpy as np

from staffing.requirement.mixture import Mixture, one_rate
from staffing.requirement.variation.profile import Profile


def sipp_max(profile: Profile) -> Mixture:
    """The rate at the higher end."""
    return one_rate(profile.rate + 0.5 * np.abs(profile.slope), profile.rate)


RATES = sipp_max
