"""Erlang A (M/M/s+M): contacts wait, and give up after an exponential patience.

Source: C. Palm (1957), "Research on telephone traffic carried by full availability groups", Tele 1; the
building blocks as in A. Mandelbaum and S. Zeltyn (2007), "Service engineering in action: the Palm/Erlang-A
queue, with applications to call centers".

With a erlangs, s agents, mean patience 1/θ and mean handle time 1/μ, write c = sμ/θ and y = λ/θ. Relative
to the state with s − 1 busy, the states without a wait weigh 1/B, where B = B(s − 1, a) is Erlang's blocking
(`gamma_tails.hazard`), and the states with a wait y S, S(c, y) = Σ_j y^j / (c)_{j+1}
(`gamma_tails.lower_ratio`).

In overload S overflows, and in underload 1/B does. So the waiting states are kept as the pair (D, D S), with
D = 1 where y ≤ c and D = front(c, y) = y^c e^{−y} / Γ(c) above (then D S is P(c, y)), and everything is
multiplied by B.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from staffing.arrays import Bools, Floats
from staffing.errors import UsageError
from staffing.queueing import erlang_c
from staffing.queueing.erlang_a_wait import mean_wait_of_delayed
from staffing.queueing.gamma_tails import front, hazard, lower_ratio, lower_tail
from staffing.queueing.lines import limited_lines
from staffing.queueing.model import Intervals, Traffic, by_case, intervals
from staffing.queueing.patience import general_patience, still_willing
from staffing.queueing.patience_laws import EXPONENTIAL
from staffing.queueing.patience_laws.empirical import PatienceCurve
from staffing.queueing.performance import Performance, no_contacts


class ErlangA:
    """Delay system with abandonment, and what generalises it, row by row.

    Where patience is infinite it is Erlang C, where lines are limited M/M/s/K+M (`lines`), where patience is
    not exponential M/M/s+GI (`patience`).
    """

    def performance(self, traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Performance:
        """Exact in every regime, overload included; with no agents everybody gives up."""
        asked = intervals(traffic, agents, target_seconds)
        limited = np.isfinite(asked.lines)
        endless = np.isinf(asked.patience_seconds)
        general = ~endless & (asked.patience_law != EXPONENTIAL)
        _refuse_both(limited & general)
        staffed = asked.agents > 0
        waiting = asked.busy & ~limited
        finite = waiting & ~endless
        return by_case(
            asked,
            (~asked.busy, lambda rows: no_contacts(rows.load)),
            (asked.busy & limited, limited_lines),
            (waiting & endless, erlang_c.endless_patience),
            (finite & ~staffed, lambda rows: _unattended(rows, traffic.patience_curve)),
            (finite & staffed & ~general, _abandonment),
            (finite & staffed & general, lambda rows: general_patience(rows, traffic.patience_curve)),
        )


def _refuse_both(limited_and_general: Bools) -> None:
    if limited_and_general.any():
        raise UsageError(
            "no exact theory has both a limit of lines and a patience that is not exponential",
            hint="leave out the lines, or the patience law",
        )


def _abandonment(asked: Intervals) -> Performance:
    """The model itself, for load and agents > 0 and a finite patience."""
    load, agents, patience = asked.load, asked.agents, asked.patience_seconds
    ratio, tau = patience / asked.aht_seconds, asked.target_seconds / patience
    c, y, spare = agents * ratio, load * ratio, (agents - load) * ratio
    weight, waiting = _waiting_states(c, y)
    late_weight, late_waiting = _late_states(c, y, spare, tau)
    # Probability of s − 1 busy: 1 / (1/B + y S), both parts multiplied by B D, where B = B(s − 1, a).
    blocked = hazard(agents, load)
    total = weight + y * waiting * blocked
    share = blocked / total
    at_once = weight / total

    delayed = np.minimum(y * waiting * share, 1.0)
    answered = np.clip(at_once + (c * waiting - weight) * share, 0.0, 1.0)
    abandoned = np.clip((weight - spare * waiting) * share, 0.0, 1.0)
    # The two add up to one but for rounding, which the larger takes: the smaller keeps its digits.
    rounding = np.maximum(answered + abandoned - 1.0, 0.0)
    mostly_answered = answered >= abandoned
    answered = np.where(mostly_answered, answered - rounding, answered)
    abandoned = np.where(mostly_answered, abandoned, abandoned - rounding)
    # P(served, V ≤ T) = [1/B + e^g − 1 + c (S − e^g S(c, yx))] P(s − 1 busy)
    in_time = at_once + (late_weight - weight + c * (waiting - late_waiting)) * share
    in_time = np.clip(in_time, 0.0, answered)
    # P(W > T) = e^{−θT} P(V > T): offered wait V and patience both exceed T.
    still_waiting = np.exp(-tau) * y * late_waiting * share
    return Performance(
        wait_probability=delayed,
        answered=answered,
        answered_within_target=in_time,
        abandoned=abandoned,
        abandoned_within_target=np.clip(1.0 - in_time - still_waiting, 0.0, abandoned),
        blocked=np.zeros_like(load),
        occupancy=np.minimum(load * answered / agents, 1.0),
        mean_wait=lambda: patience * delayed * mean_wait_of_delayed(c, y, waiting) / answered,
    )


def _unattended(asked: Intervals, curve: PatienceCurve | None) -> Performance:
    """No agent: everybody waits until patience runs out."""
    none, all_ = np.zeros_like(asked.load), np.ones_like(asked.load)
    return Performance(
        wait_probability=all_,
        answered=none,
        answered_within_target=none,
        abandoned=all_,
        abandoned_within_target=1.0 - still_willing(asked, curve),
        blocked=none,
        occupancy=none,
        mean_wait=lambda: np.full_like(none, np.inf),
    )


def _waiting_states(c: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The pair (D, D S(c, y)) of the module docstring."""
    over = y > c
    weight, waiting = np.ones_like(y), np.empty_like(y)
    waiting[~over] = lower_ratio(c[~over], y[~over])
    weight[over] = front(c[over], y[over])
    waiting[over] = lower_tail(c[over], y[over])
    return weight, waiting


def _late_states(c: Floats, y: Floats, spare: Floats, tau: Floats) -> tuple[Floats, Floats]:
    """(D e^g, D e^g S(c, yx)) for the same D, where τ = θT, x = e^{−τ} and g = y (1 − x) − c τ.

    e^g S(c, yx) is θ ∫_T^∞ e^{λH(t) − sμt} dt with H(t) = (1 − e^{−θt})/θ: the offered wait beyond T.
    """
    over, thinned = y > c, y * np.exp(-tau)
    low = thinned < 0.5 * c
    weight, waiting = np.empty_like(y), np.empty_like(y)

    under = ~over
    g = -(spare * tau + y * (tau + np.expm1(-tau)))[under]
    weight[under] = np.exp(g)
    waiting[under] = weight[under] * lower_ratio(c[under], thinned[under])

    # Overload, where D e^g = front(c, yx), in logarithms since yx itself may underflow.
    sunk = over & low
    weight[sunk] = _front_of_log(c[sunk], np.log(y[sunk]) - tau[sunk])
    waiting[sunk] = weight[sunk] * lower_ratio(c[sunk], thinned[sunk])

    high = over & ~low
    weight[high] = front(c[high], thinned[high])
    waiting[high] = lower_tail(c[high], thinned[high])
    return weight, waiting


def _front_of_log(c: Floats, log_y: Floats) -> Floats:
    from scipy.special import gammaln

    return np.exp(c * log_y - np.exp(log_y) - gammaln(c))


MODEL = ErlangA()
