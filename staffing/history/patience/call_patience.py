"""Patience from single contacts: how long each waited, and whether it gave up or was answered.

Who was answered would have waited longer: its patience is censored. The curve is the product-limit estimate
of E. L. Kaplan and P. Meier (1958), Journal of the American Statistical Association 53, 457–481; the laws
are fitted by maximum likelihood with the same censoring and compared by H. Akaike's criterion (1974), IEEE
Transactions on Automatic Control 19, 716–723.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from staffing.arrays import Bools, Floats
from staffing.wording import counted

SHORTEST_SECONDS = 0.5
"""A contact that gave up in second 0 waited about that long."""
FINEST_SECONDS = 1e-3
"""No telephone system measures a wait as short: it is second 0."""
NOTEWORTHY = 10.0
"""A law this much better by AIC leaves the other no support (K. Burnham and D. Anderson (2002), §2.6)."""
_ROUNDS = 200
_EM_ROUNDS = 400
_POINTS = 40


@dataclass(frozen=True)
class Fit:
    """A law of patience fitted to the contacts; `aic` is lower for the better one."""

    law: str
    mean_seconds: float
    parameter: float | None
    aic: float


@dataclass(frozen=True, eq=False)
class CallPatience:
    """What the contacts say: distinct waits, who gave up then, who was still waiting, and the fitted laws.

    `fits` has the exponential first, and no law whose mean or parameter is beyond any number.
    """

    seconds: Floats
    share: Floats
    hazard: Floats
    fits: tuple[Fit, ...]
    contacts: int
    gave_up: int

    @property
    def best(self) -> Fit:
        """The law of the least AIC."""
        return min(self.fits, key=lambda fit: fit.aic)

    @property
    def exponential(self) -> Fit:
        """Total wait ÷ number who gave up."""
        return self.fits[0]

    def report(self) -> list[str]:
        """For people: the laws, the best, and a warning where exponential patience is wrong."""
        lines = [f"{counted(self.contacts, 'contact')} waited, {self.gave_up:,} of them gave up"]
        for fit in sorted(self.fits, key=lambda fit: fit.aic):
            parameter = "" if fit.parameter is None else f", parameter {fit.parameter:.3f}"
            lines.append(f"{fit.law:12} mean {fit.mean_seconds:7.1f} s{parameter}, AIC {fit.aic:,.0f}")
        best = self.best
        if self.exponential.aic > best.aic + NOTEWORTHY:
            lines.append(
                f"exponential patience is wrong here: use --patience-law {best.law} --patience "
                f"{best.mean_seconds:.0f} --patience-parameter {best.parameter:.3g}, or the measured --curve"
            )
        return lines

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "contacts": self.contacts,
            "gave_up": self.gave_up,
            "best": self.best.law,
            "fits": [asdict(fit) for fit in self.fits],
            "curve": {"seconds": self.seconds.tolist(), "still_waiting": self.share.tolist()},
            "hazard_per_second": self.hazard.tolist(),
        }


def estimate_from_calls(wait_seconds: Floats, gave_up: Bools) -> CallPatience:
    """From contacts that waited at all (or gave up at once); at least one must have given up."""
    has_waited = wait_seconds > FINEST_SECONDS
    counts = has_waited | gave_up
    waited = np.where(has_waited, wait_seconds, SHORTEST_SECONDS)[counts]
    seconds, place = np.unique(waited, return_inverse=True)
    left = np.bincount(place, weights=gave_up[counts]).astype(np.float64)
    answered = np.bincount(place, weights=~gave_up[counts]).astype(np.float64)
    return CallPatience(
        *_survival(seconds, left, answered),
        fits=tuple(filter(_is_finite, (law(seconds, left, answered) for law in _LAWS))),
        contacts=int(counts.sum()),
        gave_up=int(left.sum()),
    )


def _survival(seconds: Floats, left: Floats, answered: Floats) -> tuple[Floats, Floats, Floats]:
    """Kaplan–Meier at a few times that split those who gave up evenly, and the hazard before each."""
    at_risk = np.cumsum((left + answered)[::-1])[::-1]
    share = np.asarray(np.cumprod(1.0 - left / at_risk), dtype=np.float64)
    known = (left > 0) & (share > 0)
    if not known.any():
        return seconds[:0], share[:0], share[:0]
    events = np.cumsum(left[known])
    steps = np.linspace(0, events[-1], _POINTS + 1)[1:]
    chosen = np.unique(np.searchsorted(events, steps - 1e-9))
    chosen = chosen[chosen < events.size]
    x, s = seconds[known][chosen], share[known][chosen]
    hazard = -np.diff(np.log(s), prepend=0.0) / np.diff(x, prepend=0.0)
    return x, s, np.asarray(hazard, dtype=np.float64)


def _exponential(seconds: Floats, left: Floats, answered: Floats) -> Fit:
    total, events = float((seconds * (left + answered)).sum()), float(left.sum())
    mean = total / events
    return Fit("exponential", mean, None, 2.0 * (1 + events * math.log(mean) + events))


def _weibull(seconds: Floats, left: Floats, answered: Floats) -> Fit:
    """The likelihood equation in the shape k alone, by bisection (its left side rises with k)."""
    log_t = np.log(seconds / seconds.max())
    all_, events = left + answered, float(left.sum())
    mean_log = float((left * log_t).sum()) / events
    low, high = 0.02, 50.0
    for _ in range(_ROUNDS):
        shape = 0.5 * (low + high)
        powers = all_ * np.exp(shape * log_t)
        rising = float((powers * log_t).sum() / powers.sum()) - 1.0 / shape - mean_log
        low, high = (low, shape) if rising > 0 else (shape, high)
    scale = seconds.max() * float((all_ * np.exp(shape * log_t)).sum() / events) ** (1.0 / shape)
    logarithm = np.log(seconds / scale)
    likelihood = float((left * (math.log(shape / scale) + (shape - 1.0) * logarithm)).sum()) - events
    return Fit("weibull", scale * math.gamma(1.0 + 1.0 / shape), shape, 2.0 * (2 - likelihood))


def _lognormal(seconds: Floats, left: Floats, answered: Floats) -> Fit:
    """Expectation–maximisation: the censored logarithms at their conditional mean and variance."""
    from scipy.special import log_ndtr

    y, all_ = np.log(seconds), left + answered
    centre, spread = float((all_ * y).sum() / all_.sum()), 1.0
    for _ in range(_EM_ROUNDS):
        z = (y - centre) / spread
        mills = np.exp(-0.5 * z * z - 0.5 * math.log(2.0 * math.pi) - log_ndtr(-z))
        mean, square = centre + spread * mills, spread * spread * (1.0 + z * mills - mills * mills)
        new = float((left * y + answered * mean).sum() / all_.sum())
        variance = (left * (y - new) ** 2 + answered * (square + (mean - new) ** 2)).sum() / all_.sum()
        centre, spread = new, math.sqrt(float(variance))
    z = (y - centre) / spread
    density = -0.5 * z * z - 0.5 * math.log(2.0 * math.pi) - math.log(spread) - y
    likelihood = float((left * density + answered * log_ndtr(-z)).sum())
    mean_seconds = _or_infinite(math.exp, centre + 0.5 * spread * spread)
    variation = math.sqrt(_or_infinite(math.expm1, spread * spread))
    return Fit("lognormal", mean_seconds, variation, 2.0 * (2 - likelihood))


_LAWS = (_exponential, _weibull, _lognormal)


def _or_infinite(power: Callable[[float], float], exponent: float) -> float:
    """e to the exponent, infinite where it overflows: where few gave up a law's tail may have no end."""
    try:
        return power(exponent)
    except OverflowError:
        return math.inf


def _is_finite(fit: Fit) -> bool:
    return math.isfinite(fit.mean_seconds) and (fit.parameter is None or math.isfinite(fit.parameter))
