"""What the theory asks of a distribution of patience."""

from __future__ import annotations

from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class PatienceLaw(Protocol):
    """The patience of n rows, for times x of shape (n, 1) or (n, m)."""

    def survival(self, x: Floats) -> Floats:
        """Share still willing to wait at x: Ḡ(x), right-continuous."""
        ...

    def waited(self, x: Floats) -> Floats:
        """H(x) = ∫₀ˣ Ḡ: the mean time a contact waits if nobody answers it before x."""
        ...

    def cuts(self) -> Floats:
        """Times, of shape (n, k), between which Ḡ is smooth and of one scale."""
        ...

    def draw(self, u: Floats) -> Floats:
        """Patience of contacts by chance, in seconds, from numbers uniform in (0, 1), of shape (n, m)."""
        ...


class ParametricLaw(PatienceLaw, Protocol):
    """Given by its mean and at most one parameter, columns of shape (n, 1).

    parameter_name:   what the parameter is; empty = it has none
    least_parameter:  the least it may be, and whether that value itself is allowed
    """

    parameter_name: ClassVar[str]
    least_parameter: ClassVar[float]
    least_allowed: ClassVar[bool]

    def __init__(self, mean: Floats, parameter: Floats) -> None: ...


def allowed(law: type[ParametricLaw], parameters: Floats) -> NDArray[np.bool_]:
    """Where the parameter lies within the law's bounds; NaN, unknown, does not unless it needs none."""
    if not law.parameter_name:
        return np.ones(parameters.shape, dtype=np.bool_)
    least = law.least_parameter
    above = parameters >= least if law.least_allowed else parameters > least
    return above & (parameters < np.inf)


def wanted(law: type[ParametricLaw]) -> str:
    """Such as `a shape of more than 0`."""
    bound = "at least" if law.least_allowed else "more than"
    return f"a {law.parameter_name} of {bound} {law.least_parameter:g}"
