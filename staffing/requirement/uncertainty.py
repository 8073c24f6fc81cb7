"""A forecast that may be wrong: the rate of contacts is gamma distributed around its mean.

The forecast's range p10 to p90 is that of the count. What is left of its variance when the chance arrivals of
a known rate (Poisson, which the queueing model has already) are taken away is the rate's:

    Var Λ = ((p90 − p10) / (2 · 1.2816))² − offered,    gamma shape k = offered² / Var Λ.

Source: G. Jongbloed and G. Koole (2001), "Managing uncertainty in call centres using Poisson mixtures",
Applied Stochastic Models in Business and Industry 17, 307–318.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Floats
from staffing.errors import UsageError
from staffing.records.forecast import NORMAL_QUANTILE_90
from staffing.records.uncertainty import Uncertainty
from staffing.requirement.mixture import Mixture
from staffing.requirement.quadrature import NODES, gauss

_CERTAIN = 1e10


def rates_that_may_come(
    asked: Uncertainty, offered: Floats, p10: Floats | None, p90: Floats | None
) -> Mixture:
    """Rates that may come, for each row; UsageError where the demand has no range."""
    if p10 is None or p90 is None:
        hint = "size a forecast, which has them, or leave out --uncertainty"
        raise UsageError("uncertainty needs the columns offered_p10 and offered_p90", hint=hint)
    shape = gamma_shape(offered, p10, p90)
    return _nodes(shape) if asked.probability is None else _quantile(shape, asked.probability)


def gamma_shape(offered: Floats, p10: Floats, p90: Floats) -> Floats:
    """k of the rate's gamma law; very large where the range is no wider than chance, or unknown."""
    spread = np.nan_to_num((p90 - p10) / (2.0 * NORMAL_QUANTILE_90))
    variance = np.maximum(spread * spread - offered, offered * offered / _CERTAIN)
    some = variance > 0
    return np.where(some, offered * offered / np.where(some, variance, 1.0), _CERTAIN)


def _nodes(shape: Floats) -> Mixture:
    """The twelve-point Gauss rule of a gamma law of mean 1: exact for polynomials of degree 23."""
    i, k = np.arange(NODES, dtype=np.float64), shape[:, None]
    # the Jacobi matrix of the generalised Laguerre polynomials, over k (DLMF 18.9.1)
    nodes, weight = gauss(1.0 + 2.0 * i / k, np.sqrt(i[1:] * (i[1:] + k - 1.0)) / k)
    factor = np.maximum(nodes, 0.0)
    calls = factor * weight
    return Mixture(factor, calls / calls.sum(axis=1, keepdims=True), weight)


def _quantile(shape: Floats, probability: float) -> Mixture:
    """The one rate that is not exceeded with that probability: service falls as the rate rises."""
    from scipy.special import gammaincinv

    sure = shape >= _CERTAIN
    factor = np.where(sure, 1.0, gammaincinv(np.where(sure, 1.0, shape), probability) / shape)[:, None]
    all_ = np.ones_like(factor)
    return Mixture(factor, all_, all_)
