"""Lognormal patience: few leave at first, then many, then hardly anybody.

Source: N. L. Johnson, S. Kotz and N. Balakrishnan (1994), Continuous Univariate Distributions 1, ch. 14.
"""

from __future__ import annotations

import numpy as np

from staffing.queueing.patience_laws.law import Floats

_DEVIATIONS = (-3.0, -1.0, 1.0, 3.0, 8.0)


class Lognormal:
    """ln X is normal with variance σ² = ln(1 + CV²) and mean ln m − σ²/2."""

    parameter_name = "coefficient of variation"
    least_parameter = 0.0
    least_allowed = False

    def __init__(self, mean: Floats, parameter: Floats) -> None:
        self.mean = mean
        self.deviation = np.sqrt(np.log1p(parameter * parameter))
        self.median = mean * np.exp(-0.5 * self.deviation * self.deviation)

    def survival(self, x: Floats) -> Floats:
        from scipy.special import ndtr

        return ndtr(-self._standard(x))

    def waited(self, x: Floats) -> Floats:
        """E[min(X, x)] = m Φ(z − σ) + x Φ(−z), z = (ln x − ln median)/σ."""
        from scipy.special import ndtr

        z = self._standard(x)
        return np.minimum(self.mean * ndtr(z - self.deviation) + x * ndtr(-z), x)

    def cuts(self) -> Floats:
        cuts: Floats = self.median * np.exp(self.deviation * np.array(_DEVIATIONS))
        return cuts

    def draw(self, u: Floats) -> Floats:
        from scipy.special import ndtri

        seconds: Floats = self.median * np.exp(-self.deviation * ndtri(u))
        return seconds

    def _standard(self, x: Floats) -> Floats:
        started = x > 0
        logarithm = np.log(np.where(started, x, 1.0)) - np.log(self.median)
        return np.where(started, logarithm / self.deviation, -np.inf)


LAW = Lognormal
