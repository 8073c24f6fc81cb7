"""Weibull patience: with a shape below 1 many leave at once and the rest are loyal, above 1 the reverse.

Source: N. L. Johnson, S. Kotz and N. Balakrishnan (1994), Continuous Univariate Distributions 1, ch. 21.
"""

from __future__ import annotations

import numpy as np

from staffing.queueing.patience_laws.law import Floats

_SHARES = (0.999, 0.9, 0.5, 0.05, 1e-5, 1e-16)


class Weibull:
    """Ḡ(x) = e^{−(x/b)^k} with shape k and scale b = m / Γ(1 + 1/k)."""

    parameter_name = "shape"
    least_parameter = 0.0
    least_allowed = False

    def __init__(self, mean: Floats, parameter: Floats) -> None:
        from scipy.special import gammaln

        self.mean, self.shape = mean, parameter
        self.scale = mean * np.exp(-gammaln(1.0 + 1.0 / parameter))

    def survival(self, x: Floats) -> Floats:
        share: Floats = np.exp(-((x / self.scale) ** self.shape))
        return share

    def waited(self, x: Floats) -> Floats:
        """m P(1/k, (x/b)^k), by the substitution u = (x/b)^k."""
        from scipy.special import gammainc

        return np.minimum(self.mean * gammainc(1.0 / self.shape, (x / self.scale) ** self.shape), x)

    def cuts(self) -> Floats:
        cuts: Floats = self.scale * (-np.log(np.array(_SHARES))) ** (1.0 / self.shape)
        return cuts

    def draw(self, u: Floats) -> Floats:
        seconds: Floats = self.scale * (-np.log(u)) ** (1.0 / self.shape)
        return seconds


LAW = Weibull
