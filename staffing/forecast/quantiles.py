"""How sure the forecast is: p10 and p90 of contacts that vary more than Poisson.

Contacts are Poisson around a mean that is itself uncertain and varies from day to day: gamma-mixed
Poisson, the negative binomial, with variance = mean + dispersion × mean² (Jongbloed & Koole 2001). The
dispersion is the one with which, in the backtest, 80 % of intervals would have come within the normal
80 % range of that variance; an interval does so from its own least dispersion on, so it is the 80 %
quantile of those, each weighted by the root of its expected contacts: busy intervals matter more, but there
are fewer of them. Unlike moments, a quantile is not carried away by a single spike.
"""

from __future__ import annotations

import numpy as np

from staffing.forecast.backtest import LAST_DAY_OF_LEAD, Errors
from staffing.records import Floats

COVERAGE = 0.8
NORMAL_QUANTILE_90 = 1.2815515655446004
USUAL_DISPERSION = 0.05
# Beyond this the distribution only piles up at zero, and p90 falls instead of rising.
MOST_DISPERSION = 2.0
# The usual dispersion counts as much as this many backtest intervals: a day or two.
USUAL_WEIGHT_INTERVALS = 50


def dispersion_by_day(errors: Errors, days_ahead: int) -> Floats:
    """The dispersion for each day ahead, from the backtest errors of its lead bucket.

    Buckets without errors (a short history) take the nearest shorter lead's; a longer lead is never
    taken to be surer than a shorter one.
    """
    known = errors.expected > 0
    by_bucket = np.empty(len(LAST_DAY_OF_LEAD))
    latest = USUAL_DISPERSION
    for bucket in range(len(LAST_DAY_OF_LEAD)):
        mine = known & (errors.lead == bucket)
        if mine.any():
            latest = max(_dispersion(errors.expected[mine], errors.came[mine]), latest if bucket else 0.0)
        by_bucket[bucket] = latest
    last = len(LAST_DAY_OF_LEAD) - 1
    bucket_of_day = np.minimum(np.searchsorted(LAST_DAY_OF_LEAD, np.arange(1, days_ahead + 1)), last)
    return by_bucket[bucket_of_day]


def _dispersion(expected: Floats, came: Floats) -> float:
    least = (((came - expected) / NORMAL_QUANTILE_90) ** 2 - expected) / expected**2
    measured = min(max(_weighted_quantile(least, np.sqrt(expected), COVERAGE), 0.0), MOST_DISPERSION)
    weight = len(least) / (len(least) + USUAL_WEIGHT_INTERVALS)
    return weight * measured + (1.0 - weight) * USUAL_DISPERSION


def _weighted_quantile(values: Floats, weights: Floats, probability: float) -> float:
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, probability * reached[-1])])


def gamma_poisson_quantile(mean: Floats, dispersion: Floats, probability: float) -> Floats:
    """Quantile of the negative binomial with that mean and dispersion, zero where the mean is zero.

    Whole quantiles of small counts cover far more than they should. Here a count k is spread evenly over
    k − ½ to k + ½ (mean as before, variance + 1/12), and the gamma distribution from −½ on with that
    mean and variance gives a quantile for every probability, skewed as the counts are.
    """
    from scipy.special import gammaincinv  # half a second to import

    shifted_mean = mean + 0.5
    scale = (mean + dispersion * mean**2 + 1.0 / 12.0) / shifted_mean
    quantile = gammaincinv(shifted_mean / scale, probability) * scale - 0.5
    return np.where(mean > 0, np.maximum(quantile, 0.0), 0.0)
