"""What a metric is: Σ numerator ÷ Σ denominator over rows, with its aim and the likely causes of a miss.

Every value of the scorecard is a ratio of two sums (or one sum), so a period, a queue or an agent is weighted
by contacts or seconds as it should be, and never is a mean of means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from staffing.errors import UsageError
from staffing.records import Floats

if TYPE_CHECKING:
    from staffing.scorecard.evidence import Evidence

Words = Mapping[str, Floats]  # the known columns of a source
Amount = Callable[[Words], Floats]
Better = Literal["high", "low", "range"]
Side = Literal["low", "high"]

ADHERENCES = ("schedule", "overrun", "conformance")
OCCUPANCIES = ("without-wrap", "with-wrap")


@dataclass(frozen=True)
class Definitions:
    """Which variant of a metric is meant where there are several.

    `service_level` is a definition of the glossary; who gave up within `short_seconds` counts as a misdial.
    """

    service_level: str = "offered"
    target_seconds: float = 20.0
    short_seconds: float = 20.0
    adherence: str = "schedule"
    occupancy: str = "without-wrap"

    def __post_init__(self) -> None:
        for name, value, known in (
            ("adherence", self.adherence, ADHERENCES),
            ("occupancy", self.occupancy, OCCUPANCIES),
        ):
            if value not in known:
                raise UsageError(f"--{name}: '{value}' is not known", hint=f"choose {', '.join(known)}")
        if not self.short_seconds >= 0:
            raise UsageError(f"--short-abandons: {self.short_seconds} is not possible", hint="write seconds")


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


@dataclass(frozen=True)
class Cause:
    """A likely cause in the standard's words, and the test that the data may allow."""

    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True)
class Metric:
    """A row of the standard's table. `reported` are its grains, finest first; coarser ones work as well.

    `aim` is (low, high), None where open; `better` says which side may be passed freely. With `per_year` norm
    and aim are of a year, and a period's aim is its part of it.
    """

    key: str
    formula: str
    unit: str
    group: str
    reported: tuple[str, ...]
    ways: Callable[[Definitions], tuple[Way, ...]]
    norm: str = ""
    aim: tuple[float | None, float | None] = (None, None)
    better: Better = "range"
    per_year: bool = False
    causes: Mapping[Side, tuple[Cause, ...]] = field(default_factory=dict)


def weighted(average: Floats, weight: Floats) -> Floats:
    """average × weight; nothing where there is no weight, for the average of no contacts is unknown."""
    return np.where(weight == 0, 0.0, average * weight)


def mean(word: str, weight: str, *, source: str = "history", variant: str = "") -> Way:
    """The contact-weighted mean of an average."""
    return Way(source, (word, weight), lambda c: weighted(c[word], c[weight]), lambda c: c[weight], variant)


def share(part: str, whole: str, *, source: str = "history", variant: str = "") -> Way:
    """One count ÷ another."""
    return Way(source, (part, whole), lambda c: c[part], lambda c: c[whole], variant)


def fixed(*ways: Way) -> Callable[[Definitions], tuple[Way, ...]]:
    """Ways that no definition changes, the best first."""
    return lambda _: ways
