"""Exponential patience: the same readiness to leave at every moment. With it M/M/s+GI is Erlang A."""

from __future__ import annotations

import numpy as np

from staffing.queueing.patience_laws.law import Floats


class Exponential:
    """Ḡ(x) = e^{−x/m}."""

    parameter_name = ""
    least_parameter = 0.0
    least_allowed = True

    def __init__(self, mean: Floats, parameter: Floats) -> None:  # noqa: ARG002 - the law has none
        self.mean = mean

    def survival(self, x: Floats) -> Floats:
        return np.exp(-x / self.mean)

    def waited(self, x: Floats) -> Floats:
        return -self.mean * np.expm1(-x / self.mean)

    def cuts(self) -> Floats:
        cuts: Floats = self.mean * np.array([1.0, 6.0, 40.0])
        return cuts

    def draw(self, u: Floats) -> Floats:
        return -self.mean * np.log(u)


LAW = Exponential
