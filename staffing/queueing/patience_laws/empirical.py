"""Patience as it was measured: a survival curve, such as the Kaplan–Meier estimate of `staffing patience`.

Between two points of the curve the readiness to leave is constant (Ḡ falls exponentially); beyond the last
point it is the average readiness along the whole curve, since nobody was seen to wait longer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.errors import UsageError
from staffing.queueing.patience_laws.law import Floats


@dataclass(frozen=True, eq=False)
class PatienceCurve:
    """Points of Ḡ: `seconds` rising from 0 or later, `share` still willing, in (0, 1], never rising.

    A share below 1 at second 0 is of those who do not wait at all. UsageError outside these bounds.
    """

    seconds: Floats
    share: Floats

    def __init__(self, seconds: ArrayLike, share: ArrayLike) -> None:
        x, s = (np.array(column, dtype=np.float64).reshape(-1) for column in (seconds, share))
        rising = x.size > 0 and x[0] >= 0 and bool((np.diff(x) > 0).all())
        falling = s.size == x.size and bool(((s > 0) & (s <= 1)).all()) and bool((np.diff(s) <= 0).all())
        if not (rising and falling and x[-1] > 0 and s[-1] < 1):
            raise UsageError(
                "a patience curve needs rising seconds and falling shares in (0, 1], the last below 1",
                hint="staffing patience CALLS --curve FILE writes one",
            )
        if x[0] > 0:
            x, s = np.concatenate([[0.0], x]), np.concatenate([[1.0], s])
        object.__setattr__(self, "seconds", x)
        object.__setattr__(self, "share", s)

    @property
    def readiness(self) -> Floats:
        """Rate of leaving after each point, per second."""
        between = -np.diff(np.log(self.share)) / np.diff(self.seconds)
        overall = -np.log(self.share[-1]) / self.seconds[-1]
        return np.concatenate([between, [overall]])

    @property
    def mean(self) -> float:
        """Mean patience, the extrapolated tail included."""
        return float(self.waited_at_points()[-1] + self.share[-1] / self.readiness[-1])

    def waited_at_points(self) -> Floats:
        """H at every point."""
        steps = _piece(self.share[:-1], self.readiness[:-1], np.diff(self.seconds))
        return np.concatenate([[0.0], np.cumsum(steps)])


class Empirical:
    """The curve, stretched so that its mean is the row's."""

    def __init__(self, mean: Floats, curve: PatienceCurve) -> None:
        self.curve, self.stretch = curve, mean / curve.mean
        self.readiness, self.waited_before = curve.readiness, curve.waited_at_points()

    def survival(self, x: Floats) -> Floats:
        point, since = self._place(x)
        return self.curve.share[point] * np.exp(-self.readiness[point] * since)

    def waited(self, x: Floats) -> Floats:
        point, since = self._place(x)
        piece = _piece(self.curve.share[point], self.readiness[point], since)
        return self.stretch * (self.waited_before[point] + piece)

    def cuts(self) -> Floats:
        return self.stretch * self.curve.seconds[1:]

    def draw(self, u: Floats) -> Floats:
        """The time at which the curve falls to u."""
        share, readiness = self.curve.share, self.readiness
        point = np.maximum(np.searchsorted(-share, -u, side="right") - 1, 0)
        since = np.log(share[point] / np.minimum(u, share[point])) / np.where(
            readiness[point] > 0, readiness[point], 1.0
        )
        seconds: Floats = self.stretch * (self.curve.seconds[point] + since)
        return seconds

    def _place(self, x: Floats) -> tuple[NDArray[np.intp], Floats]:
        unstretched = x / self.stretch
        point = np.searchsorted(self.curve.seconds, unstretched, side="right") - 1
        return point, unstretched - self.curve.seconds[point]


def _piece(share: Floats, readiness: Floats, length: Floats) -> Floats:
    """∫ share e^{−readiness t} dt over the length."""
    some = readiness > 0
    rate = np.where(some, readiness, 1.0)
    return share * np.where(some, -np.expm1(-rate * length) / rate, length)
