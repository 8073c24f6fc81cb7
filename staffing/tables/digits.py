"""Digits of many cells as numbers, and back, eight at a time.

Eight bytes are taken as one integer, whose halves, quarters and eighths are added up by multiplication
(D. Lemire, Faster base-10 digit parsing; after Mula's SIMD within a register), or split by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Bools, Ints

Whole = NDArray[np.uint64]
EIGHT = 8
_ZEROS = np.uint64(0x3030303030303030)
_ABOVE_NINE = np.uint64(0x0606060606060606)
_HIGH = np.uint64(0xF0F0F0F0F0F0F0F0)
_BELOW_HIGH, _ONES, _ALL = (np.uint64(byte * 0x0101010101010101) for byte in (0x7F, 1, 0xFF))
_PAIRS, _QUARTETS = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0000FFFF0000FFFF)
_LAST = np.array([(1 << 64) - (1 << 8 * (EIGHT - count)) for count in range(EIGHT + 1)], dtype=np.uint64)
_TENS = np.uint64(10 * (1 << 8) + 1), np.uint64(100 * (1 << 16) + 1), np.uint64(10_000 * (1 << 32) + 1)


def words(data: NDArray[np.uint8]) -> Whole:
    """The eight bytes from each place on, the first the lowest: a view, not a copy."""
    return np.ndarray((len(data) - EIGHT + 1,), dtype="<u8", buffer=data, strides=(1,))


def digits(words: Whole, end: Ints, count: Ints) -> tuple[Whole, Bools]:
    """The number that the `count` (0 to 8) bytes before each `end` make, and whether all are digits."""
    eight = (words[end - EIGHT] ^ _ZEROS) & _LAST[count]
    are_digits = ((eight | (eight + _ABOVE_NINE)) & _HIGH) == 0
    pairs = (eight * _TENS[0] >> np.uint64(8)) & _PAIRS
    quartets = (pairs * _TENS[1] >> np.uint64(16)) & _QUARTETS
    return quartets * _TENS[2] >> np.uint64(32), are_digits


def eight_digits(number: Whole) -> Whole:
    """The digits of numbers below 10**8 as the eight characters of a word, with zeros in front."""
    upper = number // np.uint64(10_000)
    quartets = upper | ((number - upper * np.uint64(10_000)) << np.uint64(32))
    hundreds = (quartets * np.uint64(5243) >> np.uint64(19)) & np.uint64(0x7F0000007F)
    pairs = hundreds | ((quartets - hundreds * np.uint64(100)) << np.uint64(16))
    tens = (pairs * np.uint64(103) >> np.uint64(10)) & np.uint64(0x000F000F000F000F)
    return np.asarray((tens | ((pairs - tens * np.uint64(10)) << np.uint64(8))) + _ZEROS)


def without_zeros(words: Sequence[Whole], *, leading: bool) -> list[Whole]:
    """Digits that stand in several words without those zeros at the end, or before all but the last digit."""
    shift = np.left_shift if leading else np.right_shift
    passed = np.zeros(len(words[0]), dtype=bool)  # a digit that is no zero
    kept: list[Whole] = []
    for word in words if leading else reversed(words):
        spread = word ^ _ZEROS
        more = spread != 0
        for bits in (8, 16, 32):
            spread |= shift(spread, np.uint64(bits))
        mask = ((spread + _BELOW_HIGH) >> np.uint64(7) & _ONES) * np.uint64(255)
        kept.append(word & np.where(passed, _ALL, mask))
        passed |= more
    if leading:
        kept[-1] = kept[-1] | (words[-1] & _LAST[1])
    return kept if leading else kept[::-1]


def characters(words: Sequence[Whole]) -> NDArray[np.uint8]:
    """Words side by side as characters, a row for each place in them."""
    return np.stack(words, axis=1).astype("<u8", copy=False).view(np.uint8)


def digit(words: Whole, place: int) -> Ints:
    """The digit in a byte of each word; of no meaning where none stands there."""
    return np.asarray(words >> np.uint64(EIGHT * place) & np.uint64(15)).astype(np.int64)


def like(words: Whole, pattern: str) -> Bools:
    """Whether the eight bytes are as in the pattern, in which 0 stands for a digit and ? for any byte."""
    asked = _word("\0" if mark == "?" else "\xff" for mark in pattern)
    marks = _word("\xff" if mark not in "0?" else "\0" for mark in pattern)
    differ = (words ^ _word(pattern)) & asked
    return np.asarray(((differ & marks) | ((differ | (differ + _ABOVE_NINE)) & _HIGH)) == 0)


def _word(marks: Iterable[str]) -> np.uint64:
    """Eight characters as one word."""
    return np.uint64(int.from_bytes("".join(marks).encode("latin-1"), "little"))
