"""M/M/s+GI: contacts wait, and give up after a patience of any law.

Source: S. Zeltyn and A. Mandelbaum (2005), "Call centers with impatient customers: many-server asymptotics
of the M/M/n+G queue", Queueing Systems 51, §2, after F. Baccelli and G. Hebuterne (1981).

With Ḡ the share still willing at x, H(x) = ∫₀ˣ Ḡ and φ(x) = λ H(x) − sμ x, the wait V that is offered to a
contact has the density p λ e^{φ(x)} at x > 0, where p is the probability of s − 1 busy: relative to it the
states without a wait weigh 1/B, B = B(s − 1, a). So everything is one integral over x of

    waiting: 1     answered: Ḡ(x)     given up by T: 1 − Ḡ(min(x, T))     wait of the answered: x Ḡ(x)

each times λ e^{φ(x)}. All of them are sums of what is positive: nothing cancels. φ is concave with φ(0) = 0
and a peak φ* where Ḡ = sμ/λ; as in `erlang_a` everything is multiplied by B D with D = e^{−φ*}.

The integrals run from where φ has risen to φ* − 40 to where it has fallen there again, in panels cut at the
peak, at T and where the law changes, each by the tanh–sinh rule (H. Takahasi and M. Mori (1974), Publ. RIMS
9, 721–741), whose nodes crowd at the ends of a panel: neither kinks there nor scales far apart hurt it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.queueing.gamma_tails import hazard
from staffing.queueing.model import Intervals
from staffing.queueing.patience_laws import law_of
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.queueing.patience_laws.law import PatienceLaw
from staffing.queueing.performance import Performance

_BLOCK = 2048
_DROP = 40.0  # e^{−40} = 4e-18: what lies beyond is rounding
_PEAK_HALVINGS = 50
_EDGE_HALVINGS = 20
_STEP, _REACH = 0.1, 3.0


class _Waits(NamedTuple):
    """Per row, the integrals of the module docstring divided by λ e^{φ*}; `weight` is D."""

    weight: Floats
    waiting: Floats
    answered: Floats
    answered_in_time: Floats
    gone: Floats
    gone_in_time: Floats
    wait: Floats


def general_patience(asked: Intervals, curve: PatienceCurve | None) -> Performance:
    """For rows (one-dimensional) with load and agents > 0 and a finite patience; each row has its law."""
    columns = np.empty((len(_Waits._fields), asked.load.size))
    for block, some, law in _of_one_law(asked, curve):
        columns[:, block] = _Offered(some, law).waits()
    return _performance(asked, _Waits(*columns))


def still_willing(asked: Intervals, curve: PatienceCurve | None) -> Floats:
    """Share of the contacts (rows, one-dimensional, of finite patience) that wait longer than the target."""
    share = np.empty_like(asked.load)
    for block, some, law in _of_one_law(asked, curve):
        share[block] = law.survival(some.target_seconds[:, None])[:, 0]
    return share


def _of_one_law(
    asked: Intervals, curve: PatienceCurve | None
) -> Iterator[tuple[NDArray[np.intp], Intervals, PatienceLaw]]:
    """Blocks of rows that share their law."""
    for code in np.unique(asked.patience_law).astype(int).tolist():
        rows = np.flatnonzero(asked.patience_law == code)
        for start in range(0, rows.size, _BLOCK):
            block = rows[start : start + _BLOCK]
            some = asked.rows(block)
            law = law_of(code, some.patience_seconds[:, None], some.patience_parameter[:, None], curve)
            yield block, some, law


def _performance(asked: Intervals, found: _Waits) -> Performance:
    blocked = hazard(asked.agents, asked.load)
    entering = asked.load / asked.aht_seconds * blocked
    # Probability of s − 1 busy: 1 / (1/B + λJ), both parts multiplied by B D.
    total = found.weight + entering * found.waiting
    at_once, share = found.weight / total, entering / total
    answered = np.minimum(at_once + found.answered * share, 1.0)
    abandoned = np.clip(found.gone * share, 0.0, 1.0 - answered)
    return Performance(
        wait_probability=np.minimum(found.waiting * share, 1.0),
        answered=answered,
        answered_within_target=np.minimum(at_once + found.answered_in_time * share, answered),
        abandoned=abandoned,
        abandoned_within_target=np.minimum(found.gone_in_time * share, abandoned),
        blocked=np.zeros_like(answered),
        occupancy=np.minimum(asked.load * answered / asked.agents, 1.0),
        mean_wait=lambda: found.wait * share / answered,
    )


class _Offered:
    """The offered wait of some rows: e^{φ(x) − φ*} and its integrals. Columns have shape (n, 1)."""

    def __init__(self, asked: Intervals, law: PatienceLaw) -> None:
        self.law = law
        self.arrivals = (asked.load / asked.aht_seconds)[:, None]
        self.drain = (asked.agents / asked.aht_seconds)[:, None]
        self.mean = asked.patience_seconds[:, None]
        self.target = asked.target_seconds[:, None]
        self.peak = self._peak()
        self.height = np.maximum(self._exponent(self.peak), 0.0)

    def waits(self) -> tuple[Floats, ...]:
        """The fields of `_Waits`."""
        edges = self._edges()
        nodes, weights = _rule()
        willing_at_target = self.law.survival(self.target)
        totals = np.zeros((6, len(edges)))
        for start, end in zip(edges.T[:-1, :, None], edges.T[1:, :, None], strict=True):
            if not (end > start).any():
                continue
            x = start + (end - start) * nodes
            mass = (end - start) * weights * np.exp(self._exponent(x) - self.height)
            willing = self.law.survival(x)
            early = end <= self.target
            answered, gone = mass * willing, mass * (1.0 - willing)
            gone_by_target = np.where(early, gone, mass * (1.0 - willing_at_target))
            parts = (mass, answered, answered * early, gone, gone_by_target, answered * x)
            totals += np.array([part.sum(axis=1) for part in parts])
        return (np.exp(-self.height[:, 0]), *totals)

    def _exponent(self, x: Floats) -> Floats:
        return self.arrivals * self.law.waited(x) - self.drain * x

    def _peak(self) -> Floats:
        """Where Ḡ = sμ/λ; at most m λ/sμ, by Markov's inequality. 0 in underload."""
        share = self.drain / self.arrivals
        low = np.zeros_like(share)
        rising = self.law.survival(low) > share
        if not rising.any():
            return low
        high = np.where(rising, self.mean / share, 0.0)
        for _ in range(_PEAK_HALVINGS):
            middle = 0.5 * (low + high)
            above = self.law.survival(middle) > share
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        return high

    def _edges(self) -> Floats:
        """The panels' ends, rising along each row."""
        start, end = self._start(), self._end()
        inner = [self.peak, self.target, self.law.cuts()]
        edges = np.concatenate([start, end, *(np.clip(cut, start, end) for cut in inner)], axis=1)
        return np.sort(edges, axis=1)

    def _start(self) -> Floats:
        """Before it e^{φ − φ*} is negligible."""
        low, high = np.zeros_like(self.peak), self.peak
        if not (self.height > _DROP).any():
            return low
        for _ in range(_EDGE_HALVINGS):
            middle = 0.5 * (low + high)
            negligible = self._exponent(middle) < self.height - _DROP
            low, high = np.where(negligible, middle, low), np.where(negligible, high, middle)
        return low

    def _end(self) -> Floats:
        """Beyond it likewise: φ falls at most by sμ a second, and what H can still add is bounded."""
        low = _DROP / self.drain
        high = (_DROP + self.arrivals * (self.mean - self.law.waited(self.peak))) / self.drain
        for _ in range(_EDGE_HALVINGS):
            middle = 0.5 * (low + high)
            negligible = self._exponent(self.peak + middle) < self.height - _DROP
            low, high = np.where(negligible, low, middle), np.where(negligible, middle, high)
        return self.peak + high


@cache
def _rule() -> tuple[Floats, Floats]:
    """Nodes and weights on (0, 1): u = 1 / (1 + e^{−π sinh t}), du = π cosh t u (1 − u) dt."""
    t = np.arange(-_REACH, _REACH + 0.5 * _STEP, _STEP)
    u = 1.0 / (1.0 + np.exp(-np.pi * np.sinh(t)))
    weights = _STEP * np.pi * np.cosh(t) * u / (1.0 + np.exp(np.pi * np.sinh(t)))
    return u, weights / weights.sum()
