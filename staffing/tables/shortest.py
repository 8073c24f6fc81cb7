"""Numbers as the shortest decimals that read back the same, as `repr` writes them, many at once.

A double between 0.0001 and 10**15 times a power of ten is a number of 17 digits, known exactly as the sum of
two doubles. The decimal wanted has the most zeros at its end of those that lie nearer to it than half the way
to the next double; where that is too close to call, and for all other numbers, `repr` is asked.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Floats, Ints
from staffing.tables.digits import EIGHT, Whole, characters, eight_digits, without_zeros
from staffing.tables.exact_product import exact_product

_DIGITS = 17  # that every double can be told from all others by
_LEAST, _BELOW = 1e-4, 1e15
_TENS = np.array([10**power for power in range(19)], dtype=np.int64)
_POWERS = np.array([10.0**power for power in range(23)])
_MANTISSA = np.int64((1 << 52) - 1)
_CLOSE = 1e-6
_POINT = ord(".")
_EIGHT_DIGITS = np.int64(10**EIGHT)
Bytes = NDArray[np.uint8]


def number_text(value: float) -> str:
    """`5` for 5.0, an empty text for NaN."""
    if math.isnan(value):
        return ""
    text = repr(value)
    return text[:-2] if text.endswith(".0") else text


def number_bytes(values: Floats) -> Bytes:
    """`number_text` of each number in a row of characters; zeros stand where there is none."""
    whole = (values == np.floor(values)) & (values < _BELOW) & ~np.signbit(values)
    sure = whole | ((values >= _LEAST) & (values < _BELOW))
    before = np.where(whole, values, 0).astype(np.int64)
    behind, power = np.zeros_like(before), np.zeros_like(before)
    if not whole.all():
        digits, decimals, is_known = _significant(np.where(sure & ~whole, values, 1.5))
        unit = _TENS[np.minimum(decimals, len(_TENS) - 1)]
        above = digits // unit
        before = np.where(whole, before, above)
        behind, power = (np.where(whole, 0, part) for part in (digits - above * unit, decimals))
        sure &= whole | is_known
    made = _laid_out(before, behind, power)
    for row in np.flatnonzero(~sure).tolist():
        text = number_text(float(values[row])).encode()
        made[row] = 0
        made[row, : len(text)] = np.frombuffer(text, dtype=np.uint8)
    return made


def _significant(values: Floats) -> tuple[Ints, Ints, Bools]:
    """The wanted digits, 17 with zeros at the end, the decimals among them, and whether they are sure."""
    power = (_DIGITS - 1) - np.floor(np.log10(values)).astype(np.int64)
    tens = _POWERS[power]
    scaled, rest = exact_product(values, tens)
    more = np.rint(rest)
    number = scaled.astype(np.int64) + more.astype(np.int64)
    fraction = rest - more
    reach = np.spacing(values) / 2 * tens
    found = number
    sure = np.abs(np.abs(fraction) - 0.5) > _CLOSE
    for zeros in (1, 2):  # all shorter ones end in two zeros, and only one such number is in reach
        unit = np.int64(10**zeros)
        down = number // unit * unit
        above = (number - down) + fraction
        below = unit - above
        distance = np.minimum(np.abs(above), below)
        near = distance < reach
        found = np.where(near, np.where(above <= below, down, down + unit), found)
        sure &= np.abs(distance - reach) > _CLOSE
        sure &= np.abs(above - below) > _CLOSE
    is_power_of_two = values.view(np.int64) & _MANTISSA == 0  # the double below is nearer than the one above
    sure &= ~is_power_of_two | (distance == 0)
    sure &= (found >= 10 ** (_DIGITS - 1)) & (found < 10**_DIGITS)
    return found, power, sure


def _laid_out(before: Ints, behind: Ints, power: Ints) -> Bytes:
    """Digits before the point, the point, and `power` digits behind it but for the zeros at the end."""
    left = characters(without_zeros(_words(before, 2 if before.max() >= _EIGHT_DIGITS else 1), leading=True))
    if not power.any():
        return np.concatenate([left, np.zeros((len(left), 3 * EIGHT), dtype=np.uint8)], axis=1)
    more = np.maximum(power - 2 * EIGHT, 0)  # digits that the first two words do not hold
    first = behind // _TENS[more]
    words = _words(first * _TENS[np.maximum(2 * EIGHT - power, 0)], 2)
    if more.any():
        words += _words((behind - first * _TENS[more]) * _TENS[EIGHT - more], 1)
    right = characters(without_zeros(words, leading=False))
    point = (right[:, :1] != 0) * np.uint8(_POINT)
    return np.concatenate([left, point, right], axis=1)


def _words(number: Ints, count: int) -> list[Whole]:
    """The last digits of numbers in so many words of eight."""
    words: list[Whole] = []
    for _ in range(count):
        upper = number // _EIGHT_DIGITS
        words.append(eight_digits((number - upper * _EIGHT_DIGITS).view(np.uint64)))
        number = upper
    return words[::-1]
