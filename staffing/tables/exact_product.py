"""Products of doubles without an error (T. J. Dekker, A floating-point technique, 1971)."""

from __future__ import annotations

from staffing.arrays import Floats

_SPLITTER = float((1 << 27) + 1)


def exact_product(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """The product rounded, and what rounding left out: their sum is the product."""
    one_high, one_low = _halves(one)
    other_high, other_low = _halves(other)
    product = one * other
    rest = ((one_high * other_high - product) + one_high * other_low + one_low * other_high) + (
        one_low * other_low
    )
    return product, rest


def _halves(value: Floats) -> tuple[Floats, Floats]:
    """Two doubles of half the digits, whose sum is the value (Veltkamp)."""
    scaled = value * _SPLITTER
    high = scaled - (scaled - value)
    return high, value - high
