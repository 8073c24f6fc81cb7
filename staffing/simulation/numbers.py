"""Random numbers with an address: the same seed, purpose and place give the same number, in any order.

So two plays of different staffings meet the same contacts (common random numbers), and replications may be
played together, apart or in several processes without a difference. A key is hashed from the address; the
numbers of a key are those of SplitMix64 that starts there.

Source: G. L. Steele, D. Lea and C. H. Flood (2014), "Fast splittable pseudorandom number generators", OOPSLA;
J. K. Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11, for numbers by counter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.arrays import Floats, Ints

Keys = NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
_UNUSED_BITS = np.uint64(11)
_UNIT = 2.0**-53


class Purpose(IntEnum):
    """What a number is for: each purpose has numbers of its own."""

    ARRIVAL = 1
    HANDLE = 2
    PATIENCE = 3
    DAY = 4
    ROUNDING = 5
    LEAVER = 6
    ATTENDANCE = 7
    SPELL = 8
    REDIAL = 10
    REDIAL_DELAY = 11
    REDIAL_HANDLE = 12
    REDIAL_PATIENCE = 13


@dataclass(frozen=True)
class Draws:
    """The random numbers of one queue in some replications.

    `replications` are their numbers, wherever they are played; `queue` tells the contacts of queues apart.
    """

    seed: int
    replications: Ints
    queue: int = 0

    def __len__(self) -> int:
        return len(self.replications)

    def of_queue(self, purpose: Purpose, *address: ArrayLike) -> Keys:
        """Keys of shape (replications,): numbers that belong to this queue's contacts."""
        return key(self.seed, purpose, self.queue, *address, self.replications)

    def of_people(self, purpose: Purpose, rows: Ints, *address: ArrayLike) -> Keys:
        """Keys of people in the replications at `rows`: the same whichever queue they answer."""
        return key(self.seed, purpose, *address, self.replications[rows])


def key(seed: int, purpose: int, *address: ArrayLike) -> Keys:
    """A key for each address; the parts, whole numbers ≥ 0, broadcast."""
    found = np.array([seed], dtype=np.uint64)
    for part in (purpose, *address):
        found = _mixed((np.atleast_1d(part).astype(np.uint64) + np.uint64(1)) * _STEP + found)
    return found


def uniform(keys: Keys, index: ArrayLike) -> Floats:
    """The numbers at `index` of each key, in (0, 1); shapes broadcast."""
    counter = np.atleast_1d(index).astype(np.uint64)
    bits = _mixed((counter + np.uint64(1)) * _STEP + keys)
    bits >>= _UNUSED_BITS
    numbers = bits.astype(np.float64)
    numbers += 0.5
    numbers *= _UNIT
    return numbers


def exponential(keys: Keys, index: ArrayLike) -> Floats:
    """Exponential numbers with a mean of 1."""
    numbers = uniform(keys, index)
    np.log(numbers, out=numbers)
    return np.negative(numbers, out=numbers)


def _mixed(bits: Keys) -> Keys:
    """The finaliser of SplitMix64, in place."""
    bits ^= bits >> _SHIFTS[0]
    bits *= _FIRST
    bits ^= bits >> _SHIFTS[1]
    bits *= _SECOND
    bits ^= bits >> _SHIFTS[2]
    return bits
