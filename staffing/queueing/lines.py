"""M/M/s/K+M: a limited number of lines; who finds none free meets a busy signal and is blocked.

Source: the birth–death chain of A. Mandelbaum and S. Zeltyn (2007), "Service engineering in action: the
Palm/Erlang-A queue", cut at K contacts in the system (without abandonment M/M/s/K, R. B. Cooper (1981),
Introduction to Queueing Theory, §3.6). With s agents, a erlangs and r = handle time ÷ patience (0 where
nobody gives up), the state with i waiting weighs, relative to all busy and nobody waiting,

    w_i = Π_{j=1..i} a / (s + j r),     i = 0 … N,   N = K − s lines to wait on,

and the states with a free agent together (s/a) / B(s − 1, a), Erlang's recursion. A contact that finds i
ahead of it in the queue waits until i + 1 of those who are served or waiting have left. With c = s/r that
offered wait V is a sum of i + 1 exponentials, of rates s/AHT + j/patience:

    P(V > T) = I_x(c, i + 1),  x = e^{−T/patience};     P(answered) = c / (c + i + 1),
    P(answered, V ≤ T) = c / (c + i + 1) (1 − I_x(c + 1, i + 1)),
    E[V | answered] = Σ_{j=1..i+1} 1 / (c + j)   (× patience)

(I the regularised incomplete beta function), and without abandonment the Erlang law of i + 1 stages of rate
s/AHT. States that weigh below e^{−45} of the heaviest are left out.

Where callers give up faster than agents work (r > 1), a further agent can make the lines busier: blocking
rises while fewer abandon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.arrays import Floats
from staffing.queueing.gamma_tails import hazard
from staffing.queueing.model import Intervals
from staffing.queueing.performance import Performance

_DROP = 45.0
_CELLS = 1 << 18
_HALVINGS = 40
_MOST_PLACES = 1e6
"""More lines than this to wait on are no limit that anybody would notice."""
_NEGLIGIBLE_LEAVING = 1e-9
"""So few give up per stage of the wait, beside those answered, that nobody does."""
_EXPANSION_FROM = 20.0


def limited_lines(asked: Intervals) -> Performance:
    """For rows (one-dimensional) with load > 0 and finite lines; agents beyond the lines have no work.

    Between whole numbers of agents, for which the chain is defined, its measures are interpolated.
    """
    lines = np.floor(asked.lines)
    servers = np.minimum(asked.agents, lines)
    low = np.floor(servers)
    above = servers - low
    found = _weighed(_shares(asked, low, lines), 1.0 - above)
    if above.any():
        more = _weighed(_shares(asked, np.ceil(servers), lines), above)
        found = _Shares(*(np.add(one, other) for one, other in zip(found, more, strict=True)))
    answered = np.clip(found.answered, 0.0, 1.0)
    some = answered > 0
    staff = np.where(asked.agents > 0, asked.agents, 1.0)
    return Performance(
        wait_probability=np.clip(found.delayed, 0.0, 1.0),
        answered=answered,
        answered_within_target=np.clip(found.answered_in_time, 0.0, answered),
        abandoned=np.clip(found.gone, 0.0, 1.0),
        abandoned_within_target=np.clip(found.gone_in_time, 0.0, np.clip(found.gone, 0.0, 1.0)),
        blocked=np.clip(found.blocked, 0.0, 1.0),
        occupancy=np.minimum(asked.load * answered / staff, 1.0),
        mean_wait=lambda: np.where(some, found.wait / np.where(some, answered, 1.0), np.inf),
    )


class _Shares(NamedTuple):
    """Per row, as fractions of the offered contacts; `wait`: seconds of the answered × their fraction."""

    delayed: Floats
    answered: Floats
    answered_in_time: Floats
    gone: Floats
    gone_in_time: Floats
    blocked: Floats
    wait: Floats


def _weighed(shares: _Shares, weight: Floats) -> _Shares:
    return _Shares(*(share * weight for share in shares))


def _shares(asked: Intervals, servers: Floats, lines: Floats) -> _Shares:
    """For whole servers ≤ lines."""
    chain = _Chain(
        asked.load,
        servers,
        np.minimum(lines - servers, _MOST_PLACES),
        asked.aht_seconds / asked.patience_seconds,
        asked.aht_seconds,
        asked.target_seconds,
    )
    found = np.empty((len(_Shares._fields), servers.size))
    idle = np.flatnonzero(servers == 0)
    found[:, idle] = _nobody_there(chain.rows(idle), lines[idle])
    for rows, first, width in _windows(chain, np.flatnonzero(servers > 0)):
        found[:, rows] = _of_window(chain.rows(rows), first, width)
    return _Shares(*found)


class _Chain(NamedTuple):
    """Rows of the chain: `places` is N, `leaving` is r."""

    load: Floats
    agents: Floats
    places: Floats
    leaving: Floats
    aht_seconds: Floats
    target_seconds: Floats

    def rows(self, index: NDArray[np.intp]) -> _Chain:
        return _Chain(*(column[index] for column in self))

    def excess(self, waiting: Floats) -> Floats:
        """ln of departures over arrivals with so many waiting: ln w falls by it into that state."""
        # in the excess (s + i r − a)/a, not the quotient itself: no cancellation near the peak
        return np.log1p((self.agents + waiting * self.leaving - self.load) / self.load)

    def peak(self) -> Floats:
        """The heaviest state: the last into which w does not fall."""
        above = np.maximum(self.load - self.agents, 0.0)
        leaves = self.leaving > 0
        rises = np.where(
            leaves, above / np.where(leaves, self.leaving, 1.0), np.where(above > 0, np.inf, 0.0)
        )
        return np.minimum(np.floor(rises), self.places)


def _nobody_there(chain: _Chain, lines: Floats) -> Floats:
    """No agents: contacts hold a line for their patience, an Erlang loss system of λ × patience erlangs."""
    leaves = chain.leaving > 0
    rate = np.where(leaves, chain.leaving, 1.0)
    blocked = np.where(leaves, np.minimum(hazard(lines + 1.0, chain.load / rate), 1.0), 1.0)
    none, gone = np.zeros_like(blocked), 1.0 - blocked
    in_time = -gone * np.expm1(-chain.target_seconds * chain.leaving / chain.aht_seconds)
    return np.array([gone, none, none, gone, in_time, blocked, none])


def _windows(chain: _Chain, rows: NDArray[np.intp]) -> Iterator[tuple[NDArray[np.intp], Floats, int]]:
    """Rows with the first state and the number of states that matter, in groups of like width."""
    some = chain.rows(rows)
    peak = some.peak()
    first = peak - _steps(peak, lambda k: -k * some.excess(peak - 0.5 * (k - 1.0)))
    ahead = some.places - peak
    last = peak + _steps(ahead, lambda k: 0.5 * k * (some.excess(peak + 1.0) + some.excess(peak + k)))
    width = (last - first).astype(np.int64) + 1
    order, start = np.argsort(width, kind="stable"), 0
    while start < order.size:
        cells = width[order[start:]] * np.arange(1, order.size - start + 1)
        count = max(1, int(np.searchsorted(cells, _CELLS, side="right")))
        group = order[start : start + count]
        yield rows[group], first[group], int(width[group[-1]])
        start += count


def _steps(most: Floats, fall: Callable[[Floats], Floats]) -> Floats:
    """Whole steps from the peak, ≤ most, after which w has fallen by e^{−45}; `fall` is a lower bound of it.

    ln w is concave, so the fall over k steps is at least k times that of the mean step (to the left) or the
    mean of the first and the last (to the right).
    """
    low, high = np.zeros_like(most), most
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        enough = fall(middle) >= _DROP
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.minimum(np.ceil(high), most)


def _of_window(chain: _Chain, first: Floats, width: int) -> Floats:
    """The fields of `_Shares`, from the states `first` … `first + width − 1` of each row."""
    rows = _Chain(*(column[:, None] for column in chain))
    ahead = first[:, None] + np.arange(width)
    weight = _weights(rows, ahead)
    accepted = ahead < rows.places
    at_once = np.where(first == 0, weight[:, 0], 0.0) * chain.agents / chain.load
    blocking = hazard(chain.agents, chain.load)
    total = at_once + blocking * weight.sum(axis=1)
    share = np.where(accepted, weight, 0.0) * (blocking / total)[:, None]
    full = np.where(ahead == rows.places, weight, 0.0).sum(axis=1) * blocking / total
    at_once = at_once / total

    answered, in_time, late = _given_ahead(rows, ahead)
    gone = share * (1.0 - answered)
    gone_in_time = np.clip(share * (1.0 - in_time - late), 0.0, gone)
    sums = (share, share * answered, share * in_time, gone, gone_in_time)
    delayed, served, served_in_time, left, left_in_time = (part.sum(axis=1) for part in sums)
    wait = (share * answered * _wait_if_answered(rows, ahead)).sum(axis=1)
    return np.array([delayed, at_once + served, at_once + served_in_time, left, left_in_time, full, wait])


def _weights(rows: _Chain, ahead: Floats) -> Floats:
    """w over its peak; 0 beyond the last place."""
    falls = rows.excess(ahead)
    falls[:, 0] = 0.0
    logarithm = -np.cumsum(falls, axis=1)
    logarithm[ahead > rows.places] = -np.inf
    weights: Floats = np.exp(logarithm - logarithm.max(axis=1, keepdims=True))
    return weights


def _given_ahead(rows: _Chain, ahead: Floats) -> tuple[Floats, Floats, Floats]:
    """P(answered), P(answered in time) and P(still waiting at T) with so many ahead."""
    from scipy.special import betainc, gammainc

    stages = ahead + 1.0
    answered = rows.agents / (rows.agents + stages * rows.leaving)
    in_time, late = np.empty_like(stages), np.empty_like(stages)
    loyal = rows.leaving[:, 0] <= _NEGLIGIBLE_LEAVING * rows.agents[:, 0]
    for some, is_loyal in ((loyal, True), (~loyal, False)):
        if not some.any():
            continue
        chain, n = _Chain(*(column[some] for column in rows)), stages[some]
        tau = chain.target_seconds / chain.aht_seconds
        if is_loyal:
            in_time[some] = gammainc(n, chain.agents * tau)
            late[some] = 1.0 - in_time[some]
        else:
            c, gone = chain.agents / chain.leaving, -np.expm1(-tau * chain.leaving)
            in_time[some] = answered[some] * betainc(n, c + 1.0, gone)
            late[some] = (1.0 - gone) * (1.0 - betainc(n, c, gone))
    return answered, in_time, late


def _wait_if_answered(rows: _Chain, ahead: Floats) -> Floats:
    """Σ_{j=1..n} AHT / (s + j r), n = ahead + 1: a difference of digammas, by its expansion for large c."""
    from scipy.special import digamma

    stages = ahead + 1.0
    leaves = rows.leaving > _NEGLIGIBLE_LEAVING * rows.agents
    rate = np.where(leaves, rows.leaving, 1.0)
    z = rows.agents / rate + 1.0
    end = z + stages
    expanded = np.log1p(stages / z) + _digamma_rest(end) - _digamma_rest(z)
    total = np.where(z > _EXPANSION_FROM, expanded, digamma(end) - digamma(z)) / rate
    mean: Floats = rows.aht_seconds * np.where(leaves, total, stages / rows.agents)
    return mean


def _digamma_rest(z: Floats) -> Floats:
    """ψ(z) − ln z ~ −1/2z − 1/12z² + 1/120z⁴ − 1/252z⁶ (DLMF 5.11.2)."""
    square = 1.0 / (z * z)
    return -0.5 / z - square * (1 / 12 - square * (1 / 120 - square / 252))
