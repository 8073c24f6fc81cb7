"""What is wanted of the parts of an interval: as many heads in each, or more where they are worth more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from staffing.arrays import Floats


@dataclass(frozen=True, eq=False)
class PartsWanted:
    """Heads wanted in each part, beside the mean of its interval, and what a square of a head off costs.

    off_mean: [interval, part] heads, 0 on average over an interval
    weight:   [interval], not negative
    """

    off_mean: Floats
    weight: Floats


WantedOf = Callable[[Floats], PartsWanted]
"""From heads at work [interval, part] to what is wanted of them."""


def as_even_as_can_be(working: Floats) -> PartsWanted:
    """The same in every part, wherever it is."""
    return PartsWanted(np.zeros(working.shape), np.ones(len(working)))
