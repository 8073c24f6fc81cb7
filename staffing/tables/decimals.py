"""Plain decimals of many cells as the doubles that `float` reads, by arithmetic.

A decimal is a whole number of up to 19 digits over a power of ten. Where both are exact doubles their
quotient is the nearest double. Elsewhere its remainder is computed exactly and added (T. J. Dekker, 1971);
the few cells whose sum lies too close to the middle of two doubles to be sure are left to `float`.
"""

from __future__ import annotations

import numpy as np

from staffing.arrays import Bools, Floats, Ints
from staffing.tables.cut import Cut
from staffing.tables.digits import EIGHT, Whole, digits, words
from staffing.tables.exact_product import exact_product

_MOST_DIGITS = 19  # fewer than 2**64
_EXACT = np.uint64(1 << 53)
_LOW = np.uint64((1 << 11) - 1)  # what a double cannot hold of a whole number of 64 bits
_TENS = np.array([10**power for power in range(_MOST_DIGITS + 1)], dtype=np.uint64)
_POWERS = np.array([10.0**power for power in range(_MOST_DIGITS + 1)])
_UNSURE = 2.0**-80  # of the value; the error of the sum is below 2**-90


def decimals(cut: Cut, place: int) -> tuple[Floats, Bools]:
    """The numbers of a column, and in which cells they are sure; NaN is sure where a cell is empty."""
    start, end = cut.start[:, place], cut.end[:, place]
    points, length = cut.points[:, place], end - start
    has_point = points == 1
    point = np.where(has_point, cut.point[:, place], end)
    before, behind = point - start, np.maximum(end - point - 1, 0)
    empty = length == 0
    eights = words(cut.data)
    number, fits = digits(eights, point, np.minimum(before, EIGHT))
    fits &= (points <= 1) & (before > 0) & (before <= EIGHT)
    if has_point.any():
        fits &= (np.where(number == 0, 0, before) + behind <= _MOST_DIGITS) & ((behind > 0) | ~has_point)
        behind = np.where(fits, behind, 0)
        number = number * _TENS[behind]
        for skipped in range(0, int(behind.max()), EIGHT):
            part, sure = digits(eights, end - skipped, np.clip(behind - skipped, 0, EIGHT))
            number += part * _TENS[skipped]
            fits &= sure
    values, sure = _quotients(number, behind)
    return np.where(empty, np.nan, values), empty | (fits & sure)


def _quotients(number: Whole, power: Ints) -> tuple[Floats, Bools]:
    """The double nearest to each number over ten to that power, and whether it is sure to be."""
    tens = _POWERS[power]
    if not len(number) or number.max() <= _EXACT:
        return number.astype(np.float64) / tens, np.ones(len(number), dtype=bool)
    low = number & _LOW
    high = (number ^ low).astype(np.float64)
    near = number.astype(np.float64) / tens
    product, rest = exact_product(near, tens)
    correction = ((high - product) + low.astype(np.float64) - rest) / tens
    doubt = near * _UNSURE
    values = near + correction
    return values, (near + (correction - doubt) == values) & (near + (correction + doubt) == values)
