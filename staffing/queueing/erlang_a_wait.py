"""Mean wait of the answered in Erlang A, which has no closed form: one integral, by quadrature.

Whoever finds all agents busy is offered a wait V and is answered if patience exceeds it. With t = θV, c, y
and S as in `erlang_a`, the density of t among those delayed is e^{ψ(t)} / S with ψ(t) = y (1 − e^{−t}) − c t
(S. Zeltyn and A. Mandelbaum (2005), "Call centers with impatient customers: many-server asymptotics of
the M/M/n+G queue", Queueing Systems 51, §2), and patience exceeds V with probability e^{−t}:

    θ E[wait; answered | delayed] = N / S,    N = ∫₀^∞ t e^{−t} e^{ψ(t)} dt.

The exponent of N is concave with its peak at t* = max(0, ln(y/b)), b = c + 1. Away from the peak it falls
at least as t² b / (2 + t) to the right and t² b / 2 to the left, so Gauss–Legendre rules on the two sides,
cut where it has fallen by 36 (e^{−36} = 2e-16), see a smooth integrand of known width whatever b and y.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from staffing.queueing.gamma_tails import Floats, front, stirling_error

_DROP = 36.0
_NODES = 36


def mean_wait_of_delayed(c: Floats, y: Floats, waiting: Floats) -> Floats:
    """N / S: the mean wait, in units of the mean patience, of a delayed contact if answered, else 0.

    `waiting` is S where y ≤ c and S · front(c, y) above (as in `erlang_a`). Relative error below 1e-12.
    """
    b = c + 1.0
    peak = np.log(np.maximum(y / b, 1.0))
    left = peak - np.minimum(peak, np.sqrt(2.0 * _DROP / b))
    right = peak + _fall_to_the_right(b, np.minimum(y, b))
    before_peak = np.zeros_like(y)
    inner = peak > 0
    before_peak[inner] = _side(b[inner], y[inner], peak[inner], left[inner], peak[inner])
    return (before_peak + _side(b, y, peak, peak, right)) * _scale(c, y) / waiting


def _side(b: Floats, y: Floats, peak: Floats, start: Floats, end: Floats) -> Floats:
    """∫ t e^{ψ(t) − t − (its value at the peak)} dt over one side; ψ(t) − t = y (1 − e^{−t}) − b t."""
    half = 0.5 * (end - start)
    middle = 0.5 * (end + start)
    at_peak = y * np.exp(-peak)
    total = np.zeros_like(b)
    for node, weight in zip(*_rule(), strict=True):
        t = middle + half * node
        from_peak = t - peak
        total += weight * t * np.exp(-at_peak * np.expm1(-from_peak) - b * from_peak)
    return half * total


def _fall_to_the_right(b: Floats, y: Floats) -> Floats:
    """The t at which (b − y) t + y t² / (2 + t), a lower bound of the fall right of the peak, is 36."""
    linear = _DROP - 2.0 * (b - y)
    root = np.sqrt(linear * linear + 8.0 * _DROP * b)
    # The positive root of b t² − linear t − 2·36 = 0, in the form that does not cancel.
    return np.where(linear > 0, (linear + root) / (2.0 * b), 4.0 * _DROP / (root - np.minimum(linear, 0.0)))


def _scale(c: Floats, y: Floats) -> Floats:
    """D e^{peak exponent}: 1 for y ≤ c, front(c, y) up to y = b, beyond that nearly free of y."""
    b = c + 1.0
    # front(b, y) e^{deviance(b, y)} = √(b/2π) / Γ*(b), and front(c, y) = front(b, y) c / y
    beyond = (c / np.maximum(y, b)) * np.sqrt(b / (2.0 * math.pi)) * np.exp(-stirling_error(b))
    return np.where(y <= c, 1.0, np.where(y <= b, front(c, y), beyond))


@cache
def _rule() -> tuple[tuple[float, ...], tuple[float, ...]]:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return tuple(nodes.tolist()), tuple(weights.tolist())
