"""Erlang B (M/M/s/s): contacts that find every line busy are blocked, nobody waits.

Source: A. K. Erlang (1917), "Solution of some problems in the theory of probabilities of significance in
automatic telephone exchanges"; for a real number of lines D. L. Jagerman (1974), Bell System Technical
Journal 53, 525–551.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from staffing.arrays import Floats
from staffing.queueing.gamma_tails import hazard
from staffing.queueing.model import Traffic, intervals
from staffing.queueing.performance import Performance, choose, no_contacts


def blocking(lines: Floats, load: Floats) -> Floats:
    """B(s, a), the fraction of `load` erlangs that finds all `lines` busy; arrays of one shape.

    1/B(s, a) = a ∫₀^∞ e^{−at} (1+t)^s dt (Jagerman 1974), which makes B the hazard rate, at a, of the
    gamma distribution with shape s + 1. Holds for every real s > −1; load > 0. Relative error below 1e-12
    down to the smallest double.
    """
    return hazard(lines + 1.0, load)


class ErlangB:
    """Loss system: each agent is a line; `traffic.lines`, where smaller, is the limit instead."""

    def performance(self, traffic: Traffic, agents: ArrayLike, target_seconds: ArrayLike) -> Performance:
        """Patience does not matter, since nobody waits, and neither does the target."""
        asked = intervals(traffic, agents, target_seconds)
        loss = _loss(asked.load, asked.agents, asked.lines)
        return choose(~asked.busy, no_contacts(asked.load), loss)


def _loss(load: Floats, agents: Floats, lines: Floats) -> Performance:
    blocked = np.minimum(blocking(np.minimum(agents, lines), load), 1.0)
    answered = 1.0 - blocked
    staffed = agents > 0
    none = np.zeros_like(load)
    return Performance(
        wait_probability=none,
        answered=answered,
        answered_within_target=answered,
        abandoned=none,
        abandoned_within_target=none,
        blocked=blocked,
        occupancy=np.where(staffed, np.minimum(load * answered / np.where(staffed, agents, 1.0), 1.0), 0.0),
        mean_wait=lambda: np.where(staffed, none, np.inf),
    )


MODEL = ErlangB()
