"""Hyperexponential patience: two kinds of callers, hasty and patient, each exponential.

Source: W. Whitt (1982), "Approximating a point process by a renewal process, I", Operations Research 30,
§3: the two kinds with *balanced means*, p₁ m₁ = p₂ m₂, that have a given squared coefficient of variation.
"""

from __future__ import annotations

import numpy as np

from staffing.queueing.patience_laws.law import Floats

_SCALES = np.array([1.0, 6.0, 40.0])


class Hyperexponential:
    """Ḡ(x) = p₁ e^{−x/m₁} + p₂ e^{−x/m₂}, p = ½ (1 ± √((SCV − 1)/(SCV + 1))), mᵢ = m / 2pᵢ."""

    parameter_name = "squared coefficient of variation"
    least_parameter = 1.0
    least_allowed = True

    def __init__(self, mean: Floats, parameter: Floats) -> None:
        root = np.sqrt((parameter - 1.0) / (parameter + 1.0))
        # 1 − root in the form that does not cancel where root is near 1
        self.hasty, self.patient = 0.5 * (1.0 + root), 1.0 / ((parameter + 1.0) * (1.0 + root))
        self.mean = mean
        self.hasty_mean, self.patient_mean = mean / (2.0 * self.hasty), mean / (2.0 * self.patient)

    def survival(self, x: Floats) -> Floats:
        return self.hasty * np.exp(-x / self.hasty_mean) + self.patient * np.exp(-x / self.patient_mean)

    def waited(self, x: Floats) -> Floats:
        """Both kinds contribute half the mean: p₁ m₁ = p₂ m₂ = m/2."""
        gone: Floats = np.expm1(-x / self.hasty_mean) + np.expm1(-x / self.patient_mean)
        return -0.5 * self.mean * gone

    def cuts(self) -> Floats:
        return np.concatenate([self.hasty_mean * _SCALES, self.patient_mean * _SCALES], axis=1)

    def draw(self, u: Floats) -> Floats:
        """The first share of the numbers draws hasty callers, the others patient ones."""
        hasty = u < self.hasty
        mean = np.where(hasty, self.hasty_mean, self.patient_mean)
        left = np.where(hasty, u / self.hasty, (1.0 - u) / self.patient)
        return -mean * np.log(left)


LAW = Hyperexponential
