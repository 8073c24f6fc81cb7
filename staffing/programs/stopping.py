"""When a search may stop: the grain of its cost, the rounded bound, and the gap that is close enough."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

LARGEST_DENOMINATOR = 10**6
FINEST_GRAIN = 1e-4
SMALL_IN_GRAINS = 2  # a part whose gap is below so many grains is solved to the optimum


@dataclass(frozen=True)
class Stopping:
    """`gap` relative to the objective; every objective is a multiple of `grain` (0: of nothing)."""

    gap: float
    grain: float

    def rounded(self, bound: float) -> float:
        """The bound, rounded up to the next objective there can be."""
        if self.grain <= 0 or not math.isfinite(bound):
            return bound
        steps = bound / self.grain
        return math.ceil(steps - 1e-6 - 1e-9 * abs(steps)) * self.grain

    def slack(self, objective: float) -> float:
        """How far above the bound an objective may stay."""
        slack = self.gap * abs(objective)
        if slack < SMALL_IN_GRAINS * self.grain:
            slack = 0.0
        return max(slack, 0.999 * self.grain, 1e-9 * abs(objective))

    def aim(self, bound: float) -> float:
        """The dearest objective that is close enough to the bound of a relaxation."""
        rounded = self.rounded(bound)
        slack = self.slack(rounded)
        return rounded + (math.floor(slack / self.grain) * self.grain if self.grain > 0 else slack)

    def reached(self, objective: float, bound: float) -> bool:
        """True if the objective is proven close enough."""
        return math.isfinite(objective) and objective - bound <= self.slack(objective)


@dataclass(frozen=True)
class Leniency:
    """Once `since` ticks of work are done, a solution proven within `gap` is close enough."""

    gap: float
    since: int

    def suffices(self, objective: float, bound: float, work: int) -> bool:
        """True if enough was tried, there is a solution, and it is close enough."""
        is_close = math.isfinite(objective) and objective - bound <= self.gap * abs(objective)
        return is_close and work >= self.since

    def after(self, work: int) -> Leniency:
        """For a search before which so much was done."""
        return replace(self, since=max(self.since - work, 0))


def cost_grain(costs: Iterable[float]) -> float:
    """The largest number of which all costs are multiples; 0 if there is none worth rounding to."""
    grain = Fraction(0)
    for cost in set(costs):
        exact = Fraction(cost).limit_denominator(LARGEST_DENOMINATOR)
        if abs(float(exact) - cost) > 1e-12 * max(1.0, abs(cost)):
            return 0.0
        grain = _gcd(grain, exact)
    return float(grain) if grain >= FINEST_GRAIN else 0.0


def _gcd(a: Fraction, b: Fraction) -> Fraction:
    numerator = math.gcd(a.numerator * b.denominator, b.numerator * a.denominator)
    return Fraction(numerator, a.denominator * b.denominator)
