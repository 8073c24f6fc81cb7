"""How sure the forecast is: quantiles of contacts that vary more than Poisson, learnt from the backtest.

Two answers, mixed half and half, by lead time:

- Contacts are Poisson around a mean that is itself uncertain and varies from day to day: gamma-mixed Poisson,
  the negative binomial, with variance = mean + dispersion × mean² (Jongbloed & Koole 2001). The dispersion is
  the one with which, in the backtest, 80 % of intervals would have come within the normal 80 % range of that
  variance; an interval does so from its own least dispersion on, so it is the 80 % quantile of those, each
  weighted by the root of its expected contacts. Unlike moments, a quantile is not carried away by one spike.
- Conformal prediction (Vovk, Gammerman & Shafer 2005): the errors of the backtest in units of that standard
  deviation have quantiles of their own, whatever law they follow, and these are laid around the forecast.

The intervals of a day err together, because the day as a whole was expected too high or too low. Quantiles of
day totals can therefore not be summed from those of intervals: they are learnt in the same two ways from the
backtest's day totals (`Errors.by_day`), whose own dispersion holds what the intervals have in common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats
from staffing.forecast.backtest import Errors
from staffing.forecast.sums.leads import LEADS, lead_bucket
from staffing.records.forecast import NORMAL_QUANTILE_90

COVERAGE = 0.8
USUAL_DISPERSION = 0.05
LEAST_DISPERSION = 1e-4  # counts that vary by 1 % beside chance: Poisson, for all that matters
# Beyond this the distribution only piles up at zero, and p90 falls instead of rising.
MOST_DISPERSION = 2.0
# The usual dispersion counts as much as this many backtest errors, a day or two of intervals. Origins a week
# apart share days: their day totals tell less than they are many, and five days keep the range from being too
# narrow (insurer-2011: 77 % of day totals within it, 76 % with two).
USUAL_WEIGHT = 50
USUAL_WEIGHT_DAYS = 5
CONFORMAL_SHARE = 0.5
# Past holidays are few: what one brings is known to about a quarter.
HOLIDAY_DISPERSION = 0.06


@dataclass(frozen=True, eq=False)
class Spread:
    """How far contacts fall from their forecast, by lead bucket.

    `dispersion` [bucket] beyond Poisson; `scores`: past errors in standard deviations, in rising order.
    """

    dispersion: Floats
    scores: tuple[Floats, ...]
    usual_weight: float = USUAL_WEIGHT

    def quantile(self, mean: Floats, probability: float, extra_dispersion: Floats | float = 0.0) -> Floats:
        """The quantile of each cell of `mean` [day ahead, slot]; `extra_dispersion` [day ahead] on top."""
        bucket = lead_bucket(np.arange(1, len(mean) + 1))
        extra = np.broadcast_to(extra_dispersion, (len(mean),))
        dispersion = (self.dispersion[bucket] + extra)[:, None]
        negative_binomial = gamma_poisson_quantile(mean, dispersion, probability)
        sd = np.sqrt(mean + dispersion * mean**2)
        share = np.array([_conformal_share(len(scores), self.usual_weight) for scores in self.scores])[
            bucket
        ][:, None]
        score = np.array([_quantile_of(scores, probability) for scores in self.scores])[bucket][:, None]
        conformal = np.where(mean > 0, np.maximum(mean + score * sd, 0.0), 0.0)
        return np.asarray((1.0 - share) * negative_binomial + share * conformal)


def learn_spread(errors: Errors, usual_weight: float = USUAL_WEIGHT) -> Spread:
    """The spread of each lead bucket.

    Buckets without errors (a short history, a closed day) take the nearest shorter lead's, else the usual; a
    longer lead is never taken to be surer than a shorter one.
    """
    is_expected, lead = errors.expected > 0, errors.lead
    dispersions, scores = [], []
    latest, latest_scores = 0.0, np.zeros(0)
    for bucket in range(len(LEADS)):
        of_bucket = is_expected & (lead == bucket)
        if of_bucket.any():
            expected, contacts = errors.expected[of_bucket], errors.came[of_bucket]
            latest = max(_dispersion(expected, contacts, usual_weight), latest)
            latest_scores = np.sort((contacts - expected) / np.sqrt(expected + latest * expected**2))
        dispersions.append(latest or USUAL_DISPERSION)
        scores.append(latest_scores)
    return Spread(np.array(dispersions), tuple(scores), usual_weight)


def _conformal_share(errors: int, usual_weight: float) -> float:
    return CONFORMAL_SHARE * errors / (errors + usual_weight)


def _quantile_of(scores: Floats, probability: float) -> float:
    """Linear between neighbours, as NumPy's, which takes ten times as long for scores that are in order."""
    if not len(scores):
        return 0.0
    place = (len(scores) - 1) * probability
    low = min(int(place), len(scores) - 2) if len(scores) > 1 else 0
    below, above = float(scores[low]), float(scores[min(low + 1, len(scores) - 1)])
    share, step = place - low, above - below
    return above - step * (1.0 - share) if share >= 0.5 else below + step * share


def _dispersion(expected: Floats, came: Floats, usual_weight: float) -> float:
    least = (((came - expected) / NORMAL_QUANTILE_90) ** 2 - expected) / expected**2
    measured = np.clip(
        _weighted_quantile(least, np.sqrt(expected), COVERAGE), LEAST_DISPERSION, MOST_DISPERSION
    )
    weight = len(least) / (len(least) + usual_weight)
    return float(measured**weight * USUAL_DISPERSION ** (1.0 - weight))


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
