"""Ratios of incomplete gamma functions, the special function behind every Erlang formula.

For a gamma distribution of shape k (scale 1) at the point y > 0, with front(k, y) = y^k e^{−y} / Γ(k):

    P(k, y), Q(k, y)                      distribution function and tail
    hazard(k, y)      = front / (y Q)     Erlang's B formula with k − 1 lines and load y
    lower_ratio(k, y) = P / front         = Σ_{j≥0} y^j / (k (k+1) … (k+j)), the waiting states of Erlang A

Ratios, not the functions themselves, because P, Q and front all leave the range of a double long before
their ratio does. All arguments are arrays of one shape, finite and positive; k need not be whole. Nothing
here overflows: results too small for a double come out as zero.

Measured against 40 digits: relative error below 1e-12, for k from 1e-3 to 5e4 (hazard), 5e6 (lower_ratio).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from staffing.queueing import temme

Floats = NDArray[np.float64]

_HALF_LOG_TWO_PI = 0.5 * math.log(2.0 * math.pi)
_STIRLING_FROM = 16.0
_SERIES_BELOW = 0.5
_FRACTION_DEPTH = 40
_LOG_ROUNDING = -38.0  # e^{−38} = 3e-17


def front(k: Floats, y: Floats) -> Floats:
    """y^k e^{−y} / Γ(k), in the saddle-point form √(k/2π) e^{−deviance} / Γ*(k).

    Source: C. Loader (2000), "Fast and accurate computation of binomial probabilities".
    """
    return np.sqrt(k / (2.0 * math.pi)) * np.exp(-deviance(k, y) - stirling_error(k))


def stirling_error(k: Floats) -> Floats:
    """ln Γ*(k) = ln Γ(k) − (k − ½) ln k + k − ½ ln 2π (DLMF 5.11.1 and 5.11.8)."""
    from scipy.special import gammaln

    small = k < _STIRLING_FROM
    inverse = 1.0 / np.where(small, _STIRLING_FROM, k)
    square = inverse * inverse
    series = inverse * (
        1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188))))
    )
    if not small.any():
        return series
    few = np.where(small, k, 1.0)
    direct = gammaln(few) - (few - 0.5) * np.log(few) + few - _HALF_LOG_TWO_PI
    return np.where(small, direct, series)


def deviance(k: Floats, y: Floats) -> Floats:
    """k ln(k/y) + y − k ≥ 0, without cancellation where y is near k (Loader's `bd0`).

    With v = (y − k)/(y + k), ln(y/k) = 2 artanh v, hence the series for |v| < 0.1:
    (y − k) v − 2k (v³/3 + v⁵/5 + …).
    """
    v = (y - k) / (y + k)
    near = np.abs(v) < 0.1
    square = np.where(near, v * v, 0.0)
    tail = np.full_like(square, 1 / 17)
    for odd in (15, 13, 11, 9, 7, 5, 3):
        tail *= square
        tail += 1 / odd
    return np.where(near, (y - k) * v - 2.0 * k * v * square * tail, k * np.log(k / y) + (y - k))


def lower_tail(k: Floats, y: Floats) -> Floats:
    """P(k, y), accurate to rounding relative to 1 (not relative to itself far below the mean)."""
    from scipy.special import erfc, gammainc

    def uniform(k: Floats, y: Floats) -> Floats:
        distance = deviance(k, y)
        z = np.copysign(np.sqrt(distance), y - k)
        correction = np.exp(-distance) / np.sqrt(2.0 * math.pi * k) * _remainder(k, z)
        return 0.5 * erfc(-z) - correction

    # SciPy's gammainc loses up to seven digits at shapes above a million, five deviations below the mean.
    return _by_region(k, y, (k >= temme.SMALLEST_SHAPE, uniform), otherwise=gammainc)


def lower_ratio(k: Floats, y: Floats) -> Floats:
    """P(k, y) / front(k, y) = e^y y^{−k} γ(k, y), for y ≤ k (above, the ratio itself may overflow)."""
    from scipy.special import gammainc

    def plain(k: Floats, y: Floats) -> Floats:
        return gammainc(k, y) / front(k, y)

    low = y < _SERIES_BELOW * k
    large = ~low & (k >= temme.SMALLEST_SHAPE)
    return _by_region(k, y, (low, _lower_series), (large, _lower_uniform), otherwise=plain)


def hazard(k: Floats, y: Floats) -> Floats:
    """front(k, y) / (y Q(k, y)): density over tail of the gamma distribution."""
    above = y - k
    far = above > 10.0 + 6.0 * np.sqrt(k)
    large = ~far & (above > 0) & (k >= temme.SMALLEST_SHAPE)
    return _by_region(k, y, (far, _hazard_fraction), (large, _hazard_uniform), otherwise=_hazard_plain)


def _lower_series(k: Floats, y: Floats) -> Floats:
    """Σ_j y^j / (k)_{j+1} from its last term inwards; each term is under half the one before."""
    ratio = float(np.max(y / (k + 1.0)))
    terms = 2 + math.ceil(_LOG_ROUNDING / math.log(ratio)) if ratio > 0 else 1
    total = np.ones_like(y)
    for j in range(terms, 0, -1):
        total *= y / (k + j)
        total += 1.0
    return total / k


def _lower_uniform(k: Floats, y: Floats) -> Floats:
    """Temme's P over front for y < k: the factor e^{−kη²/2} cancels, erfc becomes erfcx."""
    return _scaled_tail(k, np.sqrt(deviance(k, y)), -1.0)


def _hazard_uniform(k: Floats, y: Floats) -> Floats:
    """Temme's Q over front for y > k, likewise."""
    return 1.0 / (y * _scaled_tail(k, np.sqrt(deviance(k, y)), 1.0))


def _scaled_tail(k: Floats, z: Floats, side: float) -> Floats:
    """Γ*(k) [ √(2π/k) ½ erfcx(z) + side · R(k, side · η) / k ] with z = |η| √(k/2)."""
    from scipy.special import erfcx

    bulk = np.sqrt(0.5 * math.pi / k) * erfcx(z)
    return np.exp(stirling_error(k)) * (bulk + side * _remainder(k, side * z) / k)


def _remainder(k: Floats, z: Floats) -> Floats:
    return temme.remainder(k, z * np.sqrt(2.0 / k))


def _hazard_fraction(k: Floats, y: Floats) -> Floats:
    """Legendre's continued fraction of y^{1−k} e^y Γ(k, y), inverted (DLMF 8.9.2), from its tail inwards.

    1/hazard = y / (y+1−k − 1(1−k) / (y+3−k − 2(2−k) / (y+5−k − …)))
    """
    denominator = y + (2 * _FRACTION_DEPTH + 1) - k
    for n in range(_FRACTION_DEPTH, 0, -1):
        denominator = y + (2 * n - 1) - k - n * (n - k) / denominator
    return denominator / y


def _hazard_plain(k: Floats, y: Floats) -> Floats:
    from scipy.special import gammaincc

    large = k >= temme.SMALLEST_SHAPE  # and y ≤ k here: Q is at least one half
    tail = _by_region(k, y, (large, lambda k, y: 1.0 - lower_tail(k, y)), otherwise=gammaincc)
    return front(k, y) / (y * tail)


_Binary = Callable[[Floats, Floats], Floats]


def _by_region(
    k: Floats, y: Floats, *regions: tuple[NDArray[np.bool_], _Binary], otherwise: _Binary
) -> Floats:
    """Evaluate each function only where its mask holds; masks must not overlap."""
    result = np.empty_like(y)
    rest = np.ones(y.shape, dtype=np.bool_)
    for mask, function in regions:
        if mask.any():
            result[mask] = function(k[mask], y[mask])
            rest &= ~mask
    if rest.any():
        result[rest] = otherwise(k[rest], y[rest])
    return result
