"""Temme's uniform expansion of the incomplete gamma functions for large shape.

With λ = y/c and ½η² = λ − 1 − ln λ (η has the sign of y − c), the regularised functions are

    Q(c, y) = ½ erfc( η √(c/2)) + e^{−cη²/2} / √(2πc) · R(c, η)
    P(c, y) = ½ erfc(−η √(c/2)) − e^{−cη²/2} / √(2πc) · R(c, η),     R ~ Σ_k c_k(η) c^{−k}.

Source: N. M. Temme (1979), "The asymptotic expansion of the incomplete gamma functions", SIAM J. Math.
Anal. 10, 757–766; NIST DLMF §8.12, equations 8.12.3–8.12.15.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SMALLEST_SHAPE = 500.0
"""From here on the terms kept below leave out less than one unit in the last place."""
LARGEST_ETA = 0.7
_ORDERS = 6
_POWERS = 26
_NEGLIGIBLE = 1e-18


def remainder(shape: Floats, eta: Floats) -> Floats:
    """R(c, η) above, for c ≥ 500.

    Beyond |η| = 0.7 the value at that bound is returned: there e^{−cη²/2} < 1e-53 makes R irrelevant to P
    and Q, and the ratios that do divide by that factor are computed by other means.
    """
    eta = np.clip(eta, -LARGEST_ETA, LARGEST_ETA)
    total = np.zeros_like(eta)
    for coefficients in reversed(_coefficients()):
        polynomial = np.full_like(eta, coefficients[-1])
        for coefficient in reversed(coefficients[:-1]):
            polynomial *= eta
            polynomial += coefficient
        total /= shape
        total += polynomial
    return total


@cache
def _coefficients() -> tuple[tuple[float, ...], ...]:
    """d_{k,n} of c_k(η) = Σ_n d_{k,n} η^n (DLMF 8.12.13–8.12.15), in exact fractions, then rounded once.

    Each row ends where its terms stay negligible for every c ≥ 500 and |η| ≤ 0.7.
    """
    alpha = _expansion_of_mu(_POWERS + 2 * _ORDERS + 2)
    first = [Fraction(-1, 3), *((n + 2) * alpha[n + 2] for n in range(1, len(alpha) - 2))]
    rows = [first]
    for k, g in enumerate(_stirling_coefficients(_ORDERS)[1:], start=1):
        above = rows[-1]
        rows.append([(-1) ** k * g * first[n] + (n + 2) * above[n + 2] for n in range(len(above) - 2)])
    return tuple(_significant(row, k) for k, row in enumerate(rows))


def _significant(row: list[Fraction], order: int) -> tuple[float, ...]:
    """The leading coefficients of c_k(η) up to the last that can matter."""
    scale = SMALLEST_SHAPE**order
    last = max(n for n, d in enumerate(row) if abs(d) * LARGEST_ETA**n / scale > _NEGLIGIBLE)
    return tuple(float(d) for d in row[: last + 1])


def _expansion_of_mu(count: int) -> list[Fraction]:
    """α_n of μ = λ − 1 = Σ α_n η^n, from μ μ′ = η (1 + μ), which is ½η² = μ − ln(1 + μ) differentiated."""
    alpha = [Fraction(0), Fraction(1)]
    for n in range(2, count):
        known = sum((alpha[j] * (n + 1 - j) * alpha[n + 1 - j] for j in range(2, n)), Fraction(0))
        alpha.append((alpha[n - 1] - known) / (n + 1))
    return alpha


def _stirling_coefficients(count: int) -> list[Fraction]:
    """g_k of Γ(z) ~ √(2π/z) (z/e)^z Σ g_k z^{−k}: g_k = (2k+1)!! α_{2k+1} (DLMF 5.11.3–5.11.5)."""
    alpha = _expansion_of_mu(2 * count + 2)
    double_factorial = Fraction(1)
    coefficients = [Fraction(1)]
    for k in range(1, count):
        double_factorial *= 2 * k + 1
        coefficients.append(double_factorial * alpha[2 * k + 1])
    return coefficients
