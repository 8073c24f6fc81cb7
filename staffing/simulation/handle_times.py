"""How handle times scatter around their mean: the values of `--handle-times`."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Protocol

import numpy as np

from staffing.arrays import Floats
from staffing.errors import UsageError

MEASURED = "measured"
MOST_TIMES = 1000  # that stand for all that were measured
HANDLE_TIMES = ("exponential", "lognormal:CV", "deterministic", f"{MEASURED}:FILE")


class HandleTimeLaw(Protocol):
    """A law with the mean 1."""

    @property
    def squared_variation(self) -> float:
        """Variance ÷ mean²."""
        ...

    def draw(self, u: Floats) -> Floats:
        """Handle times in units of their mean, from numbers uniform in (0, 1)."""
        ...


@dataclass(frozen=True)
class ExponentialHandling:
    """As the formulas of Erlang take it."""

    squared_variation: float = 1.0

    def draw(self, u: Floats) -> Floats:
        return -np.log(u)


@dataclass(frozen=True)
class LognormalHandling:
    """As most measured handle times are; `variation` is the coefficient of variation."""

    variation: float

    @property
    def squared_variation(self) -> float:
        return self.variation**2

    def draw(self, u: Floats) -> Floats:
        from scipy.special import ndtri

        variance = np.log1p(self.variation**2)
        times: Floats = np.exp(-np.sqrt(variance) * ndtri(u) - 0.5 * variance)
        return times


@dataclass(frozen=True)
class EqualHandling:
    """Every contact takes the mean."""

    squared_variation: float = 0.0

    def draw(self, u: Floats) -> Floats:
        return np.ones_like(u)


class MeasuredHandling:
    """Times as they were measured, each as likely as another, stretched to the mean of the interval.

    `times`: rising, their mean is 1.
    """

    def __init__(self, times: Floats) -> None:
        self.times = times

    @classmethod
    def of(cls, seconds: Floats) -> MeasuredHandling:
        """UsageError where there are none, or one is not above 0.

        Of more than `MOST_TIMES` neighbours are one, their mean: so few that a run can keep them.
        """
        times = np.sort(np.asarray(seconds, dtype=np.float64))
        if not times.size or not (np.isfinite(times).all() and times[0] > 0):
            raise UsageError("measured handle times must be finite and more than 0", hint="leave others out")
        groups = np.linspace(0, times.size, min(times.size, MOST_TIMES), endpoint=False).astype(np.int64)
        times = np.add.reduceat(times, groups) / np.diff(groups, append=times.size)
        return cls(times / times.mean())

    @property
    def squared_variation(self) -> float:
        return float(self.times.var())

    def draw(self, u: Floats) -> Floats:
        return self.times[(u * self.times.size).astype(np.int64)]


def measured_file(text: str) -> str | None:
    """The file of `measured:FILE`; None for a law with a name."""
    kind, _, file = text.partition(":")
    return file.strip() if kind.strip().lower() == MEASURED and file.strip() else None


def parse_handle_times(text: str) -> HandleTimeLaw:
    """`exponential`, `deterministic` or `lognormal:0.8`; UsageError for anything else."""
    kind, _, variation = text.strip().lower().partition(":")
    if not variation and kind in ("exponential", "deterministic"):
        return ExponentialHandling() if kind == "exponential" else EqualHandling()
    try:
        value = float(variation)
    except ValueError:
        value = -1.0
    if kind != "lognormal" or not 0 < value < inf:
        hint = f"write {', '.join(HANDLE_TIMES[:3])} or {HANDLE_TIMES[3]} (such as lognormal:0.8)"
        raise UsageError(f"{text!r} is not a distribution of handle times", hint=hint)
    return LognormalHandling(value)
