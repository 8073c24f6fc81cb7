"""Deterministic patience: everybody leaves after the same time, such as a queue that hangs up."""

from __future__ import annotations

import numpy as np

from staffing.queueing.patience_laws.law import Floats


class Deterministic:
    """Ḡ(x) = 1 before the mean, 0 from it on."""

    parameter_name = ""
    least_parameter = 0.0
    least_allowed = True

    def __init__(self, mean: Floats, parameter: Floats) -> None:  # noqa: ARG002 - the law has none
        self.mean = mean

    def survival(self, x: Floats) -> Floats:
        return (x < self.mean).astype(np.float64)

    def waited(self, x: Floats) -> Floats:
        return np.minimum(x, self.mean)

    def cuts(self) -> Floats:
        return self.mean

    def draw(self, u: Floats) -> Floats:
        return self.mean * np.ones_like(u)


LAW = Deterministic
