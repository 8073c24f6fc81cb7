"""What a metric is: its formula and the ways to measure it, its aim, and the likely causes of a miss."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from staffing.errors import UsageError
from staffing.scorecard import METRICS
from staffing.scorecard.evidence import Evidence
from staffing.scorecard.way import Better, Side, Way

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
            raise UsageError(
                f"--short-abandons must be 0 or more, got {self.short_seconds}", hint="write seconds"
            )


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


def fixed(*ways: Way) -> Callable[[Definitions], tuple[Way, ...]]:
    """Ways that no definition changes, the best first."""
    return lambda _: ways


def metric_named(key: str) -> Metric:
    """The metric of that key; imported on first use so that listing them costs nothing."""
    return cast("Metric", importlib.import_module(METRICS[key]).METRICS[key])
