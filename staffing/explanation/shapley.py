"""A gap as a sum of parts, one for each factor: Shapley values.

With v(S) the outcome when the factors in S are as they happened and all others as planned, the part of a
factor is what it adds, averaged over all orders in which the factors could have been put in place. The parts
add up to v(all) − v(none), two factors that act alike get equal parts, one that changes nothing gets zero,
and no other rule does that for all v. Source: L. S. Shapley (1953), "A value for n-person games", in
Contributions to the Theory of Games II, Princeton, 307–317.
"""

from __future__ import annotations

from math import factorial

import numpy as np

from staffing.arrays import Bools, Floats


def coalitions(factors: int) -> Bools:
    """Every set of that many factors: shape (2^factors, factors); the first is empty, the last whole."""
    number = np.arange(2**factors)[:, None]
    return np.asarray((number >> np.arange(factors)) & 1 == 1)


def shapley(values: Floats) -> Floats:
    """Parts of shape (factors, …) from the values of all `coalitions`, of shape (2^factors, …).

    The parts add up to values[-1] − values[0] but for rounding.
    """
    factors = len(values).bit_length() - 1
    inside = coalitions(factors)
    size = inside.sum(axis=1)
    parts = np.zeros((factors, *values.shape[1:]))
    for factor in range(factors):
        without = np.flatnonzero(~inside[:, factor])
        orders = [factorial(s) * factorial(factors - s - 1) for s in size[without].tolist()]
        weight = np.array(orders, dtype=np.float64) / factorial(factors)
        added = values[without + (1 << factor)] - values[without]
        parts[factor] = np.tensordot(weight, added, axes=1)
    return parts
