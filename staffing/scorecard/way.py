"""One way to measure: Σ numerator ÷ Σ denominator over the rows of an input.

Every value of the scorecard is a ratio of two sums (or one sum), so a period, a queue or an agent is weighted
by contacts or seconds as it should be, and never is a mean of means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from staffing.arrays import Floats

Words = Mapping[str, Floats]  # the known columns of a source
Amount = Callable[[Words], Floats]
Better = Literal["high", "low", "range"]
Side = Literal["low", "high"]


@dataclass(frozen=True)
class Way:
    """One way to measure: what it needs of which source, and the amounts to add up, row by row.

    A row counts only where both amounts are known. `bottom_source` is another source for the denominator,
    with `bottom_needs`; without `bottom` the numerator's sum is the value. `level`: the denominator is a
    level (heads), to be averaged over the period, not added up.
    """

    source: str
    needs: tuple[str, ...]
    top: Amount
    bottom: Amount | None
    variant: str = ""
    bottom_source: str | None = None
    bottom_needs: tuple[str, ...] = ()
    level: bool = False


def weighted(average: Floats, weight: Floats) -> Floats:
    """average × weight; nothing where there is no weight, for the average of no contacts is unknown."""
    return np.where(weight == 0, 0.0, average * weight)


def mean(word: str, weight: str, *, source: str = "history", variant: str = "") -> Way:
    """The contact-weighted mean of an average."""
    return Way(source, (word, weight), lambda c: weighted(c[word], c[weight]), lambda c: c[weight], variant)


def share(part: str, whole: str, *, source: str = "history", variant: str = "") -> Way:
    """One count ÷ another."""
    return Way(source, (part, whole), lambda c: c[part], lambda c: c[whole], variant)
